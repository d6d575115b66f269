"""Self-tests on the command line: a list with reasons, and the steps of one that is allowed."""

from __future__ import annotations

from pathlib import Path

from tests.cli.given import Call, is_one_sentence


def test_the_list_says_of_each_whether_it_may_be_done(call: Call, journal: Path) -> None:
    said = call("selftest", "--journal", journal, "--json")
    rows = {row["id"]: row for row in said.json}
    assert rows["sitting_test"]["title"]
    assert all(row["offered"] or row["barred_by"] or row["open_questions"] for row in said.json)


def test_a_test_that_is_barred_shows_why_and_not_its_steps(
    call: Call, journal: Path, answers: Path
) -> None:
    call(
        "examined",
        "night_pain=yes",
        "--knee",
        "right",
        "--by",
        "A. Jones",
        "--on",
        "2025-06-01",
        "--journal",
        journal,
    )
    said = call("selftest", "single_leg_squat_count", "--journal", journal)
    assert "Not now" in said.out
    assert "1." not in said.out


def test_an_unknown_test_is_one_sentence(call: Call, journal: Path) -> None:
    assert is_one_sentence(call("selftest", "hop_test", "--journal", journal), 2, "selftest")
