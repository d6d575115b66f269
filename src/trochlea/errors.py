"""What can go wrong: the tree of exceptions, and `Problem`, which is a value.

What is wrong in the user's data is collected as a `Problem` and never stops the rest; what is
wrong in a call, or leaves nothing to go on with, is an exception of this tree. The message of
every exception is one clear sentence for a person: what, where, and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass


class TrochleaError(Exception):
    """Base of everything that Trochlea raises on purpose; its text is shown to a person."""


class UsageError(TrochleaError):
    """The call itself is wrong (an unknown option value, a missing argument)."""


class ReadError(TrochleaError):
    """A file holds nothing that can be used; raised only where no part could be kept."""


class AnswersError(TrochleaError):
    """An answers file has an unknown finding or an impossible value."""


class KnowledgeError(TrochleaError):
    """A knowledge file is missing or broken: the program refuses rather than guess a default."""


class JournalError(TrochleaError):
    """The runner's store cannot be opened, written or understood."""


class DamagedJournalError(JournalError):
    """The runner's store is there and spoilt: only a backup or a copy of it helps."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd in the user's data, with what was done about it.

    Attributes:
        code: Stable snake_case id of the kind of problem, such as `crc_mismatch`.
        message: One sentence for a person.
        file: Name of the file (and the member, inside an archive), or None.
        at: Where in the file: byte offset, record number or field name, as text; None if whole.
        kept: What was kept in spite of it, in words; empty when nothing was.
    """

    code: str
    message: str
    file: str | None = None
    at: str | None = None
    kept: str = ""
