"""Records as JSON text and back, so that what was stored can be read and replayed.

The text is deterministic: the same record gives the same bytes under one version of the code.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from trochlea.errors import JournalError

_Record = TypeVar("_Record")


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Return the reader and writer of a kind of record; making one costs more than using it."""
    return TypeAdapter(kind)


def to_json(record: object) -> str:
    """Return a frozen record as JSON text."""
    return _adapter(cast(Any, type(record))).dump_json(record).decode()


def from_json(kind: type[_Record], text: str) -> _Record:
    """Return a record from its JSON text.

    Raises:
        JournalError: if the text does not hold such a record (another version wrote it).
    """
    try:
        return cast(_Record, _adapter(cast(Any, kind)).validate_json(text))
    except ValidationError as error:
        raise JournalError(
            f"A stored {kind.__name__} was written by another version of Trochlea and cannot be "
            f"read by this one ({error.error_count()} differences)."
        ) from None


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text as 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()
