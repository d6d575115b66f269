"""Forged and broken XML: refused or cut with a reason, and what stands before is kept."""

from __future__ import annotations

import resource
from dataclasses import replace

import pytest

from tests.readers.xml.documents import (
    activity,
    codes,
    gpx,
    lap,
    only,
    read,
    seconds,
    tcx,
    trackpoint,
    trk,
    trkpt,
)
from trochlea.readers import DEFAULT_LIMITS, read_bytes
from trochlea.readers.xml.gpx import read_gpx
from trochlea.readers.xml.guard import checked

RUN = trk(seconds(range(10)))
GPX = gpx(RUN)
TCX = tcx(activity(lap("".join(trackpoint(i) for i in range(10)))))
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(12))
DECLARATIONS = {
    "billion laughs": f"<!DOCTYPE gpx [{LAUGHS}]>",
    "quadratic": f'<!DOCTYPE gpx [<!ENTITY a "{"x" * 50_000}">]>',
    "a file": '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "an address": '<!DOCTYPE gpx [<!ENTITY x SYSTEM "http://127.0.0.1/x">]>',
    "a parameter": '<!DOCTYPE gpx [<!ENTITY % p SYSTEM "p.dtd"> %p;]>',
    "a type elsewhere": '<!DOCTYPE gpx SYSTEM "gpx.dtd">',
    "a public type": '<!DOCTYPE gpx PUBLIC "-//X//Y" "x.dtd">',
    "a picture": '<!DOCTYPE gpx [<!NOTATION n SYSTEM "n"><!ENTITY p SYSTEM "p" NDATA n>]>',
}


@pytest.mark.parametrize("what", DECLARATIONS)
@pytest.mark.parametrize("document", [GPX, TCX], ids=["gpx", "tcx"])
def test_entities_and_outside_files_are_refused(document: bytes, what: str) -> None:
    head = DECLARATIONS[what].replace("gpx", document[1:].split()[0].decode())
    inside = document.replace(b"running", b"&l11;&a;&x;")
    outcome = read(head.encode() + inside)
    assert outcome.activities == ()
    assert codes(outcome) == {"xml_entities_refused", "no_activity"}


def test_declared_elements_and_attributes_are_read_past() -> None:
    head = b'<!DOCTYPE gpx [<!ELEMENT gpx ANY><!ATTLIST trkpt lat CDATA "12" x CDATA "y">]>'
    outcome = read(head + GPX)
    assert outcome.problems == ()
    assert only(outcome).streams.columns["latitude_deg"][0] == 46.0


def test_a_default_that_a_document_declares_is_no_position() -> None:
    head = b'<!DOCTYPE gpx [<!ATTLIST trkpt lat CDATA "12">]>'
    missing = trkpt(10).replace('lat="46.0002700"', "")
    outcome = read_gpx(head + gpx(trk(seconds(range(10)) + missing)), "run.gpx")
    assert len(only(outcome).streams) == 10
    assert "points_without_position" in codes(outcome)


def test_very_many_declared_attributes_are_refused() -> None:
    defaults = "".join(f' a{i} CDATA "x"' for i in range(50_000))
    outcome = read(f"<!DOCTYPE gpx [<!ATTLIST trkpt{defaults}>]>".encode() + GPX)
    assert codes(outcome) == {"xml_declarations_refused", "no_activity"}


@pytest.mark.parametrize("end", [True, False])
def test_deep_elements_end_the_reading_and_the_points_before_stay(end: bool) -> None:
    deep = "<a>" * 200_000 + ("</a>" * 200_000 if end else "")
    outcome = read(gpx(RUN, deep))
    assert len(only(outcome).streams) == 10
    assert "xml_too_deep" in codes(outcome)


def test_elements_may_stand_as_deep_as_the_limit_and_no_deeper() -> None:
    for depth, expected in ((64, set()), (65, {"xml_too_deep", "no_activity"})):
        inside = depth - 4  # gpx, trk, trkseg, trkpt
        more = "<a>" * inside + "</a>" * inside
        assert codes(read(gpx(trk(seconds(range(10), more))))) == expected


def test_a_very_deep_document_takes_little_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    data = b"<gpx>" + b"<a>" * 5_000_000
    assert checked(data, DEFAULT_LIMITS).code == "xml_too_deep"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 100 * 1024  # KiB; 1.5 million of its elements would take this


def test_long_texts_and_attributes_end_the_reading() -> None:
    long = "x" * 70_000
    for part, code in (
        (f"<name>{long}</name>", "text_too_large"),
        (f'<trk name="{long}"/>', "attribute_too_large"),
        (f"<{long}/>", "attribute_too_large"),
    ):
        outcome = read(gpx(RUN, part, RUN))
        assert len(only(outcome).streams) == 10
        assert code in codes(outcome)


def test_millions_of_attributes_are_not_even_looked_at() -> None:
    many = " ".join(f'a{i}="x"' for i in range(200_000))
    outcome = read(gpx(RUN, f"<trk {many}/>", RUN))
    assert len(only(outcome).streams) == 10
    assert "text_too_large" in codes(outcome)


def test_a_long_comment_is_no_text() -> None:
    outcome = read(gpx(f"<!-- {'x' * 70_000} -->", RUN))
    assert outcome.problems == ()


@pytest.mark.parametrize("document", [GPX, TCX], ids=["gpx", "tcx"])
def test_a_cut_document_keeps_what_was_whole_and_says_where(document: bytes) -> None:
    rows = []
    for at in range(document.index(b"08:00:03"), len(document) - 1, 7):
        outcome = read(document[:at])
        assert "xml_damaged" in codes(outcome)
        rows.append(len(only(outcome).streams))
        problem = next(each for each in outcome.problems if each.code == "xml_damaged")
        assert problem.at is not None
        assert problem.at.startswith("line ")
        assert "points before it" in problem.kept
    assert rows == sorted(rows)
    assert rows[-1] == 10


def test_a_number_cut_in_two_is_not_taken_for_a_shorter_one() -> None:
    whole = gpx(trk(seconds(range(9)) + trkpt(9).replace("300.5", "1234.5")))
    outcome = read_gpx(whole[: whole.index(b"1234.5") + 2], "run.gpx")
    assert len(only(outcome).streams) == 9  # the tenth has lost its time


def test_a_wrong_end_tag_ends_the_reading_there() -> None:
    at = GPX.index(b"</trkpt>", len(GPX) // 2)
    outcome = read(GPX[:at] + b"</trkseg>" + GPX[at + 8 :])
    assert codes(outcome) == {"xml_damaged"}
    assert 4 <= len(only(outcome).streams) <= 7


def test_points_beyond_the_limit_are_counted() -> None:
    outcome = read_bytes("run.gpx", GPX, replace(DEFAULT_LIMITS, points=7))
    assert len(only(outcome).streams) == 7
    assert "the last 3 were left out" in outcome.problems[0].message


@pytest.mark.parametrize(
    "data", [b"", b"<gpx", b"<gpx>", b"<gpx/>", b"<gpx><trk>", b"<gpx></gpx><gpx>", b"<gpx/>\0"]
)
def test_next_to_nothing_is_said_to_be_nothing(data: bytes) -> None:
    outcome = read(data)
    assert outcome.activities == ()
    assert outcome.problems
