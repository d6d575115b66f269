"""Noting: what the runner says of one run, and finding the run that is meant."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from trochlea.errors import UsageError
from trochlea.journal import Journal
from trochlea.model import Run, RunNote, Surface
from trochlea.units import km_from_m

ID_LETTERS = 8


def run_meant(journal: Journal, run: str | None, on: date | None) -> Run:
    """Return the one run that a person means.

    Args:
        journal: The runner's store.
        run: Its id, or as much of it as is unique; or None.
        on: The runner's own day of it; or None. One of the two is needed.

    Raises:
        UsageError: one sentence, where neither or both are given, there is no such run, the
            activity is no run, or the day had several.
    """
    if (run is None) == (on is None):
        raise UsageError("Say which run: give either --run ID or --on DATE.")
    if run is not None:
        found = journal.find_activity(run)
        for row in journal.runs(since=found.start_time - timedelta(days=1)):
            if row.activity_id == found.run_id:
                return row
        raise UsageError(
            f"The activity {found.activity_id[:ID_LETTERS]} is no run that counts "
            f"({found.sport}); `trochlea activities list` shows them."
        )
    rows = [row for row in journal.runs() if row.day == on]
    if not rows:
        raise UsageError(f"There is no run on {on}; `trochlea activities list` shows them.")
    if len(rows) > 1:
        listed = "; ".join(map(_in_words, rows))
        raise UsageError(f"There are {len(rows)} runs on {on}: {listed}; give one with --run ID.")
    return rows[0]


def note_run(
    journal: Journal,
    run: Run,
    now: datetime,
    perceived_exertion: float | None = None,
    surface: Surface | None = None,
    is_race: bool | None = None,
    shoe_id: str | None = None,
) -> Run:
    """Keep what was told of a run and return the run as it stands then; None is "not told".

    Args:
        journal: The runner's store.
        run: The run.
        now: The clock, with the runner's offset.
        perceived_exertion: The whole session, 0-10 (CR10).
        surface: What it was mostly run on.
        is_race: A race or a test.
        shoe_id: The pair that was worn.

    Raises:
        UsageError: where nothing is told, or a value cannot be.
    """
    told = (perceived_exertion, surface, is_race, shoe_id)
    if all(each is None for each in told):
        raise UsageError("Say something of the run: --effort, --surface, --race or --shoe.")
    journal.add_run_note(RunNote(run.activity_id, after_all_told(journal, run, now), *told))
    return run_meant(journal, run.activity_id, None)


def after_all_told(journal: Journal, run: Run, now: datetime) -> datetime:
    """Return the moment of a new note: never before what was told of the run already.

    Told twice within a second, or by a clock that was set back, the last word still holds.
    """
    earlier = [row.told_at for row in journal.run_notes(run.activity_id)]
    return max([now, *(moment + timedelta(seconds=1) for moment in earlier)])


def _in_words(run: Run) -> str:
    start = run.start_time + timedelta(seconds=run.utc_offset_s)
    return f"{run.activity_id[:ID_LETTERS]} at {start:%H:%M}, {km_from_m(run.distance_m):.1f} km"
