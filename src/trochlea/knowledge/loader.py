"""Reads the knowledge files, and refuses rather than guesses when one is missing or broken."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from trochlea.errors import KnowledgeError
from trochlea.knowledge import schema
from trochlea.knowledge.base import Knowledge

DATA = Path(__file__).parent / "data"
VERSION_DIGITS = 16

_Model = TypeVar("_Model", bound=BaseModel)


class LazyKind(Mapping[str, _Model]):
    """The records of one kind by id, read when the first of them is asked for.

    A command that needs no exercises does not read them; a file that is missing or broken is
    refused as soon as its kind is needed, and `check_knowledge` needs every kind.
    """

    def __init__(self, read: Callable[[], Mapping[str, _Model]]) -> None:
        """Keep how the records are read."""
        self._read = read
        self._records: Mapping[str, _Model] | None = None

    def _known(self) -> Mapping[str, _Model]:
        if self._records is None:
            self._records = self._read()
        return self._records

    def __getitem__(self, key: str) -> _Model:
        """Return a record by its id."""
        return self._known()[key]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids, in order."""
        return iter(self._known())

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self._known())


def load_knowledge(folder: Path = DATA) -> Knowledge:
    """Return the knowledge of a folder; each kind is read when it is first needed.

    Args:
        folder: Has a folder a kind, a file a record; the package's own by default.

    Raises:
        KnowledgeError: here or at the first use of a kind, if a file cannot be read, does not
            fit its shape, or a kind is empty.
    """
    return Knowledge(
        version=_version(folder),
        sources=_kind(folder, "sources", schema.Source),
        findings=_kind(folder, "findings", schema.Finding),
        conditions=_kind(folder, "conditions", schema.Condition),
        pairs=_kind(folder, "pairs", schema.Pair),
        red_flags=_kind(folder, "red_flags", schema.RedFlag),
        clearances=_kind(folder, "clearances", schema.ClearanceRule),
        screens=_kind(folder, "screens", schema.Screen),
        factors=_kind(folder, "factors", schema.FactorRule),
        rules=_kind(folder, "rules", schema.Rule),
        exercises=_kind(folder, "exercises", schema.Exercise),
        requirements=_rows(folder, "requirements.toml", "requirement", schema.Requirement),
        emergency_numbers=_rows(
            folder, "emergency_numbers.toml", "number", schema.EmergencyNumber
        ),
    )


@cache
def packaged_knowledge() -> Knowledge:
    """Return the knowledge that comes with the package, read once a process."""
    return load_knowledge(DATA)


def _kind(folder: Path, kind: str, model: type[_Model]) -> LazyKind[_Model]:
    return LazyKind(lambda: _records_of(folder, kind, model))


def _records_of(folder: Path, kind: str, model: type[_Model]) -> Mapping[str, _Model]:
    files = sorted((folder / kind).glob("*.toml"))
    if not files:
        raise KnowledgeError(f"Knowledge folder {folder / kind} has no files; reinstall Trochlea.")
    return MappingProxyType({path.stem: _record(path, model) for path in files})


def _record(path: Path, model: type[_Model]) -> _Model:
    table = _table(path)
    table.setdefault("id", path.stem)
    if table["id"] != path.stem:
        raise KnowledgeError(f"{path.name}: id {table['id']!r} is not the file's name.")
    return _fit(path, model, table)


def _rows(folder: Path, name: str, heading: str, model: type[_Model]) -> LazyKind[_Model]:
    return LazyKind(lambda: _rows_of(folder / name, heading, model))


def _rows_of(path: Path, heading: str, model: type[_Model]) -> Mapping[str, _Model]:
    """Return the records of a file that holds many small ones under one heading."""
    rows = _table(path).get(heading, {})
    if not isinstance(rows, dict) or not rows:
        raise KnowledgeError(f"{path.name} holds no [{heading}.…] tables.")
    fitted = {key: _fit(path, model, {"id": key, **row}) for key, row in rows.items()}
    return MappingProxyType(dict(sorted(fitted.items())))


def _table(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise KnowledgeError(f"Cannot read knowledge file {path}: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"Knowledge file {path.name} is not valid TOML: {error}.") from error


def _fit(path: Path, model: type[_Model], table: Mapping[str, object]) -> _Model:
    try:
        return model.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "whole record"
        raise KnowledgeError(f"{path.parent.name}/{path.name}: {where}: {first['msg']}.") from None


def _version(folder: Path) -> str:
    files = sorted(folder.rglob("*.toml"))
    if not files:
        raise KnowledgeError(f"Knowledge folder {folder} has no files; reinstall Trochlea.")
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(b"\0")
        digest.update(path.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()[:VERSION_DIGITS]
