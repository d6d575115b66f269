"""Runkeeper's export: `cardioActivities.csv` names a GPX file for most of its lines.

The GPX files say neither sport nor notes; the table does. Lines without a file (a treadmill, a
run entered by hand) stay in the table as it is handed on.
"""

from __future__ import annotations

from trochlea.readers.exports import Beside, Export, Note, Place
from trochlea.readers.platforms.runkeeper import Rows, is_runkeeper, notes_of, sport_of_row
from trochlea.readers.platforms.table import read_table, written
from trochlea.readers.sources.tree import content

_NAME = "cardioactivities"


def _may_be(name: str) -> bool:
    return name.endswith(".csv") and _NAME in name.rpartition("/")[2]


def _read(place: Place, found: Beside) -> None:
    data = content(place.tree, place.member, place.limits.file_bytes)
    table = read_table(data)
    if table is None or not is_runkeeper(data):
        return
    files = _tracks(place)
    rows = Rows(table)
    alone = []
    for row in rows:
        name = files.get(rows.cell(row, "gpx file").lower())
        if name is None:
            alone.append(row)
            continue
        sport = sport_of_row(rows, row)[0]
        found.about[name] = Note(notes_of(rows, row), None if sport == "unknown" else sport)
    if alone:
        found.instead[place.member.name] = written(table, alone)
    else:
        found.passed_over.add(place.member.name)


def _tracks(place: Place) -> dict[str, str]:
    """Return the GPX files of the tree by their last names, those beside the table first."""
    tracks: dict[str, str] = {}
    for name in sorted(place.members, key=lambda each: not each.startswith(place.folder)):
        if name.lower().endswith(".gpx"):
            tracks.setdefault(name.rpartition("/")[2].lower(), name)
    return tracks


EXPORT = Export("runkeeper", _may_be, _read)
