"""`trochlea shoes`: the list, its words for people and for programs, and every misuse."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.given import DAY, Call, is_one_sentence

LAST_RUN = DAY - timedelta(days=1)  # 4.0 km
RUN_BEFORE = DAY - timedelta(days=3)  # 5.2 km
SINCE = date(2025, 4, 1)


@pytest.fixture
def blue(call: Call, journal: Path) -> tuple[object, ...]:
    """A journal with one pair in its log, as options."""
    at = ("--journal", journal)
    assert call("shoes", "add", "Blue", "--since", SINCE, *at).code == 0
    return at


def pair(call: Call, at: tuple[object, ...]) -> dict[str, object]:
    said = call("shoes", "--json", *at)
    assert said.code == 0, said
    (row,) = said.json["shoes"]
    assert isinstance(row, dict)
    return row


def test_an_empty_log_says_how_to_begin(call: Call, journal: Path) -> None:
    said = call("shoes", "--journal", journal)
    assert (said.code, "trochlea shoes add" in said.out) == (0, True)


def test_the_list_shows_sure_and_possible_kilometres(call: Call, blue: tuple[object, ...]) -> None:
    assert call("shoes", "wear", "blue", "--on", LAST_RUN, *blue).code == 0
    said = call("shoes", *blue)
    # 4.0 km told; 8.0, 8.5, 9.0, 6.0, 5.0 and 5.2 km untold since April.
    assert "4-46 km" in said.out
    assert "put away" not in said.out
    distance = pair(call, blue)["distance"]
    assert isinstance(distance, dict)
    assert (distance["told_runs"], distance["untold_runs"]) == (1, 6)
    assert call("shoes", "list", *blue).out == said.out


def test_miles_are_shown_to_who_reads_miles(call: Call, blue: tuple[object, ...]) -> None:
    assert call("me", "--units", "mi", *blue).code == 0
    assert "0-29 mi" in call("shoes", *blue).out


def test_an_unknown_distance_before_is_said(call: Call, journal: Path) -> None:
    at = ("--journal", journal)
    call("shoes", "add", "Old", "--since", SINCE, "--km-before", "unknown", *at)
    assert "at least 0 km (not known what it had before)" in call("shoes", *at).out


@pytest.mark.parametrize(("words", "metres"), [((), 100_000.0), (("--miles",), 160_934.4)])
def test_kilometres_or_miles_before_are_kept(
    words: tuple[str, ...], metres: float, call: Call, journal: Path
) -> None:
    at = ("--journal", journal)
    call("shoes", "add", "Old", "--km-before", "100", *words, *at)
    shoe = pair(call, at)["shoe"]
    assert isinstance(shoe, dict)
    assert shoe["distance_before_m"] == pytest.approx(metres)


def test_the_prompt_is_shown_with_both_distances_until_somebody_looked(
    call: Call, journal: Path
) -> None:
    at = ("--journal", journal)
    call("shoes", "add", "Old", "--since", SINCE, "--km-before", "500", *at)
    out = call("shoes", *at).out
    assert "Look at Old once." in out
    assert "300 to 500 miles" in out
    assert "400 to 600 km" in out
    assert "480 to 800 km" in out
    assert "No trial ties a distance to knee pain" in out
    prompt = pair(call, at)["prompt"]
    assert isinstance(prompt, dict)
    assert [row["rule"] for row in prompt["reasons"]][:2] == ["shoe_look", "shoe_look_document"]
    assert call("shoes", "looked", "Old", *at).code == 0
    assert "Look at Old" not in call("shoes", *at).out


def test_a_sign_of_wear_is_shown_and_counts_as_a_look(call: Call, journal: Path) -> None:
    at = ("--journal", journal)
    call("shoes", "add", "Old", "--since", SINCE, "--km-before", "500", *at)
    call("shoes", "sign", "Old", "--note", "outer heel", *at)
    out = call("shoes", *at).out
    assert "outer heel" in out
    assert "Look at Old" not in out


def test_a_pair_is_put_away_and_taken_up_again(call: Call, blue: tuple[object, ...]) -> None:
    assert call("shoes", "retire", "Blue", *blue).code == 0
    assert "put away" in call("shoes", *blue).out
    assert call("shoes", "back", "Blue", *blue).code == 0
    assert "put away" not in call("shoes", *blue).out


def test_no_list_names_a_cause_or_a_brand_as_better(call: Call, blue: tuple[object, ...]) -> None:
    out = call("shoes", *blue).out.lower()
    assert "no brand" in out
    assert not any(word in out for word in ("cause", "worn out", "should replace"))


def test_an_export_without_shoes_says_so(call: Call, journal: Path) -> None:
    said = call("shoes", "from-export", "--journal", journal, "--json")
    assert said.json == {"new_pairs": [], "told_runs": 0, "known_runs": 0}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "New", "--km-before", "-1"), "0 to 20000 km"),
        (("add", "New", "--km-before", "20001"), "0 to 20000 km"),
        (("add", "New", "--km-before", "nan"), "0 to 20000 km"),
        (("add", "New", "--km-before", "inf"), "0 to 20000 km"),
        (("add", "New", "--km-before", "some"), "unknown"),
        (("add", "New", "--since", "2999-01-01"), "still to come"),
        (("add", "New", "--since", "1989-12-31"), "too long ago"),
        (("add", "New", "--since", "today"), "is not a day"),
        (("add", "  "), "1 to 100 letters"),
        (("add", "x" * 101), "1 to 100 letters"),
        (("add", "BLUE"), "another name"),
        (("wear", "Blue"), "either --run ID or --on DATE"),
        (("wear", "Blue", "--on", "2025-05-31", "--run", "a"), "either"),
        (("wear", "Blue", "--on", "2025-05-30"), "no run on"),
        (("wear", "Grey", "--on", "2025-05-31"), "the log has Blue"),
        (("wear", "Blue", "--run", "zzzz"), "zzzz"),
        (("sign", "Blue", "--note", " "), "--note"),
        (("looked", "Grey"), "no shoes 'Grey'"),
        (("looked", "Blue", "--on", "2025-03-31"), "counts from"),
        (("looked", "Blue", "--on", "2999-01-01"), "still to come"),
        (("back", "Blue"), "in use"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    words: tuple[str, ...], told: str, call: Call, blue: tuple[object, ...]
) -> None:
    assert is_one_sentence(call("shoes", *words, *blue), 2, told)


def test_options_before_the_word_are_refused_and_not_forgotten(
    call: Call, blue: tuple[object, ...]
) -> None:
    assert is_one_sentence(call("shoes", *blue, "retire", "Blue"), 2, "shoes retire")


def test_what_is_sure_is_rounded_down(call: Call, journal: Path) -> None:
    at = ("--journal", journal)
    call("shoes", "add", "Old", "--since", DAY, "--km-before", "399.6", *at)
    assert re.search(r"Old  399(-\d+)? km", call("shoes", *at).out)


def test_a_name_that_would_move_the_cursor_is_refused(call: Call, journal: Path) -> None:
    said = call("shoes", "add", "\x1b[2JBlue", "--journal", journal)
    assert is_one_sentence(said, 2, "cannot be shown")
