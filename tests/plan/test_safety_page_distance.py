"""The distance: each term of the distance rule of the safety page, at, below and above its edge.

Written from the page alone, by one who had not read the program or its rules. Where the page
leaves a boundary open the stricter reading is taken, and the test says so. The program rounds down
to 100 m, which the page leaves open: distances here are chosen to be whole hundreds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, settings
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from tests.plan.safety_page import (
    BAND,
    FULL_M,
    KNEECAP,
    LONGEST_M,
    NOW,
    PATELLAR_TENDON,
    advise,
    ago,
    calm,
    checkin,
    given,
    history,
    morning_after,
    open_flag,
    run,
    today,
    unanswered,
)
from trochlea.model import WalkRun
from trochlea.plan import TodayInputs

# Stage 1 of section 4 of the evidence: 4 min walk, 1 min run, five to six times.
STAGE_ONE = WalkRun(4, 1, 5, 6)
ROUNDED_TO_M = 100.0


def far(inputs: TodayInputs) -> float | None:
    return advise(inputs).max_distance_m


def is_walk_run(inputs: TodayInputs) -> bool:
    advice = advise(inputs)
    if advice.walk_run is None:
        return False
    assert (advice.light, advice.max_distance_m) == ("amber", None)
    assert advice.walk_run == STAGE_ONE
    return True


def unlogged(*runs: tuple[float, float], **changes: Any) -> TodayInputs:
    """Runs without check-ins, but for the one of today, which tells of no next morning."""
    rows = tuple(run(days, km) for days, km in runs)
    return calm(runs=rows, checkins=(checkin(pain_next_morning=None),), **changes)


# ---- 110 % of the longest settled run of thirty days ---------------------------------------


def test_the_limit_is_a_tenth_more_than_the_longest_settled_run() -> None:
    assert far(calm()) == FULL_M
    assert far(calm(**history((20, 8), (1, 5)))) == 8800


@pytest.mark.parametrize(
    ("days", "limit_m"), [(29, FULL_M), (30, 5500), (30.05, 5500), (31, 5500)]
)
def test_the_longest_run_is_of_the_last_thirty_days(days: float, limit_m: float) -> None:
    """Stricter reading: at exactly thirty days it is no longer in the last thirty days."""
    assert far(calm(**history((days, 10), (25, 5), (1, 5)))) == limit_m


def test_a_run_that_had_not_settled_by_the_next_morning_does_not_count() -> None:
    settled = history((20, 10), (10, 7), (1, 5))
    first, *others = settled["checkins"]
    unsettled = (replace(first, pain_next_morning=1), *others)
    assert far(calm(**settled)) == FULL_M
    assert far(calm(**(settled | {"checkins": unsettled}))) == 7700


@pytest.mark.parametrize(("morning", "limit_m"), [(1, FULL_M), (2, FULL_M), (3, 5500)])
def test_a_run_settled_where_the_morning_was_at_the_usual_level(
    morning: int, limit_m: float
) -> None:
    settled = history((20, 10), (1, 5))
    first, *others = settled["checkins"]
    told = replace(first, pain_before=2, pain_next_morning=morning)
    rows = {"runs": (*settled["runs"], run(10, 5)), "checkins": (told, morning_after(10), *others)}
    assert far(calm(**rows)) == limit_m


def test_pain_in_the_morning_without_a_usual_level_has_not_settled() -> None:
    """Stricter reading: without a baseline, pain that is there has not settled."""
    settled = history((20, 10), (10, 5), (1, 5))
    first, *others = settled["checkins"]
    told = replace(first, pain_before=None, pain_next_morning=1)
    assert far(calm(**(settled | {"checkins": (told, *others)}))) == 5500


def test_a_next_morning_that_was_not_answered_does_not_count() -> None:
    settled = history((20, 10), (10, 5), (1, 5))
    first, *others = settled["checkins"]
    told = replace(first, pain_next_morning=None)
    assert far(calm(**(settled | {"checkins": (told, *others)}))) == 5500


@pytest.mark.parametrize(("km", "left_m"), [(3, 8000), (10, 1000), (10.9, 0), (12, 0)])
def test_what_was_run_today_is_of_the_distance_of_today(km: float, left_m: float) -> None:
    """Stricter reading of "distance today".

    The run has not settled yet and so raises nothing; at 10.9 km it is a new longest run as well.
    """
    assert (far(calm(runs=(*calm().runs, run(0.1, km)))) or 0) == left_m


@pytest.mark.parametrize("right_morning", [1, None])
def test_a_run_must_have_settled_on_each_painful_knee(right_morning: int | None) -> None:
    """Stricter reading: an unanswered second knee has not settled."""
    settled = history((20, 10), (10, 5), (1, 5))
    left = settled["checkins"]
    right = tuple(replace(row, knee="right") for row in left)
    both = settled | {"knees": ("left", "right")}
    unsettled = replace(right[0], pain_next_morning=right_morning)
    assert far(calm(**(both | {"checkins": (*left, *right)}))) == FULL_M
    assert far(calm(**(both | {"checkins": (*left, unsettled, *right[1:])}))) == 5500


# ---- runs without a check-in ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_before_the_complaint", "counts"), [(2, True), (1, False), (0, False), (-1, False)]
)
def test_a_run_without_a_check_in_counts_if_it_predates_the_complaint(
    days_before_the_complaint: int, counts: bool
) -> None:
    """Stricter reading: the run and its next morning must both lie before the first day."""
    began = ago(13).date() + timedelta(days=days_before_the_complaint)
    inputs = unlogged((13, 10), (1, 5), complaint_began=began)
    assert is_walk_run(inputs) is not counts
    if counts:
        assert far(inputs) == FULL_M


def test_a_run_before_the_complaint_that_a_check_in_says_had_not_settled_does_not_count() -> None:
    """Stricter reading: what the runner told outranks what is assumed."""
    settled = history((20, 10), (18, 6), (1, 5))
    first, *others = settled["checkins"]
    rows = settled | {"checkins": (replace(first, pain_next_morning=2), *others)}
    assert far(calm(**rows, complaint_began=ago(5).date())) == 6600


def test_without_a_known_beginning_no_run_predates_the_complaint() -> None:
    """Stricter reading: missing is never an early day."""
    assert is_walk_run(unlogged((10, 10), complaint_began=None))


def test_a_run_without_a_check_in_counts_if_the_runner_confirms_it() -> None:
    assert is_walk_run(unlogged((20, 10), (10, 8)))
    assert far(unlogged((20, 10), (10, 8), confirmed_settled_m=8000.0)) == 8800


def test_a_runner_without_files_may_tell_both() -> None:
    inputs = unlogged(confirmed_settled_m=6000.0, last_run_day=ago(3).date())
    assert far(inputs) == 6600


def test_if_no_run_counts_it_is_walk_run_amber_and_without_a_distance() -> None:
    advice = advise(unlogged((3, 10), (1, 5)))
    assert (advice.light, advice.max_distance_m, advice.walk_run) == ("amber", None, STAGE_ONE)


@pytest.mark.parametrize("wish_m", [500.0, 50_000.0])
def test_a_wish_a_stage_or_an_onset_does_not_make_up_for_a_run_that_counts(wish_m: float) -> None:
    assert is_walk_run(unlogged((3, 10), (1, 5), wish_m=wish_m))
    assert is_walk_run(unlogged((3, 10), (1, 5), stage_m=wish_m))
    told = (checkin(pain_next_morning=None, pain_began_m=wish_m),)
    assert is_walk_run(given(checkins=told)(unlogged((3, 10), (1, 5))))


# ---- 80 % of the distance at which pain began ----------------------------------------------


@pytest.mark.parametrize(
    ("began_m", "limit_m"),
    [(14_000, FULL_M), (13_750, FULL_M), (13_500, 10_800), (5000, 4000)],
)
def test_the_limit_is_four_fifths_of_the_distance_at_which_pain_began(
    began_m: float, limit_m: float
) -> None:
    assert far(today(pain_began_m=began_m)(calm())) == limit_m


@pytest.mark.parametrize(("days", "limit_m"), [(13, 4000), (14, 4000), (15, 8000)])
def test_the_distance_at_which_pain_began_is_of_the_last_fourteen_days(
    days: int, limit_m: float
) -> None:
    """Stricter reading: at exactly fourteen days it still holds."""
    first, last = calm().checkins
    told = checkin(ago(days), pain_began_m=5000.0)
    later = replace(last, pain_began_m=10_000.0)
    assert far(calm(checkins=(first, told, later))) == limit_m


@pytest.mark.parametrize("order", [(4000.0, 6000.0, 9000.0), (9000.0, 6000.0, 4000.0)])
def test_the_shortest_distance_at_which_pain_began_holds(order: tuple[float, ...]) -> None:
    rows = history((20, 10), (6, 5), (4, 5), (1, 5))
    told = [
        replace(row, pain_began_m=m) for row, m in zip(rows["checkins"][1:], order, strict=True)
    ]
    assert far(calm(**(rows | {"checkins": (rows["checkins"][0], *told)}))) == 3200


def test_the_shortest_of_both_knees_holds() -> None:
    first, last = calm().checkins
    rows = [replace(last, pain_began_m=6000.0), replace(last, knee="right", pain_began_m=5000.0)]
    right_first = replace(first, knee="right")
    both = calm(knees=("left", "right"), checkins=(first, right_first, *rows))
    assert far(both) == 4000


def test_an_onset_that_is_missing_drops_its_term() -> None:
    assert far(today(pain_began_m=None)(calm())) == FULL_M


# ---- the stage and the wish ----------------------------------------------------------------


@pytest.mark.parametrize("term", ["wish_m", "stage_m"])
@pytest.mark.parametrize(
    ("metres", "limit_m"),
    [(None, FULL_M), (10_900.0, 10_900), (11_000.0, FULL_M), (11_100.0, FULL_M), (3000.0, 3000)],
)
def test_the_stage_and_the_wish_bound_it_and_drop_where_missing(
    term: str, metres: float | None, limit_m: float
) -> None:
    assert far(calm(**{term: metres})) == limit_m


@pytest.mark.parametrize(
    ("onset_m", "stage_m", "wish_m", "limit_m"),
    [
        (5000.0, 6000.0, 7000.0, 4000),
        (10_000.0, 6000.0, 7000.0, 6000),
        (10_000.0, 9000.0, 7000.0, 7000),
        (10_000.0, 9000.0, 9500.0, 8000),
        (20_000.0, 15_000.0, 15_500.0, FULL_M),
    ],
)
def test_the_smallest_of_the_four_holds(
    onset_m: float, stage_m: float, wish_m: float, limit_m: float
) -> None:
    assert far(today(pain_began_m=onset_m)(calm(stage_m=stage_m, wish_m=wish_m))) == limit_m


# ---- after a new longest run ---------------------------------------------------------------


@pytest.mark.parametrize(("days", "limit_m"), [(1, 10_000), (6, 10_000), (7, 10_000), (8, FULL_M)])
def test_for_seven_days_after_a_new_longest_run_it_is_not_a_tenth_more(
    days: int, limit_m: float
) -> None:
    """Stricter reading: at exactly seven days it is still within the seven days."""
    assert far(calm(**history((20, 9), (days, 10), *(((1, 5),) if days > 1 else ())))) == limit_m


@pytest.mark.parametrize(("km", "limit_m"), [(9.9, FULL_M), (10.0, FULL_M), (10.1, 10_100)])
def test_a_new_longest_run_is_longer_than_the_longest_before(km: float, limit_m: float) -> None:
    assert far(calm(**history((20, 10), (3, km), (1, 5)))) == limit_m


def test_a_new_longest_run_that_had_not_settled_still_holds_the_distance() -> None:
    """Stricter reading: a new longest run it was, and the longest that settled is not raised."""
    rows = history((20, 8), (3, 10), (1, 5))
    first, second, last = rows["checkins"]
    unsettled = replace(second, pain_next_morning=1)
    assert far(calm(**(rows | {"checkins": (first, unsettled, last)}))) == 8000


def test_a_confirmed_new_longest_run_holds_the_distance() -> None:
    assert far(unlogged((20, 5), (3, 8), confirmed_settled_m=8000.0)) == 8000


def test_the_first_runs_after_a_month_are_new_longest_runs() -> None:
    """Stricter reading: with nothing in the thirty days before it, a run is the new longest."""
    assert far(calm(**history((40, 12), (3, 6), (1, 5)))) == 6000


def test_who_runs_all_that_is_advised_has_one_new_longest_run_in_seven_days() -> None:
    """At most one new longest run in 7 days: day after day, each run settled."""
    runs, checkins = list(calm().runs), list(calm().checkins)
    longest, new_on = LONGEST_M, []
    for day in range(1, 43):
        now = NOW + timedelta(days=day)
        checkins.append(checkin(now - timedelta(hours=1)))
        advice = advise(calm(now=now, assessed_at=now, runs=tuple(runs), checkins=tuple(checkins)))
        assert advice.max_distance_m is not None
        if advice.max_distance_m > longest:
            longest = advice.max_distance_m
            new_on.append(day)
        runs.append(replace(run(0, advice.max_distance_m / 1000), start_time=now))
    gaps = [later - earlier for earlier, later in pairwise(new_on)]
    assert new_on
    assert all(gap > 7 for gap in gaps)
    assert longest <= LONGEST_M * 1.1**6


# ---- after a pause -------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "walk_run"), [(13, False), (14, True), (15, True), (29, True)])
def test_with_no_run_in_fourteen_days_it_is_walk_run(days: int, walk_run: bool) -> None:
    """Stricter reading: at exactly fourteen days there is none in the fourteen days."""
    inputs = calm(**history((20, 10), (days, 5)) if days < 20 else history((days, 10)))
    assert is_walk_run(inputs) is walk_run
    if not walk_run:
        assert far(inputs) == FULL_M


@pytest.mark.parametrize(("days", "walk_run"), [(13, False), (14, True), (15, True)])
def test_without_files_the_day_of_the_last_run_is_what_the_runner_says(
    days: int, walk_run: bool
) -> None:
    """Stricter reading: at exactly fourteen days there is none in the fourteen days."""
    told = unlogged(confirmed_settled_m=6000.0, last_run_day=ago(days).date())
    assert is_walk_run(told) is walk_run


def test_without_files_and_without_a_day_nothing_says_that_there_was_a_run() -> None:
    """Stricter reading: missing is never recent."""
    assert is_walk_run(unlogged(confirmed_settled_m=6000.0))


def test_after_a_pause_a_short_wish_is_no_way_round_the_walk_run() -> None:
    assert is_walk_run(calm(**history((16, 10)), wish_m=2000.0, stage_m=2000.0))


# ---- the light and the distance ------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        today(pain_during=5),
        today(new_limp=True),
        open_flag("urgent"),
        given(bone_findings=("focal_bone_pain",)),
        given(age_years=17),
        given(assessed_at=ago(9)),
        unanswered("same_day"),
        today(symptoms_changed=True),
    ],
)
@pytest.mark.parametrize("paused", [False, True])
def test_red_and_grey_have_neither_a_distance_nor_a_walk_run(change: Any, paused: bool) -> None:
    advice = advise(change(calm(**history((16, 10))) if paused else calm(wish_m=3000.0)))
    assert advice.light in {"red", "grey"}
    assert (advice.max_distance_m, advice.walk_run, advice.how) == (None, None, None)


@pytest.mark.parametrize(
    "change",
    [
        today(pain_during=4),
        today(pain_medicine_24h=True),
        today(pain_during=2, pain_hour_after=1),
        given(clearances_missing=("anticoagulant",)),
        unanswered("urgent"),
    ],
)
@pytest.mark.parametrize("wish_m", [None, 2000.0, 10_500.0, 30_000.0])
def test_amber_never_raises_the_distance(change: Any, wish_m: float | None) -> None:
    green, amber = advise(calm(wish_m=wish_m)), advise(change(calm(wish_m=wish_m)))
    assert (green.light, amber.light) == ("green", "amber")
    assert green.max_distance_m is not None
    assert amber.max_distance_m is not None
    assert amber.max_distance_m <= green.max_distance_m


# ---- rounding, and what is said ------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@hypothesis_given(
    st.floats(1.0, 60.0), st.none() | st.floats(1000, 60_000), st.none() | st.floats(1000, 60_000)
)
def test_it_is_rounded_down_and_never_up(
    km: float, onset_m: float | None, wish_m: float | None
) -> None:
    assume(km > 1.0)
    rows = history((20, km), (1, 1.0))
    terms = [110 * rows["runs"][0].distance_m / 100, wish_m]
    terms.append(None if onset_m is None else 80 * onset_m / 100)
    exact = min(term for term in terms if term is not None)
    got = far(today(pain_began_m=onset_m)(calm(**rows, wish_m=wish_m)))
    assert got is not None
    assert exact - ROUNDED_TO_M - 1e-6 < got <= exact + 1e-6


@pytest.mark.parametrize(
    ("wish_m", "limit_m"), [(2999.0, 2900), (3000.0, 3000), (3001.0, 3000), (3099.9, 3000)]
)
def test_a_hundred_that_is_not_full_is_dropped(wish_m: float, limit_m: float) -> None:
    assert far(calm(wish_m=wish_m)) == limit_m


@pytest.mark.parametrize("condition", [KNEECAP, BAND, PATELLAR_TENDON])
def test_the_spike_study_was_of_runners_without_a_painful_knee_and_that_is_said(
    condition: str,
) -> None:
    advice = advise(calm(condition_shares=((condition, 0.9),)))
    assert "spike_caveat" in [reason.rule for reason in advice.reasons]


@pytest.mark.parametrize(
    "inputs",
    [
        calm(),
        today(pain_began_m=5000.0)(calm()),
        calm(**history((20, 9), (3, 10), (1, 5))),
        calm(**history((16, 10))),
        unlogged((3, 10), (1, 5)),
        calm(age_years=17),
        today(pain_during=4)(calm()),
        given(bone_findings=("focal_bone_pain",))(calm()),
    ],
)
def test_all_of_these_are_drafts_kept_as_records(inputs: TodayInputs) -> None:
    for reason in advise(inputs).reasons:
        assert reason.status == "draft", reason
        assert reason.record is not None, reason


@pytest.mark.parametrize(
    ("inputs", "number"),
    [
        (calm(), 110),
        (calm(**history((20, 9), (3, 10), (1, 5))), 100),
        (today(pain_began_m=5000.0)(calm()), 80),
    ],
)
def test_the_percentage_that_held_is_among_the_reasons(inputs: TodayInputs, number: int) -> None:
    caps = [reason for reason in advise(inputs).reasons if reason.effect == "cap"]
    assert number in [reason.value("percent") for reason in caps]


def test_the_advice_is_for_the_day_it_was_asked_on() -> None:
    assert advise(calm()).on == date(2026, 3, 20)
