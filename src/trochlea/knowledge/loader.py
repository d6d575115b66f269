"""Reads the knowledge files, and refuses rather than guesses when one is missing or broken.

Every file is read and hashed at once, and held against `index.txt`; a record is parsed and
checked when it is first asked for, so that a command pays only for what it needs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import tomli
from pydantic import BaseModel, ValidationError

from trochlea.errors import KnowledgeError
from trochlea.knowledge import schema
from trochlea.knowledge.base import Knowledge
from trochlea.knowledge.words import Cues, Words

DATA = Path(__file__).parent / "data"
INDEX = "index.txt"
VERSION_DIGITS = 16

_Model = TypeVar("_Model", bound=BaseModel)
Files = Mapping[str, bytes]


class LazyRecords(Mapping[str, _Model]):
    """Records by id, in order, each made when it is first asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], _Model]]) -> None:
        """Keep how each record is made.

        Args:
            makers: Id to a function that gives the checked record, or raises `KnowledgeError`.
        """
        self._makers = makers
        self._made: dict[str, _Model] = {}

    def __getitem__(self, key: str) -> _Model:
        """Return a record by its id."""
        if key not in self._made:
            self._made[key] = self._makers[key]()
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids, in order."""
        return iter(self._makers)

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self._makers)


def load_knowledge(folder: Path = DATA) -> Knowledge:
    """Return the knowledge of a folder.

    Args:
        folder: Has a folder a kind, a file a record, and `index.txt`; the package's own by
            default.

    Raises:
        KnowledgeError: if a file is missing or cannot be read; and, at the first use of a
            record, if its file does not fit its shape.
    """
    files = _read(folder)
    _hold_against_index(folder, files)
    return Knowledge(
        version=_version(files),
        sources=_kind(files, "sources", schema.Source),
        findings=_kind(files, "findings", schema.Finding),
        conditions=_kind(files, "conditions", schema.Condition),
        pairs=_kind(files, "pairs", schema.Pair),
        red_flags=_kind(files, "red_flags", schema.RedFlag),
        clearances=_kind(files, "clearances", schema.ClearanceRule),
        screens=_kind(files, "screens", schema.Screen),
        factors=_kind(files, "factors", schema.FactorRule),
        rules=_kind(files, "rules", schema.Rule),
        exercises=_kind(files, "exercises", schema.Exercise),
        self_tests=_kind(files, "self_tests", schema.SelfTest),
        treatments=_kind(files, "treatments", schema.Treatment),
        topics=_kind(files, "topics", schema.Topic),
        conflicts=_kind(files, "conflicts", schema.Conflict),
        words=_kind(files, "words", Words),
        cues=_kind(files, "cues", Cues),
        requirements=_rows(files, "requirements", "requirement", schema.Requirement),
        emergency_numbers=_rows(files, "emergency_numbers", "number", schema.EmergencyNumber),
    )


@cache
def packaged_knowledge() -> Knowledge:
    """Return the knowledge that comes with the package, read once a process."""
    return load_knowledge(DATA)


def index_lines(folder: Path) -> tuple[str, ...]:
    """Return what `index.txt` must hold: every knowledge file without its ending, in order."""
    return tuple(_read(folder))


def _read(folder: Path) -> Files:
    """Return the bytes of every file by its place, such as `rules/bone_rule`, in order."""
    paths = {
        path.relative_to(folder).with_suffix("").as_posix(): path
        for path in folder.rglob("*.toml")
    }
    try:
        return {place: paths[place].read_bytes() for place in sorted(paths)}
    except OSError as error:
        raise KnowledgeError(f"Cannot read {error.filename}: {error.strerror}.") from None


def _hold_against_index(folder: Path, files: Files) -> None:
    """Refuse a folder with a file too few or too many: a lost red flag must not go unseen."""
    try:
        listed = set((folder / INDEX).read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise KnowledgeError(
            f"Cannot read {folder / INDEX}: {reason}; reinstall Trochlea."
        ) from None
    for place in sorted(listed - set(files)):
        raise KnowledgeError(f"The knowledge file {place}.toml is missing; reinstall Trochlea.")
    for place in sorted(set(files) - listed):
        raise KnowledgeError(f"{place}.toml is not in {INDEX}; `make index` adds its line.")


def _version(files: Files) -> str:
    digest = hashlib.sha256()
    for place, data in files.items():
        digest.update(place.encode() + b"\0" + data + b"\0")
    return digest.hexdigest()[:VERSION_DIGITS]


def _kind(files: Files, kind: str, model: type[_Model]) -> LazyRecords[_Model]:
    def maker(place: str) -> Callable[[], _Model]:
        return lambda: _record(place, files[place], model)

    places = (place for place in files if place.startswith(f"{kind}/"))
    return LazyRecords({place.rpartition("/")[2]: maker(place) for place in places})


def _record(place: str, data: bytes, model: type[_Model]) -> _Model:
    table = _table(place, data)
    name = place.rpartition("/")[2]
    if table.setdefault("id", name) != name:
        raise KnowledgeError(f"{place}.toml: id {table['id']!r} is not the file's name.")
    return _fit(place, model, table)


def _rows(files: Files, place: str, heading: str, model: type[_Model]) -> LazyRecords[_Model]:
    """Return the records of a file that holds many small ones under one heading."""
    if place not in files:
        raise KnowledgeError(f"The knowledge file {place}.toml is missing; reinstall Trochlea.")

    def maker(key: str, row: dict[str, Any]) -> Callable[[], _Model]:
        return lambda: _fit(place, model, {**row, "id": key})

    rows = _table(place, files[place]).get(heading)
    if not isinstance(rows, dict) or not all(isinstance(row, dict) for row in rows.values()):
        raise KnowledgeError(f"{place}.toml holds no [{heading}.…] tables; reinstall Trochlea.")
    return LazyRecords({key: maker(key, row) for key, row in sorted(rows.items())})


def _table(place: str, data: bytes) -> dict[str, Any]:
    try:
        return tomli.loads(data.decode())
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{place}.toml is not valid TOML: {error}.") from None


def _fit(place: str, model: type[_Model], table: Mapping[str, Any]) -> _Model:
    try:
        return model.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "whole record"
        raise KnowledgeError(f"{place}.toml: {where}: {first['msg']}.") from None
