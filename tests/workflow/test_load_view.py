"""The load as the journal holds it: today's light closes the ceilings, and the check the start."""

from __future__ import annotations

from datetime import timedelta

from tests.workflow.conftest import NOW, TODAY, KeepCheck, KeepRun, days_ago
from trochlea.journal import Journal
from trochlea.knowledge import Knowledge
from trochlea.model import KNEES, SUMMARY_VERSION, CheckIn
from trochlea.workflow.load_view import before_complaint_view, load_of_weeks, spikes_of_weeks
from trochlea.workflow.reporting import report_material


def usual_runs(keep_run: KeepRun) -> None:
    for days in range(40, 0, -3):
        keep_run(days)


def rested(journal: Journal) -> None:
    """Check in this morning: a knee without any pain."""
    for knee in KNEES:
        journal.add_checkin(
            CheckIn(
                knee,
                NOW - timedelta(minutes=5),
                0,
                0,
                0,
                0,
                0,
                new_swelling=False,
                new_limp=False,
                pain_medicine_24h=False,
                symptoms_changed=False,
            )
        )


def test_the_weeks_end_today_and_have_their_summaries(
    journal: Journal, knowledge: Knowledge, keep_run: KeepRun
) -> None:
    usual_runs(keep_run)
    view = load_of_weeks(journal, NOW, 5, knowledge)
    assert [row.last_day for row in view.weeks][-1] == TODAY
    assert len(view.weeks) == 5
    assert view.weeks[-1].runs == 2
    assert view.history.rows == () or view.history.rows[0].day >= view.weeks[0].first_day
    assert journal.runs_without_summary(SUMMARY_VERSION) == ()


def test_without_a_light_there_is_no_ceiling(
    journal: Journal, knowledge: Knowledge, keep_run: KeepRun
) -> None:
    usual_runs(keep_run)
    view = load_of_weeks(journal, NOW, 5, knowledge)
    assert view.no_distance_today
    assert [row.most for row in view.coming.ceilings] == [None] * 4


def test_with_a_light_the_longest_run_is_never_above_todays_distance(
    journal: Journal, knowledge: Knowledge, keep_run: KeepRun, keep_check: KeepCheck
) -> None:
    usual_runs(keep_run)
    keep_check(2)
    rested(journal)
    view = load_of_weeks(journal, NOW, 5, knowledge)
    advice = report_material(journal, NOW, knowledge).advice
    assert advice is not None
    assert advice.max_distance_m is not None
    longest = next(row for row in view.coming.ceilings if row.measure == "longest_m")
    assert not view.no_distance_today
    assert longest.most is not None
    assert longest.most <= advice.max_distance_m


def test_a_run_of_the_future_is_in_no_week(
    journal: Journal, knowledge: Knowledge, keep_run: KeepRun
) -> None:
    keep_run(1)
    keep_run(-1, 30_000)
    assert load_of_weeks(journal, NOW, 2, knowledge).weeks[-1].distance_m == 5000
    assert [row.run.distance_m for row in spikes_of_weeks(journal, NOW, 2, knowledge)] == [5000]


def test_the_first_week_shown_is_set_against_the_month_before_it(
    journal: Journal, knowledge: Knowledge, keep_run: KeepRun
) -> None:
    keep_run(36, 10_000)
    keep_run(6, 12_000)
    (spike,) = spikes_of_weeks(journal, NOW, 1, knowledge)
    assert spike.ratio == 1.2
    keep_run(5, 1000)
    assert len(spikes_of_weeks(journal, NOW, 1, knowledge)) == 2


def test_the_start_comes_from_the_check_unless_a_day_is_told(
    journal: Journal, knowledge: Knowledge, keep_run: KeepRun, keep_check: KeepCheck
) -> None:
    usual_runs(keep_run)
    assert before_complaint_view(journal, NOW, None, knowledge) is None
    keep_check(2, days_since_onset=10)
    found = before_complaint_view(journal, NOW, None, knowledge)
    assert found is not None
    assert found.onset == days_ago(12).date()
    told = before_complaint_view(journal, NOW, days_ago(20).date(), knowledge)
    assert told is not None
    assert told.onset == days_ago(20).date()


def test_the_report_has_what_stands_beside_the_load(
    journal: Journal, knowledge: Knowledge, keep_run: KeepRun, keep_check: KeepCheck
) -> None:
    usual_runs(keep_run)
    bare = report_material(journal, NOW, knowledge)
    assert (bare.before, bare.pain_free, bare.form) == (None, (), ())
    keep_check(2, days_since_onset=10)
    full = report_material(journal, NOW, knowledge)
    assert full.before is not None
    knees = [row.knee for row in full.pain_free]
    assert knees
    assert knees == [row.knee for row in full.pain_free_trends]
    assert full.shoes is not None
