"""Today's inputs: what stays open over several checks, what lifts it, and what is read last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

import pytest

from tests.workflow.conftest import NOW, TODAY, KeepCheck, KeepRun, days_ago
from trochlea import __version__
from trochlea.errors import AnswersError
from trochlea.journal import DEFAULT_RUNNER_ID, Journal
from trochlea.knowledge import Knowledge
from trochlea.model import CheckIn, Clearance, Runner, Side
from trochlea.plan import TodayInputs
from trochlea.workflow.advising import advise_and_keep, today_inputs, why


def clear(journal: Journal, subject: str, days: float, side: Side = "both") -> None:
    """Record a clearance of a day so many days ago, a minute after that moment."""
    moment = NOW - timedelta(days=days) + timedelta(minutes=1)
    day = TODAY - timedelta(days=int(days))
    journal.add_clearance(Clearance(subject, "Dr Example", day, "examined", moment, side))


def flags(journal: Journal, knowledge: Knowledge, now: datetime = NOW) -> list[str]:
    return [row.flag for row in today_inputs(journal, now, knowledge).open_flags]


def test_without_a_check_nothing_is_known(journal: Journal, knowledge: Knowledge) -> None:
    inputs = today_inputs(journal, NOW, knowledge)
    assert inputs == TodayInputs(now=NOW, age_years=None)
    assert advise_and_keep(journal, NOW, knowledge).light == "grey"


def test_an_open_flag_outlives_later_checks_that_do_not_meet_it(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=6, lump=True)
    for days in (4, 2, 0):
        keep_check(days=days, lump=False)
    assert flags(journal, knowledge) == ["lump"]
    assert advise_and_keep(journal, NOW, knowledge).light == "red"


@pytest.mark.parametrize(
    ("days", "still_open"), [(7, True), (6, False), (5, False), (0, False), (-1, True)]
)
def test_a_clearance_lifts_a_flag_on_or_after_its_day_and_not_before(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck, days: int, still_open: bool
) -> None:
    keep_check(days=6, lump=True)
    clear(journal, "lump", days)
    assert flags(journal, knowledge) == (["lump"] if still_open else [])


def test_a_clearance_of_something_else_lifts_nothing(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(lump=True)
    clear(journal, "night_pain", 0)
    clear(journal, "bone_rule", 0)
    assert flags(journal, knowledge) == ["lump"]


def test_a_flag_that_comes_back_after_its_clearance_is_open_again(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=6, lump=True)
    clear(journal, "lump", 5)
    assert flags(journal, knowledge) == []
    keep_check(days=2, lump=True)
    assert flags(journal, knowledge) == ["lump"]


def test_a_clearance_lifts_nothing_that_was_raised_after_it_was_recorded(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=6.2, lump=True, focal_bone_pain=True)
    for subject in ("lump", "bone_pain_spot", "bone_rule"):
        clear(journal, subject, 6.1)
    keep_check(days=6.0, lump=True, focal_bone_pain=True)
    inputs = today_inputs(journal, NOW, knowledge)
    assert "lump" in [row.flag for row in inputs.open_flags]
    assert inputs.bone_findings == ("focal_bone_pain",)


def test_a_clearance_of_one_knee_leaves_the_other_open(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=2, lump=True)
    clear(journal, "lump", 1, "left")
    assert flags(journal, knowledge) == ["lump"]
    clear(journal, "lump", 1, "right")
    assert flags(journal, knowledge) == []


def test_a_clearance_answers_no_question(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=1, foot_drop_sudden=None)
    clear(journal, "sudden_foot_drop", 0)
    open_questions = today_inputs(journal, NOW, knowledge).unknown_flags
    assert "sudden_foot_drop" in [row.flag for row in open_questions]


def test_a_check_dated_after_now_is_grey_and_its_flags_hold(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=-3)
    advice = advise_and_keep(journal, NOW, knowledge)
    assert advice.light == "grey"
    assert "clock_behind" in [row.rule for row in advice.reasons]
    keep_check(days=-4, lump=True)
    assert advise_and_keep(journal, NOW, knowledge).light == "red"


def test_the_birth_date_reaches_triage(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    journal.save_runner(Runner(DEFAULT_RUNNER_ID, born_on=date(2011, 1, 1)))
    result = keep_check(age=None, limp=True)
    assert result.assessment.triage.urgency == "same_day"
    with pytest.raises(AnswersError, match="birth date"):
        keep_check(age=40)


def test_of_ages_that_differ_the_lowest_of_the_week_holds(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=1, age=15)
    keep_check(days=0, age=25)
    assert today_inputs(journal, NOW, knowledge).age_years == 15


def test_a_routine_flag_does_not_stay(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    result = keep_check(days=2, cannot_run_without_pain=True)
    raised = [row.flag for row in result.assessment.triage.red_flags]
    assert raised == ["cannot_run_without_pain"]
    assert flags(journal, knowledge) == []


def test_open_flags_come_once_each_and_the_most_urgent_first(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=4, lump=True, night_pain=True)
    keep_check(days=2, lump=True, cannot_bear_weight=True)
    assert flags(journal, knowledge) == ["cannot_bear_weight", "lump", "night_pain"]


def test_a_bone_finding_outlives_later_checks_until_the_bone_rule_is_cleared(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=6, focal_bone_pain=True)
    keep_check(days=1, focal_bone_pain=False)
    assert today_inputs(journal, NOW, knowledge).bone_findings == ("focal_bone_pain",)
    clear(journal, "bone_rule", 7)
    assert today_inputs(journal, NOW, knowledge).bone_findings == ("focal_bone_pain",)
    clear(journal, "bone_rule", 6)
    assert today_inputs(journal, NOW, knowledge).bone_findings == ()


def test_the_share_of_bone_is_dropped_only_by_a_clearance_of_the_latest_check(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=2)
    bone = {key for key, row in knowledge.conditions.items() if row.pain_rule == "bone"}
    assert bone
    clear(journal, "bone_rule", 3)
    assert bone <= {key for key, _share in today_inputs(journal, NOW, knowledge).condition_shares}
    clear(journal, "bone_rule", 2)
    shares = today_inputs(journal, NOW, knowledge).condition_shares
    assert shares
    assert bone & {key for key, _share in shares} == set()


def test_a_needed_clearance_is_missing_until_it_is_recorded(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(anticoagulant=True, surgery_on_leg=None)
    inputs = today_inputs(journal, NOW, knowledge)
    assert inputs.clearances_missing == ("anticoagulant",)
    assert inputs.clearances_unknown == ("surgery_on_leg",)
    clear(journal, "anticoagulant", 30)
    clear(journal, "surgery_on_leg", 30)
    inputs = today_inputs(journal, NOW, knowledge)
    assert inputs.clearances_missing == inputs.clearances_unknown == ()


def test_an_unanswered_flag_is_open_only_at_the_latest_check(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=3, lump=None)
    assert [row.flag for row in today_inputs(journal, NOW, knowledge).unknown_flags] == ["lump"]
    keep_check(days=1, lump=False)
    assert today_inputs(journal, NOW, knowledge).unknown_flags == ()


def test_today_reads_the_latest_check_and_none_that_is_still_to_come(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=1, longest_settled_run_km=6, days_since_last_run=2, days_since_onset=20)
    keep_check(days=9, longest_settled_run_km=12, days_since_last_run=5, days_since_onset=9)
    inputs = today_inputs(journal, NOW, knowledge)
    assert inputs.assessed_at == days_ago(1)
    assert inputs.confirmed_settled_m == 6000
    assert inputs.last_run_day == date(2026, 3, 7)
    assert inputs.complaint_began == date(2026, 2, 17)
    earlier = today_inputs(journal, days_ago(4), knowledge)
    assert earlier.assessed_at == days_ago(9)
    assert earlier.confirmed_settled_m == 12_000
    assert today_inputs(journal, days_ago(20), knowledge).assessed_at is None


def test_answers_that_were_corrected_in_the_same_minute_hold_as_corrected(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(longest_settled_run_km=30, days_since_onset=300)
    keep_check(longest_settled_run_km=3, days_since_onset=10)
    inputs = today_inputs(journal, NOW, knowledge)
    assert inputs.confirmed_settled_m == 3000
    assert inputs.complaint_began == date(2026, 2, 28)


def test_a_longest_settled_run_of_0_km_is_none(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(longest_settled_run_km=0)
    assert today_inputs(journal, NOW, knowledge).confirmed_settled_m is None


def test_the_birth_date_says_the_age_before_the_answers_do(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(age=34)
    assert today_inputs(journal, NOW, knowledge).age_years == 34
    journal.save_runner(Runner("me", born_on=date(2008, 3, 11)))
    assert today_inputs(journal, NOW, knowledge).age_years == 17


def test_old_runs_and_checkins_are_left_out(
    journal: Journal, knowledge: Knowledge, keep_run: KeepRun
) -> None:
    kept = keep_run(70)
    keep_run(80)
    for days in (44, 46):
        journal.add_checkin(CheckIn("right", days_ago(days), pain_during=2))
    inputs = today_inputs(journal, NOW, knowledge)
    assert [row.activity_id for row in inputs.runs] == [kept]
    assert [row.observed_at for row in inputs.checkins] == [days_ago(44)]


def test_advice_is_kept_once_with_all_it_was_made_from(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(pain_during_run=1, pain_hour_after=0, pain_next_morning=0)
    advice = advise_and_keep(journal, NOW, knowledge, 5000.0)
    assert advise_and_keep(journal, NOW, knowledge, 5000.0) == advice
    (replay,) = why(journal, TODAY, knowledge)
    assert replay.advice == replay.again == advice
    assert replay.inputs == today_inputs(journal, NOW, knowledge, 5000.0)
    assert replay.same_bytes
    assert replay.same_versions
    assert replay.stored.knowledge_version == knowledge.version
    assert replay.stored.code_version == __version__


def test_another_wish_is_another_advice_of_the_same_day(
    journal: Journal, knowledge: Knowledge
) -> None:
    advise_and_keep(journal, NOW, knowledge, 5000.0)
    advise_and_keep(journal, NOW, knowledge, 4000.0)
    wishes = [replay.inputs.wish_m for replay in why(journal, TODAY, knowledge)]
    assert wishes == [5000.0, 4000.0]
    assert why(journal, TODAY - timedelta(days=1), knowledge) == ()


def test_a_replay_under_other_knowledge_says_so(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(age=17)
    advise_and_keep(journal, NOW, knowledge)
    adults = knowledge.rules["adults_only"]
    lower = {"minimum_age": adults.values["minimum_age"].model_copy(update={"value": 16.0})}
    rules = {**knowledge.rules, "adults_only": adults.model_copy(update={"values": lower})}
    (replay,) = why(journal, TODAY, replace(knowledge, version="other", rules=rules))
    assert not replay.same_versions
    assert not replay.same_bytes
    assert "adults_only" in [reason.rule for reason in replay.advice.reasons]
    assert "adults_only" not in [reason.rule for reason in replay.again.reasons]


class Spring(tzinfo):
    """A zone whose clocks go forward in the night to 29 March 2026."""

    def utcoffset(self, moment: datetime | None) -> timedelta:
        forward = datetime(2026, 3, 29, 2)  # noqa: DTZ001 - the wall clock is what is asked
        summer = moment is not None and moment.replace(tzinfo=None) >= forward
        return timedelta(hours=2 if summer else 1)

    def dst(self, moment: datetime | None) -> timedelta:
        return self.utcoffset(moment) - timedelta(hours=1)

    def tzname(self, moment: datetime | None) -> str:
        return "spring"


def test_a_day_of_23_hours_is_replayed_with_the_same_bytes(
    journal: Journal, knowledge: Knowledge
) -> None:
    now = datetime(2026, 3, 29, 12, tzinfo=Spring())
    eve = datetime(2026, 3, 28, 11, 30, tzinfo=Spring())
    journal.add_checkin(CheckIn("right", eve, pain_during=1))
    advice = advise_and_keep(journal, now, knowledge)
    assert "checkin_old" not in [reason.rule for reason in advice.reasons]
    (replay,) = why(journal, now.date(), knowledge)
    assert replay.same_bytes


@pytest.mark.parametrize(("given_days_ago", "missing"), [(42, ()), (43, ("injection_6_weeks",))])
def test_a_clearance_after_an_injection_counts_for_six_weeks(
    journal: Journal,
    knowledge: Knowledge,
    keep_check: KeepCheck,
    given_days_ago: int,
    missing: tuple[str, ...],
) -> None:
    keep_check(injection_6_weeks=True, injection_or_surgery_3_months=True)
    clear(journal, "injection_6_weeks", given_days_ago)
    assert today_inputs(journal, NOW, knowledge).clearances_missing == missing
