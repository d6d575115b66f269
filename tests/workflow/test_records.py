"""Stored records come back as they were; what another version wrote is refused in a sentence."""

from __future__ import annotations

import json

import pytest

from tests.workflow.conftest import NOW, KeepCheck, KeepRun
from trochlea.errors import JournalError
from trochlea.journal import Journal
from trochlea.knowledge import Knowledge
from trochlea.model import Advice, Assessment, Clearance, Observation, Seen
from trochlea.plan import TodayInputs, advise_today
from trochlea.workflow.advising import today_inputs
from trochlea.workflow.records import from_json, hash_of, to_json


@pytest.fixture
def inputs(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck, keep_run: KeepRun
) -> TodayInputs:
    """Inputs in which nearly every field says something."""
    for days in (40, 30, 20, 6):
        keep_run(days)
    keep_check(
        days=1,
        lump=True,
        focal_bone_pain=True,
        night_pain=None,
        anticoagulant=True,
        pain_during_run=3,
        pain_next_morning=0,
        longest_settled_run_km=5.5,
        days_since_last_run=6,
        days_since_onset=15,
    )
    journal.add_clearance(
        Clearance("pregnancy_or_12_weeks_after", "Dr E", NOW.date(), "seen", NOW)
    )
    return today_inputs(journal, NOW, knowledge, wish_m=4200.5)


def test_the_inputs_of_today_come_back_as_they_were(inputs: TodayInputs) -> None:
    empty = {name for name in TodayInputs.__slots__ if not getattr(inputs, name)}
    assert empty == {"abstained", "clearances_unknown", "later_check", "stage_m"}
    text = to_json(inputs)
    assert from_json(TodayInputs, text) == inputs
    assert to_json(from_json(TodayInputs, text)) == text


def test_an_assessment_comes_back_as_it_was(keep_check: KeepCheck, keep_run: KeepRun) -> None:
    for days in (40, 30):
        keep_run(days)
    keep_run(20, 9000.0)
    assessment = keep_check(
        days_since_onset=18,
        lump=True,
        night_pain=None,
        pain_running=True,
        pain_squatting=True,
        pain_prolonged_sitting=True,
        grinding=True,
    ).assessment
    triage = assessment.triage
    assert triage.red_flags
    assert triage.unknown_red_flags
    assert assessment.factors
    assert assessment.differentials[0].listed[0].speaks_for
    text = to_json(assessment)
    assert from_json(Assessment, text) == assessment
    assert to_json(from_json(Assessment, text)) == text


def test_advice_comes_back_as_it_was(inputs: TodayInputs, knowledge: Knowledge) -> None:
    advice = advise_today(inputs, knowledge)
    assert advice.reasons
    assert from_json(Advice, to_json(advice)) == advice


@pytest.mark.parametrize(
    "value", [True, False, None, 0, 1, 5.0, 2.5, "gradual", (), ("back", "outer_side")]
)
def test_a_value_keeps_its_kind(value: bool | float | str | tuple[str, ...] | None) -> None:
    seen = Seen("finding", value, "right", "answer")
    again = from_json(Seen, to_json(seen))
    assert again == seen
    assert type(again.value) is type(value)


def test_the_same_record_gives_the_same_text_and_hash(inputs: TodayInputs) -> None:
    assert to_json(inputs) == to_json(from_json(TodayInputs, to_json(inputs)))
    assert hash_of("knee") == hash_of("knee") != hash_of("Knee")
    assert len(hash_of("")) == 64


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", '"text"', '{"light": "green"}', "{'light': 1}"],
)
@pytest.mark.parametrize("kind", [Advice, Assessment, TodayInputs, Observation])
def test_a_text_that_is_no_such_record_is_one_sentence(kind: type, text: str) -> None:
    with pytest.raises(JournalError) as raised:
        from_json(kind, text)
    said = str(raised.value)
    assert said.startswith(f"A stored {kind.__name__} was written by another version of Trochlea")
    assert said.endswith(".")
    assert "\n" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [("light", "purple"), ("on", "someday"), ("reasons", None), ("max_distance_m", "far")],
)
def test_a_field_that_this_version_does_not_know_how_to_read_is_refused(
    inputs: TodayInputs, knowledge: Knowledge, name: str, value: object
) -> None:
    table = json.loads(to_json(advise_today(inputs, knowledge)))
    table[name] = value
    with pytest.raises(JournalError, match="another version of Trochlea"):
        from_json(Advice, json.dumps(table))
