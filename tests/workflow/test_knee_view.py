"""A run on the knee's scale is told against the runner's own weeks before it, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.conftest import NOW, days_ago
from trochlea.errors import UsageError
from trochlea.journal import Journal
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.model import LoadCell, Run, Runner, RunSummary
from trochlea.report.knee_views import KneeView
from trochlea.workflow.knee_view import easy_speed, knee_of_distance, knee_of_run, run_for_knee

EASY_MPS = 2.8
OWN_SPM = 166.0
SHORT_S = 600.0


def keep(
    journal: Journal,
    days: float,
    speed_mps: float = EASY_MPS,
    seconds: float = 1800.0,
    cadence_spm: float | None = OWN_SPM,
    grade_pct: float | None = 0.0,
    cells: int = 3,
) -> Run:
    """Keep a run so many days ago, its time in some equal cells."""
    entered = journal.add_hand_run(days_ago(days), 0, speed_mps * seconds, seconds)
    part = seconds / cells
    rows = (LoadCell(part, part * speed_mps, speed_mps, grade_pct, cadence_spm),) * cells
    journal.keep_summary(RunSummary(entered.activity_id, rows))
    return next(row for row in journal.runs() if row.activity_id == entered.activity_id)


def usual_weeks(journal: Journal, runs: int = 6) -> None:
    for place in range(runs):
        keep(journal, 10 + 3 * place)


def seen(journal: Journal, run: Run, knowledge: Knowledge) -> KneeView:
    return knee_of_run(journal, run, NOW, knowledge)


# -- knee-kilometres --------------------------------------------------------------------------


def test_an_easy_flat_run_at_the_own_cadence_is_as_many_knee_kilometres(
    journal: Journal, knowledge: Knowledge
) -> None:
    usual_weeks(journal)
    run = keep(journal, 1)
    view = seen(journal, run, knowledge)
    assert view.unknown is None
    assert view.own is not None
    assert view.own.runs == 6
    assert view.kilometres is not None
    assert view.kilometres.agree
    for _, row in view.kilometres.by_exponent:
        assert row.value == pytest.approx(run.distance_m / 1000)


def test_more_steps_at_the_same_speed_are_fewer_knee_kilometres(
    journal: Journal, knowledge: Knowledge
) -> None:
    usual_weeks(journal)
    view = seen(journal, keep(journal, 1, cadence_spm=OWN_SPM * 1.05), knowledge)
    assert view.kilometres is not None
    assert view.kilometres.directions == ("less", "less", "less")


def test_a_faster_run_gets_three_answers_that_do_not_agree(
    journal: Journal, knowledge: Knowledge
) -> None:
    usual_weeks(journal)
    view = seen(journal, keep(journal, 1, 3.9, cadence_spm=None), knowledge)
    assert view.kilometres is not None
    assert not view.kilometres.agree
    assert view.kilometres.directions[-1] == "more"


def test_the_run_itself_and_later_ones_do_not_change_what_is_easy(
    journal: Journal, knowledge: Knowledge
) -> None:
    usual_weeks(journal)
    run = keep(journal, 5, 3.4)
    first = seen(journal, run, knowledge)
    for days in (4, 3, 2):
        keep(journal, days, 4.0)
    assert seen(journal, run, knowledge) == first
    assert first.easy is not None
    assert first.easy.speed_mps == pytest.approx(EASY_MPS)


@pytest.mark.parametrize(("runs", "known"), [(2, False), (3, True), (4, True)])
def test_three_runs_say_what_is_easy(
    journal: Journal, knowledge: Knowledge, runs: int, known: bool
) -> None:
    usual_weeks(journal, runs)
    view = seen(journal, keep(journal, 1), knowledge)
    assert (view.kilometres is not None) == known
    assert view.unknown == (None if known else "easy_unknown")
    assert view.load is not None
    assert view.load.load is not None, "the force is known without an easy speed"


@pytest.mark.parametrize(("days", "known"), [(90.9, True), (91, True), (91.01, False)])
def test_only_the_ninety_days_before_say_what_is_easy(
    journal: Journal, knowledge: Knowledge, days: float, known: bool
) -> None:
    usual_weeks(journal, 2)
    keep(journal, days)
    assert (seen(journal, keep(journal, 1), knowledge).easy is not None) == known


@pytest.mark.parametrize(("seconds", "known"), [(SHORT_S - 1, False), (SHORT_S, True)])
def test_a_very_short_run_does_not_say_what_is_easy(
    journal: Journal, knowledge: Knowledge, seconds: float, known: bool
) -> None:
    usual_weeks(journal, 2)
    keep(journal, 8, seconds=seconds)
    assert (seen(journal, keep(journal, 1), knowledge).easy is not None) == known


@pytest.mark.parametrize(("days", "known"), [(181, True), (181.01, False)])
def test_only_half_a_year_before_says_what_cadence_is_own(
    journal: Journal, knowledge: Knowledge, days: float, known: bool
) -> None:
    usual_weeks(journal, 4)
    keep(journal, days)
    view = seen(journal, keep(journal, 1), knowledge)
    assert (view.own is not None) == known
    assert view.load is not None
    assert ("cadence_unknown" in view.load.marks) == (not known)


@pytest.mark.parametrize(
    ("speed_mps", "why"),
    [(2.49, "easy_outside"), (2.5, None), (4.2, None), (4.21, "easy_outside")],
)
def test_an_easy_pace_outside_the_studies_gives_no_knee_kilometres(
    journal: Journal, knowledge: Knowledge, speed_mps: float, why: str | None
) -> None:
    for days in (10, 13, 16):
        keep(journal, days, speed_mps)
    view = seen(journal, keep(journal, 1, 3.0), knowledge)
    assert view.unknown == why
    assert (view.kilometres is None) == (why is not None)


# -- what is unknown --------------------------------------------------------------------------


def test_a_run_by_hand_without_time_is_unknown_and_not_nothing(
    journal: Journal, knowledge: Knowledge
) -> None:
    usual_weeks(journal)
    entered = journal.add_hand_run(days_ago(1), 0, 5000.0, None)
    run = next(row for row in journal.runs() if row.activity_id == entered.activity_id)
    view = seen(journal, run, knowledge)
    assert view.unknown == "no_time"
    assert view.kilometres is None
    assert view.what_if == ()


def test_a_run_slower_than_the_studies_is_unknown(journal: Journal, knowledge: Knowledge) -> None:
    usual_weeks(journal)
    view = seen(journal, keep(journal, 1, 2.2), knowledge)
    assert view.unknown == "outside"
    assert view.load is not None
    assert view.load.unknown_share == 1.0


def test_a_run_whose_streams_make_no_sense_is_unknown(
    journal: Journal, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> RunSummary:
        raise ValueError

    monkeypatch.setattr("trochlea.loads.summary.summarise", broken)
    journal.add_hand_run(days_ago(1), 0, 5000.0, 1800.0)
    (run,) = journal.runs()
    view = seen(journal, run, knowledge)
    assert (view.unknown, view.load) == ("no_summary", None)


def test_without_a_body_mass_there_are_no_newtons(journal: Journal, knowledge: Knowledge) -> None:
    run = keep(journal, 1)
    bare = seen(journal, run, knowledge).load
    journal.save_runner(Runner("runner", mass_kg=60.0))
    weighed = seen(journal, run, knowledge).load
    assert bare is not None
    assert weighed is not None
    assert bare.load is not None
    assert weighed.load is not None
    assert bare.load.peak_n is None
    assert weighed.load.peak_n is not None
    assert weighed.load.peak_n.value == pytest.approx(bare.load.peak_bw.value * 60 * 9.80665)


def test_flatter_ground_is_left_out_where_no_grade_was_measured(
    journal: Journal, knowledge: Knowledge
) -> None:
    without = seen(journal, keep(journal, 2, grade_pct=None), knowledge)
    downhill = seen(journal, keep(journal, 1, grade_pct=-3.0), knowledge)
    assert without.what_if_left_out == ("flatter",)
    assert "flatter" not in [row.name for row in without.what_if]
    assert downhill.what_if_left_out == ()
    (flatter,) = (row for row in downhill.what_if if row.name == "flatter")
    assert flatter.peak.value < 1


# -- an advised distance ----------------------------------------------------------------------


def test_an_easy_distance_is_itself_by_definition(journal: Journal, knowledge: Knowledge) -> None:
    usual_weeks(journal)
    for pace in (None, 1000 / EASY_MPS):
        found = knee_of_distance(journal, 6000.0, pace, NOW, knowledge)
        assert found.at_easy_speed == (pace is None)
        assert found.kilometres is not None
        assert found.kilometres.shown.value == pytest.approx(6.0)
        assert found.kilometres.shown.width == pytest.approx(0.0, abs=1e-9)


def test_a_faster_advised_pace_has_an_interval(journal: Journal, knowledge: Knowledge) -> None:
    usual_weeks(journal)
    found = knee_of_distance(journal, 6000.0, 1000 / 3.2, NOW, knowledge)
    assert found.kilometres is not None
    shown = found.kilometres.shown
    assert shown.low < shown.value < shown.high
    assert shown.value > 6.0


@pytest.mark.parametrize(
    ("speed_mps", "why"), [(2.5, None), (2.49, "pace_outside"), (4.3, "pace_outside")]
)
def test_a_pace_outside_the_studies_is_unknown(
    journal: Journal, knowledge: Knowledge, speed_mps: float, why: str | None
) -> None:
    usual_weeks(journal)
    found = knee_of_distance(journal, 6000.0, 1000 / speed_mps, NOW, knowledge)
    assert found.unknown == why
    assert (found.kilometres is None) == (why is not None)


def test_the_last_run_stands_beside_it_on_the_same_scale(
    journal: Journal, knowledge: Knowledge
) -> None:
    usual_weeks(journal)
    last = keep(journal, 1, 3.0)
    found = knee_of_distance(journal, 6000.0, None, NOW, knowledge)
    assert found.last is not None
    assert found.last.run.activity_id == last.activity_id
    assert found.last.easy == found.easy


def test_without_runs_nothing_is_known(journal: Journal, knowledge: Knowledge) -> None:
    found = knee_of_distance(journal, 6000.0, None, NOW, knowledge)
    assert (found.unknown, found.kilometres, found.last) == ("easy_unknown", None, None)


# -- which run --------------------------------------------------------------------------------


def test_the_run_is_named_by_id_by_day_or_is_the_last(journal: Journal) -> None:
    early, late = keep(journal, 3.2), keep(journal, 3.1)
    last = keep(journal, 1)
    assert early.day == late.day
    assert run_for_knee(journal, early.activity_id[:8], None, NOW) == early
    assert run_for_knee(journal, None, late.day, NOW) == late
    assert run_for_knee(journal, None, None, NOW) == last
    assert run_for_knee(journal, None, None, NOW - timedelta(days=2)) == late
    with pytest.raises(UsageError, match="either"):
        run_for_knee(journal, early.activity_id, early.day, NOW)
    with pytest.raises(UsageError, match="no run on 2026-01-01"):
        run_for_knee(journal, None, datetime(2026, 1, 1, tzinfo=UTC).date(), NOW)


def test_an_empty_journal_has_no_run(journal: Journal) -> None:
    assert run_for_knee(journal, None, None, NOW) is None


# -- invariants -------------------------------------------------------------------------------


@given(st.lists(st.floats(1.5, 5.0), min_size=3, max_size=12))
def test_easy_lies_between_the_slowest_and_the_fastest_run(speeds: list[float]) -> None:
    runs = [RunSummary(str(i), (LoadCell(700.0, 700.0 * v, v),)) for i, v in enumerate(speeds)]
    found = easy_speed(runs, packaged_knowledge().rules["knee_easy_speed"])
    assert found is not None
    assert min(speeds) - 1e-9 <= found.speed_mps <= max(speeds) + 1e-9
    assert found.runs == len(speeds)
