"""Bad input: one sentence with file and reason, the right code, nothing stored is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.given import DAY, Call, a_run, answers_file, is_one_sentence
from trochlea.journal import open_journal

BONE = ("clear", "bone_rule", "--knee", "both")
BAD_FILES = {
    "cut.fit": (a_run(DAY, 3.0)[:60], "cut off"),
    "headless.fit": (a_run(DAY, 3.0)[:9], "not a FIT file"),
    "photo.fit": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
    "empty.fit": (b"", "empty"),
    "text.fit": (b"hello, I am no watch", "not a FIT file"),
    "broken.fit.gz": (b"\x1f\x8b\x08 not gzip", "damaged gzip"),
    "broken.zip": (b"PK\x03\x04 not a zip", "damaged zip"),
    "ride.gpx": (b"<?xml version='1.0'?><gpx></gpx>", "no recorded track"),
}
BAD_ANSWERS: dict[str, tuple[dict[str, Any], str]] = {
    "unknown_finding": ({"general": {"moon_phase": True}}, "moon_phase"),
    "impossible": ({"knee": {"pain_during_run": 14}}, "pain_during_run"),
    "not_a_number": ({"knee": {"pain_during_run": float("nan")}}, "pain_during_run"),
    "wrong_kind": ({"knee": {"joint_hot": "perhaps"}}, "joint_hot"),
    "wrong_choice": ({"knee": {"onset": "yesterday"}}, "onset"),
    "wrong_place": ({"general": {"joint_hot": True}}, "joint_hot"),
    "third_knee": ({"knees": {"middle": {}}}, "knees"),
    "other_schema": ({"schema": 2}, "schema"),
    "unknown_entry": ({"shoes": 3}, "shoes"),
    "too_old": ({"age": 300}, "age"),
    "no_day": ({"on": None, "sex": "X"}, "sex"),
    "far_future": ({"on": DAY.replace(year=DAY.year + 1)}, "still to come"),
}
BAD_TEXTS = {
    "half": (b'{"schema": 1, "kne', "not a JSON file"),
    "list": (b"[1, 2]", "one JSON object"),
    "words": (b'"fine"', "one JSON object"),
    "nothing": (b"", "not a JSON file"),
    "bytes": (b"\xff\xfe\x00\x01", "not a JSON file"),
    "deep": (b"[" * 100_000, "not a JSON file"),
}


@contextmanager
def untouched(journal: Path) -> Iterator[None]:
    """Hold that what the journal keeps is the same after as before."""
    before = holds(journal)
    yield
    assert holds(journal) == before


def holds(journal: Path) -> tuple[object, ...]:
    with open_journal(journal, create=False) as store:
        return (
            store.runner(),
            store.runs(),
            store.files(),
            store.latest_answers(),
            store.observations(),
            store.assessments(),
            store.checkins(),
            store.clearances(),
            store.advice_on(DAY),
        )


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_its_name_and_the_reason(
    name: str, call: Call, journal: Path, tmp_path: Path
) -> None:
    data, reason = BAD_FILES[name]
    (tmp_path / name).write_bytes(data)
    with untouched(journal):
        said = call("import", tmp_path / name, "--journal", journal)
    assert said.out == ""
    assert is_one_sentence(said, 1, name, reason)
    assert is_one_sentence(call("read", tmp_path / name), 1, name, reason)


def test_a_missing_path_and_a_folder_without_activities_are_named(
    call: Call, journal: Path, tmp_path: Path
) -> None:
    (tmp_path / "holiday").mkdir()
    with untouched(journal):
        for path, reason in (("gone.fit", "no such file"), ("holiday", "holds no files")):
            said = call("import", tmp_path / path, "--journal", journal)
            assert is_one_sentence(said, 1, path, reason)
            assert is_one_sentence(call("read", tmp_path / path), 1, path, reason)
        (tmp_path / "holiday" / "notes.txt").write_text("sun", encoding="utf-8")
        said = call("import", tmp_path / "holiday", "--journal", journal)
        assert is_one_sentence(said, 1, "notes.txt")


def test_a_truncated_run_is_kept_as_far_as_it_goes_and_said_to_be_odd(
    call: Call, tmp_path: Path
) -> None:
    data = a_run(DAY, 6.0)
    (tmp_path / "cut.fit").write_bytes(data[: len(data) // 2])
    said = call("read", tmp_path / "cut.fit", "--json")
    assert said.code == 0
    assert 0 < said.json[0]["records"] < 217
    assert any("cut off" in row["message"] for row in said.json[0]["problems"])


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_answers_that_cannot_be_are_refused_with_file_and_reason(
    name: str, call: Call, journal: Path, tmp_path: Path
) -> None:
    changes, reason = BAD_ANSWERS[name]
    file = answers_file(tmp_path / f"{name}.json", **changes)
    with untouched(journal):
        said = call("check", "--answers", file, "--on", DAY, "--journal", journal)
    assert said.out == ""
    assert is_one_sentence(said, 1, file.name, reason)


@pytest.mark.parametrize("name", BAD_TEXTS)
def test_a_file_that_holds_no_answers_is_refused_with_file_and_reason(
    name: str, call: Call, journal: Path, tmp_path: Path
) -> None:
    data, reason = BAD_TEXTS[name]
    file = tmp_path / f"{name}.json"
    file.write_bytes(data)
    with untouched(journal):
        said = call("check", "--answers", file, "--on", DAY, "--journal", journal)
    assert is_one_sentence(said, 1, file.name, reason)


def test_missing_answers_and_nobody_to_ask_are_said(
    call: Call, journal: Path, tmp_path: Path
) -> None:
    at = ("--journal", journal)
    said = call("check", "--answers", tmp_path / "gone.json", *at)
    assert is_one_sentence(said, 1, "gone.json", "No such file")
    assert is_one_sentence(call("check", "--answers", tmp_path, *at), 1, str(tmp_path))
    assert is_one_sentence(call("check", *at), 2, "--answers")


def test_a_data_folder_that_cannot_be_written_is_named(
    call: Call, answers: Path, runs_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "plain").write_text("mine", encoding="utf-8")
    for folder in (tmp_path / "plain" / "below", tmp_path / "plain"):
        at = ("--journal", folder)
        for words in (
            ("import", runs_folder),
            ("log", "--distance", 5),
            ("me", "--units", "mi"),
            ("check", "--answers", answers, "--on", DAY),
            ("checkin", "--knee", "left", "--during", 1),
        ):
            said = call(*words, *at)
            assert said.out == ""
            assert is_one_sentence(said, 1, str(folder), "cannot be used")
        for asked in (("today",), ("report", "-o", tmp_path / "r.html"), ("why", DAY)):
            assert is_one_sentence(call(*asked, *at), 1, str(folder))
    assert (tmp_path / "plain").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "r.html").exists()


def test_a_report_that_cannot_be_written_is_named(
    call: Call, journal: Path, tmp_path: Path
) -> None:
    (tmp_path / "plain").write_text("mine", encoding="utf-8")
    at = ("--on", DAY, "--journal", journal)
    said = call("report", "-o", tmp_path / "plain" / "r.html", *at)
    assert is_one_sentence(said, 1, "r.html")
    (tmp_path / "folder.html").mkdir()
    assert is_one_sentence(call("report", "-o", tmp_path / "folder.html", *at), 1, "folder.html")
    assert is_one_sentence(call("report", "-o", tmp_path / "r.pdf", *at), 2, "r.pdf", ".html")


def test_a_damaged_journal_is_named_and_left_as_it_is(
    call: Call, answers: Path, journal: Path, runs_folder: Path, tmp_path: Path
) -> None:
    (file,) = journal.glob("*.sqlite3")
    for extra in journal.glob("*.sqlite3-*"):
        extra.unlink()
    file.write_bytes(b"this was a journal once" * 100)
    before = file.read_bytes()
    for words in (
        ("today",),
        ("import", runs_folder),
        ("log", "--distance", 5),
        ("me",),
        ("check", "--answers", answers),
        ("checkin", "--knee", "right", "--during", 1),
        ("report", "-o", tmp_path / "r.html"),
        ("why", DAY),
        (*BONE, "--by", "Dr A", "--reason", "scan", "--on", DAY),
    ):
        said = call(*words, "--journal", journal)
        assert said.out == ""
        assert is_one_sentence(said, 1, file.name, "damaged")
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("nosuch",), "nosuch"),
        (("today", "--nosuch"), "--nosuch"),
        (("today", "--on", "yesterday"), "yesterday"),
        (("today", "--on", "2025-02-30"), "2025-02-30"),
        (("today", "--distance", "far"), "--distance"),
        (("today", "--distance", "nan"), "--distance"),
        (("today", "--distance", "-3"), "--distance"),
        (("today", "--distance", "1e9"), "--distance"),
        (("log", "--distance", "0"), "distance"),
        (("log", "--distance", "inf"), "distance"),
        (("log", "--distance", "5", "--minutes", "nan"), "--minutes"),
        (("log", "--distance", "5", "--on", "2999-01-01"), "2999-01-01"),
        (("log", "--distance", "5", "--on", "2025-06-01", "--at", "25:00"), "25:00"),
        (("log",), "--distance"),
        (("me", "--units", "furlong"), "--units"),
        (("me", "--sex", "X"), "--sex"),
        (("me", "--mass-kg", "nan"), "--mass-kg"),
        (("me", "--height-cm", "17"), "--height-cm"),
        (("me", "--born", "2999-01-01"), "--born"),
        (("me", "--born", "1800-01-01"), "--born"),
        (("me", "--time-zone", "Mars/Base"), "Mars/Base"),
        (("me", "--time-zone", "../../etc/passwd"), "time zone"),
        (("me", "--country", "ZZ"), "--country"),
        (("checkin", "--during", "1"), "--knee"),
        (("checkin", "--knee", "middle", "--during", "1"), "--knee"),
        (("checkin", "--knee", "right"), "Nothing was given"),
        (("checkin", "--knee", "right", "--during", "1", "--on", "2150-01-01"), "still to come"),
        (("today", "--on", "0001-01-01"), "out of reach"),
        (("log", "--distance", "5", "--minutes", "0.01"), "Nobody runs"),
        (("checkin", "--knee", "right", "--during", "11"), "--during"),
        (("checkin", "--knee", "right", "--began-km", "nan"), "--began-km"),
        (("checkin", "--knee", "right", "--stiffness", "nan"), "--stiffness"),
        (("clear", "nosuch", "--by", "A", "--reason", "b", "--on", "2025-06-01"), "nosuch"),
        (
            (
                "clear",
                "bone_rule",
                "--knee",
                "both",
                "--by",
                " ",
                "--reason",
                "b",
                "--on",
                "2025-06-01",
            ),
            "name",
        ),
        (
            (
                "clear",
                "bone_rule",
                "--knee",
                "both",
                "--by",
                "A",
                "--reason",
                " ",
                "--on",
                "2025-06-01",
            ),
            "reason",
        ),
        (
            (
                "clear",
                "bone_rule",
                "--knee",
                "both",
                "--by",
                "A",
                "--reason",
                "b",
                "--on",
                "2999-01-01",
            ),
            "2999",
        ),
        ((*BONE, "--by", "A", "--reason", "b"), "--on"),
        ((*BONE, "--reason", "b", "--on", "2025-06-01"), "--by"),
        ((*BONE, "--by", "A", "--on", "2025-06-01"), "--reason"),
        (("why", "someday"), "someday"),
        (("why", "2020-01-01"), "2020-01-01"),
    ],
)
def test_a_wrong_call_is_said_in_one_sentence_and_keeps_nothing(
    words: tuple[str, ...], named: str, call: Call, journal: Path
) -> None:
    with untouched(journal):
        at = () if words == ("nosuch",) else ("--journal", journal)
        said = call(*words, *at)
    assert said.out == ""
    assert is_one_sentence(said, 2, named)


def test_an_unknown_record_or_kind_of_record_is_named(call: Call) -> None:
    assert is_one_sentence(call("knowledge", "show", "nosuch"), 2, "nosuch")
    assert is_one_sentence(call("knowledge", "list", "nosuch"), 2, "nosuch", "conditions")


def test_a_journal_that_is_not_there_is_not_made_by_asking(call: Call, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    clear = (*BONE, "--by", "A", "--reason", "b", "--on", DAY)
    for words in (("today",), ("report", "-o", tmp_path / "r.html"), ("why", DAY), clear):
        said = call(*words, "--journal", nowhere)
        assert is_one_sentence(said, 1, "nowhere", "no journal")
    assert not nowhere.exists()


def test_the_same_key_twice_in_the_answers_never_hides_a_warning_sign(
    call: Call, tmp_path: Path
) -> None:
    table = json.loads(answers_file(tmp_path / "a.json").read_text(encoding="utf-8"))
    text = json.dumps(table)
    first = '"general": {"fever_or_unwell": true}, "general": '
    (tmp_path / "a.json").write_text(text.replace('"general": ', first, 1), encoding="utf-8")
    words = ("--on", DAY, "--journal", tmp_path / "j")
    said = call("check", "--answers", tmp_path / "a.json", *words)
    assert is_one_sentence(said, 1, "a.json", "general", "twice")
