"""Triage, whatever a runner says: S1, S3 and S16 of the safety invariants."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.safety.strategies import (
    NOW,
    Place,
    Told,
    observed,
    places,
    safety_findings,
    told_by_runners,
    values_of,
)
from trochlea.assess.facts import affected_knees
from trochlea.assess.triage import triage
from trochlea.knowledge import packaged_knowledge
from trochlea.knowledge.pattern import Pattern
from trochlea.model import FindingValue, Observation, Side, Triage, urgency_rank

TWICE = settings.get_profile("safety_triage")
NEVER = 10**6
# A minor denied all of one knee, which is a flag at that age, and speaks of the other one.
MINOR_SIGN: tuple[Place, FindingValue] = (("right", "cannot_bend_90"), True)


@cache
def worsening() -> tuple[tuple[Place, FindingValue], ...]:
    """Return the answers that only ever speak for red flags: no pattern asks for their absence."""
    flags = packaged_knowledge().red_flags.values()
    denied = {name for flag in flags for name in _denied(flag.when)}
    return tuple(
        (place, True)
        for place in places()
        if place[1] in safety_findings() - denied and True in values_of(place[1])
    )


def _denied(pattern: Pattern) -> Iterator[str]:
    """Yield the findings that a pattern wants absent, or compares with a "no"."""
    if pattern.negation is not None:
        yield from pattern.negation.findings()
    if pattern.equals is False and pattern.finding:
        yield pattern.finding
    possible = (pattern.possible,) if pattern.possible is not None else ()
    for part in (*pattern.all, *pattern.any, *possible):
        yield from _denied(part)


def _of(told: Told) -> Triage:
    return triage(observed(told), packaged_knowledge())


def _hours(found: Triage) -> int:
    return NEVER if found.within_hours is None else found.within_hours


def _not_calmer(after: Triage, before: Triage) -> bool:
    return urgency_rank(after.urgency) >= urgency_rank(before.urgency) and _hours(after) <= _hours(
        before
    )


@TWICE
@example({("none", "age_years"): 12, ("left", "pain_region"): ()}, MINOR_SIGN)
@given(told_by_runners(), st.sampled_from(worsening()))
def test_one_more_sign_never_lowers_the_urgency_nor_gives_more_time(
    told: dict[Place, FindingValue], sign: tuple[Place, FindingValue]
) -> None:
    worse = told | dict([sign])
    assert _not_calmer(_of(worse), _of(told))


def _standing(found: Triage) -> set[tuple[str, str]]:
    """Return the flags that are raised or open, by side."""
    raised = {(row.flag, str(row.side)) for row in found.red_flags}
    return raised | {(row.flag, str(row.side)) for row in found.unknown_red_flags}


def _covered(found: Triage) -> set[tuple[str, str]]:
    """Return the flags that a raised one of the same side may stand for."""
    raised = {(row.flag, row.side) for row in found.red_flags}
    flags = packaged_knowledge().red_flags.values()
    return {
        (flag.id, side) for flag in flags for other, side in raised if other in flag.covered_by
    }


@TWICE
@given(told_by_runners(), st.integers(0, 2**16))
def test_what_is_not_known_any_more_never_settles_a_flag(
    told: dict[Place, FindingValue], number: int
) -> None:
    """S3: one answer is forgotten; every flag that stood or was open stands or is open still.

    A knee of which all that was said is an explicit no leaves triage beside a sore one, by the
    rule of `affected_knees`: only knees that are still judged are compared.
    """
    place = sorted(told)[number % len(told)]
    forgotten = {**told, place: None}
    judged = {*affected_knees(observed(forgotten)), "none"}
    before, after = _of(told), _of(forgotten)
    lost = _standing(before) - _standing(after) - _covered(after)
    assert {row for row in lost if row[1] in judged} == set()


@cache
def seen_on_video() -> tuple[Observation, ...]:
    """Return what a video may say of findings that neither a flag nor a clearance looks at."""
    names = [name for name in packaged_knowledge().findings if name not in safety_findings()]
    sides: tuple[Side, ...] = ("left", "right", "both", "none")
    return tuple(
        Observation(name, value, side, NOW, "video", certainty=0.6)
        for name in names
        for value in values_of(name)
        for side in sides
    )


@TWICE
@given(told_by_runners(), st.sampled_from(seen_on_video()))
def test_what_a_video_saw_never_changes_the_urgency(
    told: dict[Place, FindingValue], video: Observation
) -> None:
    """S16, on what exists: no flag asks for such a finding, and its source is a video."""
    rows = observed(told)
    before = triage(rows, packaged_knowledge())
    after = triage((*rows, video), packaged_knowledge())
    assert (after.urgency, after.within_hours) == (before.urgency, before.within_hours)
    assert {row.flag for row in after.red_flags} == {row.flag for row in before.red_flags}
