"""`trochlea note`: what the runner says of one run."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.given import DAY, Call, is_one_sentence

LAST_RUN = DAY - timedelta(days=1)


def test_effort_surface_race_and_shoes_are_kept_of_one_run(call: Call, journal: Path) -> None:
    at = ("--journal", journal)
    call("shoes", "add", "Blue", "--since", "2025-04-01", *at)
    words = ("--effort", "6.5", "--surface", "trail", "--race", "--shoe", "blue")
    said = call("note", "--on", LAST_RUN, *words, *at)
    assert said.code == 0
    assert said.out == (
        "Kept of the run of 2025-05-31: 4.00 km, effort 6.5 of 10, trail, a race, in Blue.\n"
    )


def test_a_second_note_leaves_what_it_does_not_name(call: Call, journal: Path) -> None:
    at = ("--journal", journal)
    call("note", "--on", LAST_RUN, "--effort", "0", *at)
    said = call("note", "--on", LAST_RUN, "--no-race", "--json", *at)
    assert (said.json["effort"], said.json["race"]) == (0, False)
    assert (said.json["surface"], said.json["shoe"]) == (None, None)


def test_of_two_runs_on_a_day_one_is_asked_for_and_found_by_its_id(
    call: Call, journal: Path
) -> None:
    at = ("--journal", journal)
    second = call("log", "--distance", "2", "--on", LAST_RUN, "--at", "19:00", "--json", *at)
    said = call("note", "--on", LAST_RUN, "--effort", "3", *at)
    assert is_one_sentence(said, 2, "2 runs", second.json["activity"][:8], "2.0 km", "--run ID")
    found = call("note", "--run", second.json["activity"][:8], "--effort", "3", "--json", *at)
    assert found.json["activity"] == second.json["activity"]


@pytest.mark.parametrize("effort", ["0", "10"])
def test_effort_goes_from_0_to_10(effort: str, call: Call, journal: Path) -> None:
    assert call("note", "--on", LAST_RUN, "--effort", effort, "--journal", journal).code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--effort", "-0.1"), "0 (rest) to 10"),
        (("--effort", "10.1"), "0 (rest) to 10"),
        (("--effort", "nan"), "0 (rest) to 10"),
        (("--surface", "moon"), "road, track"),
        (("--shoe", "Grey"), "trochlea shoes add"),
        ((), "Say something"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    words: tuple[str, ...], told: str, call: Call, journal: Path
) -> None:
    said = call("note", "--on", LAST_RUN, *words, "--journal", journal)
    assert is_one_sentence(said, 2, told)


def test_no_run_named_or_none_there_is_said(call: Call, journal: Path) -> None:
    at = ("--effort", "3", "--journal", journal)
    assert is_one_sentence(call("note", *at), 2, "either --run ID or --on DATE")
    assert is_one_sentence(call("note", "--on", "2025-05-30", *at), 2, "no run on 2025-05-30")
    assert is_one_sentence(call("note", "--run", "zzzz", *at), 2, "zzzz")


def test_a_run_of_before_the_pair_was_worn_is_refused(call: Call, journal: Path) -> None:
    at = ("--journal", journal)
    call("shoes", "add", "New", "--since", DAY, *at)
    said = call("note", "--on", LAST_RUN, "--shoe", "New", *at)
    assert is_one_sentence(said, 2, "count from 2025-06-01")


def test_said_and_taken_back_within_a_second_the_last_word_holds(
    call: Call, journal: Path
) -> None:
    at = ("--on", LAST_RUN, "--journal", journal)
    for words in ("--race", "--no-race", "--race"):
        said = call("note", words, "--json", *at)
    assert said.json["race"] is True


def test_who_reads_miles_is_told_miles(call: Call, journal: Path) -> None:
    at = ("--journal", journal)
    assert call("me", "--units", "mi", *at).code == 0
    assert "2.49 mi" in call("note", "--on", LAST_RUN, "--effort", "3", *at).out
