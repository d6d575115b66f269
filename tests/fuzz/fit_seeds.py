"""Small FIT files with what real watches write and our encoder does not: built by hand."""

from __future__ import annotations

from tests.readers.fit.bytes_of import (
    SINT32,
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

_RECORDS = 30


def compressed() -> bytes:
    """Compressed timestamps that roll over."""
    rows = b"".join(
        bytes((0x80 | (START + i) % 32, 100 + i, 80)) for i in range(1, _RECORDS * 3, 2)
    )
    first = define(1, 20, [(253, 4, UINT32)]) + b"\x01" + number(START, 4)
    return fit(first + define(0, 20, [(3, 1, UINT8), (4, 1, UINT8)]) + rows + session())


def developer() -> bytes:
    """A third party's field with its description, beside speed, distance and positions."""
    identity = define(4, 207, [(3, 1, UINT8), (1, 16, 0x0D)]) + b"\x04\x00" + bytes(range(16))
    name, units = b"Form Power\x00", b"Watts\x00"
    fields = [(0, 1, UINT8), (1, 1, UINT8), (2, 1, UINT8)]
    fields += [(3, len(name), STRING), (8, len(units), STRING)]
    about = define(5, 206, fields) + b"\x05\x00\x00\x84" + name + units
    columns = [(253, 4, UINT32), (0, 4, SINT32), (1, 4, SINT32), (5, 4, UINT32), (6, 2, UINT16)]
    head = define(0, 20, columns, developer=[(0, 2, 0)])
    rows = b"".join(
        b"\x00"
        + number(START + i, 4)
        + number(554_000_000 + i * 300, 4)
        + number(134_000_000 + i, 4)
        + number(i * 300, 4)
        + number(3_000, 2)
        + number(60 + i % 5, 2)
        for i in range(_RECORDS)
    )
    return fit(identity + about + head + rows + session(elapsed_ms=_RECORDS * 1000))


def big_endian() -> bytes:
    return fit(records(_RECORDS, big=True) + session())


def old_header() -> bytes:
    return fit(records(_RECORDS) + session(), header_size=12)


def events() -> bytes:
    """Timer stops and starts, beats, a local time, an accumulated compressed distance."""
    head = define(2, 21, [(253, 4, UINT32), (0, 1, 0), (1, 1, 0)])
    stops = b"".join(
        b"\x02" + number(START + at, 4) + bytes((0, kind)) for at, kind in ((5, 4), (9, 0))
    )
    beats = define(3, 78, [(0, 10, UINT16)]) + b"\x03" + number(800, 2) * 4 + b"\xff\xff"
    packed = define(6, 20, [(253, 4, UINT32), (8, 3, 0x0D)])
    packed += b"".join(b"\x06" + number(START + 12 + i, 4) + bytes((i, 16, i)) for i in range(8))
    zone = define(7, 34, [(253, 4, UINT32), (5, 4, UINT32)])
    zone += b"\x07" + number(START + 20, 4) + number(START + 7220, 4)
    return fit(head + stops + records(12) + beats + packed + session() + zone)


def two_sessions() -> bytes:
    second = session(sport=2, start=START + 20)
    return fit(session() + records(10) + records(10, local=1, start=START + 20) + second)


def chained() -> bytes:
    return fit(records(5) + session()) + fit(records(5, start=START + 1000) + session())


def all_seeds() -> tuple[bytes, ...]:
    """Return one file of each kind."""
    makers = (compressed, developer, big_endian, old_header, events, two_sessions, chained)
    return tuple(make() for make in makers)
