"""Self-tests on the command line: a list with reasons, and the steps of one that is allowed."""

from __future__ import annotations

from pathlib import Path

from tests.cli.given import DAY, Call, answers_file, is_one_sentence


def test_the_list_says_of_each_whether_it_may_be_done(call: Call, journal: Path) -> None:
    said = call("selftest", "--journal", journal, "--on", DAY, "--json")
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
    said = call("selftest", "single_leg_squat_count", "--journal", journal, "--on", DAY)
    assert "Not now" in said.out
    assert "1." not in said.out


def test_without_a_check_that_counts_no_test_is_offered(call: Call, journal: Path) -> None:
    late = call("selftest", "--journal", journal, "--on", "2025-08-01", "--json").json
    assert {row["held_back"] for row in late} == {"no_check"}
    assert not any(row["offered"] for row in late)


def test_an_open_warning_sign_holds_every_test_back(
    call: Call, journal: Path, tmp_path: Path
) -> None:
    lump = answers_file(tmp_path / "lump.json", knee={"lump": True})
    call("check", "--answers", lump, "--on", DAY, "--journal", journal)
    rows = call("selftest", "--journal", journal, "--on", DAY, "--json").json
    assert {row["held_back"] for row in rows} == {"open_flag"}


def test_an_unknown_test_is_one_sentence(call: Call, journal: Path) -> None:
    assert is_one_sentence(call("selftest", "hop_test", "--journal", journal), 2, "selftest")
