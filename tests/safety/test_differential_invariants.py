"""What fits, whatever a runner says: S9, and S2 from the answers to the light.

Five hundred are drawn and not ten thousand (250 where it takes two lists): one list of conditions
costs twenty triages, and it is still growing. `make safety` scales them along with the rest.
"""

from __future__ import annotations

import math
from datetime import timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.safety.strategies import (
    NOW,
    Place,
    observed,
    safety_findings,
    told_by_runners,
    values_of,
)
from tests.safety.witness import quiet_runner
from trochlea.assess import assess, checkins_from_observations
from trochlea.knowledge import packaged_knowledge
from trochlea.model import (
    LIGHT_PRECEDENCE,
    Advice,
    Assessment,
    Differential,
    FindingValue,
)
from trochlea.plan import OpenFlag, TodayInputs, advise_today

ASSESSED = settings.get_profile("safety_assess")
TWICE = settings.get_profile("safety_list_twice")
HAIR = 1e-9
LEAST_ELSE = 0.05
MOST_LISTED = 4
# Giving way alone is a routine flag: the others are red by their flag or by the check-in.
SIGNS = ("giving_way", "giving_way", "giving_way", "night_pain", "knee_swollen", "limp")
TOLD_SCORES = ("pain_during_run", "pain_hour_after", "pain_next_morning", "pain_before_run")
Told = dict[Place, FindingValue]


def _assessed(told: Told) -> Assessment:
    return assess(observed(told), packaged_knowledge(), NOW.date())


def _numbers(found: Differential) -> list[float]:
    own = [row.probability for row in found.listed]
    shares = [share for _condition, share in found.all_probabilities]
    return [*own, *shares, found.something_else, found.unlisted]


@cache
def complaints() -> tuple[tuple[Place, FindingValue], ...]:
    """Return the answers that say what a right knee feels like, and are of no red flag."""
    findings = packaged_knowledge().findings.values()
    names = [row.id for row in findings if row.per_knee and row.id not in safety_findings()]
    return tuple(
        (("right", name), value)
        for name in names
        if name not in TOLD_SCORES
        for value in values_of(name)
    )


@ASSESSED
@given(told_by_runners(), st.lists(st.sampled_from(complaints()), max_size=12))
def test_every_list_sums_to_one_and_keeps_room_for_something_else(
    told: Told, complaint: list[tuple[Place, FindingValue]]
) -> None:
    """S9, for every knee: one whole, no number that is none, at least five percent left over.

    An emergency leaves no list to read and no question to ask.
    """
    assessment = _assessed(told | dict(complaint))
    if assessment.triage.urgency == "emergency":
        assert assessment.next_questions == ()
        assert all(row.abstained and row.listed == () for row in assessment.differentials)
    for found in assessment.differentials:
        numbers = _numbers(found)
        assert all(math.isfinite(number) for number in numbers)
        assert all(-HAIR <= number <= 1 + HAIR for number in numbers)
        listed = math.fsum(row.probability for row in found.listed)
        assert abs(listed + found.something_else + found.unlisted - 1) <= HAIR
        assert found.something_else >= LEAST_ELSE - HAIR
        assert len(found.listed) <= MOST_LISTED
        assert found.abstained == (found.abstained_because is not None)


def _today(told: Told) -> Advice:
    """Return the light on the day of a check: what the walk makes of it, without a journal."""
    made = _assessed(told)
    shares: dict[str, float] = {}
    strict = [row.for_pain_rule for row in made.differentials if row.for_pain_rule]
    for row in strict:
        for condition, share in row.conditions:
            shares[condition] = max(share, shares.get(condition, 0.0))
    age = told.get(("none", "age_years"))
    found = made.triage
    inputs = TodayInputs(
        now=NOW + timedelta(minutes=1),
        age_years=int(age) if isinstance(age, int) else None,
        assessed_at=NOW,
        open_flags=tuple(OpenFlag(row.flag, row.urgency, row.side) for row in found.red_flags),
        unknown_flags=found.unknown_red_flags,
        bone_findings=tuple(row.finding for row in found.bone_findings),
        condition_shares=tuple(sorted(shares.items())),
        something_else_share=max(row.something_else for row in strict),
        abstained=any(row.abstained for row in made.differentials)
        or any(row.abstained for row in strict),
        clearances_missing=found.clearances_needed,
        clearances_unknown=found.clearances_unknown,
        knees=("right",),
        checkins=checkins_from_observations(observed(told), NOW),
    )
    return advise_today(inputs, packaged_knowledge())


def _sore(pain: int, complaint: list[tuple[Place, FindingValue]]) -> Told:
    """Return a grown-up runner with a sore right knee and no red flag."""
    scores = zip(TOLD_SCORES, (pain, 0, 0, 0), strict=True)
    told = quiet_runner("right") | dict(complaint)
    told |= {("right", name): score for name, score in scores}
    return told | {("none", "pain_medicine_24h"): False}


@TWICE
@given(
    st.sampled_from((4, 3, 5, 0)),
    st.lists(st.sampled_from(complaints()), min_size=2, max_size=8),
    st.sampled_from(SIGNS),
)
def test_a_sign_told_at_the_check_never_gives_a_greener_light(
    pain: int, complaint: list[tuple[Place, FindingValue]], sign: str
) -> None:
    """S2 from the answers to the light: a sign moves the list too, and with it the pain rule."""
    told = _sore(pain, complaint)
    denied, there = ({**told, ("right", sign): value} for value in (False, True))
    before, after = _today(denied).light, _today(there).light
    assert LIGHT_PRECEDENCE.index(after) >= LIGHT_PRECEDENCE.index(before)


@TWICE
@given(
    st.integers(0, 9),
    st.integers(1, 10),
    st.lists(st.sampled_from(complaints()), min_size=2, max_size=8),
)
def test_more_pain_told_at_the_check_never_gives_a_greener_light(
    pain: int, more: int, complaint: list[tuple[Place, FindingValue]]
) -> None:
    """S2 from the answers to the light, for the pain of the last run."""
    before = _today(_sore(pain, complaint)).light
    after = _today(_sore(min(10, pain + more), complaint)).light
    assert LIGHT_PRECEDENCE.index(after) >= LIGHT_PRECEDENCE.index(before)
