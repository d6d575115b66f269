"""Export of everything in open formats: originals, every row as JSON, and tables for people."""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from trochlea import __version__
from trochlea.errors import JournalError, Problem, UsageError
from trochlea.journal import Journal, copies, packed, schema
from trochlea.journal.archive_verbs import Content
from trochlea.workflow.export_reading import EXPORT_FORMAT, EXPORT_VERSION, ORIGINALS, TABLES
from trochlea.workflow.sheets import activity_sheet, checkin_sheet, day_sheet
from trochlea.workflow.taking_in import ExportTaken, import_export, is_export

__all__ = ["ExportTaken", "Exported", "export_all", "import_export", "is_export"]

_COMPRESSION_LEVEL = 6
_LONGEST_NAME = 80
_UNFIT = re.compile(r"[^A-Za-z0-9._-]")
_ORIGINAL_BYTES = 4 * 2**30
_README = """Everything that Trochlea kept of one runner, in open formats.

originals/       each file as it came, byte for byte; its name begins with its SHA-256.
                 These files hold the places you ran at, if your watch recorded them.
                 Nothing else in this archive holds a place.
tables/          every row that counts, one JSON object a line (UTF-8), one file a table:
                 {tables}.
                 Lengths are metres, durations seconds, times UTC with the local offset beside.
activities.csv   the activities as a table for people.
checkins.csv     how the knees took each run.
days.csv         the running of each day.
manifest.json    what this archive is, and the hash of the journal it was made from.

What was removed is not in here. `trochlea import` takes this archive in: into a new folder it
gives the same journal, with the same hash. Tracks and heart rates are read from the originals
again; there is nothing in here that only Trochlea can read.
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """A verified export.

    Attributes:
        path: Where it lies.
        content_hash: The journal hash of what it holds.
        rows: How many rows of each table.
        files: How many originals.
        size_bytes: Of the archive.
        problems: Originals that are missing or damaged, and so are not in it.
    """

    path: Path
    content_hash: str
    rows: dict[str, int]
    files: int
    size_bytes: int
    problems: tuple[Problem, ...]


def export_all(journal: Journal, path: Path, now: datetime) -> Exported:
    """Write everything that is kept into one zip archive, read it back and verify it.

    Args:
        journal: Whose.
        path: The archive; must not be there yet.
        now: Aware.

    Raises:
        UsageError: where the path is taken.
        JournalError: where the disk refuses; nothing is left of it then.
    """
    if path.exists():
        raise UsageError(f"{path} is there already; choose another name.")
    with copies.told(f"export {path}"):
        path.parent.mkdir(parents=True, exist_ok=True)
        with copies.unfinished(path.parent) as temporary:
            content_hash, rows, problems = _write(journal, temporary, now)
            hashes = _verify(temporary)
            temporary.replace(path)
    return Exported(path, content_hash, rows, hashes, path.stat().st_size, problems)


def _write(
    journal: Journal, path: Path, now: datetime
) -> tuple[str, dict[str, int], tuple[Problem, ...]]:
    with (
        path.open("wb") as file,
        zipfile.ZipFile(
            file, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION_LEVEL
        ) as archive,
        journal.content() as content,
    ):
        archive.writestr("README.txt", _README.format(tables=", ".join(content.tables)))
        rows = {name: _write_table(archive, content, name) for name in content.tables}
        problems = tuple(_write_originals(archive, journal, content))
        for name, sheet in (
            ("activities.csv", activity_sheet(content)),
            ("checkins.csv", checkin_sheet(content)),
            ("days.csv", day_sheet(journal.runs())),
        ):
            archive.writestr(name, sheet)
        content_hash = content.hash()
        said = {
            "format": EXPORT_FORMAT,
            "version": EXPORT_VERSION,
            "made_at": now.astimezone(UTC).isoformat(),
            "trochlea": __version__,
            "schema": schema.HEAD_REVISION,
            "content_hash": content_hash,
            "rows": rows,
            "missing": [problem.at for problem in problems],
        }
        archive.writestr(packed.MANIFEST, json.dumps(said, indent=2))
    with path.open("rb+") as written:
        os.fsync(written.fileno())
    return content_hash, rows, problems


def _write_table(archive: zipfile.ZipFile, content: Content, name: str) -> int:
    """Write the rows of a table as JSON lines; return how many."""
    count = 0
    with archive.open(f"{TABLES}{name}.jsonl", "w") as into:
        for row in content.rows(name):
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            into.write(line.encode("utf-8", "replace") + b"\n")
            count += 1
    return count


def _write_originals(
    archive: zipfile.ZipFile, journal: Journal, content: Content
) -> Iterator[Problem]:
    """Write the originals; yield a problem for each that cannot be had."""
    for row in content.rows("files"):
        data = journal.original(row["sha256"])
        if data is None:
            message = f"The original of {row['name']} is missing or has changed; it is left out."
            yield Problem("original_lost", message, row["name"], row["sha256"])
        else:
            archive.writestr(f"{ORIGINALS}{row['sha256']}_{_readable(row['name'])}", data)


def _readable(name: str) -> str:
    """Return the last part of a file's name, fit for any system."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(
        one if one.isascii() and (one.isalnum() or one in "._-") else "_" for one in last
    )
    return clean[-_LONGEST_NAME:]


def _verify(path: Path) -> int:
    """Read an archive back, each original by its hash; return how many there are.

    Raises:
        JournalError: where something is not what went in.
    """
    count = 0
    with packed.opened(path) as archive:
        said = archive.manifest()
        for name, number in said["rows"].items():
            body = archive.chunks(f"{TABLES}{name}.jsonl", _ORIGINAL_BYTES)
            if sum(chunk.count(b"\n") for chunk in body) != number:
                raise JournalError("The export is not what was written; try another disk.")
        for name in archive.entries:
            if name.startswith(ORIGINALS):
                found = archive.digest(name, _ORIGINAL_BYTES)
                if not name.startswith(f"{ORIGINALS}{found}_"):
                    raise JournalError("The export is not what was written; try another disk.")
                count += 1
    return count
