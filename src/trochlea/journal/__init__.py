"""The runner's own store: only this room writes their data.

A folder holds `journal.sqlite3` (the catalogue, the diary, the advice), `originals/` (every
file as it came, by its SHA-256) and `streams/` (the per-record columns of each activity).
"""

from trochlea.journal.advice import StoredAdvice
from trochlea.journal.checks import NewCheck, StoredAnswers, StoredAssessment
from trochlea.journal.imports import AddedFile, StoredFile
from trochlea.journal.runners import DEFAULT_RUNNER_ID
from trochlea.journal.store import Journal, open_journal

__all__ = [
    "DEFAULT_RUNNER_ID",
    "AddedFile",
    "Journal",
    "NewCheck",
    "StoredAdvice",
    "StoredAnswers",
    "StoredAssessment",
    "StoredFile",
    "open_journal",
]
