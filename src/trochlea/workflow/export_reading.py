"""What an export of Trochlea holds, row by row: what does not fit becomes a problem.

Each original is found by its hash and never by its name.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from trochlea.errors import JournalError, Problem
from trochlea.journal import hashing, intake, packed
from trochlea.journal.packed import Packed
from trochlea.journal.taking import TakenActivity
from trochlea.model import Advice, Answers, Assessment
from trochlea.plan import TodayInputs
from trochlea.workflow.records import from_json

EXPORT_FORMAT = "trochlea-export"
EXPORT_VERSION = 1
ORIGINALS = "originals/"
TABLES = "tables/"
_HASH_LETTERS = 64
_TABLE_BYTES = 2**30
_MOST_PROBLEMS = 1000
# Texts that other parts of the program read back as records: one that cannot be would stop them.
_RECORDS: dict[str, tuple[tuple[str, type[Any]], ...]] = {
    "answers": (("body_json", Answers),),
    "assessments": (("payload_json", Assessment),),
    "advice": (("inputs_json", TodayInputs), ("output_json", Advice)),
}
# Tables whose rows are numbered within what they belong to.
# Schemas without the tables of `hashing.CAME_LATER`.
_BEFORE_LOADS = ("0001", "0002")
_NUMBERED = {"file_problems": "sha256", "laps": "activity_id", "devices": "activity_id"}

Row = dict[str, Any]


class ExportReader:
    """An open export; what was not taken from it so far is in `problems`."""

    def __init__(self, archive: Packed) -> None:
        """Stand on an open archive."""
        self.problems: list[Problem] = []
        self._archive = archive
        self._name = archive.path.name
        self._parts: dict[str, dict[str, list[Row]]] = {}
        self._originals = {
            entry[len(ORIGINALS) : len(ORIGINALS) + _HASH_LETTERS]: entry
            for entry in archive.entries
            if entry.startswith(ORIGINALS)
        }

    def rows(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table that fit it; the others become problems."""
        entry = f"{TABLES}{table}.jsonl"
        if entry not in self._archive.entries:
            if not self._is_older_than(table):
                self.refuse(table, "the table is missing")
            return
        seen: set[tuple[str, int]] = set()
        for number, line in enumerate(_lines(self._archive, entry), 1):
            try:
                row = intake.checked(table, json.loads(line))
                for column, kind in _RECORDS.get(table, ()):
                    from_json(kind, row[column])
                _refuse_twice(table, row, seen)
            except intake.BadRowError as error:
                self.refuse(table, str(error), number)
            except (ValueError, RecursionError, JournalError):
                self.refuse(table, "it cannot be understood", number)
            else:
                yield row

    def _is_older_than(self, table: str) -> bool:
        """Return whether the export was made before there was such a table."""
        schema_then = self._archive.manifest().get("schema")
        return table in hashing.CAME_LATER and schema_then in _BEFORE_LOADS

    def refuse(self, table: str, reason: str, number: int | None = None) -> None:
        """Put on record that a row was not taken."""
        where = table if number is None else f"{table}, line {number}"
        message = f"{self._name}: not taken ({where}), {reason}."
        self.add(Problem("row_not_taken", message, self._name))

    def add(self, problem: Problem) -> None:
        """Put a problem on record; beyond very many only that there are more."""
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(problem)
        elif len(self.problems) == _MOST_PROBLEMS:
            message = f"{self._name}: more was not taken than is told here."
            self.problems.append(Problem("row_not_taken", message, self._name))

    def by(self, table: str, key: str) -> dict[str, list[Row]]:
        """Return the rows of a table by what they belong to (empty: nothing); read once."""
        if table not in self._parts:
            found: dict[str, list[Row]] = defaultdict(list)
            for row in self.rows(table):
                found[row[key] or ""].append(row)
            self._parts[table] = found
        return self._parts[table]

    def activities(self, sha256: str) -> list[TakenActivity]:
        """Return the activities of a file (empty: entered by hand), with laps and devices."""
        return [
            TakenActivity(
                row,
                tuple(self.by("laps", "activity_id").get(row["activity_id"], ())),
                tuple(self.by("devices", "activity_id").get(row["activity_id"], ())),
            )
            for row in self.by("activities", "sha256").get(sha256, ())
        ]

    def original(self, row: Row, most: int) -> bytes | None:
        """Return the original of a file, or None and a problem where it is not what it says.

        Args:
            row: Of the file.
            most: How many bytes it may have.
        """
        entry = self._originals.get(row["sha256"])
        reason = "its original is not in the export"
        if entry is not None:
            try:
                data = self._archive.read(entry, most)
            except JournalError as error:
                reason = str(error).rstrip(".")
            else:
                if packed.sha256_of(data) == row["sha256"] and len(data) == row["size_bytes"]:
                    return data
                reason = "its original has changed"
        message = f"{row['name']}: not taken, {reason}."
        self.add(Problem("original_lost", message, row["name"]))
        return None


def _refuse_twice(table: str, row: Row, seen: set[tuple[str, int]]) -> None:
    """Refuse a numbered row whose number was there.

    Raises:
        BadRowError: where it was.
    """
    if table in _NUMBERED:
        key = (row[_NUMBERED[table]], row["ordinal"])
        if key in seen:
            raise intake.BadRowError("it is there twice")
        seen.add(key)


def _lines(archive: Packed, name: str) -> Iterator[bytes]:
    """Yield the lines of an entry.

    Raises:
        JournalError: where the entry is damaged, or a line is longer than any row.
    """
    rest = b""
    for chunk in archive.chunks(name, _TABLE_BYTES):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line for line in whole if line.strip())
        if len(rest) > intake.ROW_BYTES:
            raise JournalError(f"A row in {archive.path.name} is longer than any of ours.")
    if rest.strip():
        yield rest
