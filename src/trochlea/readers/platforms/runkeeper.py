"""Runkeeper's table of activities (`cardioActivities.csv`).

Its headers are English and name the unit: `Distance (km)` or `(mi)`, `Climb (m)` or `(ft)`.
Times are those of the runner's wall clock, without a zone. Seen in a real table of 2013 (miles);
the table in kilometres and its column `Activity Id` are known from what users say of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

from trochlea import units
from trochlea.errors import Problem
from trochlea.model.activity import Activity, ActivityNotes
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome
from trochlea.readers.platforms.outcome import gathered, words
from trochlea.readers.platforms.sports import sport_in_words
from trochlea.readers.platforms.strava import undated
from trochlea.readers.platforms.table import Table, read_table
from trochlea.readers.platforms.values import clock_s, number, wall_time

FORMAT_ID = "runkeeper"
_METRES_PER_FOOT = 0.3048
_METRES_PER = {
    "distance (km)": units.METRES_PER_KM,
    "distance (mi)": units.METRES_PER_MILE,
    "climb (m)": 1.0,
    "climb (ft)": _METRES_PER_FOOT,
}
_CERTAIN = frozenset({"date", "type", "duration", "gpx file"})


class Rows:
    """The lines of the table, cells by the names of their columns."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._place: dict[str, int] = {}
        for i, header in enumerate(table.header):
            self._place.setdefault(header.lower(), i)

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the lines."""
        return self.table.rows()

    def cell(self, row: list[str], name: str) -> str:
        """Return a cell of a line, empty where there is none."""
        at = self._place.get(name, len(row))
        return row[at].strip() if at < len(row) else ""

    def metres(self, row: list[str], *names: str) -> float | None:
        """Return the first cell of some that is there, by the unit of its header in metres."""
        for name in names:
            value = number(self.cell(row, name))
            if value is not None and value > 0:
                return value * _METRES_PER[name]
        return None


def is_runkeeper(data: bytes) -> bool:
    """Return whether bytes are Runkeeper's table of activities, by their first line."""
    if data[:1] in (b"<", b"{", b"["):
        return False
    table = read_table(data[: 1 << 14])
    return table is not None and {cell.lower() for cell in table.header} >= _CERTAIN


def notes_of(rows: Rows, row: list[str]) -> ActivityNotes:
    """Return what the runner wrote beside one activity."""
    return ActivityNotes(
        title=words(rows.cell(row, "route name")),
        description=words(rows.cell(row, "notes")),
        platform=FORMAT_ID,
        platform_id=words(rows.cell(row, "activity id")),
    )


def sport_of_row(rows: Rows, row: list[str]) -> tuple[str, str | None]:
    """Return sport and finer kind of one activity."""
    return sport_in_words(rows.cell(row, "type"))


def read_runkeeper(data: bytes, name: str, limits: Limits) -> ReadOutcome:  # noqa: ARG001
    """Read the lines of Runkeeper's table as activities without records.

    The wall clock's time is taken as if it were UTC, so that a run keeps its day; the offset is
    not known, and one problem says so.

    Args:
        data: The whole table.
        name: Display name, for problems.
        limits: What the file may ask for; nothing of it matters here.
    """
    table = read_table(data)
    if table is None:
        text = f"{name}: it is not a table of activities that can be understood."
        return gathered(data, name, FORMAT_ID, (), [Problem("no_activity", text, name)])
    problems: list[Problem] = []
    return gathered(data, name, FORMAT_ID, _activities(Rows(table), name, problems), problems)


def _activities(rows: Rows, name: str, problems: list[Problem]) -> Iterator[Activity]:
    dateless = taken = 0
    for row in rows:
        start = wall_time(rows.cell(row, "date"))
        if start is None:
            dateless += 1
            continue
        taken += 1
        sport, finer = sport_of_row(rows, row)
        duration = clock_s(rows.cell(row, "duration"))
        yield Activity(
            sport=sport,
            sub_sport=finer,
            start_time=start,
            distance_m=rows.metres(row, "distance (km)", "distance (mi)"),
            elapsed_s=duration,
            moving_s=duration,
            ascent_m=rows.metres(row, "climb (m)", "climb (ft)"),
            mean_heart_rate_bpm=number(rows.cell(row, "average heart rate (bpm)")),
            notes=notes_of(rows, row),
        )
    if taken:
        text = f"{name}: its times name no time zone; each is taken as the day and hour it shows."
        problems.append(Problem("time_zone_unknown", text, name, "date", "all activities"))
    if dateless:
        problems.append(undated(dateless, name))
