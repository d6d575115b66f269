"""Read JSON of unknown origin: no exception, and of a cut document what stands before the cut.

Only wanted keys are kept, so that a document of many megabytes does not become many times that
in memory. Of a key that stands twice in one object the first is kept, and it is said.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from trochlea.errors import Problem

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]', re.DOTALL)
_CLOSING = {"{": "}", "[": "]"}
_LONGEST_INTEGER = 18  # digits; longer ones are no counts, and slow to read


@dataclass(slots=True)
class Document:
    """A JSON document as far as it could be read.

    Attributes:
        value: Its content; None where nothing could be read.
        lost: A clause that says what was lost, or None.
        doubled: Keys that stood twice in one object.
        not_numbers: Values such as NaN, which JSON has not; taken as missing.
    """

    value: Any = None
    lost: str | None = None
    doubled: int = 0
    not_numbers: int = 0

    def problems(self, name: str) -> list[Problem]:
        """Return what was odd about the document, in words for a person.

        Args:
            name: Its display name.
        """
        found = []
        if self.lost is not None:
            kept = "" if self.value is None else "what could be read"
            found.append(Problem("json_damaged", f"{name}: {self.lost}.", name, None, kept))
        if self.doubled:
            text = f"{name}: {self.doubled} names stand twice in one place; the first was taken."
            found.append(Problem("json_doubled_names", text, name, None, "the first of each"))
        if self.not_numbers:
            text = f"{name}: {self.not_numbers} values are no numbers and were left out."
            found.append(Problem("json_not_numbers", text, name, None, "the other values"))
        return found


def text_of(data: bytes) -> str:
    """Return bytes as text: UTF-8 with or without a mark, UTF-16 with one; wrong bytes as `�`."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")


def read_json(data: bytes, wanted: frozenset[str]) -> Document:
    """Return a JSON document, with nothing but the wanted keys of its objects.

    Args:
        data: The whole file.
        wanted: Keys that are kept, wherever they stand.
    """
    found = Document()
    text = text_of(data).strip().rstrip("\0")
    decoder = _decoder(found, wanted)
    try:
        found.value, end = decoder.raw_decode(text)
    except json.JSONDecodeError as error:
        _salvage(found, decoder, text, error.pos)
    except (RecursionError, ValueError):
        found.lost = "its parts stand within one another too deep to be read"
    else:
        rest = text[end:].strip()
        if rest:
            found.lost = f"{len(rest)} letters after its end are of no use and were left out"
    return found


def _decoder(found: Document, wanted: frozenset[str]) -> json.JSONDecoder:
    def kept(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        chosen: dict[str, Any] = {}
        for key, value in pairs:
            if key in chosen:
                found.doubled += 1
            elif key in wanted:
                chosen[key] = value
        return chosen

    def no_number(word: str) -> None:  # noqa: ARG001
        found.not_numbers += 1

    return json.JSONDecoder(
        object_pairs_hook=kept, parse_constant=no_number, parse_int=_whole_number
    )


def _whole_number(digits: str) -> float:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else float(digits)


def _salvage(found: Document, decoder: json.JSONDecoder, text: str, end: int) -> None:
    """Read what stands before the place where a document breaks off."""
    found.lost = "the JSON text is cut off or damaged, and nothing of it could be read"
    closed = _closed(text, end)
    if closed is None:
        return
    found.doubled = found.not_numbers = 0
    try:
        found.value = decoder.raw_decode(closed)[0]
    except (ValueError, RecursionError):
        return
    found.lost = "the JSON text is cut off or damaged; only what stands before that was read"


def _closed(text: str, end: int) -> str | None:
    """Return a text up to its last whole value before `end`, with all brackets closed."""
    stack: list[str] = []
    safe, depth = 0, 0
    for match in _TOKEN.finditer(text, 0, end):
        mark = match[0]
        if mark in _CLOSING:
            stack.append(_CLOSING[mark])
        elif mark in ("}", "]"):
            if not stack or stack.pop() != mark:
                break
            safe, depth = match.end(), len(stack)
        elif mark == "," and stack:
            safe, depth = match.start(), len(stack)
    # What was opened before the last safe place and is still open has not changed since.
    return text[:safe] + "".join(reversed(stack[:depth])) if safe else None
