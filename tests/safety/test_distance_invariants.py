"""How far, at most: S11 and the two ways round the distance rule, against a second reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.safety.days import days
from tests.safety.oracle import farthest
from tests.safety.strategies import NOW
from trochlea.knowledge import packaged_knowledge
from trochlea.model import Advice, CheckIn, Run
from trochlea.plan import TodayInputs, advise_today

PURE = settings.get_profile("safety_pure")
SIMULATED = settings.get_profile("safety_list_twice")
HAIR = 1e-6
MONTH = 30
WEEK = timedelta(days=7)


def _advise(inputs: TodayInputs) -> Advice:
    return advise_today(inputs, packaged_knowledge())


@PURE
@given(days(), st.floats(100, 60_000), st.sampled_from(("wish_m", "stage_m")))
def test_no_distance_is_longer_than_the_safety_rules_read_a_second_time(
    inputs: TodayInputs, metres: float, name: str
) -> None:
    """S11: the settled run, where pain began, the stage and the wish, counted from the records.

    A wish or a stage is laid over the drawn day: it only ever shortens.
    """
    changed: dict[str, Any] = {name: metres}
    free: dict[str, Any] = {name: None}
    wished, without = replace(inputs, **changed), replace(inputs, **free)
    given_m, most = _advise(wished).max_distance_m, farthest(wished)
    if given_m is not None:
        unwished_m = _advise(without).max_distance_m
        assert most is not None
        assert unwished_m is not None
        assert given_m <= min(most + HAIR, metres, unwished_m)


def _run(at: datetime, metres: float) -> Run:
    return Run(f"run-{at.isoformat()}", at, metres)


def _well(at: datetime) -> CheckIn:
    return CheckIn("left", at, 0, 0, 0, 0, 0, False, False, False, False)


def _day(runs: list[Run], checkins: list[CheckIn], now: datetime) -> TodayInputs:
    return TodayInputs(
        now=now,
        age_years=34,
        assessed_at=now - timedelta(days=1),
        condition_shares=(("patellofemoral_pain", 0.9),),
        abstained=False,
        knees=("left",),
        checkins=tuple(checkins),
        runs=tuple(runs),
        complaint_began=(NOW - timedelta(days=40)).date(),
    )


def _greedy(runs: list[Run], goes: list[bool]) -> list[Run]:
    """Return the runs of somebody who always settles, and runs all that they are given."""
    checkins = [_well(row.start_time + timedelta(hours=20)) for row in runs]
    for number, goes_today in enumerate(goes):
        now = NOW + timedelta(days=number)
        checkins.append(_well(now - timedelta(hours=6)))
        advice = _advise(_day(runs, checkins, now))
        if goes_today and advice.max_distance_m:
            runs = [*runs, _run(now + timedelta(minutes=5), advice.max_distance_m)]
    return runs


def _longer_than_ever(runs: list[Run]) -> list[Run]:
    found = []
    for run in runs:
        since = run.start_time - timedelta(days=MONTH)
        before = [row.distance_m for row in runs if since <= row.start_time < run.start_time]
        if before and run.distance_m > max(before):
            found.append(run)
    return found


@SIMULATED
@given(
    st.lists(st.sampled_from((1.0, 4.9, 5.0, 8.0, 12.0)), min_size=1, max_size=4),
    st.lists(st.booleans(), min_size=10, max_size=18),
)
def test_who_runs_all_they_are_given_has_one_new_longest_run_a_week(
    kilometres: list[float], goes: list[bool]
) -> None:
    """A tenth more each day would be four times as far in a fortnight (1.1 to the fifteenth)."""
    first = [
        _run(NOW - timedelta(days=2 + 3 * place), 1000 * km) for place, km in enumerate(kilometres)
    ]
    given_runs = _greedy(first, goes)[len(first) :]
    longest = [row for row in _longer_than_ever([*first, *given_runs]) if row in given_runs]
    for one, other in pairwise(longest):
        assert other.start_time - one.start_time > WEEK - timedelta(hours=1)
    if given_runs:
        most = max(row.distance_m for row in given_runs)
        weeks = len(goes) // 7 + 1
        assert most <= 1000 * max(kilometres) * 1.1**weeks + HAIR


@SIMULATED
@given(days(), st.floats(50, 900))
def test_a_lone_tiny_run_opens_no_more_than_a_tenth_above_itself(
    inputs: TodayInputs, metres: float
) -> None:
    """Where only one short run is on record and nothing was confirmed, it alone is the measure."""
    alone = (_run(inputs.now - timedelta(days=2), metres),)
    advice = _advise(replace(inputs, runs=alone, confirmed_settled_m=None))
    if advice.max_distance_m is not None:
        assert advice.max_distance_m <= 1.1 * metres + HAIR
