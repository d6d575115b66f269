"""`ReadOutcome`: what came of reading one file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from trochlea.errors import Problem
from trochlea.model.activity import Activity

MOST_OF_A_KIND = 20


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """What came of reading one file.

    Attributes:
        file: Its display name (with the member's name, inside an archive).
        format: Id of the format, such as `fit`; `unknown` where none fits.
        sha256: Hex digest of its bytes.
        activities: In the order of time; empty where nothing could be used.
        problems: What was odd, in the order in which it was found.
    """

    file: str
    format: str
    sha256: str
    activities: tuple[Activity, ...]
    problems: tuple[Problem, ...]


def refused(data: bytes, name: str, format_id: str, code: str, reason: str) -> ReadOutcome:
    """Return the outcome for a file of which nothing can be used.

    Args:
        data: Its bytes.
        name: Its display name.
        format_id: Id of the format, or `unknown`.
        code: Problem code.
        reason: A clause that completes "NAME: ...", without the full stop.
    """
    problem = Problem(code, f"{name}: {reason}.", name)
    return ReadOutcome(name, format_id, digest(data), (), (problem,))


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def printable(text: str) -> str:
    """Return a text of a file fit for display, `?` for what is no letter."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def few(problems: Iterable[Problem], file: str) -> list[Problem]:
    """Return problems with no more than twenty of a kind, the rest of each kind counted."""
    counts: Counter[str] = Counter()
    kept = []
    for each in problems:
        counts[each.code] += 1
        if counts[each.code] <= MOST_OF_A_KIND:
            kept.append(each)
    for code, count in counts.items():
        if count > MOST_OF_A_KIND:
            text = f"{file}: the same ({code}) holds {count - MOST_OF_A_KIND} more times."
            kept.append(Problem(code, text, file, None, "what is said of the others"))
    return kept
