"""Cut a FIT file into its chained sections: headers, checksums and what a cut-off file lost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from fastcrc import crc16

from trochlea.errors import Problem
from trochlea.readers.fit.scan import Fault, Layout, scan

MAGIC = b".FIT"
_SHORT_HEADER = 12
_FULL_HEADER = 14
_CRC_SIZE = 2
_DEFINITION = 0x40


@dataclass(frozen=True)
class Section:
    """One section of a FIT file, which knows nothing of the others.

    Attributes:
        data: The whole file.
        start: Offset of the first message.
        end: Offset after the last message that is there.
        layouts: The message shapes found, with the offsets of their messages.
    """

    data: bytes
    start: int
    end: int
    layouts: tuple[Layout, ...]

    @cached_property
    def by_message(self) -> dict[int, tuple[Layout, ...]]:
        """Its layouts that have messages, by message number in the order of the file."""
        found: dict[int, list[Layout]] = {}
        for layout in self.layouts:
            if layout.offsets or layout.compressed:
                found.setdefault(layout.message, []).append(layout)
        return {message: tuple(layouts) for message, layouts in found.items()}


@dataclass(frozen=True, slots=True)
class FitContents:
    """The sections of a FIT file, in order, and what was odd about them."""

    sections: tuple[Section, ...]
    problems: tuple[Problem, ...]


class _Frame(NamedTuple):
    """Where a section's messages start and should end, by its header."""

    start: int
    end: int
    problems: tuple[Problem, ...] = ()


def is_fit(data: bytes, at: int = 0) -> bool:
    """Return whether a FIT file header stands at an offset."""
    return data[at + 8 : at + 12] == MAGIC


def read_messages(data: bytes, name: str | None = None) -> FitContents:
    """Find all messages of a FIT file; nothing in the bytes makes it raise.

    Args:
        data: The whole file.
        name: The file's name, for problems.

    Returns:
        The sections; none where the file does not start with a FIT header.
    """
    sections: list[Section] = []
    problems: list[Problem] = []
    at = 0
    while is_fit(data, at):
        frame = _frame(data, at, name)
        problems.extend(frame.problems)
        problems.extend(_checked(data, at, frame, name))
        end = min(frame.end, len(data))
        found = scan(data, frame.start, end)
        sections.append(Section(data, frame.start, end, tuple(found.layouts)))
        cut = frame.end > len(data)
        problems.extend(
            _unreadable(fault, end, name)
            for fault in found.faults
            if not (cut and fault.code == "message_cut")  # told as `truncated` already
        )
        at = max(frame.end + _CRC_SIZE, at + 1)
    if sections and at < len(data):
        problems.append(
            Problem(
                "trailing_bytes",
                f"{name or 'the file'}: {len(data) - at} bytes after the end are not FIT data and "
                "were not read.",
                name,
                f"byte {at}",
                "everything before them",
            )
        )
    return FitContents(tuple(sections), tuple(problems))


def _unreadable(fault: Fault, end: int, name: str | None) -> Problem:
    """Return the problem that a stretch of a section could not be read."""
    went_on = fault.until < end
    return Problem(
        fault.code,
        f"{name or 'the file'}: {fault.why} at byte {fault.at}; {fault.until - fault.at} bytes "
        + ("were skipped." if went_on else "from there on could not be read."),
        name,
        f"byte {fault.at}",
        "every message before and after them" if went_on else "every message before it",
    )


def _frame(data: bytes, at: int, name: str | None) -> _Frame:
    """Return where the messages of the section at an offset start and should end."""
    header_size = data[at]
    body_size = int.from_bytes(data[at + 4 : at + 8], "little")
    if header_size >= _SHORT_HEADER and body_size:
        return _Frame(at + header_size, at + header_size + body_size)
    if header_size < _SHORT_HEADER:
        # Some devices leave the header empty when they lose power: its size shows in what follows.
        first = data[at + _SHORT_HEADER : at + _SHORT_HEADER + 1]
        plain = bool(first) and first[0] & 0xF0 == _DEFINITION
        header_size = _SHORT_HEADER if plain else _FULL_HEADER
    end = at + header_size + body_size
    if not body_size:
        end = max(len(data) - _CRC_SIZE, at + header_size)
    problem = Problem(
        "header_incomplete",
        f"{name or 'the file'}: the file header does not say where its messages start and end; "
        "they were read as far as they go.",
        name,
        f"byte {at}",
        "every message found",
    )
    return _Frame(at + header_size, end, (problem,))


def _checked(data: bytes, at: int, frame: _Frame, name: str | None) -> list[Problem]:
    """Return what the checksums and the size of the section at an offset say against it."""
    problems: list[Problem] = []
    header_size = frame.start - at
    stored = int.from_bytes(data[at + _SHORT_HEADER : at + _FULL_HEADER], "little")
    if header_size >= _FULL_HEADER and stored and len(data) >= at + _FULL_HEADER:
        computed = crc16.arc(data[at : at + _SHORT_HEADER])
        if computed != stored:
            problems.append(_mismatch("header_crc_mismatch", "the file header", at, name))
    end = frame.end
    if len(data) < end:
        lost = end + _CRC_SIZE - len(data)
        problems.append(
            Problem(
                "truncated",
                f"{name or 'the file'}: the file is cut off, {lost} bytes before its end.",
                name,
                f"byte {len(data)}",
                "every whole message before the cut",
            )
        )
    elif len(data) < end + _CRC_SIZE:
        problems.append(
            Problem(
                "crc_missing",
                f"{name or 'the file'}: the checksum at the end is missing, so that damage "
                "cannot be ruled out.",
                name,
                f"byte {end}",
                "everything",
            )
        )
    elif crc16.arc(memoryview(data)[at : end + _CRC_SIZE]):  # over its own CRC it comes to 0
        problems.append(_mismatch("crc_mismatch", "the data", end, name))
    return problems


def _mismatch(code: str, what: str, at: int, name: str | None) -> Problem:
    return Problem(
        code,
        f"{name or 'the file'}: the checksum of {what} does not fit: some bytes were changed "
        "or lost.",
        name,
        f"byte {at}",
        "everything that could be read",
    )
