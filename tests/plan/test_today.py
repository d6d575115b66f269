"""Today: the table, the precedence and the distance rule, at their boundaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.patients import NOW
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.model import (
    LIGHT_PRECEDENCE,
    CheckIn,
    Light,
    Run,
    UnknownFlag,
    Urgency,
)
from trochlea.plan import OpenFlag, TodayInputs, advise_today
from trochlea.workflow.records import from_json, to_json

FEW = settings(max_examples=200, deadline=None)
PFP = (("patellofemoral_pain", 0.8),)
ITBS = (("iliotibial_band_syndrome", 0.8),)
TENDON = (("patellar_tendinopathy", 0.93),)


def checkin(
    during: int | None = 0,
    hour: int | None = 0,
    morning: int | None = 0,
    usual: int | None = 0,
    days_ago: float = 0.1,
    limp: bool | None = False,
    swelling: bool | None = False,
    medicine: bool | None = False,
    changed: bool | None = False,
    began_m: float | None = None,
) -> CheckIn:
    return CheckIn(
        knee="left",
        observed_at=NOW - timedelta(days=days_ago),
        pain_during=during,
        pain_hour_after=hour,
        pain_next_morning=morning,
        pain_before=usual,
        new_limp=limp,
        new_swelling=swelling,
        pain_medicine_24h=medicine,
        symptoms_changed=changed,
        pain_began_m=began_m,
    )


def run(days_ago: float, km: float) -> Run:
    return Run(f"run-{days_ago}", NOW - timedelta(days=days_ago), 1000 * km)


WELL = TodayInputs(
    now=NOW,
    age_years=34,
    assessed_at=NOW - timedelta(days=1),
    condition_shares=PFP,
    something_else_share=0.05,
    abstained=False,
    knees=("left",),
    checkins=(checkin(),),
    runs=(run(2, 8), run(5, 10), run(25, 10)),
    complaint_began=NOW.date() - timedelta(days=1),
)


def light(knowledge: Knowledge, inputs: TodayInputs) -> Light:
    return advise_today(inputs, knowledge).light


def test_a_quiet_knee_is_green_with_a_tenth_more_than_the_longest_settled_run(
    knowledge: Knowledge,
) -> None:
    advice = advise_today(WELL, knowledge)
    assert (advice.light, advice.max_distance_m) == ("green", 11000)
    assert advice.valid_until == WELL.checkins[0].observed_at + timedelta(hours=24)


@pytest.mark.parametrize(
    ("shares", "score", "expected"),
    [
        (PFP, 2, "green"),
        (PFP, 3, "amber"),
        (PFP, 4, "amber"),
        (PFP, 5, "red"),
        (ITBS, 2, "green"),
        (ITBS, 3, "amber"),
        (ITBS, 4, "red"),
        (TENDON, 3, "green"),
        (TENDON, 4, "amber"),
        (TENDON, 5, "red"),
        ((*PFP, ("iliotibial_band_syndrome", 0.10)), 4, "red"),
        ((*PFP, ("iliotibial_band_syndrome", 0.0999)), 4, "amber"),
    ],
)
def test_the_pain_table(
    knowledge: Knowledge, shares: tuple[tuple[str, float], ...], score: int, expected: Light
) -> None:
    inputs = replace(WELL, condition_shares=shares, checkins=(checkin(during=score),))
    assert light(knowledge, inputs) == expected


def test_when_the_list_abstained_the_rule_for_the_unknown_holds_too(knowledge: Knowledge) -> None:
    tendon = replace(WELL, condition_shares=TENDON, checkins=(checkin(during=3),))
    assert light(knowledge, tendon) == "green"
    assert light(knowledge, replace(tendon, abstained=True)) == "amber"
    assert light(knowledge, replace(tendon, something_else_share=0.10)) == "amber"


def test_bone_is_red_at_nought_of_ten(knowledge: Knowledge) -> None:
    assert light(knowledge, replace(WELL, bone_findings=("focal_bone_pain",))) == "red"
    shares = (*PFP, ("bone_stress_injury_near_knee", 0.10))
    assert light(knowledge, replace(WELL, condition_shares=shares)) == "red"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (checkin(during=2, hour=1), "amber"),
        (checkin(during=2, hour=1, usual=1), "green"),
        (checkin(during=2, morning=1), "amber"),
        (checkin(during=2, hour=None), "amber"),
        (checkin(during=2, morning=None), "amber"),
        (checkin(during=None), "grey"),
        (checkin(limp=True), "red"),
        (checkin(swelling=True), "red"),
        (checkin(limp=None), "amber"),
        (checkin(swelling=None), "amber"),
        (checkin(medicine=True), "amber"),
        (checkin(medicine=None), "amber"),
        (checkin(changed=True), "grey"),
        (checkin(during=0, hour=5), "red"),
    ],
)
def test_what_a_checkin_says_beside_the_score(
    knowledge: Knowledge, told: CheckIn, expected: Light
) -> None:
    assert light(knowledge, replace(WELL, checkins=(told,))) == expected


def test_a_checkin_counts_for_24_hours_and_not_longer(knowledge: Knowledge) -> None:
    assert light(knowledge, replace(WELL, checkins=(checkin(days_ago=1.0),))) == "green"
    assert light(knowledge, replace(WELL, checkins=(checkin(days_ago=1.001),))) == "grey"
    assert light(knowledge, replace(WELL, checkins=())) == "grey"


def test_each_sore_knee_needs_its_own_checkin(knowledge: Knowledge) -> None:
    assert light(knowledge, replace(WELL, knees=("left", "right"))) == "grey"


def test_safety_questions_count_for_7_days(knowledge: Knowledge) -> None:
    fresh = replace(WELL, assessed_at=NOW - timedelta(days=7) + timedelta(minutes=1))
    assert light(knowledge, fresh) == "green"
    assert light(knowledge, replace(WELL, assessed_at=NOW - timedelta(days=7))) == "grey"
    assert light(knowledge, replace(WELL, assessed_at=None)) == "grey"


@pytest.mark.parametrize(
    ("urgency", "expected"),
    [("emergency", "grey"), ("same_day", "grey"), ("urgent", "amber"), ("routine", "amber")],
)
def test_an_unanswered_question_is_never_no(
    knowledge: Knowledge, urgency: Urgency, expected: Light
) -> None:
    unknown = UnknownFlag("ottawa_knee", urgency, "left", ("cannot_bend_90",))
    assert light(knowledge, replace(WELL, unknown_flags=(unknown,))) == expected


def test_an_open_flag_is_red_and_has_no_distance(knowledge: Knowledge) -> None:
    flags = (OpenFlag("night_pain", "urgent", "left"),)
    advice = advise_today(replace(WELL, open_flags=flags, checkins=()), knowledge)
    assert (advice.light, advice.max_distance_m, advice.walk_run) == ("red", None, None)
    assert (
        light(
            knowledge,
            replace(WELL, open_flags=(OpenFlag("recurrent_catching", "routine", "left"),)),
        )
        == "green"
    )


def test_under_18_is_grey_without_a_distance(knowledge: Knowledge) -> None:
    advice = advise_today(replace(WELL, age_years=17), knowledge)
    assert (advice.light, advice.max_distance_m) == ("grey", None)
    assert light(knowledge, replace(WELL, age_years=18)) == "green"
    assert light(knowledge, replace(WELL, age_years=None)) == "grey"


def test_a_missing_clearance_is_amber_at_most(knowledge: Knowledge) -> None:
    assert light(knowledge, replace(WELL, clearances_missing=("anticoagulant",))) == "amber"
    assert light(knowledge, replace(WELL, clearances_unknown=("joint_replacement",))) == "amber"


def test_what_a_later_checkin_leaves_open_never_replaces_what_was_said(
    knowledge: Knowledge,
) -> None:
    limping = checkin(during=7, limp=True, swelling=True, days_ago=0.2)
    emptier = checkin(during=2, limp=None, swelling=None)
    assert light(knowledge, replace(WELL, checkins=(limping, emptier))) == "red"


def test_a_limp_or_a_change_lasts_until_the_next_full_check(knowledge: Knowledge) -> None:
    inputs = replace(WELL, assessed_at=NOW - timedelta(days=3))
    for sign, expected in (("limp", "red"), ("swelling", "red"), ("changed", "grey")):
        since = checkin(days_ago=2, **{sign: True})
        assert light(knowledge, replace(inputs, checkins=(since, checkin()))) == expected
        checked_again = replace(inputs, assessed_at=NOW - timedelta(days=1))
        assert light(knowledge, replace(checked_again, checkins=(since, checkin()))) == "green"


def test_a_morning_score_alone_completes_the_evening_before(knowledge: Knowledge) -> None:
    evening = checkin(during=1, morning=None, days_ago=0.5)
    morning = checkin(during=None, hour=None, morning=0)
    assert light(knowledge, replace(WELL, checkins=(evening, morning))) == "green"


def test_mornings_count_although_evenings_lie_between(knowledge: Knowledge) -> None:
    rows = (
        checkin(morning=2),
        checkin(morning=None, days_ago=0.5),
        checkin(morning=1, days_ago=1.1),
        checkin(morning=None, days_ago=1.5),
    )
    assert light(knowledge, replace(WELL, checkins=rows)) == "red"


def test_mornings_a_month_apart_are_not_running(knowledge: Knowledge) -> None:
    rows = (checkin(morning=2), checkin(morning=1, days_ago=30))
    assert light(knowledge, replace(WELL, checkins=rows)) == "amber"


def test_a_usual_level_that_is_high_is_no_green(knowledge: Knowledge) -> None:
    told = checkin(during=2, hour=2, morning=2, usual=8)
    assert light(knowledge, replace(WELL, checkins=(told,))) == "red"


def test_what_the_runner_confirms_never_outweighs_their_own_checkin(knowledge: Knowledge) -> None:
    rows = (checkin(morning=2), checkin(morning=0, days_ago=4))
    inputs = replace(WELL, complaint_began=None, checkins=rows, confirmed_settled_m=20000)
    twenty = replace(inputs, runs=(run(1.2, 20), run(5, 6)))
    assert advise_today(twenty, knowledge).max_distance_m == 6000


def test_what_was_run_today_is_taken_off(knowledge: Knowledge) -> None:
    ran = Run("today", NOW - timedelta(hours=2), 5000)
    advice = advise_today(replace(WELL, runs=(ran, *WELL.runs)), knowledge)
    assert advice.max_distance_m == 6000
    far = replace(ran, distance_m=11000)
    left = advise_today(replace(WELL, runs=(far, *WELL.runs)), knowledge)
    assert (left.light, left.max_distance_m) == ("amber", 0)


def test_two_mornings_not_settled_are_red_and_one_is_amber(knowledge: Knowledge) -> None:
    once = (checkin(morning=2), checkin(morning=0, days_ago=1.1))
    twice = (checkin(morning=2), checkin(morning=1, days_ago=1.1))
    assert light(knowledge, replace(WELL, checkins=once)) == "amber"
    assert light(knowledge, replace(WELL, checkins=twice)) == "red"


def test_two_checkins_of_one_morning_are_one_morning(knowledge: Knowledge) -> None:
    same_day = (checkin(morning=2), checkin(morning=1, days_ago=0.2))
    assert light(knowledge, replace(WELL, checkins=same_day)) == "amber"


def test_distance_is_eighty_percent_of_where_pain_began(knowledge: Knowledge) -> None:
    began = checkin(days_ago=13.9, began_m=4000)
    inputs = replace(WELL, checkins=(checkin(), began))
    assert advise_today(inputs, knowledge).max_distance_m == 3200
    older = replace(WELL, checkins=(checkin(), checkin(days_ago=14.1, began_m=4000)))
    assert advise_today(older, knowledge).max_distance_m == 11000


def test_after_a_new_longest_run_there_is_no_tenth_more(knowledge: Knowledge) -> None:
    inputs = replace(WELL, runs=(run(2, 12), run(20, 10)), complaint_began=NOW.date())
    assert advise_today(inputs, knowledge).max_distance_m == 12000
    week_ago = replace(inputs, runs=(run(8, 12), run(2, 5), run(20, 10)))
    assert advise_today(week_ago, knowledge).max_distance_m == 13200


def test_the_runners_wish_can_only_shorten(knowledge: Knowledge) -> None:
    assert advise_today(replace(WELL, wish_m=5000), knowledge).max_distance_m == 5000
    assert advise_today(replace(WELL, wish_m=50000), knowledge).max_distance_m == 11000


def test_distances_are_rounded_down(knowledge: Knowledge) -> None:
    assert advise_today(replace(WELL, wish_m=5099.9), knowledge).max_distance_m == 5000


def test_no_run_in_14_days_starts_with_walk_run(knowledge: Knowledge) -> None:
    advice = advise_today(replace(WELL, runs=(run(14, 10),)), knowledge)
    assert (advice.light, advice.max_distance_m) == ("amber", None)
    assert advice.walk_run is not None
    assert (advice.walk_run.walk_min, advice.walk_run.run_min) == (4, 1)
    assert advise_today(replace(WELL, runs=(run(13, 10),)), knowledge).walk_run is None


def test_nothing_known_to_have_settled_starts_with_walk_run(knowledge: Knowledge) -> None:
    unsettled = replace(
        WELL, runs=(run(3, 10),), complaint_began=None, checkins=(checkin(morning=2),)
    )
    assert advise_today(unsettled, knowledge).walk_run is not None


def test_what_the_runner_confirms_is_capped_by_what_is_on_record(knowledge: Knowledge) -> None:
    inputs = replace(WELL, complaint_began=None, checkins=(checkin(morning=None, hour=0),))
    confirmed = replace(inputs, confirmed_settled_m=6000)
    assert advise_today(confirmed, knowledge).max_distance_m == 6600
    too_much = replace(inputs, confirmed_settled_m=30000)
    assert advise_today(too_much, knowledge).max_distance_m == 11000


def test_on_day_one_without_files_the_runners_word_is_enough(knowledge: Knowledge) -> None:
    told = replace(WELL, runs=(), confirmed_settled_m=6000)
    assert advise_today(told, knowledge).walk_run is not None
    with_day = replace(told, last_run_day=NOW.date() - timedelta(days=2))
    assert advise_today(with_day, knowledge).max_distance_m == 6600


def test_the_often_told_rule_below_five_is_shown_beside_the_one_that_holds(
    knowledge: Knowledge,
) -> None:
    shown = advise_today(replace(WELL, checkins=(checkin(during=4),)), knowledge)
    assert "documents_below_five" in {row.rule for row in shown.reasons}


def test_every_light_names_its_reasons_and_their_sources(knowledge: Knowledge) -> None:
    advice = advise_today(replace(WELL, checkins=(checkin(during=6),)), knowledge)
    assert advice.reasons[0].effect == "red"
    assert all(row.source in knowledge.sources for row in advice.reasons if row.source)


def _inputs() -> st.SearchStrategy[TodayInputs]:
    maybe = st.sampled_from([True, False, None])
    score = st.one_of(st.none(), st.integers(0, 10))
    told = st.builds(
        checkin,
        during=score,
        hour=score,
        morning=score,
        usual=score,
        days_ago=st.floats(0, 9),
        limp=maybe,
        swelling=maybe,
        medicine=maybe,
        changed=maybe,
        began_m=st.one_of(st.none(), st.floats(100, 20000)),
    )
    runs = st.builds(run, st.floats(0, 40), st.floats(0.5, 40))
    shares = st.sampled_from([PFP, ITBS, TENDON, (*PFP, *ITBS), ()])
    return st.builds(
        replace,
        st.just(WELL),
        age_years=st.sampled_from([None, 15, 34, 70]),
        assessed_at=st.one_of(st.none(), st.floats(0, 9).map(lambda d: NOW - timedelta(days=d))),
        condition_shares=shares,
        something_else_share=st.floats(0.05, 0.5),
        abstained=st.booleans(),
        checkins=st.lists(told, max_size=4).map(tuple),
        runs=st.lists(runs, max_size=6, unique_by=lambda row: row.activity_id).map(tuple),
        confirmed_settled_m=st.one_of(st.none(), st.floats(500, 40000)),
        wish_m=st.one_of(st.none(), st.floats(500, 40000)),
    )


def _not_greener(after: Light, before: Light) -> bool:
    return LIGHT_PRECEDENCE.index(after) >= LIGHT_PRECEDENCE.index(before)


@FEW
@given(_inputs(), st.integers(0, 10))
def test_more_pain_never_makes_the_light_greener(inputs: TodayInputs, more: int) -> None:
    knowledge = packaged_knowledge()
    worse = tuple(
        replace(row, pain_during=min(10, row.pain_during + more))
        if row.pain_during is not None
        else row
        for row in inputs.checkins
    )
    before, after = light(knowledge, inputs), light(knowledge, replace(inputs, checkins=worse))
    assert _not_greener(after, before)


@FEW
@given(_inputs(), st.sampled_from(["new_limp", "new_swelling", "pain_medicine_24h"]))
def test_a_sign_or_its_silence_never_makes_the_light_greener_than_no(
    inputs: TodayInputs, sign: str
) -> None:
    knowledge = packaged_knowledge()

    def with_sign(value: bool | None) -> Light:
        rows = tuple(replace(row, **{sign: value}) for row in inputs.checkins)  # type: ignore[arg-type]
        return light(knowledge, replace(inputs, checkins=rows))

    assert _not_greener(with_sign(True), with_sign(False))
    assert _not_greener(with_sign(None), with_sign(False))


@FEW
@given(_inputs())
def test_an_open_flag_never_makes_the_light_greener(inputs: TodayInputs) -> None:
    knowledge = packaged_knowledge()
    flagged = replace(inputs, open_flags=(OpenFlag("night_pain", "urgent", "left"),))
    assert light(knowledge, flagged) == "red"


@FEW
@given(_inputs())
def test_the_distance_never_exceeds_any_stated_cap(inputs: TodayInputs) -> None:
    advice = advise_today(inputs, packaged_knowledge())
    if advice.light in ("red", "grey"):
        assert advice.max_distance_m is None
        assert advice.walk_run is None
    if advice.max_distance_m is not None:
        limits = [row.value("limit_m") for row in advice.reasons if row.effect == "cap"]
        assert limits
        assert all(advice.max_distance_m <= float(limit or 0) for limit in limits)
        assert advice.walk_run is None


@FEW
@given(_inputs())
def test_stored_inputs_replay_to_the_same_bytes(inputs: TodayInputs) -> None:
    knowledge = packaged_knowledge()
    first = to_json(advise_today(inputs, knowledge))
    again = to_json(advise_today(from_json(TodayInputs, to_json(inputs)), knowledge))
    assert first == again


@FEW
@given(_inputs())
def test_the_order_of_runs_and_checkins_never_matters(inputs: TodayInputs) -> None:
    knowledge = packaged_knowledge()
    turned = replace(inputs, runs=inputs.runs[::-1], checkins=inputs.checkins[::-1])
    assert advise_today(turned, knowledge) == advise_today(inputs, knowledge)


@FEW
@given(_inputs())
def test_every_light_but_grey_says_until_when_and_that_is_ahead(inputs: TodayInputs) -> None:
    advice = advise_today(inputs, packaged_knowledge())
    if advice.light == "grey":
        assert advice.valid_until is None
    else:
        assert advice.valid_until is not None
        assert advice.valid_until >= inputs.now


def test_a_morning_told_without_a_usual_level_borrows_none_from_an_earlier_check_in(
    knowledge: Knowledge,
) -> None:
    """Found by 90,000 drawn days: 1 of 10 in the morning is settled only beside its own usual."""
    told = checkin(days_ago=0.1, during=0, hour=0, morning=1, usual=None)
    earlier = checkin(days_ago=0.2, during=0, hour=0, morning=0, usual=1)
    assert light(knowledge, replace(WELL, checkins=(told, earlier))) == "amber"


def test_a_check_in_of_tomorrow_settles_no_run_of_yesterday(knowledge: Knowledge) -> None:
    """25 km yesterday of which the morning is not known, and a check-in dated next week."""
    far, open_morning = run(0.9, 25), checkin(morning=None)
    without = replace(WELL, runs=(*WELL.runs, far), checkins=(open_morning,))
    later = replace(without, checkins=(open_morning, checkin(morning=0, days_ago=-7)))
    before, after = (advise_today(row, knowledge).max_distance_m for row in (without, later))
    assert before is not None
    assert after == before


def test_a_run_exactly_30_days_ago_lets_no_new_longest_pass(knowledge: Knowledge) -> None:
    """Ten days ago 10 km, and exactly 30 days before that 12 km: at the edge the 12 are out."""
    runs = (run(3, 10), run(33, 12))
    early = replace(WELL, runs=runs, complaint_began=NOW.date())
    assert advise_today(early, knowledge).max_distance_m == 10000
    near = replace(early, runs=(run(3, 10), run(32, 12)))
    assert advise_today(near, knowledge).max_distance_m == 11000
