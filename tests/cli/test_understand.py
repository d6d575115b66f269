"""`understand`: proposals and what was not understood, for a person and for a program."""

from __future__ import annotations

from tests.cli.given import Call

WORDS = "sharp pain outside my left knee, worse downhill, fine when I walk. gubbins wibble"


def test_words_become_proposals_with_the_words_they_rest_on(call: Call) -> None:
    said = call("understand", WORDS)
    assert said.code == 0
    assert "left knee: pain downhill (“worse downhill”)" in said.out
    assert "Not understood" in said.out


def test_a_program_gets_findings_values_and_sides(call: Call) -> None:
    rows = {row["finding"]: row for row in call("understand", WORDS, "--json").json["proposals"]}
    assert rows["pain_region"]["value"] == ["outer_side"]
    assert rows["pain_walking"]["value"] is False
    assert rows["pain_quality"]["side"] == "left"


def test_empty_words_say_nothing(call: Call) -> None:
    found = call("understand", "", "--json").json
    assert found == {"proposals": [], "not_understood": []}
