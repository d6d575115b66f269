"""The words files: what a phrase may look like, and what the check finds in a bad file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from trochlea.knowledge import Knowledge, check_knowledge, load_knowledge
from trochlea.knowledge.words import OneOf, OneWord, Words, parse_phrase


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def with_words(knowledge: Knowledge, **fields: object) -> tuple[str, ...]:
    name = str(fields.pop("id"))
    words = Words.model_validate({"id": name, **fields})
    return check_knowledge(replace(knowledge, words={name: words}))


def test_every_finding_of_the_safety_screens_has_words(knowledge: Knowledge) -> None:
    asked = {
        name
        for screen in knowledge.screens.values()
        if screen.part == "safety"
        for name in screen.findings
    }
    assert asked - set(knowledge.words) == set()


def test_a_phrase_has_words_rows_and_gaps() -> None:
    row = parse_phrase("(really) [gives way|buckles] .. knee|leg").row
    assert isinstance(row[0], OneOf)
    assert () in row[0].rows
    assert row[-1] == OneWord(frozenset({"knee", "leg"}), ())


@pytest.mark.parametrize("text", ["", "..", "knee ..", "[knee", "knee)", "knee, leg", "<miles>"])
def test_what_is_no_phrase_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="phrase"):
        parse_phrase(text)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"id": "knee_sings", "says": ["sings"]}, "no finding 'knee_sings'"),
        ({"id": "knee_swollen", "says": ["{swols}"]}, "no shared set 'swols'"),
        ({"id": "pain_quality", "values": {"sour": ["sour"]}}, "has no choice 'sour'"),
        ({"id": "pain_quality", "says": ["sour"]}, "neither stated nor denied"),
        ({"id": "knee_swollen", "number": ["<km>"]}, "has no number"),
        ({"id": "days_since_onset", "number": ["ages"]}, "holds no number"),
        ({"id": "limp", "says": ["limp"], "implies": {"yes": {"limps": True}}}, "to imply"),
    ],
)
def test_the_check_finds_a_bad_file(
    knowledge: Knowledge, fields: dict[str, object], fault: str
) -> None:
    assert any(fault in sentence for sentence in with_words(knowledge, **fields))
