"""The runner's own store: only this room writes their data.

A folder holds `journal.sqlite3` (the catalogue, the diary, the advice), `originals/` (every
file as it came, by its SHA-256) and `streams/` (the per-record columns of each activity).

Names are loaded when first used: a worker that only packs streams never loads the database.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trochlea.journal.advice import StoredAdvice
    from trochlea.journal.checks import NewCheck, StoredAnswers, StoredAssessment
    from trochlea.journal.imports import AddedFile, BegunImport, NewFile, NotedFile, StoredFile
    from trochlea.journal.runners import DEFAULT_RUNNER_ID
    from trochlea.journal.store import Journal, open_journal, trust_contents
    from trochlea.journal.streams import Prepared, prepared

_HOMES = {
    "DEFAULT_RUNNER_ID": "runners",
    "AddedFile": "imports",
    "BegunImport": "imports",
    "Journal": "store",
    "NewCheck": "checks",
    "NewFile": "imports",
    "NotedFile": "imports",
    "Prepared": "streams",
    "StoredAdvice": "advice",
    "StoredAnswers": "checks",
    "StoredAssessment": "checks",
    "StoredFile": "imports",
    "open_journal": "store",
    "prepared": "streams",
    "trust_contents": "store",
}

__all__ = [
    "DEFAULT_RUNNER_ID",
    "AddedFile",
    "BegunImport",
    "Journal",
    "NewCheck",
    "NewFile",
    "NotedFile",
    "Prepared",
    "StoredAdvice",
    "StoredAnswers",
    "StoredAssessment",
    "StoredFile",
    "open_journal",
    "prepared",
    "trust_contents",
]


def __getattr__(name: str) -> Any:
    """Return a public name from the module that holds it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
