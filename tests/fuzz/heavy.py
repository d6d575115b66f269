"""Inputs that ask for much: few kinds of bytes, very many times.

A mutant is small; these are what a forger would send, or a watch that writes without end.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.contracts.samples import SAMPLES
from tests.fuzz.fit_mutants import framed
from tests.readers.fit.bytes_of import (
    START,
    STRING,
    UINT8,
    UINT16,
    UINT32,
    define,
    fit,
    number,
    records,
    session,
)

Build = Callable[[int], bytes]  # of about so many bytes


def _at(second: int) -> bytes:
    return number((START + second) % 2**32, 4)


def _turns(size: int) -> bytes:
    """Return messages of sixteen kinds that take turns in no pattern."""
    kinds = (20, 21, 78, 65_281)
    heads = b"".join(define(i, kinds[i % 4], [(253, 4, UINT32)]) for i in range(16))
    return framed(heads + b"".join(bytes((i * 7919 % 16,)) + _at(i) for i in range(size // 5)))


def _sessions(size: int) -> bytes:
    head = define(15, 18, [(253, 4, UINT32), (2, 4, UINT32), (5, 1, 0)])
    rows = b"".join(b"\x0f" + _at(i) + _at(i) + b"\x01" for i in range(size // 10))
    return framed(records(100) + head + rows)


def _sessions_and_records(size: int) -> bytes:
    times = define(0, 20, [(253, 4, UINT32)])
    times += b"".join(b"\x00" + _at(i) for i in range(size // 10))
    head = define(15, 18, [(253, 4, UINT32), (2, 4, UINT32)])
    rows = b"".join(b"\x0f" + _at(i * 10) + _at(i * 10) for i in range(size // 18))
    return framed(times + head + rows)


def _repeated(local: int, message: int, fields: list[tuple[int, int, int]]) -> Build:
    """Return a builder of very many messages of one kind within a short run."""

    def build(size: int) -> bytes:
        width = sum(each[1] for each in fields)
        rest = bytes((1,)) * (width - 4)
        rows = b"".join(bytes((local,)) + _at(i) + rest for i in range(size // (1 + width)))
        return framed(records(100) + define(local, message, fields) + rows + session())

    return build


def _compressed(size: int) -> bytes:
    first = define(1, 20, [(253, 4, UINT32)]) + b"\x01" + _at(0)
    return framed(first + define(0, 20, []) + bytes(0x80 | i % 32 for i in range(size)))


def _wide(size: int) -> bytes:
    fields = [(i, 255, 13) for i in range(254)] + [(253, 4, UINT32)]
    row = bytes(254 * 255)
    rows = b"".join(b"\x00" + row + _at(i) for i in range(size // (len(row) + 5)))
    return framed(define(0, 20, fields) + rows)


_TIME = (253, 4, UINT32)
_FALSE_MARK = b"\x0e\x20\0\0\xff\xff\0\0.FIT\0\0"
FIT: dict[str, Build] = {
    "messages of one byte": lambda n: framed(define(0, 20, []) + bytes(n)),
    "definitions alone": lambda n: framed(define(0, 20, [_TIME]) * (n // 9)),
    "a definition for each record": lambda n: framed(
        b"".join(define(0, 20, [_TIME]) + b"\x00" + _at(i) for i in range(n // 14))
    ),
    "kinds in turn": _turns,
    "sessions": _sessions,
    "sessions and records": _sessions_and_records,
    "laps": _repeated(14, 19, [_TIME, (2, 4, UINT32)]),
    "events": _repeated(2, 21, [_TIME, (0, 1, 0), (1, 1, 0)]),
    "devices": _repeated(4, 23, [_TIME, (0, 1, UINT8)]),
    "workout steps": _repeated(4, 27, [(254, 4, UINT32), (0, 4, STRING)]),
    "beats": _repeated(3, 78, [(0, 10, UINT16)]),
    "developer fields": _repeated(5, 206, [(0, 1, 2), (1, 1, 2), (2, 1, 2), (3, 5, STRING)]),
    "compressed times": _compressed,
    "wide records": _wide,
    "files in a chain": lambda n: fit(records(1)) * (n // len(fit(records(1)))),
    "empty files in a chain": lambda n: framed(b"") * (n // 16),
    "marks of a file without one": lambda n: fit(records()) + _FALSE_MARK * (n // 14),
    "an undefined message": lambda n: framed(records() + b"\x05" * n),
}


def _xml(kind: str) -> tuple[bytes, bytes, bytes]:
    """Return the start of a document, one point of it, and the end."""
    text = SAMPLES[kind].short()[1]
    mark, close = {"gpx": (b"<trkpt", b"</trkpt>"), "tcx": (b"<Trackpoint", b"</Trackpoint>")}[
        kind
    ]
    first, last = text.index(mark), text.rindex(close) + len(close)
    point = text[first : text.index(close) + len(close)]
    return text[:first], point, text[last:]


def _inside(kind: str, piece: bytes, *, whole: bool = False) -> Build:
    """Return a builder that repeats a piece among the points of a document."""

    def build(size: int) -> bytes:
        start, point, end = _xml(kind)
        filled = piece.replace(b"POINT", point)
        if not whole:
            return start + point + filled * (size // len(filled)) + point + end
        return start + point + filled.replace(b"LONG", b"x" * size) + point + end

    return build


_PARTS = {
    "gpx": b"</trkseg></trk><trk><trkseg>POINT",
    "tcx": b'</Track></Lap><Lap StartTime="2024-05-12T08:00:00Z"><Track>POINT',
}
_WHOLES = {
    "gpx": _PARTS["gpx"],
    "tcx": b"</Track></Lap></Activity><Activity Sport='Running'><Id>2024-05-12T08:00:00Z</Id>"
    b'<Lap StartTime="2024-05-12T08:00:00Z"><Track>POINT',
}


def xml_cases(kind: str) -> dict[str, Build]:
    """Return the heavy inputs of GPX or TCX."""
    return {
        "points at one time": _inside(kind, b"POINT"),
        "parts of one point": _inside(kind, _PARTS[kind]),
        "empty parts": _inside(kind, _PARTS[kind].replace(b"POINT", b"")),
        "activities of one point": _inside(kind, _WHOLES[kind]),
        "unknown elements": _inside(kind, b"<a><b c='d'/></a>"),
        "never closed": _inside(kind, b"<a>"),
        "comments": _inside(kind, b"<!-- x -->"),
        "letters by number": _inside(kind, b"&#65;"),
        "a long attribute": _inside(kind, b"<a b='LONG'/>", whole=True),
        "a long text": _inside(kind, b"<name>LONG</name>", whole=True),
        "a long name": _inside(kind, b"<LONG/>", whole=True),
        "a long comment": _inside(kind, b"<!-- LONG -->", whole=True),
    }


def json_cases(kind: str) -> dict[str, Build]:
    """Return the heavy inputs of a JSON format: its own lists made long, and deep ones."""
    text = SAMPLES[kind].short()[-1]

    def longer(size: int) -> bytes:
        return json.dumps(_repeat_lists(json.loads(text), max(2, size // len(text)))).encode()

    at = text.index(b":") + 1
    before, after = text[:at], b"," + text[at:]
    return {
        "long lists": longer,
        "lists in lists": lambda n: before + b"[" * (n // 2) + b"]" * (n // 2) + after,
        "objects in objects": lambda n: before + b'{"a":' * (n // 5),
        "a long number": lambda n: before + b"9" * n + after,
        "numbers": lambda n: before + b"[" + b"1," * (n // 2) + b"1]," + text[at:],
    }


def _repeat_lists(value: object, times: int) -> object:
    """Return a document whose outermost long lists are repeated."""
    if isinstance(value, dict):
        return {key: _repeat_lists(inner, times) for key, inner in value.items()}
    if isinstance(value, list):
        return value * times
    return value


def csv_cases(kind: str) -> dict[str, Build]:
    """Return the heavy inputs of a table."""
    head, _, rows = SAMPLES[kind].rich().partition(b"\n")
    return {
        "lines": lambda n: head + b"\n" + rows * (n // len(rows)),
        "commas": lambda n: head + b"\n" + b"," * n,
        "columns": lambda n: head + b",Date" * (n // 5) + b"\n" + rows,
        "a long cell": lambda n: head + b"\n" + b"x" * n + b"\n",
        "an open quote": lambda n: head + b'\n"' + rows * (n // len(rows)),
        "empty lines": lambda n: head + b"\n" * n,
    }


def cases(kind: str) -> dict[str, Build]:
    """Return the heavy inputs of a format by their names."""
    if kind == "fit":
        return FIT
    start = SAMPLES[kind].minimal().lstrip()
    if start.startswith(b"<"):
        return xml_cases(kind)
    return json_cases(kind) if start.startswith((b"{", b"[")) else csv_cases(kind)
