"""Outcome scores: a weekly question set in our own words, and calculators by item number.

The text of the published scales belongs to others and is not here: whoever has the form gives the
item values. What an item may be, how the score is made and which change is real stand in the
knowledge rules `outcome_*`, each with its source and status.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from trochlea.errors import AnswersError
from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Quantity, Rule

OUTCOME_SCALES = ("akps", "kos_adls", "lefs", "nprs", "psfs", "uwri", "visa_p", "weekly")
WEEKLY = "weekly"
WEEKLY_QUESTIONS = ("taking_part", "volume", "performance", "pain")
# How the items become a score; the rules say everything else.
MEAN_OF_ITEMS = ("psfs",)
PERCENT_OF_MOST = ("kos_adls",)


@dataclass(frozen=True, slots=True)
class RealChange:
    """From which change on a score has changed, with what it stands on.

    Attributes:
        points: The change, in the score's points.
        kind: `detectable` (beyond the error of the score) or `important` (people noticed it).
        source: Id of its source.
        status: How far it was checked.
    """

    points: float
    kind: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class OutcomeScore:
    """One score made from item values.

    Attributes:
        scale: Which scale.
        title: Its name in words.
        score: The score; None where too many items are missing.
        least: The lowest possible score.
        most: The highest possible score.
        higher_is_better: Which way is good.
        answered: Items with a value.
        items: Items of the scale.
        real_changes: From which change on it is real; the larger one holds.
        substantial: Of the weekly questions: a substantial problem; None where it cannot be told
            and for every other scale.
    """

    scale: str
    title: str
    score: float | None
    least: float
    most: float
    higher_is_better: bool
    answered: int
    items: int
    real_changes: tuple[RealChange, ...]
    substantial: bool | None = None


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """What the difference of two scores means.

    Attributes:
        difference: Later minus earlier.
        smallest_real: The larger of the scale's stated changes; None where none is known.
        is_real: True from that change on; None where it is not known.
        is_better: True where the later one is better; None without a difference.
    """

    difference: float
    smallest_real: float | None
    is_real: bool | None
    is_better: bool | None


@dataclass(frozen=True, slots=True)
class WeeklyQuestion:
    """One weekly question in our own words, with its answers as (points, words)."""

    id: str
    text: str
    choices: tuple[tuple[int, str], ...]


def weekly_questions(knowledge: Knowledge) -> tuple[WeeklyQuestion, ...]:
    """Return the four weekly questions, after Clarsen 2013 and 2020, in our own words."""
    rules = ((name, knowledge.rules[f"outcome_weekly_{name}"]) for name in WEEKLY_QUESTIONS)
    return tuple(
        WeeklyQuestion(
            name,
            rule.title,
            tuple((round(row.value), row.unit) for row in _starting(rule, "choice_")),
        )
        for name, rule in rules
    )


def score_outcome(scale: str, items: Sequence[float | None], knowledge: Knowledge) -> OutcomeScore:
    """Return the score of a scale from its item values in the order of the form.

    Args:
        scale: One of `OUTCOME_SCALES`.
        items: One value an item; None where it was left out, never taken as 0.
        knowledge: Gives the rules `outcome_*`.

    Returns:
        The score; None in it where fewer items are answered than the rule asks.

    Raises:
        AnswersError: if the scale is unknown, or there are too many items, or one is impossible.
    """
    if scale not in OUTCOME_SCALES:
        known = ", ".join(OUTCOME_SCALES)
        raise AnswersError(f"{scale!r} is no score that is known; known are {known}.")
    rule = knowledge.rules[f"outcome_{scale}"]
    count = round(rule.number("items"))
    if len(items) > count:
        raise AnswersError(f"{rule.title} has {count} items, not {len(items)}.")
    padded = [*items, *(None for _ in range(count - len(items)))]
    for place, value in enumerate(padded):
        if value is not None:
            _check_item(scale, place, value, rule, knowledge)
    if scale == WEEKLY and not padded[0] and padded[0] is not None:
        # The first question opens the others: without trouble they are not asked.
        _refuse_contradiction(padded)
        padded = [0 for _ in padded]
    answered = [value for value in padded if value is not None]
    enough = len(answered) >= rule.number("fewest_items")
    return OutcomeScore(
        scale=scale,
        title=rule.title,
        score=_score(scale, answered, rule) if enough else None,
        least=rule.number("score_least"),
        most=rule.number("score_most"),
        higher_is_better=bool(rule.number("higher_is_better")),
        answered=len(answered),
        items=count,
        real_changes=_real_changes(rule),
        substantial=_substantial(padded, rule) if scale == WEEKLY else None,
    )


def compare_scores(before: OutcomeScore, after: OutcomeScore) -> ScoreChange | None:
    """Return what changed between two scores of one scale.

    None where one is unknown, or where a mean is of another number of activities.

    A change is real from the largest of the scale's stated changes on. True for one person in the
    patients of its source; a scale without a stated change gives no verdict.

    Raises:
        AnswersError: if they are of two scales.
    """
    if before.scale != after.scale:
        raise AnswersError(f"A {before.scale} and a {after.scale} cannot be compared.")
    if before.score is None or after.score is None:
        return None
    if before.scale in MEAN_OF_ITEMS and before.answered != after.answered:
        # Means over other activities are not one person's change.
        return None
    difference = after.score - before.score
    smallest = max((row.points for row in after.real_changes), default=None)
    return ScoreChange(
        difference=difference,
        smallest_real=smallest,
        is_real=None if smallest is None else abs(difference) >= smallest,
        is_better=(difference > 0) == after.higher_is_better if difference else None,
    )


def _starting(rule: Rule, prefix: str) -> tuple[Quantity, ...]:
    return tuple(row for name, row in sorted(rule.values.items()) if name.startswith(prefix))


def _check_item(scale: str, place: int, value: float, rule: Rule, knowledge: Knowledge) -> None:
    """Raise `AnswersError` where an item cannot have this value."""
    allowed = _allowed(scale, place, rule, knowledge)
    if allowed:
        if value in allowed:
            return
        words = ", ".join(f"{row:g}" for row in sorted(allowed))
        raise AnswersError(f"Item {place + 1} of {scale} must be one of {words}, not {value:g}.")
    prefix = f"item_{place + 1:02}_"
    least, most = (
        rule.values.get(prefix + name, rule.values[f"item_{name}"]).value
        for name in ("least", "most")
    )
    if not least <= value <= most or value != round(value):
        raise AnswersError(
            f"Item {place + 1} of {scale} must be a whole number from {least:g} to {most:g}, "
            f"not {value:g}."
        )


def _allowed(scale: str, place: int, rule: Rule, knowledge: Knowledge) -> frozenset[float]:
    """Return the only values an item may have; empty where any whole number in its range may."""
    if scale == WEEKLY:
        question = knowledge.rules[f"outcome_weekly_{WEEKLY_QUESTIONS[place]}"]
        return frozenset(row.value for row in _starting(question, "choice_"))
    bounds = ("least", "most")
    prefix = f"item_{place + 1:02}_"
    return frozenset(
        row.value
        for name, row in rule.values.items()
        if name.startswith(prefix) and not name.endswith(bounds)
    )


def _refuse_contradiction(items: Sequence[float | None]) -> None:
    if any(items):
        raise AnswersError(
            "The first answer says that the knee was no trouble and another that it was; "
            "leave the others out or correct the first."
        )


def _score(scale: str, answered: Sequence[float], rule: Rule) -> float:
    if scale in MEAN_OF_ITEMS:
        return fmean(answered)
    total = float(sum(answered))
    if scale in PERCENT_OF_MOST:
        highest = rule.number("item_most") * len(answered)
        return total / highest * rule.number("score_most")
    return total


def _real_changes(rule: Rule) -> tuple[RealChange, ...]:
    found = ((kind, rule.values.get(kind)) for kind in ("detectable", "important"))
    return tuple(
        RealChange(row.value, kind, row.source, row.status)
        for kind, row in found
        if row is not None
    )


def _substantial(items: Sequence[float | None], rule: Rule) -> bool | None:
    """Return whether a week's problem was substantial (Clarsen 2013), None where open.

    Moderately or severely less running or worse running, or none at all because of the knee.
    """
    taking_part, *reduced = items[: WEEKLY_QUESTIONS.index("pain")]
    signs = [
        None if taking_part is None else taking_part >= rule.number("not_taking_part"),
        *(None if row is None else row >= rule.number("substantial_at_least") for row in reduced),
    ]
    if True in signs:
        return True
    return None if None in signs else False
