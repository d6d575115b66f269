"""Hand-built FIT bytes for tests: messages given as numbers, with no help from the encoder."""

from __future__ import annotations

from collections.abc import Sequence

from fastcrc import crc16

Triple = tuple[int, int, int]

START = 1_000_000_000
UINT8, UINT16, UINT32, SINT32, STRING = 0x02, 0x84, 0x86, 0x85, 0x07


def define(
    local: int,
    message: int,
    fields: Sequence[Triple],
    *,
    big: bool = False,
    developer: Sequence[Triple] = (),
) -> bytes:
    head = bytes((0x40 | local | (0x20 if developer else 0), 0, int(big)))
    head += message.to_bytes(2, "big" if big else "little") + bytes((len(fields),))
    head += b"".join(bytes(field) for field in fields)
    if developer:
        head += bytes((len(developer),)) + b"".join(bytes(field) for field in developer)
    return head


def number(value: int, size: int, *, big: bool = False) -> bytes:
    return value.to_bytes(size, "big" if big else "little", signed=value < 0)


def fit(body: bytes, *, header_size: int = 14) -> bytes:
    head = bytes((header_size, 0x20, 0, 0)) + number(len(body), 4) + b".FIT"
    if header_size == 14:
        head += number(crc16.arc(head), 2)
    return head + body + number(crc16.arc(head + body), 2)


def session(sport: int = 1, start: int = START, elapsed_ms: int = 10_000) -> bytes:
    fields = [(253, 4, UINT32), (2, 4, UINT32), (7, 4, UINT32), (5, 1, 0)]
    return (
        define(15, 18, fields)
        + b"\x0f"
        + number(start + elapsed_ms // 1000, 4)
        + number(start, 4)
        + number(elapsed_ms, 4)
        + bytes((sport,))
    )


def records(count: int = 3, *, local: int = 0, start: int = START, big: bool = False) -> bytes:
    rows = b"".join(
        bytes((local,)) + number(start + i, 4, big=big) + bytes((100 + i % 100, 80))
        for i in range(count)
    )
    fields = [(253, 4, UINT32), (3, 1, UINT8), (4, 1, UINT8)]
    return define(local, 20, fields, big=big) + rows


def row(local: int, *parts: tuple[int, int] | bytes) -> bytes:
    """Return a data message of bytes and of whole numbers given with their size."""
    values = (part if isinstance(part, bytes) else number(*part) for part in parts)
    return bytes((local,)) + b"".join(values)


def describe(
    index: int, field: int, base: int, name: str, units: str = "", native: int | None = None
) -> bytes:
    """Return a field description, under local message 5."""
    fields = [(0, 1, UINT8), (1, 1, UINT8), (2, 1, UINT8), (3, 24, STRING), (8, 12, STRING)]
    texts = name.encode().ljust(24, b"\0") + units.encode().ljust(12, b"\0")
    native = 255 if native is None else native
    head = define(5, 206, [*fields, (15, 1, UINT8)])
    return head + row(5, bytes((index, field, base)), texts, bytes((native,)))
