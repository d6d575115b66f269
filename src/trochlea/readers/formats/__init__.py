"""The formats that can be told apart: every module beside this one holds one, as `FORMAT`.

A new format is a new file here; nothing else changes.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from trochlea.readers.limits import DEFAULT_LIMITS, Limits
from trochlea.readers.outcome import ReadOutcome, refused
from trochlea.readers.refine import refined


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    Attributes:
        id: Short lower-case name, such as `fit`.
        suffixes: Lower-case ends of file names that promise this format.
        matches: Whether bytes are of this format, by content alone.
        read: Reads bytes of this format, given their display name and the limits; raises nothing
            for bad bytes.
        refusal: Problem code where a suffix promises this format and the content is another.
    """

    id: str
    suffixes: tuple[str, ...]
    matches: Callable[[bytes], bool]
    read: Callable[[bytes, str, Limits], ReadOutcome]
    refusal: str = "not_an_activity_file"


_HEAD = 4096


@cache
def all_formats() -> tuple[Format, ...]:
    """Return every format there is, by module name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(module.FORMAT for module in modules)


def promised(name: str) -> Format | None:
    """Return the format that a file name promises, or None."""
    lower = name.lower()
    return next((each for each in all_formats() if lower.endswith(each.suffixes)), None)


def read_bytes(
    name: str, data: bytes, limits: Limits = DEFAULT_LIMITS, sport: str | None = None
) -> ReadOutcome:
    """Read one file, whose format is told by its content and not by its name.

    Args:
        name: Display name, for problems.
        data: The whole file.
        limits: What the file may ask for.
        sport: What the activities are, by what stands beside the file; only used where the file
            itself does not say.

    Returns:
        The activities and problems; no activities, and one problem, where nothing can be used.
    """
    if not data:
        return refused(data, name, "unknown", "empty_file", "the file is empty")
    for each in all_formats():
        if each.matches(data):
            return refined(_of_sport(each.read(data, name, limits), sport), limits)
    expected = promised(name)
    code = expected.refusal if expected else "not_an_activity_file"
    seen = _looks_like(data)
    what = f"it is not a {expected.id.upper()} file" if expected else "it is no activity file"
    reason = f"{what}, its content looks like {seen}" if seen else f"{what}, by its content"
    return refused(data, name, "unknown", code, reason)


def first_letters(data: bytes) -> str:
    """Return the first letters of a text in any common encoding, for telling formats apart."""
    head = data[:_HEAD]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace")
    return head.decode("latin-1")


def _of_sport(outcome: ReadOutcome, sport: str | None) -> ReadOutcome:
    """Return the outcome with the sport given where the file knows none."""
    if sport is None:
        return outcome
    told = (
        replace(each, sport=sport) if each.sport == "unknown" else each
        for each in outcome.activities
    )
    return replace(outcome, activities=tuple(told))


_SIGNATURES = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"<!DOCTYPE html", "a web page"),
    (b"<html", "a web page"),
    (b"{", "JSON text"),
)


def _looks_like(data: bytes) -> str | None:
    """Return what the first bytes say of a file that is none of ours, in words, or None."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((words for mark, words in _SIGNATURES if start.startswith(mark)), None)
