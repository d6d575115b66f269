"""Shoes: kilometres between bounds, one prompt, what changed before a complaint, pain by pair."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trochlea.knowledge import Knowledge
from trochlea.loads.shoe_diary import observe_shoes, pain_by_shoe, shoe_changes
from trochlea.loads.shoes import ShoeState, distance_of, shoe_log
from trochlea.model import CheckIn, Knee, Run, Shoe, ShoeEvent, ShoeEventKind

TODAY = date(2026, 3, 1)
NOW = datetime.combine(TODAY, time(20), tzinfo=UTC)
LONG_AGO = TODAY - timedelta(days=300)
BLUE = Shoe("blue", "Blue", LONG_AGO)
RED = Shoe("red", "Red", LONG_AGO)


def run(ago: int, km: float, shoe: str | None = None) -> Run:
    start = datetime.combine(TODAY - timedelta(days=ago), time(7), tzinfo=UTC)
    return Run(f"{ago}-{km}-{shoe}", start, 1000.0 * km, shoe_id=shoe)


def event(kind: ShoeEventKind, ago: int, shoe: str = "blue", note: str = "") -> ShoeEvent:
    return ShoeEvent(shoe, TODAY - timedelta(days=ago), kind, note)


def checkin(ago: int, pain: int | None, knee: Knee = "left") -> CheckIn:
    moment = datetime.combine(TODAY - timedelta(days=ago), time(12), tzinfo=UTC)
    return CheckIn(knee, moment, pain_during=pain)


def km(
    knowledge: Knowledge,
    shoe: Shoe,
    runs: list[Run],
    *others: Shoe,
    events: tuple[ShoeEvent, ...] = (),
) -> tuple[float, float | None]:
    far = distance_of(shoe, (shoe, *others), events, runs, TODAY, knowledge)
    return far.low_m / 1000, None if far.high_m is None else far.high_m / 1000


def blue(
    knowledge: Knowledge, runs: list[Run], *events: ShoeEvent, shoe: Shoe = BLUE
) -> ShoeState:
    return shoe_log((shoe,), events, runs, TODAY, knowledge).pairs[0]


# -- kilometres ------------------------------------------------------------------------------


def test_told_runs_are_sure_and_untold_ones_only_possible(knowledge: Knowledge) -> None:
    assert km(knowledge, BLUE, [run(9, 10, "blue"), run(5, 7)]) == (10, 17)


def test_a_run_in_another_pair_is_not_in_this_one(knowledge: Knowledge) -> None:
    assert km(knowledge, BLUE, [run(9, 10, "blue"), run(5, 7, "red")], RED) == (10, 10)


def test_an_untold_run_of_before_the_first_day_was_in_other_shoes(knowledge: Knowledge) -> None:
    first = replace(BLUE, first_worn_on=TODAY - timedelta(days=5))
    assert km(knowledge, first, [run(6, 10), run(5, 7), run(4, 3)]) == (0, 10)


def test_kilometres_before_the_log_are_part_of_both_bounds(knowledge: Knowledge) -> None:
    before = replace(BLUE, distance_before_m=200_000.0)
    assert km(knowledge, before, [run(9, 10, "blue"), run(5, 7)]) == (210, 217)


def test_an_unknown_distance_before_leaves_the_low_bound_and_a_mark(knowledge: Knowledge) -> None:
    unknown = replace(BLUE, distance_before_m=None)
    runs = [run(9, 10, "blue"), run(5, 7)]
    assert km(knowledge, unknown, runs) == (10, None)
    assert not blue(knowledge, runs, shoe=unknown).distance.before_known


def test_an_unknown_first_day_leaves_no_high_bound(knowledge: Knowledge) -> None:
    assert km(knowledge, replace(BLUE, first_worn_on=None), [run(9, 10, "blue")]) == (10, None)


def test_a_told_run_of_before_the_first_day_may_be_counted_already(knowledge: Knowledge) -> None:
    late = replace(BLUE, first_worn_on=TODAY - timedelta(days=5), distance_before_m=100_000.0)
    assert km(knowledge, late, [run(9, 10, "blue"), run(3, 5, "blue")]) == (105, 115)


def test_untold_runs_while_a_pair_was_put_away_were_in_another(knowledge: Knowledge) -> None:
    said = (event("retired", 50), event("taken_up_again", 20))
    runs = [run(60, 5), run(50, 6), run(30, 7), run(20, 8), run(1, 9)]
    assert km(knowledge, BLUE, runs, events=said) == (0, 5 + 6 + 8 + 9)


@pytest.mark.parametrize(("last_told", "high"), [(42, 25.0), (43, 20.0)])
def test_beside_other_pairs_one_not_told_for_six_weeks_ended_with_its_last_run(
    knowledge: Knowledge, last_told: int, high: float
) -> None:
    runs = [run(90, 10, "blue"), run(last_told, 10, "blue"), run(2, 5), run(1, 8, "red")]
    assert km(knowledge, BLUE, runs, RED) == (20, high)


def test_the_only_pair_goes_on_without_told_runs(knowledge: Knowledge) -> None:
    assert km(knowledge, BLUE, [run(90, 10, "blue"), run(2, 5)]) == (10, 15)


def test_what_is_still_to_come_does_not_count(knowledge: Knowledge) -> None:
    assert km(knowledge, BLUE, [run(-1, 10, "blue"), run(-2, 4)]) == (0, 0)


RUNS = st.lists(
    st.tuples(st.integers(0, 200), st.floats(0.1, 50), st.sampled_from([None, "blue", "red"])),
    max_size=25,
)


@settings(max_examples=80, deadline=None)
@given(RUNS)
def test_telling_a_pair_narrows_the_interval_and_never_leaves_it(
    knowledge: Knowledge, rows: list[tuple[int, float, str | None]]
) -> None:
    runs = [run(*row) for row in rows]
    told = [replace(row, shoe_id=row.shoe_id or "blue") for row in runs]
    loose = distance_of(BLUE, (BLUE,), (), runs, TODAY, knowledge)
    tight = distance_of(BLUE, (BLUE,), (), told, TODAY, knowledge)
    assert loose.high_m is not None
    assert loose.low_m <= tight.low_m + 1e-6
    assert tight.low_m <= loose.high_m + 1e-6
    assert tight.high_m == pytest.approx(tight.low_m)


@settings(max_examples=50, deadline=None)
@given(RUNS)
def test_the_order_of_runs_changes_nothing(
    knowledge: Knowledge, rows: list[tuple[int, float, str | None]]
) -> None:
    runs = [run(day, round(far), shoe) for day, far, shoe in rows]
    one = shoe_log((BLUE, RED), (), runs, TODAY, knowledge)
    assert one == shoe_log((RED, BLUE), (), runs[::-1], TODAY, knowledge)


# -- the prompt ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("far", "stage"),
    [
        (399.9, None),
        (400.0, "in_range"),
        (400.1, "in_range"),
        (799.9, "in_range"),
        (800.0, "past_range"),
        (1200.0, "past_range"),
    ],
)
def test_the_prompt_comes_in_the_range_of_400_to_800_km(
    knowledge: Knowledge, far: float, stage: str | None
) -> None:
    prompt = blue(knowledge, [run(3, far, "blue")]).prompt
    assert (prompt.stage if prompt else None) == stage


@pytest.mark.parametrize(("untold", "asked"), [(799.9, False), (800.0, True)])
def test_where_runs_are_untold_it_comes_at_the_latest_where_800_may_be_reached(
    knowledge: Knowledge, untold: float, asked: bool
) -> None:
    prompt = blue(knowledge, [run(3, untold)]).prompt
    assert (prompt is not None) == asked
    assert prompt is None or prompt.stage == "in_range"


def test_who_looked_is_not_asked_again_not_even_at_800(knowledge: Knowledge) -> None:
    runs = [run(90, 410, "blue"), run(3, 500, "blue")]
    assert blue(knowledge, runs, event("looked_at", 60)).prompt is None
    assert blue(knowledge, runs, event("sign_of_wear", 60)).prompt is None
    assert blue(knowledge, runs).prompt is not None


def test_a_look_at_a_new_shoe_is_not_the_look_that_is_asked_for(knowledge: Knowledge) -> None:
    runs = [run(90, 50, "blue"), run(3, 500, "blue")]
    assert blue(knowledge, runs, event("looked_at", 60)).prompt is not None


def test_a_pair_that_is_put_away_is_not_asked_about(knowledge: Knowledge) -> None:
    state = blue(knowledge, [run(3, 500, "blue")], event("retired", 1))
    assert (state.prompt, state.retired_on) == (None, TODAY - timedelta(days=1))


def test_put_away_and_taken_up_on_one_day_is_in_use(knowledge: Knowledge) -> None:
    said = (event("retired", 1), event("taken_up_again", 1))
    assert blue(knowledge, [run(3, 500, "blue")], *said).retired_on is None


def test_the_prompt_is_records_with_both_distances_and_the_evidence(knowledge: Knowledge) -> None:
    prompt = blue(knowledge, [run(3, 412, "blue")]).prompt
    assert prompt is not None
    look, document, *studies = prompt.reasons
    assert (look.rule, look.value("low_km"), look.value("high_km")) == ("shoe_look", 412, 412)
    said = {
        name: document.value(name) for name in ("low_miles", "high_miles", "low_km", "high_km")
    }
    assert said == {"low_miles": 300, "high_miles": 500, "low_km": 400, "high_km": 600}
    # By the international mile, 1.609344 km: the document's kilometres are not its miles.
    assert document.value("low_miles_in_km") == 482.8
    assert document.value("high_miles_in_km") == 804.7
    assert {row.source for row in studies} == {
        "kong_2009",
        "escamilla_martinez_2020",
        "taunton_2003",
    }
    assert all(row.source in knowledge.sources for row in prompt.reasons)


# -- age, signs, rotation --------------------------------------------------------------------


def test_age_counts_from_the_first_day(knowledge: Knowledge) -> None:
    state = blue(knowledge, [])
    assert (state.age_days, state.age_is_least) == (300, False)


def test_a_pair_with_kilometres_before_is_older_than_its_log(knowledge: Knowledge) -> None:
    assert blue(knowledge, [], shoe=replace(BLUE, distance_before_m=1.0)).age_is_least
    assert blue(knowledge, [], shoe=replace(BLUE, distance_before_m=None)).age_is_least


def test_no_first_day_and_no_run_is_no_age(knowledge: Knowledge) -> None:
    assert blue(knowledge, [], shoe=replace(BLUE, first_worn_on=None)).age_days is None


def test_the_first_sign_of_wear_stays_the_first(knowledge: Knowledge) -> None:
    said = (event("sign_of_wear", 2, note="heel"), event("sign_of_wear", 9, note="outer edge"))
    sign = blue(knowledge, [], *said).first_sign
    assert sign is not None
    assert sign.note == "outer edge"


@pytest.mark.parametrize(
    ("red_runs", "red_ago", "pairs"),
    [(1, 3, ("blue",)), (2, 3, ("blue", "red")), (2, 40, ("blue", "red")), (2, 41, ("blue",))],
)
def test_a_pair_is_in_use_with_two_told_runs_in_six_weeks(
    knowledge: Knowledge, red_runs: int, red_ago: int, pairs: tuple[str, ...]
) -> None:
    reds = [run(red_ago + each, 5, "red") for each in range(red_runs)]
    log = shoe_log(
        (BLUE, RED), (), [run(1, 5, "blue"), run(2, 6, "blue"), *reds], TODAY, knowledge
    )
    assert log.in_use == pairs
    assert (log.rotation is not None) == (len(pairs) == 2)


def test_two_pairs_in_use_are_noted_with_the_study_and_its_interval(knowledge: Knowledge) -> None:
    runs = [run(ago, 5, shoe) for ago, shoe in enumerate(["blue", "red"] * 2)]
    noted = shoe_log((BLUE, RED), (), runs, TODAY, knowledge).rotation
    assert noted is not None
    assert (noted.source, noted.value("pairs")) == ("malisoux_2015_rotation", 2)
    # Malisoux 2015, abstract: HR 0.614, 95 % interval 0.389-0.969.
    found = [noted.value(f"hazard_ratio{end}") for end in ("_low", "", "_high")]
    assert found == [0.389, 0.614, 0.969]


# -- before a complaint ----------------------------------------------------------------------


@pytest.mark.parametrize(("ago", "seen"), [(0, True), (42, True), (43, False), (-1, False)])
def test_a_pair_first_worn_in_the_six_weeks_before_is_a_change(
    knowledge: Knowledge, ago: int, seen: bool
) -> None:
    new = Shoe("new", "New", TODAY - timedelta(days=ago))
    assert bool(shoe_changes((BLUE, new), [], TODAY, knowledge)) == seen


def test_the_first_pair_of_a_log_is_no_change(knowledge: Knowledge) -> None:
    new = Shoe("new", "New", TODAY - timedelta(days=3))
    assert observe_shoes((new,), (), [run(2, 5, "new")], TODAY, NOW, knowledge) == ()


def test_a_pair_with_kilometres_before_is_not_new(knowledge: Knowledge) -> None:
    old = Shoe("old", "Old", TODAY - timedelta(days=3), 300_000.0)
    assert shoe_changes((BLUE, old), [], TODAY, knowledge) == ()


@pytest.mark.parametrize(("red_runs", "kinds"), [(2, []), (3, ["other_pair"])])
def test_another_pair_that_became_the_one_worn_most_is_a_change(
    knowledge: Knowledge, red_runs: int, kinds: list[str]
) -> None:
    before = [run(50 + each, 5, "blue") for each in range(3)]
    lately = [run(1 + each, 5, "red") for each in range(red_runs)]
    found = shoe_changes((BLUE, RED), [*before, *lately], TODAY, knowledge)
    assert [row.kind for row in found] == kinds
    assert all((row.shoe_id, row.instead_of) == ("red", "blue") for row in found)


def test_a_new_pair_is_observed_with_half_certainty_because_its_kind_is_not_known(
    knowledge: Knowledge,
) -> None:
    new = Shoe("new", "New", TODAY - timedelta(days=3))
    (seen,) = observe_shoes((BLUE, new), (), [], TODAY, NOW, knowledge)
    assert (seen.finding, seen.value, seen.source, seen.ref) == (
        "new_shoes",
        True,
        "journal",
        "new",
    )
    assert seen.certainty == 0.5


def test_a_told_sign_of_wear_is_observed_and_kilometres_alone_never(knowledge: Knowledge) -> None:
    runs = [run(3, 2000, "blue")]
    assert observe_shoes((BLUE,), (), runs, TODAY, NOW, knowledge) == ()
    sign = event("sign_of_wear", 5)
    (seen,) = observe_shoes((BLUE,), (sign,), runs, TODAY, NOW, knowledge)
    assert (seen.finding, seen.ref) == ("worn_shoes", "blue")


@pytest.mark.parametrize(("away", "seen"), [(42, True), (43, False)])
def test_a_worn_pair_put_away_before_the_weeks_in_question_says_nothing(
    knowledge: Knowledge, away: int, seen: bool
) -> None:
    said = (event("sign_of_wear", 60), event("retired", away))
    assert bool(observe_shoes((BLUE,), said, [], TODAY, NOW, knowledge)) == seen


def test_a_sign_of_after_the_onset_did_not_come_before_it(knowledge: Knowledge) -> None:
    began = TODAY - timedelta(days=10)
    assert observe_shoes((BLUE,), (event("sign_of_wear", 9),), [], began, NOW, knowledge) == ()
    assert observe_shoes((BLUE,), (event("sign_of_wear", 10),), [], began, NOW, knowledge)


def test_every_finding_that_shoes_give_is_in_the_vocabulary(knowledge: Knowledge) -> None:
    new = Shoe("new", "New", TODAY - timedelta(days=3))
    seen = observe_shoes((BLUE, new), (event("sign_of_wear", 5),), [], None, NOW, knowledge)
    assert [row.finding for row in seen] == ["new_shoes", "worn_shoes"]
    assert all(row.finding in knowledge.findings for row in seen)


# -- pain by pair ----------------------------------------------------------------------------


def weeks(blues: int, reds: int) -> tuple[list[Run], list[CheckIn]]:
    """Runs every third day, first those in blue (pain 4), then those in red (pain 1)."""
    worn = ["blue"] * blues + ["red"] * reds
    runs = [run(3 * (each + 1), 5, shoe) for each, shoe in enumerate(worn)]
    pain = {"blue": 4, "red": 1}
    return runs, [checkin(3 * (each + 1), pain[shoe]) for each, shoe in enumerate(worn)]


@pytest.mark.parametrize(("blues", "reds", "shown"), [(5, 4, 0), (5, 5, 2), (6, 5, 2), (9, 0, 0)])
def test_pain_by_pair_needs_five_runs_in_each_of_two(
    knowledge: Knowledge, blues: int, reds: int, shown: int
) -> None:
    found = pain_by_shoe((BLUE, RED), *weeks(blues, reds), knowledge)
    assert len(found) == shown


def test_pain_by_pair_is_the_median_of_each_knee(knowledge: Knowledge) -> None:
    found = pain_by_shoe((BLUE, RED), *weeks(6, 5), knowledge)
    rows = [(row.shoe_id, row.knee, row.runs, row.median_pain) for row in found]
    assert rows == [("blue", "left", 6, 4.0), ("red", "left", 5, 1.0)]


def test_a_checkin_without_a_score_is_no_pain_of_zero(knowledge: Knowledge) -> None:
    runs, given_ = weeks(5, 5)
    blank = [replace(given_[0], pain_during=None), *given_[1:]]
    assert pain_by_shoe((BLUE, RED), runs, blank, knowledge) == ()


def test_a_checkin_belongs_to_the_last_run_before_it_told_or_not(knowledge: Knowledge) -> None:
    runs, given_ = weeks(5, 5)
    between = Run("x", runs[0].start_time + timedelta(hours=1), 3000.0)
    assert pain_by_shoe((BLUE, RED), [*runs, between], given_, knowledge) == ()


def test_a_checkin_of_days_later_belongs_to_no_run(knowledge: Knowledge) -> None:
    runs, given_ = weeks(5, 5)
    at = runs[0].start_time + timedelta(days=2)
    inside = [replace(given_[0], observed_at=at), *given_[1:]]
    late = [replace(given_[0], observed_at=at + timedelta(seconds=1)), *given_[1:]]
    assert len(pain_by_shoe((BLUE, RED), runs, inside, knowledge)) == 2
    assert pain_by_shoe((BLUE, RED), runs, late, knowledge) == ()
