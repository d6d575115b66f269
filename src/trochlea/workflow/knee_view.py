"""Load on the knee of one run, or of an advised distance, beside what is usual for the runner.

What is usual (cadence at each speed, easy speed) comes from the runs before the one that is
looked at, so that no run is compared with itself and a later run changes no earlier answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from trochlea.journal import Journal
from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Rule
from trochlea.loads.knee.curve import KneeCurve, knee_curve
from trochlea.loads.knee.own_cadence import OwnCadence, own_cadence
from trochlea.model import Run, RunSummary
from trochlea.report.knee_views import EasySpeed, KneeDistance, KneeView, Unknown
from trochlea.units import METRES_PER_KM
from trochlea.workflow.noting import run_meant
from trochlea.workflow.summarising import summarise_missing

if TYPE_CHECKING:
    from trochlea.loads.knee.columns import Columns
    from trochlea.loads.knee.equivalents import KneeKilometres
    from trochlea.loads.knee.what_if import WhatIf


_Rows = tuple[tuple[Run, RunSummary | None], ...]


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is usual for a runner before a moment; None where it is not known."""

    own: OwnCadence | None
    easy: EasySpeed | None


def run_for_knee(journal: Journal, run: str | None, on: date | None, now: datetime) -> Run | None:
    """Return the run that is meant: by its id, the last of a day, or the last of all.

    None where none was named and none is kept.

    Args:
        journal: The runner's store.
        run: Its id, or as much of it as is unique; or None.
        on: The runner's own day of it; or None.
        now: The clock; of all runs the last that began before it.

    Raises:
        UsageError: where both are given, or there is no such run.
    """
    if run is not None or on is not None:
        of_day = [row for row in journal.runs() if run is None and row.day == on]
        return of_day[-1] if len(of_day) > 1 else run_meant(journal, run, on)
    before = [row for row in journal.runs() if row.start_time <= now]
    return before[-1] if before else None


def knee_of_run(journal: Journal, run: Run, now: datetime, knowledge: Knowledge) -> KneeView:
    """Return what one run loaded the kneecap joint with, as far as it is known.

    Args:
        journal: The runner's store; summaries that are missing are made.
        run: The run.
        now: The clock; what is usual is drawn from the runs before it and before the run.
        knowledge: The rules of the curve and of what is usual.
    """
    summarise_missing(journal)
    until = min(run.start_time, now)
    rows = _rows(journal, until, knowledge)
    return _view(journal, run, rows, _usual(rows, until, knowledge), knowledge)


def knee_of_distance(
    journal: Journal,
    distance_m: float,
    pace_s_per_km: float | None,
    now: datetime,
    knowledge: Knowledge,
) -> KneeDistance:
    """Return the knee-kilometres of a distance on the flat at the runner's own cadence.

    The last run stands beside it on the same scale: both against what is usual now.

    Args:
        journal: The runner's store; summaries that are missing are made.
        distance_m: How far, metres.
        pace_s_per_km: How fast, seconds a kilometre; None takes the runner's easy speed.
        now: The clock.
        knowledge: The rules of the curve and of what is usual.
    """
    summarise_missing(journal)
    rows = _rows(journal, now, knowledge)
    usual = _usual(rows, now, knowledge)
    before = [run for run, _ in rows if run.start_time <= now]
    last = _view(journal, before[-1], rows, usual, knowledge) if before else None
    curve = knee_curve(knowledge.rules["knee_curve"])
    easy = None if usual.easy is None else usual.easy.speed_mps
    speed = METRES_PER_KM / pace_s_per_km if pace_s_per_km else easy
    why = _easy_unknown(curve, easy)
    if why is None and speed is not None and not _inside(curve, speed):
        why = "pace_outside"
    found = None
    if why is None and speed is not None and easy is not None:
        flat = _flat(distance_m, speed, usual.own)
        found = _kilometres(curve, knowledge, flat, usual.own, easy)
    return KneeDistance(distance_m, speed, not pace_s_per_km, found, why, usual.easy, last)


def _view(
    journal: Journal, run: Run, rows: _Rows, usual: _Usual, knowledge: Knowledge
) -> KneeView:
    from trochlea.loads.knee.columns import columns_of_cells
    from trochlea.loads.knee.run_load import exponents, summary_load

    summary = next((kept for one, kept in rows if one.activity_id == run.activity_id), None)
    if summary is None:
        return KneeView(run, unknown="no_summary", own=usual.own, easy=usual.easy)
    runner = journal.runner()
    curve = knee_curve(knowledge.rules["knee_curve"])
    powers = exponents(knowledge.rules["knee_exponents"])
    mass_kg = runner.mass_kg if runner else None
    load = summary_load(curve, powers, summary, usual.own, mass_kg)
    if load.load is None:
        why: Unknown = "outside" if load.unknown_s > 0 else "no_time"
        return KneeView(run, load, unknown=why, own=usual.own, easy=usual.easy)
    cells = columns_of_cells(summary.cells, usual.own)
    easy = None if usual.easy is None else usual.easy.speed_mps
    changes, left_out = _changes(curve, knowledge, cells, usual.own)
    return KneeView(
        run=run,
        load=load,
        kilometres=_kilometres(curve, knowledge, cells, usual.own, easy),
        unknown=_easy_unknown(curve, easy),
        what_if=changes,
        what_if_left_out=left_out,
        own=usual.own,
        easy=usual.easy,
    )


def _rows(journal: Journal, until: datetime, knowledge: Knowledge) -> _Rows:
    """Return the runs since the first that may say what is usual at a moment, with summaries."""
    rule = knowledge.rules["knee_easy_speed"]
    back = max(rule.number("cadence_window_days"), rule.number("window_days"))
    since = until - timedelta(days=back)
    kept = {row.activity_id: row for row in journal.summaries(since=since)}
    return tuple((row, kept.get(row.activity_id)) for row in journal.runs(since=since))


def _usual(rows: _Rows, until: datetime, knowledge: Knowledge) -> _Usual:
    rule = knowledge.rules["knee_easy_speed"]

    def before(days: float) -> list[RunSummary]:
        since = until - timedelta(days=days)
        return [kept for run, kept in rows if kept and since <= run.start_time < until]

    own = own_cadence(
        before(rule.number("cadence_window_days")),
        knowledge.rules["knee_own_cadence"],
        knee_curve(knowledge.rules["knee_curve"]).grade_flat_pct,
        rule.number("slowest_mps"),
    )
    return _Usual(own, easy_speed(before(rule.number("window_days")), rule))


def easy_speed(summaries: Sequence[RunSummary], rule: Rule) -> EasySpeed | None:
    """Return the middle of the mean running speeds of runs, or None with too few of them.

    Args:
        summaries: Of the runner's runs; the caller chooses which weeks.
        rule: The knowledge rule `knee_easy_speed`.
    """
    speeds = []
    for row in summaries:
        seconds = sum(cell.seconds for cell in row.cells)
        if seconds >= rule.number("shortest_s"):
            speeds.append(sum(cell.distance_m for cell in row.cells) / seconds)
    if len(speeds) < rule.number("fewest_runs"):
        return None
    return EasySpeed(median(speeds), len(speeds))


def _kilometres(
    curve: KneeCurve,
    knowledge: Knowledge,
    rows: Columns,
    own: OwnCadence | None,
    easy_mps: float | None,
) -> KneeKilometres | None:
    from trochlea.loads.knee.equivalents import knee_kilometres

    if easy_mps is None:
        return None
    return knee_kilometres(curve, knowledge.rules["knee_exponents"], rows, own, easy_mps)


def _changes(
    curve: KneeCurve, knowledge: Knowledge, rows: Columns, own: OwnCadence | None
) -> tuple[tuple[WhatIf, ...], tuple[str, ...]]:
    """Return the changes, and the names of those of which nothing can be said."""
    import numpy as np

    from trochlea.loads.knee.what_if import Rules, what_if

    rules = Rules(knowledge.rules["knee_what_if"], knowledge.rules["knee_exponents"])
    found = what_if(curve, rules, rows, own)
    # Without any grade "flatter" would read as "no change", which nobody measured.
    if not bool(np.isfinite(rows.grade_pct).any()):
        return tuple(row for row in found if row.name != "flatter"), ("flatter",)
    return found, ()


def _flat(distance_m: float, speed_mps: float, own: OwnCadence | None) -> Columns:
    """Return a distance on the flat as one row, at the runner's own cadence by assumption."""
    import numpy as np

    from trochlea.loads.knee.columns import Columns, usual_cadence

    speed = np.array([speed_mps])
    line = None if own is None else own.at(speed_mps)
    cadence = usual_cadence(speed) if line is None else np.array([line])
    return Columns(np.array([distance_m / speed_mps]), speed, cadence, np.zeros(1), cadence)


def _easy_unknown(curve: KneeCurve, easy_mps: float | None) -> Unknown | None:
    if easy_mps is None:
        return "easy_unknown"
    return None if _inside(curve, easy_mps) else "easy_outside"


def _inside(curve: KneeCurve, speed_mps: float) -> bool:
    return curve.speed_low_mps <= speed_mps <= curve.speed_high_mps
