"""Records as JSON text and back, so that what was stored can be read and replayed.

The text is deterministic: the same record gives the same bytes under one version of the code.
"""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from trochlea.errors import JournalError

_Record = TypeVar("_Record")


def to_json(record: object) -> str:
    """Return a frozen record as JSON text."""
    adapter: TypeAdapter[Any] = TypeAdapter(type(record))
    return adapter.dump_json(record).decode()


def from_json(kind: type[_Record], text: str) -> _Record:
    """Return a record from its JSON text.

    Raises:
        JournalError: if the text does not hold such a record (another version wrote it).
    """
    try:
        return TypeAdapter(kind).validate_json(text)
    except ValidationError as error:
        raise JournalError(
            f"A stored {kind.__name__} was written by another version of Trochlea and cannot be "
            f"read by this one ({error.error_count()} differences)."
        ) from None


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text as 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()
