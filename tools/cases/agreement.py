"""How far two coders agree on the same cases: Cohen's kappa over what either of them coded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.cases.coded import FOLDER, read_answers_of
from trochlea.knowledge import Knowledge
from trochlea.model import Answers

UNSAID = "unsaid"
# The second coder was shown five values of this one in the task's example.
SEEN_BEFORE = ("case-003",)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two coders.

    Attributes:
        cases: How many cases both coded.
        items: How many (case, finding) pairs at least one of them coded.
        same: In how many of them both wrote the same.
        kappa: Cohen's kappa over all yes_no findings of the vocabulary (yes, no, unsaid).
        kappa_said: The same over the pairs that at least one of them coded; harder.
    """

    cases: int
    items: int
    same: int
    kappa: float
    kappa_said: float


def agreement(knowledge: Knowledge, folder: Path = FOLDER) -> Agreement:
    """Return how two coders agree.

    Args:
        knowledge: The vocabulary.
        folder: Of the first coder; the second's is `second` in it.
    """
    pairs: list[tuple[str, str]] = []
    cases = items = same = 0
    for second in sorted((folder / "second").glob("case-*.toml")):
        if second.stem in SEEN_BEFORE:
            continue
        cases += 1
        one = _flat(read_answers_of(folder / second.name, knowledge))
        two = _flat(read_answers_of(second, knowledge))
        for name in {*one, *two}:
            items += 1
            same += one.get(name, UNSAID) == two.get(name, UNSAID)
        for name, row in knowledge.findings.items():
            if row.kind == "yes_no":
                pairs.append((_word(one.get(name, UNSAID)), _word(two.get(name, UNSAID))))
    said = [pair for pair in pairs if pair != (UNSAID, UNSAID)]
    return Agreement(cases, items, same, cohen(pairs), cohen(said))


def _flat(answers: Answers) -> dict[str, Any]:
    """Return finding to value; of two knees the one of which more was said."""
    knees = sorted(answers.knees.values(), key=len)
    return {**(knees[-1] if knees else {}), **answers.general}


def _word(value: Any) -> str:
    return str(value) if isinstance(value, bool) else UNSAID


def cohen(pairs: list[tuple[str, str]]) -> float:
    """Return Cohen's kappa (1960) of pairs of labels; 1 where chance alone would agree wholly."""
    total = len(pairs)
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
