"""Answers that raise a pattern: a small generator over the patterns of the knowledge files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, product

from tests.safety.strategies import Place, background, values_of
from trochlea.knowledge import packaged_knowledge
from trochlea.knowledge.pattern import Pattern
from trochlea.knowledge.schema import ClearanceRule, RedFlag
from trochlea.model import FindingValue, Knee

Witness = Mapping[str, FindingValue]
MOST = 200


def meets(leaf: Pattern, value: FindingValue) -> bool:
    """Return whether an answer meets one comparison, read from the words of the pattern alone."""
    if value is None:
        return False
    if leaf.equals is not None:
        return type(value) is type(leaf.equals) and value == leaf.equals
    if isinstance(value, tuple):
        return bool(value) if leaf.not_empty else any(item in leaf.includes for item in value)
    if not isinstance(value, int | float):
        return False
    return (
        (leaf.below is None or value < leaf.below)
        and (leaf.at_most is None or value <= leaf.at_most)
        and (leaf.above is None or value > leaf.above)
        and (leaf.at_least is None or value >= leaf.at_least)
    )


def witnesses(pattern: Pattern, wanted: bool = True) -> Iterator[dict[str, FindingValue]]:
    """Yield answers that settle a pattern as wanted, each with no finding too many.

    What only has to be possible is also met by answers that nobody gave (None).
    """
    if pattern.negation is not None:
        yield from witnesses(pattern.negation, not wanted)
    elif pattern.possible is not None:
        yield from witnesses(pattern.possible, wanted)
        if wanted:
            yield dict.fromkeys(pattern.possible.findings(), None)
    elif pattern.finding:
        for value in values_of(pattern.finding):
            if value is not None and meets(pattern, value) == wanted:
                yield {pattern.finding: value}
    elif bool(pattern.all) == wanted:
        yield from _together(pattern.all or pattern.any, wanted)
    else:
        for part in pattern.all or pattern.any:
            yield from witnesses(part, wanted)


def _together(parts: tuple[Pattern, ...], wanted: bool) -> Iterator[dict[str, FindingValue]]:
    for chosen in islice(product(*(list(witnesses(part, wanted)) for part in parts)), MOST):
        joined = join(*chosen)
        if joined is not None:
            yield joined


def join(*parts: Witness) -> dict[str, FindingValue] | None:
    """Return several witnesses as one, or None where they contradict each other."""
    joined: dict[str, FindingValue] = {}
    for part in parts:
        for finding, value in part.items():
            if joined.setdefault(finding, value) != value:
                return None
    return joined


def placed(answers: Witness, knee: Knee) -> dict[Place, FindingValue]:
    """Return answers at their places: those with a side on one knee."""
    findings = packaged_knowledge().findings
    return {
        (knee if findings[name].per_knee else "none", name): value
        for name, value in answers.items()
    }


def quiet_runner(knee: Knee) -> dict[Place, FindingValue]:
    """Return a grown-up who denied every safety question of one knee."""
    return background("all no", (knee,), 0)


def raised_alone(rule: RedFlag | ClearanceRule, knee: Knee) -> Iterator[dict[Place, FindingValue]]:
    """Yield quiet runners who say exactly what a rule asks for, in every way there is."""
    for answers in witnesses(rule.when):
        yield quiet_runner(knee) | placed(answers, knee)


def first_witness(rule: RedFlag | ClearanceRule) -> dict[str, FindingValue]:
    """Return one way to meet a rule."""
    return next(witnesses(rule.when))
