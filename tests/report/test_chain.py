"""Every number of an advice leads to a record, and every record to a source that exists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.plan.test_how import THREE
from tests.plan.test_today import WELL, checkin
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.model import Advice, Reason, UnknownFlag
from trochlea.plan import OpenFlag, TodayInputs, advise_today
from trochlea.report.chain import chain, chain_lines

DAYS: dict[str, TodayInputs] = {
    "green": replace(WELL, runs=THREE),
    "amber": replace(WELL, runs=THREE, checkins=(checkin(during=3, began_m=4000, medicine=True),)),
    "red": replace(WELL, checkins=(checkin(during=5),)),
    "bone": replace(WELL, bone_findings=("focal_bone_pain",)),
    "flag": replace(WELL, open_flags=(OpenFlag("hot_joint_unwell", "emergency", "left"),)),
    "question": replace(WELL, unknown_flags=(UnknownFlag("hot_joint", "same_day", "left", ()),)),
    "clearance": replace(WELL, clearances_missing=("anticoagulant",)),
    "minor": replace(WELL, age_years=15),
    "walk": replace(WELL, runs=()),
}


@pytest.fixture
def knowledge() -> Knowledge:
    """Give the records that are shipped, and not the few of the other tests of words."""
    return packaged_knowledge()


@pytest.mark.parametrize("day", DAYS)
def test_every_reason_stands_on_a_record_and_a_source(day: str, knowledge: Knowledge) -> None:
    advice = advise_today(_known(DAYS[day], knowledge), knowledge)
    assert advice.reasons
    for link in chain(advice, knowledge):
        assert link["record"], link["rule"]
        assert not link["missing"], link["record"]
        assert link["sources"], link["rule"]


def _known(inputs: TodayInputs, knowledge: Knowledge) -> TodayInputs:
    """Return the day with a flag that the knowledge has, whatever its flags are called."""
    if not inputs.open_flags:
        return inputs
    first = next(row for row in knowledge.red_flags.values() if row.urgency == "emergency")
    return replace(inputs, open_flags=(OpenFlag(first.id, first.urgency, "left"),))


def test_a_limit_shows_what_it_saw_and_the_numbers_of_its_rule(knowledge: Knowledge) -> None:
    advice = advise_today(DAYS["amber"], knowledge)
    onset = next(row for row in chain(advice, knowledge) if row["rule"] == "distance_pain_onset")
    assert onset["seen"]["onset_m"] == 4000
    assert onset["record"] == "rules/distance_pain_onset"
    percent = next(row for row in onset["numbers"] if row["name"] == "percent")
    assert percent["says"].startswith("80 %: consensus, grade D, house_consensus")
    assert percent["status"] == "draft"


def test_the_text_names_record_number_and_source_in_turn(knowledge: Knowledge) -> None:
    lines = [*chain_lines(advise_today(DAYS["red"], knowledge), knowledge)]
    assert lines[0].startswith("red: ")
    assert "    rules/pain_light_default" in lines
    assert any(line.strip().startswith("source ") for line in lines)


def test_advice_of_an_older_version_finds_its_record_by_the_rule(
    knowledge: Knowledge,
) -> None:
    advice = advise_today(DAYS["green"], knowledge)
    old = replace(advice, reasons=(Reason("no_distance_left", "amber"),))
    assert _text(old, knowledge)[1].strip() == "no record was kept with this reason"
    named = replace(advice, reasons=(Reason("distance_pain_onset", "cap"),))
    assert _text(named, knowledge)[1].strip() == "rules/distance_pain_onset"


def test_a_record_that_is_gone_is_shown_as_gone(knowledge: Knowledge) -> None:
    advice = advise_today(DAYS["green"], knowledge)
    gone = replace(advice, reasons=(Reason("no_distance_left", "amber", record="rules/none"),))
    assert _text(gone, knowledge)[1].strip() == "rules/none (gone)"


def _text(advice: Advice, knowledge: Knowledge) -> list[str]:
    return [*chain_lines(advice, knowledge)]
