"""How far two coders agree on the same cases, over what either of them coded.

An item that a coder left out and one coded "unknown" are the same: the engine gets no answer.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.cases.coded import FOLDER, read_answers_of
from trochlea.knowledge import Knowledge
from trochlea.model import Answers, FindingValue, Side

UNSAID = "unsaid"
# The second coder was shown five values of this one in the task's example.
SEEN_BEFORE = ("case-003",)
DRAWS, SEED = 2_000, 20261125

Pair = tuple[str, str]
Said = dict[tuple[Side, str], FindingValue]


@dataclass(frozen=True, slots=True)
class Compared:
    """One case in two codings.

    Attributes:
        sides_same: Whether both coded the same knees.
        items: What each coder said of every (side, finding) that either coded; None for silence.
        pairs: Both labels of every yes_no finding on every side that either coded.
    """

    sides_same: bool
    items: tuple[tuple[FindingValue, FindingValue], ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two coders.

    Attributes:
        cases: How many cases both coded.
        sides_same: In how many of them both coded the same knees.
        items: How many (case, side, finding) at least one of them coded.
        same: In how many of them both wrote the same.
        silent: In how many one was silent where the other coded.
        kappa_said: Cohen's kappa (yes, no, unsaid) over the yes_no items that either coded.
        interval: Its 95 % interval, whole cases drawn anew.
        both_yes: Items to which both said yes.
        either_yes: Items to which at least one said yes.
        kappa: The same over all yes_no findings; most of them both left unsaid.
    """

    cases: int
    sides_same: int
    items: int
    same: int
    silent: int
    kappa_said: float
    interval: tuple[float, float]
    both_yes: int
    either_yes: int
    kappa: float


def agreement(knowledge: Knowledge, folder: Path = FOLDER) -> Agreement:
    """Return how two coders agree.

    Args:
        knowledge: The vocabulary.
        folder: Of the first coder; the second's is `second` in it.
    """
    return sums(
        [
            compare(
                read_answers_of(folder / second.name, knowledge),
                read_answers_of(second, knowledge),
                knowledge,
            )
            for second in sorted((folder / "second").glob("case-*.toml"))
            if second.stem not in SEEN_BEFORE
        ]
    )


def compare(one: Answers, two: Answers, knowledge: Knowledge) -> Compared:
    """Return one case in two codings, item by item, each on its own side.

    Args:
        one: The first coder's answers.
        two: The second's.
        knowledge: The vocabulary.
    """
    first, second = _said(one), _said(two)
    knees: list[Side] = sorted({*one.knees, *two.knees})
    nowhere: list[Side] = ["none"]
    every = [
        (side, name)
        for name, row in knowledge.findings.items()
        if row.kind == "yes_no"
        for side in (knees if row.per_knee else nowhere)
    ]
    return Compared(
        sides_same=set(one.knees) == set(two.knees),
        items=tuple((first.get(key), second.get(key)) for key in sorted({*first, *second})),
        pairs=tuple((_word(first.get(key)), _word(second.get(key))) for key in every),
    )


def sums(cases: Sequence[Compared], draws: int = DRAWS) -> Agreement:
    """Return the agreement over all cases.

    Args:
        cases: Every case in both codings.
        draws: How often the cases are drawn anew for the interval.
    """
    items = [item for case in cases for item in case.items]
    said = [_said_pairs(case) for case in cases]
    pairs = [pair for rows in said for pair in rows]
    return Agreement(
        cases=len(cases),
        sides_same=sum(case.sides_same for case in cases),
        items=len(items),
        same=sum(a == b for a, b in items),
        silent=sum((a is None) != (b is None) for a, b in items),
        kappa_said=cohen(pairs),
        interval=_interval(said, draws),
        both_yes=sum(pair == ("True", "True") for pair in pairs),
        either_yes=sum("True" in pair for pair in pairs),
        kappa=cohen([pair for case in cases for pair in case.pairs]),
    )


def _said_pairs(case: Compared) -> list[Pair]:
    return [pair for pair in case.pairs if pair != (UNSAID, UNSAID)]


def _interval(said: Sequence[list[Pair]], draws: int) -> tuple[float, float]:
    rng = random.Random(SEED)
    found = sorted(
        cohen([pair for rows in rng.choices(said, k=len(said)) for pair in rows])
        for _ in range(draws)
    )
    return found[math.floor(0.025 * draws)], found[math.ceil(0.975 * draws) - 1]


def _said(answers: Answers) -> Said:
    """Return (side, finding) to value; "unknown" is left out like what was not said."""
    sides: list[tuple[Side, dict[str, FindingValue]]] = [("none", answers.general)]
    sides += answers.knees.items()
    return {
        (side, name): value
        for side, values in sides
        for name, value in values.items()
        if value is not None
    }


def _word(value: FindingValue) -> str:
    return str(value) if isinstance(value, bool) else UNSAID


def cohen(pairs: Sequence[Pair]) -> float:
    """Return Cohen's kappa (1960) of pairs of labels; 1 where chance alone would agree wholly."""
    total = len(pairs)
    if not total:
        return 1.0
    labels = {label for pair in pairs for label in pair}
    observed = sum(a == b for a, b in pairs) / total
    chance = (
        sum(
            sum(a == label for a, _ in pairs) * sum(b == label for _, b in pairs)
            for label in labels
        )
        / total**2
    )
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)
