"""The same run in every encoding, rightly and wrongly declared, and with what stands around it."""

from __future__ import annotations

import pytest

from tests.readers.xml.documents import codes, gpx, only, read, seconds, trk

TITLE = "Läufe – früh"
DOCUMENT = gpx(trk(seconds(range(10)), about=f"<name>{TITLE}</name>")).decode()


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{DOCUMENT}'


def title(data: bytes) -> str | None:
    notes = only(read(data)).notes
    return None if notes is None else notes.title


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "UTF-16", "utf-8-sig", "windows-1252", "cp1250", "utf-32", "gb18030", "mac-roman"],
)
def test_a_declared_encoding_is_followed(encoding: str) -> None:
    outcome = read(declared(encoding.removesuffix("-sig")).encode(encoding))
    assert outcome.problems == ()
    assert only(outcome).notes is not None
    assert title(declared(encoding.removesuffix("-sig")).encode(encoding)) == TITLE


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_zeros_between_letters_are_utf_16_even_without_a_mark(encoding: str) -> None:
    assert title(declared("UTF-16").encode(encoding)) == TITLE


def test_latin_1_is_read_as_what_devices_write_for_it() -> None:
    assert title(declared("ISO-8859-1").encode("cp1252")) == TITLE


def test_windows_letters_in_a_text_that_claims_utf_8_are_read_and_said() -> None:
    outcome = read(declared("UTF-8").encode("cp1252"))
    assert codes(outcome) == {"encoding_wrong"}
    assert title(declared("UTF-8").encode("cp1252")) == TITLE


@pytest.mark.parametrize(
    "claim", ["utf-16", "US-ASCII", "windows-1251", "utf-7", "klingon", "zip"]
)
def test_a_wrong_claim_costs_no_point(claim: str) -> None:
    assert len(only(read(declared(claim).encode())).streams) == 10


def test_blanks_before_the_declaration_do_not_matter() -> None:
    for lead in (b"\n", b"  \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"):
        outcome = read(lead + declared("utf-8").encode())
        assert outcome.problems == ()
        assert len(only(outcome).streams) == 10


def test_zeros_after_the_end_cost_no_point_and_are_said() -> None:
    outcome = read(declared("utf-8").encode() + bytes(512))
    assert len(only(outcome).streams) == 10
    assert codes(outcome) == {"xml_damaged"}


def test_a_zero_in_the_middle_ends_the_reading_there() -> None:
    data = declared("utf-8").encode()
    at = data.index(b"<trkpt", len(data) // 2)
    outcome = read(data[:at] + b"\0" + data[at + 1 :])
    assert 4 <= len(only(outcome).streams) < 10
    assert codes(outcome) == {"xml_damaged"}


def test_a_letter_cut_in_two_at_the_end_is_no_wrong_encoding() -> None:
    data = declared("utf-8").encode()
    at = data.index("ä".encode()) + 1
    assert codes(read(data[:at])) == {"xml_damaged", "no_activity"}
