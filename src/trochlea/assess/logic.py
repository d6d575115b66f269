"""Patterns over facts in three values: yes, no, and unknown (Kleene's strong logic).

An unanswered finding is unknown, never "no"; a pattern is "no" only where every way of meeting
it is ruled out by an answer. Under `possible` the unknown counts as met.
"""

from __future__ import annotations

from collections.abc import Iterable

from trochlea.assess.facts import Facts
from trochlea.knowledge.pattern import Pattern
from trochlea.model import FindingValue, Seen


def holds(pattern: Pattern, facts: Facts) -> bool | None:
    """Return True or False where the answers settle the pattern, None where they do not."""
    if pattern.all:
        return _conjunction(holds(part, facts) for part in pattern.all)
    if pattern.any:
        return _disjunction(holds(part, facts) for part in pattern.any)
    if pattern.negation is not None:
        inner = holds(pattern.negation, facts)
        return None if inner is None else not inner
    if pattern.possible is not None:
        return holds(pattern.possible, facts) is not False
    return _compare(pattern, facts.value(pattern.finding or ""))


def supporting(pattern: Pattern, facts: Facts) -> tuple[Seen, ...]:
    """Return what was seen of the findings by which the pattern holds, in reading order."""
    rows = (facts.seen(leaf.finding or "") for leaf in _met_leaves(pattern, facts))
    return tuple(dict.fromkeys(row for row in rows if row is not None))


def missing(pattern: Pattern, facts: Facts) -> tuple[str, ...]:
    """Return the findings whose answers are missing where the pattern is unsettled."""
    if holds(pattern, facts) is not None:
        return ()
    return tuple(name for name in pattern.findings() if facts.value(name) is None)


def left_open(pattern: Pattern, facts: Facts) -> tuple[str, ...]:
    """Return the unanswered findings under `possible` by which the pattern holds."""
    if pattern.possible is not None:
        inner = pattern.possible
        return missing(inner, facts) if holds(inner, facts) is None else ()
    parts = (*pattern.all, *pattern.any)
    names = (name for part in parts if holds(part, facts) for name in left_open(part, facts))
    return tuple(dict.fromkeys(names))


def _met_leaves(pattern: Pattern, facts: Facts) -> Iterable[Pattern]:
    if pattern.negation is not None:
        yield from pattern.negation.leaves()
        return
    if pattern.possible is not None:
        if holds(pattern.possible, facts):
            yield from _met_leaves(pattern.possible, facts)
        return
    if pattern.finding:
        if holds(pattern, facts):
            yield pattern
        return
    for part in (*pattern.all, *pattern.any):
        if holds(part, facts):
            yield from _met_leaves(part, facts)


def _conjunction(parts: Iterable[bool | None]) -> bool | None:
    result: bool | None = True
    for part in parts:
        if part is False:
            return False
        if part is None:
            result = None
    return result


def _disjunction(parts: Iterable[bool | None]) -> bool | None:
    result: bool | None = False
    for part in parts:
        if part is True:
            return True
        if part is None:
            result = None
    return result


def _compare(leaf: Pattern, value: FindingValue) -> bool | None:
    if value is None:
        return None
    if leaf.equals is not None:
        return value == leaf.equals
    if isinstance(value, tuple):
        return bool(value) if leaf.not_empty else bool(set(value) & set(leaf.includes))
    if isinstance(value, str):
        return None
    checks = (
        leaf.below is None or value < leaf.below,
        leaf.at_most is None or value <= leaf.at_most,
        leaf.above is None or value > leaf.above,
        leaf.at_least is None or value >= leaf.at_least,
    )
    return all(checks)
