"""What a walk finds: files to read, and the reasons for those that are not taken."""

from __future__ import annotations

from dataclasses import dataclass

from trochlea.errors import Problem
from trochlea.model import ActivityNotes
from trochlea.readers.outcome import printable

_LONGEST_NAME = 200
_KEPT_END = 60  # the end of a long name says most: the file's own name and its kind


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read.

    Attributes:
        name: Its display name; never used as a path.
        data: Its bytes, inflated.
        notes: What the export it stands in says beside it, or None.
        sport: What the export says it is (such as `running`), for where the file does not; or
            None.
    """

    name: str
    data: bytes
    notes: ActivityNotes | None = None
    sport: str | None = None


Found = SourceFile | Problem


class RefusalError(Exception):
    """One file is not taken: a problem code and a clause that gives the reason."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class ExhaustedError(RefusalError):
    """An archive asks for more than its limits as a whole: nothing more of it is read."""


def refusal_problem(name: str, refusal: RefusalError) -> Problem:
    """Return a refusal as a problem, in words for a person."""
    return Problem(refusal.code, f"{name}: not taken, {refusal.reason}.", name)


def disk_problem(name: str, error: OSError) -> Problem:
    """Return what the machine said of a file as a problem, in words for a person."""
    if isinstance(error, FileNotFoundError):
        return refusal_problem(name, RefusalError("file_missing", "there is no such file"))
    said = error.strerror or "the disk gives no reason"
    return refusal_problem(name, RefusalError("cannot_read", f"it cannot be read ({said})"))


def shown(name: str) -> str:
    """Return a name fit for display: no control characters, no endless length."""
    clean = printable(name)
    if len(clean) <= _LONGEST_NAME:
        return clean
    return f"{clean[: _LONGEST_NAME - _KEPT_END]}…{clean[-_KEPT_END:]}"


def in_words(count: int) -> str:
    """Return a number of bytes as a person would say it."""
    for unit, words in ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
        if count >= unit:
            return f"{count / unit:.4g} {words}"
    return f"{count} bytes"
