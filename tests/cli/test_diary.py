"""The diary on the command line: weeks, distance without pain, and scores that keep nothing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tests.cli.given import DAY, Call, is_one_sentence


def keep(call: Call, journal: Path, day: date, *words: object) -> None:
    said = call("checkin", "--knee", "right", *words, "--on", day, "--journal", journal)
    assert said.code == 0, said


def test_the_diary_shows_the_weeks_of_the_knee_that_was_spoken_of(
    call: Call, journal: Path
) -> None:
    keep(call, journal, DAY - timedelta(days=1), "--during", 4, "--began-km", 2.5)
    keep(call, journal, DAY - timedelta(days=3), "--during", 2, "--medicine")
    said = call("diary", "show", "--weeks", 2, "--on", DAY, "--journal", journal)
    assert said.code == 0, said
    assert "Right knee" in said.out
    assert "Left knee" not in said.out
    assert "4 (" in said.out
    assert "too few of them to give a distance" in said.out
    assert "2.5 km" in said.out


def test_a_program_gets_one_object_a_knee(call: Call, journal: Path) -> None:
    keep(call, journal, DAY, "--during", 3)
    (row,) = call("diary", "show", "--weeks", 3, "--on", DAY, "--journal", journal, "--json").json
    assert row["knee"] == "right"
    assert len(row["weeks"]) == 3
    assert row["weeks"][-1]["during"]["worst"] == 3
    assert row["weeks"][0]["during"] == {"days": 0, "worst": None, "median": None}
    assert row["distance"]["median_m"] is None
    assert row["trend"]["trend"] == "unknown"


def test_without_a_check_in_it_says_so(call: Call, tmp_path: Path) -> None:
    said = call("diary", "--journal", tmp_path / "new")
    assert said.code == 0
    assert "No check-in" in said.out


def test_a_score_is_made_and_says_which_change_would_be_real(call: Call) -> None:
    said = call("diary", "score", "LEFS", "--items", ",".join(["3"] * 20))
    assert said.code == 0, said
    assert "60 of 0 to 80" in said.out
    assert "A change of 9" in said.out


def test_two_times_are_compared(call: Call) -> None:
    said = call("diary", "score", "nprs", "--items", "3", "--before", "6", "--json").json
    assert said["change"] == {
        "difference": -3,
        "smallest_real": 2,
        "is_real": True,
        "is_better": True,
    }
    words = call("diary", "score", "nprs", "--items", "5", "--before", "6")
    assert "no real change" in words.out


def test_an_item_that_was_left_out_makes_it_unknown(call: Call) -> None:
    said = call("diary", "score", "uwri", "--items", "4,4,-,4,4,4,4,4,4")
    assert "unknown, 8 of 9" in said.out


def test_what_cannot_be_is_one_sentence(call: Call) -> None:
    assert is_one_sentence(call("diary", "score", "nprs", "--items", "11"), 1, "Item 1")
    assert is_one_sentence(call("diary", "score", "womac", "--items", "1"), 2, "womac")
    assert is_one_sentence(call("diary", "score", "nprs", "--items", "x"), 2, "item points")


def test_the_weekly_questions_are_shown_with_their_points(call: Call) -> None:
    said = call("diary", "questions")
    assert said.out.count("?") == 4
    first = call("diary", "questions", "--json").json[0]
    assert (first["id"], first["choices"][1][0]) == ("taking_part", 8)
