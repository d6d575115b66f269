"""Strava's table of activities (`activities.csv`), in whatever language and order of columns.

Columns are found by their content (the activity files), by their headers in the languages in
`_HEADERS`, and by their place where the table is one of the two layouts known: ten columns (2019)
and 94 or more (since). What cannot be told is left out. Known of the wider layout: times elapsed
and distances stand there twice, for display and then in seconds and metres; the second is taken.
Of the narrow one only the display is there, in kilometres or miles by the account, so that its
distance cannot be told. The oldest table (English names in small letters) has metres.

Assumed: dates are UTC, as users of the export report; the export itself does not say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from trochlea.errors import Problem
from trochlea.model.activity import Activity, ActivityNotes
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome
from trochlea.readers.platforms.outcome import gathered, words
from trochlea.readers.platforms.sports import sport_in_words
from trochlea.readers.platforms.table import Table, read_table
from trochlea.readers.platforms.values import number, wall_time

FORMAT_ID = "strava"
_FILE = re.compile(r"activities/[^/]+\.(?:fit|gpx|tcx)(?:\.gz)?", re.IGNORECASE)
_HEADERS: dict[str, frozenset[str]] = {
    "id": frozenset(
        {"id", "activity id", "aktivitäts-id", "id de l'activité", "id de la actividad"}
        | {"id de actividad", "id attività", "id da atividade", "activiteits-id"}
    ),
    "date": frozenset(
        {"date", "activity date", "aktivitätsdatum", "date de l'activité", "data attività"}
        | {"fecha de la actividad", "data da atividade", "datum van activiteit"}
    ),
    "title": frozenset(
        {"name", "activity name", "name der aktivität", "nom de l'activité", "nome attività"}
        | {"nombre de la actividad", "nome da atividade", "naam activiteit"}
    ),
    "type": frozenset(
        {"type", "activity type", "aktivitätsart", "type d'activité", "tipo di attività"}
        | {"tipo de actividad", "tipo de atividade", "activiteitstype"}
    ),
    "description": frozenset(
        {"description", "activity description", "aktivitätsbeschreibung"}
        | {"beschreibung der aktivität", "description de l'activité"}
    ),
    "gear": frozenset({"gear", "activity gear", "aktivitätsausrüstung"}),
    "file": frozenset(
        {"filename", "dateiname", "nom du fichier", "nombre de archivo", "nome del file"}
        | {"nome do arquivo", "bestandsnaam"}
    ),
    "elapsed": frozenset({"elapsed_time", "elapsed time", "verstrichene zeit", "temps écoulé"}),
    "moving": frozenset({"moving time", "bewegungszeit", "durée de déplacement"}),
    "distance": frozenset(
        {"distance", "distanz", "distancia", "distanza", "distância", "afstand"}
    ),
    "ascent": frozenset({"elevation gain", "höhenzunahme"}),
    "heart_rate": frozenset({"average heart rate", "durchschnittliche herzfrequenz"}),
    "exertion": frozenset({"perceived exertion", "gefühlte anstrengung"}),
}
_WIDE = {
    "id": 0,
    "date": 1,
    "title": 2,
    "type": 3,
    "description": 4,
    "gear": 11,
    "file": 12,
    "elapsed": 15,
    "moving": 16,
    "distance": 17,
    "ascent": 20,
    "heart_rate": 31,
    "exertion": 43,
}
_DISPLAYED_ELAPSED = 5
_NARROW = {
    "id": 0,
    "date": 1,
    "title": 2,
    "type": 3,
    "description": 4,
    "elapsed": 5,
    "gear": 8,
    "file": 9,
}
_OLDEST = ("id", "date", "name")  # in metres
_TWICE = frozenset({"elapsed", "distance"})
_NEEDED = ("date", "title", "type", "gear", "exertion")
_LOOKED_AT = 200  # lines by which columns are told
_HIGHEST_EXERTION = 10.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a line what stands, by the names of `_HEADERS`."""

    place: dict[str, int]

    def cell(self, row: list[str], name: str) -> str:
        """Return a cell of a line, empty where there is none."""
        at = self.place.get(name, -1)
        return row[at].strip() if 0 <= at < len(row) else ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What notes and runs without a file would need and cannot be told."""
        return tuple(name for name in _NEEDED if name not in self.place)


def columns_of(table: Table) -> Columns | None:
    """Return the columns of a table, or None where it is not Strava's.

    Args:
        table: Any table, or the beginning of it.
    """
    headers = [" ".join(cell.lower().replace("’", "'").split()) for cell in table.header]
    rows = list(islice(table.rows(), _LOOKED_AT))
    place = _by_header(headers)
    by_content = _file_column(rows)
    if by_content is not None:
        place["file"] = by_content
    layout = _layout(headers, rows, place)
    if "file" not in place and layout is None:
        return None
    if by_content is None and layout is None and not {"id", "date", "type"} <= place.keys():
        return None
    return Columns((layout or {}) | place)


def _by_header(headers: list[str]) -> dict[str, int]:
    """Return the columns that headers tell; of what stands there twice, the second."""
    place: dict[str, int] = {}
    for name, known in _HEADERS.items():
        found = [i for i, header in enumerate(headers) if header in known]
        if name == "distance" and len(found) < 2 and tuple(headers[:3]) != _OLDEST:
            continue  # for display, and in a unit that is not told
        if name == "gear":
            found = [i for i in found if "activity" in headers[i] or "akt" in headers[i]] or found
        if found:
            place[name] = found[-1] if name in _TWICE else found[0]
    return place


def _file_column(rows: list[list[str]]) -> int | None:
    """Return the column that names activity files, by the most lines that do."""
    counts: dict[int, int] = {}
    for row in rows:
        for i, cell in enumerate(row):
            if _FILE.fullmatch(cell.strip()):
                counts[i] = counts.get(i, 0) + 1
    return max(counts, key=lambda i: counts[i]) if counts else None


def _layout(
    headers: list[str], rows: list[list[str]], place: dict[str, int]
) -> dict[str, int] | None:
    """Return the layout that a table has, where all that is known of it says so."""
    layout = _WIDE if len(headers) > max(_WIDE.values()) else _NARROW
    if len(headers) <= max(layout.values()):
        return None
    if any(layout.get(name, at) != at for name, at in place.items()):
        return None
    if "file" in place:
        return layout
    return layout if layout is _WIDE and any(map(_is_wide, rows)) else None


def _is_wide(row: list[str]) -> bool:
    """Return whether a line has an id, and the time elapsed at both its places."""
    if len(row) <= _WIDE["elapsed"] or not row[0].isdecimal():
        return False
    elapsed = number(row[_WIDE["elapsed"]])
    return elapsed is not None and elapsed == number(row[_DISPLAYED_ELAPSED])


def notes_of(columns: Columns, row: list[str]) -> ActivityNotes:
    """Return what the runner wrote beside one activity."""
    exertion = number(columns.cell(row, "exertion"))
    rated = exertion is not None and 0 < exertion <= _HIGHEST_EXERTION
    return ActivityNotes(
        title=words(columns.cell(row, "title")),
        description=words(columns.cell(row, "description")),
        gear=words(columns.cell(row, "gear")),
        perceived_exertion=exertion if rated else None,
        platform=FORMAT_ID,
        platform_id=words(columns.cell(row, "id")),
    )


def sport_of_row(columns: Columns, row: list[str]) -> tuple[str, str | None]:
    """Return sport and finer kind of one activity."""
    return sport_in_words(columns.cell(row, "type"))


def is_strava(data: bytes) -> bool:
    """Return whether bytes are Strava's table of activities, by their beginning."""
    if data[:1] in (b"<", b"{", b"["):
        return False
    table = read_table(data[: 1 << 16])
    return table is not None and columns_of(table) is not None


def read_strava(data: bytes, name: str, limits: Limits) -> ReadOutcome:  # noqa: ARG001
    """Read the lines of Strava's table as activities without records.

    Args:
        data: The whole table.
        name: Display name, for problems.
        limits: What the file may ask for; nothing of it matters here.
    """
    table = read_table(data)
    columns = columns_of(table) if table is not None else None
    problems: list[Problem] = []
    if table is None or columns is None:
        text = f"{name}: it is not a table of activities that can be understood."
        return gathered(data, name, FORMAT_ID, (), [Problem("no_activity", text, name)])
    return gathered(data, name, FORMAT_ID, _activities(table, columns, name, problems), problems)


def _activities(
    table: Table, columns: Columns, name: str, problems: list[Problem]
) -> Iterator[Activity]:
    dateless = 0
    for row in table.rows():
        start = wall_time(columns.cell(row, "date"))
        if start is None:
            dateless += 1
            continue
        sport, finer = sport_of_row(columns, row)
        yield Activity(
            sport=sport,
            sub_sport=finer,
            start_time=start,
            distance_m=_above_zero(columns, row, "distance"),
            elapsed_s=_above_zero(columns, row, "elapsed"),
            moving_s=_above_zero(columns, row, "moving"),
            ascent_m=number(columns.cell(row, "ascent")),
            mean_heart_rate_bpm=_above_zero(columns, row, "heart_rate"),
            notes=notes_of(columns, row),
        )
    if dateless:
        problems.append(undated(dateless, name))


def undated(count: int, name: str) -> Problem:
    """Return the problem of lines whose date cannot be told."""
    text = f"{name}: {count} lines have no date that can be told for certain and were left out."
    return Problem("dates_not_understood", text, name, "date", "the other lines")


def _above_zero(columns: Columns, row: list[str], name: str) -> float | None:
    value = number(columns.cell(row, name))
    return value if value is not None and value > 0 else None


def files_of(table: Table, columns: Columns) -> Iterable[tuple[list[str], str]]:
    """Yield each line with the file that it names, empty for an activity without one."""
    for row in table.rows():
        yield row, columns.cell(row, "file")
