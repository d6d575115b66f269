"""Strava's export: `activities.csv` names the files in `activities/` and what was written to them.

The table is known by its content, whatever its language and its own name. Activities that have
no file (entered by hand, or left out of the export) stay in the table as it is handed on.
"""

from __future__ import annotations

from trochlea.errors import Problem
from trochlea.readers.exports import Beside, Export, Note, Place
from trochlea.readers.platforms.strava import (
    Columns,
    columns_of,
    files_of,
    notes_of,
    sport_of_row,
)
from trochlea.readers.platforms.table import Table, read_table, written
from trochlea.readers.sources.tree import content

_ACTIVITIES = "activities/"
_WORDS = {
    "date": "dates",
    "title": "titles",
    "type": "kinds of sport",
    "gear": "shoes",
    "exertion": "ratings of effort",
}


def _may_be(name: str) -> bool:
    return name.endswith(".csv")


def _read(place: Place, found: Beside) -> None:
    folder = place.folder + _ACTIVITIES
    if not any(name.startswith(folder) for name in place.members):
        return
    table = read_table(content(place.tree, place.member, place.limits.file_bytes))
    columns = columns_of(table) if table is not None else None
    if table is None or columns is None:
        return
    _use(place, table, columns, found)
    if columns.missing:
        listed = ", ".join(_WORDS[name] for name in columns.missing)
        text = f"{place.shown}: its columns of {listed} could not be told; they were left out."
        found.problems.append(
            Problem("columns_unknown", text, place.shown, None, "the other columns")
        )


def _use(place: Place, table: Table, columns: Columns, found: Beside) -> None:
    """Note what is said of each file; leave the lines without one to be read."""
    alone = []
    for row, file in files_of(table, columns):
        name = place.folder + file
        if not file or name not in place.members:
            alone.append(row)
            continue
        sport = sport_of_row(columns, row)[0]
        known = None if sport == "unknown" else sport
        found.about[name] = Note(notes_of(columns, row), known)
    if alone:
        found.instead[place.member.name] = written(table, alone)
    else:
        found.passed_over.add(place.member.name)


EXPORT = Export("strava", _may_be, _read)
