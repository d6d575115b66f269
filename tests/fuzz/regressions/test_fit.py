"""FIT files that once did harm, each as small as it could be made."""

from __future__ import annotations

import struct

import pytest

from tests.fuzz.generators import Mutant
from tests.fuzz.verdict import faults
from tests.readers.fit.bytes_of import (
    SINT32,
    START,
    UINT8,
    UINT16,
    UINT32,
    define,
    describe,
    fit,
    number,
    records,
    session,
)
from trochlea.readers.formats import read_bytes

FLOAT64 = 0x89
SESSION, LAP, RECORD, EVENT, HRV = 18, 19, 20, 21, 78
TIMESTAMP, START_TIME = 253, 2
TIMES = (
    (SESSION, TIMESTAMP),
    (SESSION, START_TIME),
    (LAP, TIMESTAMP),
    (LAP, START_TIME),
    (RECORD, TIMESTAMP),
    (EVENT, TIMESTAMP),
)


def harm(data: bytes) -> list[str]:
    return faults(Mutant("fit", "a.fit", data))


def one_field(message: int, field: int, kind: int, packed: bytes) -> bytes:
    """Return a message of one field, under local number 1."""
    return define(1, message, [(field, len(packed), kind)]) + b"\x01" + packed


@pytest.mark.parametrize("value", [1e12, 1e18, 1e300, -1e18, float("nan"), float("inf"), -1.0])
@pytest.mark.parametrize(("message", "field"), TIMES)
def test_a_time_written_as_a_decimal_beyond_the_calendar(
    message: int, field: int, value: float
) -> None:
    time = one_field(message, field, FLOAT64, struct.pack("<d", value))
    assert harm(fit(records() + time)) == []


def test_records_out_of_the_order_of_time() -> None:
    late = records(5, start=START + 50)
    assert harm(fit(late + records(5, local=1) + session())) == []


def test_a_record_before_the_start_of_its_session() -> None:
    assert harm(fit(records(5, start=START - 20) + session())) == []


def test_a_record_whose_time_is_invalid() -> None:
    rows = b"".join(b"\x00" + number(at, 4) + b"\x78" for at in (START, 2**32 - 1, START + 2))
    head = define(0, RECORD, [(TIMESTAMP, 4, UINT32), (3, 1, UINT8)])
    assert harm(fit(head + rows + session())) == []


@pytest.mark.parametrize("beats", [0, 1, 19, 251, 254])
def test_a_mean_heart_rate_that_no_heart_has(beats: int) -> None:
    fields = [(TIMESTAMP, 4, UINT32), (START_TIME, 4, UINT32), (5, 1, 0), (16, 1, UINT8)]
    row = number(START + 10, 4) + number(START, 4) + bytes((1, beats))
    assert harm(fit(records() + define(1, SESSION, fields) + b"\x01" + row)) == []


@pytest.mark.parametrize("message", [SESSION, LAP])
def test_a_mean_cadence_that_no_runner_has(message: int) -> None:
    fields = [(TIMESTAMP, 4, UINT32), (START_TIME, 4, UINT32), (5 if message == 18 else 25, 1, 0)]
    fields.append((18 if message == SESSION else 17, 1, UINT8))
    row = number(START + 10, 4) + number(START, 4) + bytes((1, 250))
    body = records() + define(1, message, fields) + b"\x01" + row
    assert harm(fit(body if message == SESSION else body + session())) == []


@pytest.mark.parametrize("field", [7, 8, 9])
@pytest.mark.parametrize("value", [-23_030, -1, 2**31 - 1])
@pytest.mark.parametrize("message", [SESSION, LAP])
def test_a_summary_below_nothing(message: int, field: int, value: int) -> None:
    fields = [(TIMESTAMP, 4, UINT32), (START_TIME, 4, UINT32), (field, 4, SINT32)]
    row = number(START + 10, 4) + number(START, 4) + number(value, 4)
    body = records() + define(1, message, fields) + b"\x01" + row
    assert harm(fit(body if message == SESSION else body + session())) == []


@pytest.mark.parametrize("gap", [0, 1, 65_534])
def test_a_time_between_beats_of_nothing(gap: int) -> None:
    beats = one_field(HRV, 0, UINT16, number(gap, 2) + number(800, 2))
    assert harm(fit(records() + beats + session())) == []


def test_names_of_third_parties_that_no_terminal_should_see() -> None:
    body = describe(0, 7, UINT16, "\x1b[2J\x07Power", "\x08W")
    body += define(0, RECORD, [(TIMESTAMP, 4, UINT32)], developer=[(7, 2, 0)])
    body += b"".join(b"\x00" + number(START + i, 4) + number(200, 2) for i in range(3))
    data = fit(body + session())
    assert harm(data) == []
    (field,) = read_bytes("a.fit", data).activities[0].streams.developer
    assert (field.name, field.units) == ("?[2J?Power", "?W")


def test_positions_all_over_the_earth_make_no_distance_that_eats_memory() -> None:
    """Steps of thousands of kilometres a second, for hours: 10 GB of ground, once."""
    places = [
        ((-1) ** i * (2**30 - i * 7919), i * 2_654_435_761 % 2**31 - 2**30) for i in range(9_000)
    ]
    rows = b"".join(
        b"\x00" + number(START + 20 * i, 4) + number(north, 4) + number(east, 4)
        for i, (north, east) in enumerate(places)
    )
    head = define(0, RECORD, [(TIMESTAMP, 4, UINT32), (0, 4, SINT32), (1, 4, SINT32)])
    assert harm(fit(head + rows + session(elapsed_ms=180_000_000))) == []
