"""A clinician's findings: kept with name and date, and they outrank what was answered."""

from __future__ import annotations

from pathlib import Path

from tests.cli.given import DAY, Call, is_one_sentence

BY = ("--by", "A. Jones", "--on", DAY)


def test_what_a_clinician_found_is_kept_and_outranks_the_answer(
    call: Call, journal: Path, answers: Path
) -> None:
    at = ("--journal", journal)
    said = call("examined", "knee_swollen=yes", "--knee", "right", *BY, *at)
    assert said.code == 0
    assert "1 finding by A. Jones" in said.err
    checked = call("check", "--answers", answers, "--on", DAY, "--json", *at)
    flags = {row["id"] for row in checked.json["red_flags"]}
    assert "swelling_without_injury" in flags


def test_values_of_every_kind_are_taken(call: Call, journal: Path) -> None:
    words = ("onset=gradual", "pain_region=inner_side,back", "pain_during_run=3", "limp=?")
    said = call("examined", *words, "--knee", "left", *BY, "--journal", journal, "--json")
    assert [row["value"] for row in said.json] == ["gradual", ["inner_side", "back"], 3, None]
    assert {row["side"] for row in said.json} == {"left"}


def test_a_finding_without_a_side_needs_no_knee(call: Call, journal: Path) -> None:
    said = call("examined", "fever_or_unwell=no", *BY, "--journal", journal, "--json")
    assert said.json[0]["side"] == "none"


def test_what_is_wrong_is_said_in_one_sentence(call: Call, journal: Path) -> None:
    at = (*BY, "--journal", journal)
    assert is_one_sentence(call("examined", "lachman_positive=maybe", *at), 2, "yes, no or ?")
    assert is_one_sentence(call("examined", "lachman_positive=no", *at), 2, "--knee")
    assert is_one_sentence(call("examined", "no_such=yes", *at), 2, "FINDING=VALUE")
    assert is_one_sentence(call("examined", "pain_during_run=much", *at), 2, "number")
    late = ("--by", "A. Jones", "--on", "2999-01-01", "--journal", journal)
    assert is_one_sentence(call("examined", "fever_or_unwell=no", *late), 2, "still to come")
