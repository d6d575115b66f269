"""A clinician's findings: kept with name and date, and they outrank what was answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.given import DAY, Call, is_one_sentence
from trochlea.cli.examined import DOES_NOT_CLEAR

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
    words = ("onset=gradual", "pain_region=inner_side,back", "lachman_positive=yes", "limp=?")
    said = call("examined", *words, "--knee", "left", *BY, "--journal", journal, "--json")
    assert [row["value"] for row in said.json] == ["gradual", ["inner_side", "back"], True, None]
    assert {row["side"] for row in said.json} == {"left"}


def test_a_finding_without_a_side_needs_no_knee(call: Call, journal: Path) -> None:
    said = call("examined", "fever_or_unwell=no", *BY, "--journal", journal, "--json")
    assert said.json[0]["side"] == "none"


def test_what_is_wrong_is_said_in_one_sentence(call: Call, journal: Path) -> None:
    at = (*BY, "--journal", journal)
    assert is_one_sentence(call("examined", "lachman_positive=maybe", *at), 2, "yes, no or ?")
    assert is_one_sentence(call("examined", "lachman_positive=no", *at), 2, "--knee")
    assert is_one_sentence(call("examined", "no_such=yes", *at), 2, "FINDING=VALUE")
    late = ("--by", "A. Jones", "--on", "2999-01-01", "--journal", journal)
    assert is_one_sentence(call("examined", "fever_or_unwell=no", *late), 2, "still to come")


@pytest.mark.parametrize("name", ["age_years", "sex", "body_mass_index"])
def test_who_the_runner_is_no_clinician_finds(name: str, call: Call, journal: Path) -> None:
    said = call("examined", f"{name}=30", *BY, "--journal", journal)
    assert is_one_sentence(said, 2, "trochlea me")


@pytest.mark.parametrize(
    "told", ["longest_settled_run_km=inf", "pain_during_run=3", "days_since_onset=nan"]
)
def test_a_clinician_finds_signs_and_no_kilometres_or_scores(
    told: str, call: Call, journal: Path
) -> None:
    said = call("examined", told, "--knee", "left", *BY, "--journal", journal)
    assert is_one_sentence(said, 2, "the runner's own to say")


def test_a_no_to_an_item_of_a_red_flag_says_that_it_clears_nothing(
    call: Call, journal: Path
) -> None:
    at = ("--knee", "left", *BY, "--journal", journal)
    assert DOES_NOT_CLEAR in call("examined", "knee_swollen=no", *at).err
    assert DOES_NOT_CLEAR not in call("examined", "knee_swollen=yes", *at).err
    assert DOES_NOT_CLEAR not in call("examined", "noble_positive=no", *at).err
