"""Draws runners, check-ins, runs and days over the packaged vocabulary, cheaply.

Each draw is a string of bytes that is read off like a tape: byte 0 is the quiet choice, so that a
failing example shrinks to a quiet runner with what matters changed. `told` is what was said, by
side and finding: absent is not asked, None is "does not know", and neither is ever no.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from trochlea.knowledge import packaged_knowledge
from trochlea.knowledge.pattern import Pattern
from trochlea.knowledge.schema import Finding
from trochlea.model import KNEES, FindingValue, Knee, Observation, Origin, Side

NOW = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)

Place = tuple[Side, str]
Told = Mapping[Place, FindingValue]
_Option = TypeVar("_Option")

WITHOUT_SIDE: tuple[Side, ...] = ("none",)
MOST_CHANGES = 6
HEADER = 8
AGES = (34, 34, 34, 34, 11, 12, 17, 18, 24, 25, 50, 51, 54, 55, 70, None)
SPOKEN: tuple[tuple[Knee, ...], ...] = (("right",), ("right",), ("left",), ("left", "right"), ())
BACKGROUNDS = ("all no", "all no", "only no", "nothing asked", "knows nothing", "anything")


class Tape:
    """Bytes read off one by one; where they end, the quiet choice is read."""

    def __init__(self, raw: bytes) -> None:
        self._bytes = iter(raw)

    def pick(self, options: Sequence[_Option]) -> _Option:
        """Return one of some options; more than 256 are out of reach."""
        return options[next(self._bytes, 0) % len(options)]

    def often(self, usual: _Option, others: Sequence[_Option], rarely: int = 5) -> _Option:
        """Return the usual option, or once in so many times one of the others."""
        number = next(self._bytes, 0)
        if not others or number % rarely != rarely - 1:
            return usual
        return others[number // rarely % len(others)]


def patterns() -> Iterator[Pattern]:
    """Yield every pattern of the packaged knowledge that decides on safety or on a prior."""
    knowledge = packaged_knowledge()
    yield from (row.when for row in knowledge.red_flags.values())
    yield from (row.when for row in knowledge.clearances.values())
    for condition in knowledge.conditions.values():
        yield from (row.when for row in condition.prior_modifiers)


@cache
def thresholds() -> Mapping[str, tuple[float, ...]]:
    """Return the numbers that findings are compared with, by finding."""
    found: dict[str, set[float]] = {}
    for leaf in (leaf for pattern in patterns() for leaf in pattern.leaves()):
        for bound in (leaf.below, leaf.at_most, leaf.above, leaf.at_least):
            if bound is not None:
                found.setdefault(leaf.finding or "", set()).add(bound)
    return {key: tuple(sorted(bounds)) for key, bounds in found.items()}


@cache
def values_of(finding: str) -> tuple[FindingValue, ...]:
    """Return the values that tell one answer from another, the quiet one first, None last."""
    record = packaged_knowledge().findings[finding]
    choices = tuple(choice.id for choice in record.choices)
    if record.kind == "yes_no":
        return (False, True, None)
    if record.kind == "choice":
        return (*choices, None)
    if record.kind in ("many", "region"):
        return ((), *((choice,) for choice in choices), choices, None)
    return (*_numbers(record), None)


def _numbers(record: Finding) -> tuple[float, ...]:
    low, high = record.minimum or 0, record.maximum or 0
    step = 1 if record.kind == "scale" else 0.5
    near = {bound + away for bound in thresholds().get(record.id, ()) for away in (-step, 0, step)}
    kept = sorted({low, high, (low + high) // 2} | {n for n in near if low <= n <= high})
    return tuple(int(number) if number == int(number) else number for number in kept)


@cache
def places() -> tuple[Place, ...]:
    """Return every place where an answer can stand: a finding, with the knee where it has one."""
    return tuple(
        (side, row.id)
        for row in packaged_knowledge().findings.values()
        for side in (KNEES if row.per_knee else WITHOUT_SIDE)
    )


@cache
def safety_findings() -> frozenset[str]:
    """Return the findings that a red flag or a clearance looks at."""
    knowledge = packaged_knowledge()
    rules = (knowledge.red_flags, knowledge.clearances)
    whens = (row.when for records in rules for row in records.values())
    return frozenset(name for when in whens for name in when.findings())


@cache
def _changes() -> tuple[tuple[Place, FindingValue], ...]:
    """Return every answer that can be given; those of safety stand in it three times."""
    return tuple(
        (place, value)
        for place in places()
        for value in values_of(place[1])
        for _ in range(3 if place[1] in safety_findings() else 1)
    )


def quiet(finding: str) -> FindingValue:
    """Return what somebody without any complaint answers."""
    if finding == "age_years":
        return 34
    first = values_of(finding)[0]
    return first if first is False or first == () else None


@cache
def _safety_places() -> tuple[Place, ...]:
    return tuple(place for place in places() if place[1] in safety_findings())


def background(kind: str, knees: Iterable[Knee], seed: int) -> dict[Place, FindingValue]:
    """Return what was said of safety before anything is changed."""
    asked_of: set[Side] = {*WITHOUT_SIDE, *knees}
    asked = [place for place in _safety_places() if place[0] in asked_of]
    if kind == "nothing asked":
        return {}
    if kind == "knows nothing":
        return dict.fromkeys(asked, None)
    if kind in ("all no", "only no"):
        told = {place: quiet(place[1]) for place in asked}
        also_open = kind == "all no"
        return {place: value for place, value in told.items() if also_open or value is not None}
    chance = Random(seed)
    kept = [place for place in asked if chance.random() < 0.8]
    return {place: chance.choice(values_of(place[1])) for place in kept}


def _told(raw: bytes, changes: Sequence[tuple[Place, FindingValue]]) -> dict[Place, FindingValue]:
    tape = Tape(raw)
    kind, knees, age = tape.pick(BACKGROUNDS), tape.pick(SPOKEN), tape.pick(AGES)
    told = background(kind, knees, int.from_bytes(raw[3:], "big"))
    told["none", "age_years"] = age
    return told | dict(changes)


def told_by_runners() -> st.SearchStrategy[dict[Place, FindingValue]]:
    """Draw what a runner said: a background, with a few answers of any kind laid over it."""
    change = st.sampled_from(_changes())
    return st.builds(
        _told,
        st.binary(min_size=HEADER, max_size=HEADER),
        st.lists(change, max_size=MOST_CHANGES),
    )


def observed(
    told: Told, source: Origin = "answer", at: datetime = NOW, backwards: bool = False
) -> tuple[Observation, ...]:
    """Return what was said as observations of one moment."""
    rows = tuple(
        Observation(finding, value, side, at, source) for (side, finding), value in told.items()
    )
    return rows[::-1] if backwards else rows


MIRRORED: Mapping[Side, Side] = {"left": "right", "right": "left", "both": "both", "none": "none"}


def mirrored(told: Told) -> dict[Place, FindingValue]:
    """Return the same said of the other knee."""
    return {(MIRRORED[side], finding): value for (side, finding), value in told.items()}
