"""`trochlea load`: weeks, jumps and the weeks before, for people and for programs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.given import Call, is_one_sentence
from trochlea.cli.common import clock


@pytest.fixture
def at(call: Call, tmp_path: Path) -> tuple[object, ...]:
    """A journal with runs of the last weeks, of which the last but one is a jump, as options."""
    at = ("--journal", tmp_path / "j")
    today = clock(None).date()
    for days, km, minutes in ((40, 8, 48), (30, 8, 48), (20, 8, 48), (8, 12, 75), (2, 5, None)):
        words = ["--distance", km, "--on", today - timedelta(days=days)]
        words += [] if minutes is None else ["--minutes", minutes]
        assert call("log", *words, *at).code == 0
    return at


def test_the_weeks_are_told_with_what_describes_and_what_holds(
    call: Call, at: tuple[object, ...]
) -> None:
    said = call("load", *at)
    assert said.code == 0
    assert "12.0 km" in said.out
    assert "(ACWR, uncoupled)" in said.out
    assert said.out.count("A description, not a limit") == 2
    assert said.out.rstrip().endswith("Today's light and distance hold over all of this.")


def test_a_sum_that_lacks_a_run_is_marked(call: Call, at: tuple[object, ...]) -> None:
    """Of the last week's one run no time was told: no time, and never nought."""
    last = call("load", "weeks", "--weeks", 2, *at).out.splitlines()[3]
    assert last.split()[1:3] == ["1", "1"]
    assert last.split()[-2] == "?"


def test_a_jump_is_told_by_its_band_and_never_between_bands(
    call: Call, at: tuple[object, ...]
) -> None:
    rows = call("load", "spikes", "--json", *at).json
    jump = next(row for row in rows if row["distance_m"] == 12000)
    assert jump["ratio"] == 1.5
    assert (jump["hazard_rate_ratio"], jump["low"], jump["high"]) == (1.52, 1.16, 2.0)
    said = call("load", "spikes", *at).out
    band = "the band 1.30 to 2.00 had 1.52 times the rate of new injuries (1.16 to 2.00)"
    assert f"1.50 times; {band}" in said
    assert "runners without a painful knee" in said


def test_the_first_run_after_a_month_is_a_start_anew(call: Call, at: tuple[object, ...]) -> None:
    rows = call("load", "spikes", "--weeks", 8, "--json", *at).json
    assert (rows[0]["restart"], rows[0]["ratio"]) == (True, None)
    assert "a start anew" in call("load", "spikes", "--weeks", 8, *at).out


def test_the_weeks_before_need_a_day_and_say_what_is_not_on_record(
    call: Call, at: tuple[object, ...]
) -> None:
    assert "--on DATE" in call("load", "before", *at).out
    assert call("load", "before", "--json", *at).out.strip() == "null"
    day = clock(None).date() - timedelta(days=7)
    said = call("load", "before", "--on", day, *at)
    assert said.code == 0
    assert "too few weeks are known" in said.out
    assert "it need not be the cause" in said.out
    assert len(call("load", "before", "--on", day, "--json", *at).json["weeks"]) == 18


def test_distances_are_in_the_unit_that_the_runner_reads(
    call: Call, at: tuple[object, ...]
) -> None:
    assert call("me", "--units", "mi", *at).code == 0
    assert "7.4 mi" in call("load", *at).out


def test_where_today_gives_no_distance_a_program_reads_no_ceiling(
    call: Call, at: tuple[object, ...]
) -> None:
    found = call("load", "weeks", "--json", *at).json
    assert found["no_distance_today"] is True
    assert {row["most"] for row in found["coming"]["ceilings"]} == {None}
    assert "Today gives no distance" in call("load", "weeks", *at).out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("weeks", "--weeks", "0"), "--weeks"),
        (("before", "--on", "2150-01-01"), "still to come"),
        (("before", "--on", "someday"), "not a day"),
    ],
)
def test_a_wrong_call_is_one_sentence(
    call: Call, at: tuple[object, ...], words: tuple[str, ...], told: str
) -> None:
    assert is_one_sentence(call("load", *words, *at), 2, told)


def test_without_a_run_it_says_how_the_first_comes(call: Call, tmp_path: Path) -> None:
    call("me", "--units", "km", "--journal", tmp_path / "j")
    for verb in ("weeks", "spikes"):
        said = call("load", verb, "--journal", tmp_path / "j")
        assert (said.code, "trochlea log" in said.out) == (0, True)
