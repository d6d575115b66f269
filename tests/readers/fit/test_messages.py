"""All messages of a FIT file as columns, against bytes built by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.readers.fit.bytes_of import (
    START,
    STRING,
    UINT8,
    UINT16,
    UINT32,
    define,
    describe,
    fit,
    number,
    records,
    row,
    session,
)
from trochlea.readers.fit import Table, messages, read_messages
from trochlea.readers.fit.columns import SectionReader

BYTE, ENUM, FLOAT32, UINT64, SINT64, UINT8Z = 0x0D, 0x00, 0x88, 0x8F, 0x8E, 0x0A
RECORD, EVENT, LAP, HR = 20, 21, 19, 132
NO_UINT16 = (0xFFFF, 2)


def only(body: bytes, message: int) -> Table:
    found = messages(fit(body))
    assert found.problems == ()
    (section,) = found.sections
    return section[message]


def shown(values: Any) -> list[Any]:
    """Return a column as a list, None for what says nothing."""
    return [None if each != each else each for each in values.tolist()]


def test_every_kind_of_message_is_a_table_by_its_number() -> None:
    body = records(3) + session() + define(1, 49, [(0, 2, UINT16)]) + row(1, (1234, 2))
    (section,) = messages(fit(body)).sections
    assert sorted(section) == [18, 20, 49]
    assert section[49].columns()["software_version"].tolist() == [1234]
    assert section[18].columns()["total_elapsed_time"].tolist() == [10.0]


def test_what_the_profile_does_not_know_keeps_its_number_and_its_value() -> None:
    body = define(1, 0xFF00, [(7, 2, UINT16), (8, 1, UINT8)]) + row(1, (500, 2), (255, 1))
    table = only(body, 0xFF00)
    assert {name: shown(values) for name, values in table.columns().items()} == {
        "unknown_7": [500],
        "unknown_8": [None],
    }


def test_arrays_are_rows_of_numbers_scaled_each_by_its_field() -> None:
    body = define(1, 78, [(0, 6, UINT16)]) + row(1, (800, 2), (810, 2), NO_UINT16)
    body += define(2, 78, [(0, 2, UINT16)]) + row(2, (790, 2))
    body += define(3, 78, [(0, 4, UINT16)]) + row(3, (780, 2), (781, 2))
    times = only(body, 78).columns()["time"]
    assert [shown(each) for each in times] == [
        [0.8, 0.81, None],
        [0.79, None, None],
        [0.78, 0.781, None],
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"Run\0\0\0\0\0", "Run"),
        (b"Runpath8", "Runpath8"),
        ("Läufé".encode()[:6] + b"\0\0", "Läuf\ufffd"),
        (b"HRM\0Pro\0", ("HRM", "Pro")),
        (bytes(8), None),
        (b"\xff\xfe\0\0\0\0\0\0", "\ufffd\ufffd"),
    ],
)
def test_texts_whole_unterminated_cut_in_a_letter_and_several(
    raw: bytes, expected: object
) -> None:
    body = define(1, 12, [(3, 8, STRING)]) + b"\x01" + raw
    assert only(body, 12).columns()["name"].tolist() == [expected]


def test_bytes_without_a_meaning_stay_bytes() -> None:
    body = define(1, 207, [(1, 4, BYTE), (3, 1, UINT8)])
    body += row(1, b"\x01\x02\x03\xff", b"\x00") + row(1, b"\xff" * 4, b"\x01")
    table = only(body, 207)
    assert table.columns()["application_id"].tolist() == [b"\x01\x02\x03\xff", None]


def test_whole_numbers_of_64_bits_are_exact() -> None:
    odd = 2**53 + 1
    body = define(1, 0xFF00, [(1, 8, UINT64), (2, 8, SINT64)])
    body += row(1, (odd, 8), (-odd, 8)) + row(1, (2**64 - 1, 8), (2**63 - 1, 8))
    columns = only(body, 0xFF00).columns()
    assert columns["unknown_1"].tolist() == [odd, None]
    assert columns["unknown_2"].tolist() == [-odd, None]


def test_floats_that_are_no_numbers_say_nothing() -> None:
    values = np.array([1.5, np.nan, np.inf], "<f4").tobytes()
    body = define(1, 0xFF00, [(1, 4, FLOAT32)])
    body += b"".join(row(1, values[i : i + 4]) for i in (0, 4, 8))
    assert shown(only(body, 0xFF00).columns()["unknown_1"]) == [1.5, None, None]


@pytest.mark.parametrize(
    ("size", "base"), [(1, UINT32), (255, UINT16), (3, UINT16), (0, UINT8), (2, 0x1E)]
)
def test_a_field_of_impossible_size_is_read_as_its_bytes(size: int, base: int) -> None:
    body = define(1, EVENT, [(3, size, base), (0, 1, ENUM)]) + row(1, bytes(range(size)), b"\x07")
    columns = only(body, EVENT).columns()
    assert columns["data_bytes"].tolist() == [bytes(range(size))]
    assert columns["event"].tolist() == [7]


def test_a_number_that_is_an_array_elsewhere_is_a_row_of_it() -> None:
    body = define(1, 0xFF00, [(1, 1, UINT8)]) + row(1, (5, 1))
    body += define(2, 0xFF00, [(1, 2, UINT8)]) + row(2, (6, 1), (7, 1))
    table = only(body, 0xFF00)
    assert [shown(each) for each in table.columns()["unknown_1"]] == [[5, None], [6, 7]]


def test_third_party_fields_may_be_numbers_arrays_and_texts() -> None:
    body = describe(0, 1, UINT16, "Form", "W") + describe(0, 2, UINT8, "Bins")
    body += describe(0, 3, STRING, "Version") + describe(1, 1, UINT8, "Form", "W")
    fields = [(1, 2, 0), (2, 3, 0), (3, 4, 0), (1, 1, 1), (9, 2, 1)]
    body += define(0, RECORD, [(3, 1, UINT8)], developer=fields)
    body += row(0, (90, 1), (61, 2), b"\x01\xff\x03", b"1.2\0", (62, 1), b"\xff\xff")
    table = only(body, RECORD)
    found = {each.name: each.values for each in table.developer}
    assert shown(found["Form"]) == [61]
    assert shown(found["Form 2"]) == [62]
    assert [shown(each) for each in found["Bins"]] == [[1, None, 3]]
    assert found["Version"].tolist() == ["1.2"]
    assert found["developer_1_9"].tolist() == [b"\xff\xff"]
    assert table.undescribed == 1


def test_a_third_party_field_described_anew_is_two_columns() -> None:
    layout = define(0, RECORD, [(3, 1, UINT8)], developer=[(1, 1, 0)])
    body = describe(0, 1, UINT8, "Power", "W") + layout + row(0, (90, 1), (7, 1))
    body += describe(0, 1, UINT8, "Stiffness", "kN/m") + row(0, (91, 1), (8, 1))
    found = {each.name: shown(each.values) for each in only(body, RECORD).developer}
    assert found == {"Power": [7, None], "Stiffness": [None, 8]}


def test_plain_fields_are_expanded_where_the_finer_ones_say_nothing() -> None:
    body = define(0, RECORD, [(6, 2, UINT16), (73, 4, UINT32), (2, 2, UINT16)])
    body += row(0, (2000, 2), (0xFFFFFFFF, 4), (2550, 2)) + row(0, (2000, 2), (3000, 4), NO_UINT16)
    columns = only(body, RECORD).columns()
    assert columns["enhanced_speed"].tolist() == [2.0, 3.0]
    assert shown(columns["enhanced_altitude"]) == [10.0, None]


def test_counters_of_few_bits_count_on() -> None:
    body = define(0, RECORD, [(18, 1, UINT8), (28, 2, UINT16)])
    for cycles, power in ((250, 65_000), (254, 65_530), (3, 100), (255, 0xFFFF), (5, 50)):
        body += row(0, (cycles, 1), (power, 2))
    columns = only(body, RECORD).columns()
    assert shown(columns["total_cycles"]) == [250, 254, 259, None, 261]
    assert shown(columns["accumulated_power"]) == [65_000, 65_530, 65_636, None, 131_122]


def test_the_data_of_an_event_by_what_the_event_is() -> None:
    body = define(0, EVENT, [(0, 1, ENUM), (3, 4, UINT32)])
    body += row(0, (42, 1), (0x02_34_05_00, 4)) + row(0, (33, 1), (0x0007_0003, 4))
    body += row(0, (75, 1), (0x64_32_02_03, 4)) + row(0, (0, 1), (0x01010101, 4))
    columns = only(body, EVENT).columns()
    assert shown(columns["front_gear"]) == [2, None, None, None]
    assert shown(columns["front_gear_num"]) == [0x34, None, None, None]
    assert shown(columns["rear_gear"]) == [5, None, None, None]
    assert shown(columns["rear_gear_num"]) == [None] * 4  # zero means none for a gear
    assert shown(columns["score"]) == [None, 3, None, None]
    assert shown(columns["opponent_score"]) == [None, 7, None, None]
    assert shown(columns["radar_threat_max_approach_speed"]) == [None, None, 10.0, None]


def test_the_short_data_of_an_event_is_its_data() -> None:
    body = define(0, EVENT, [(0, 1, ENUM), (2, 2, UINT16)]) + row(0, (0, 1), (5, 2))
    assert only(body, EVENT).columns()["data"].tolist() == [5]


def test_beats_packed_in_twelve_bits_count_on_from_the_full_time() -> None:
    body = define(0, HR, [(253, 4, UINT32), (9, 4, UINT32)]) + row(0, (START, 4), (4000 * 1024, 4))
    body += define(1, HR, [(10, 3, BYTE)])
    first, second = (4000 * 1024 + 900) % 4096, (4000 * 1024 + 4000) % 4096
    body += row(1, (first | second << 12, 3)) + row(1, (100 | 1100 << 12, 3))
    times = only(body, HR).columns()["event_timestamp"]
    ticks = [
        [None if t is None else t * 1024 - 4000 * 1024 for t in shown(each)] for each in times
    ]
    assert ticks == [[0, None], [900, 4000], [4196, 5196]]


def test_raw_beats_are_a_time_a_quality_and_a_gap() -> None:
    body = define(0, 372, [(1, 4, UINT16)]) + row(0, (0x8000 | 801, 2), (0x4000 | 795, 2))
    columns = only(body, 372).columns()
    assert columns["time"].tolist() == [[801, 795]]
    assert columns["quality"].tolist() == [[0, 1]]
    assert columns["gap"].tolist() == [[1, 0]]


def test_chained_files_stand_apart() -> None:
    found = messages(fit(records(2)) + fit(records(3) + session()))
    assert [sorted(section) for section in found.sections] == [[20], [18, 20]]


def test_many_messages_in_odd_places_read_as_few_do() -> None:
    layout = define(0, RECORD, [(253, 4, UINT32), (3, 1, UINT8), (5, 4, UINT32)], big=True)
    other = define(1, EVENT, [(0, 1, ENUM)])
    body = layout + other
    for i in range(200):
        body += row(0, number(START + i, 4, big=True), (i % 200, 1), number(i * 37, 4, big=True))
        body += row(1, (0, 1)) * (i % 3)
    columns = only(body, RECORD).columns()
    assert columns["timestamp"].tolist() == [START + i for i in range(200)]
    assert columns["distance"].tolist() == [i * 37 / 100 for i in range(200)]


def test_what_there_is_no_room_for_is_named() -> None:
    body = define(0, RECORD, [(253, 4, UINT32), (3, 1, UINT8), (8, 3, BYTE)])
    body += row(0, (START, 4), (90, 1), bytes(3)) * 10
    (section,) = read_messages(fit(body)).sections
    table = SectionReader(section, cells=25).table(RECORD)
    assert sorted(table.numbers) == [3, 253]
    assert table.left_out == ["compressed_speed_distance"]


def test_what_is_not_fit_has_no_messages() -> None:
    assert messages(bytes(40)).sections == ()
    assert messages(b"").sections == ()
