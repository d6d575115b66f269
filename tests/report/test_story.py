"""The story says the right things in the right order, also when something is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from trochlea.knowledge import Knowledge
from trochlea.model import (
    Advice,
    CheckIn,
    Clearance,
    Differential,
    Observation,
    RaisedFlag,
    Reason,
    Runner,
    Triage,
)
from trochlea.report import (
    Chart,
    Group,
    ReportMaterial,
    Section,
    Signal,
    Story,
    Table,
    build_story,
)
from trochlea.report.story import story_lines

Make = Callable[..., ReportMaterial]
ORDER = ["safe", "today", "fits", "drives", "helps", "load", "physio", "rests"]


def section(story: Story, key: str) -> Section:
    return next(row for row in story.sections if row.key == key)


def words(story: Story, *keys: str) -> str:
    rows = [section(story, key) for key in keys] if keys else list(story.sections)
    parts = []
    for row in rows:
        for block in row.blocks:
            if isinstance(block, Group):
                parts.append(block.title)
            if isinstance(block, Signal):
                parts += [block.word, block.headline, block.distance, block.next_step, block.valid]
    for line in story_lines(tuple(rows)):
        parts += [line.label, line.text, *line.items]
    return "\n".join(parts)


def signal(story: Story) -> Signal:
    blocks = section(story, "today").blocks
    return next(block for block in blocks if isinstance(block, Signal))


def test_the_parts_stand_in_their_order(make: Make, knowledge: Knowledge) -> None:
    assert [row.key for row in build_story(make(), knowledge).sections] == ORDER


def test_without_a_check_the_story_says_what_to_do_next(make: Make, knowledge: Knowledge) -> None:
    bare = make(assessment=None, advice=None, runs=(), checkins=(), observations=())
    story = build_story(bare, knowledge)
    assert [row.key for row in story.sections] == ORDER
    assert "Do it now" in words(story, "safe")
    assert "Do the full check" in words(story, "today")
    assert all(row.blocks for row in story.sections)
    assert "after the full check" in words(story, "drives", "helps")


def test_an_emergency_names_whom_and_when(
    make: Make, knowledge: Knowledge, emergency_parts: dict[str, Any]
) -> None:
    story = build_story(make(**emergency_parts), knowledge)
    text = words(story, "safe")
    assert "Get emergency help now." in text
    assert "112" in text
    assert "A hospital, now" in text
    assert "My knee hurts" in text
    assert "Do not run" in text
    assert "A hospital, now" in words(story, "today")
    assert "Patellofemoral" not in words(story, "fits", "drives", "helps")


def test_without_a_known_number_it_says_the_local_one(
    make: Make, knowledge: Knowledge, emergency_parts: dict[str, Any]
) -> None:
    story = build_story(make(**emergency_parts | {"emergency_number": None}), knowledge)
    assert "your local emergency number" in words(story, "safe")


@pytest.mark.parametrize(
    "rule", ["bone_rule", "pain_light", "new_limp", "new_swelling", "not_settled_two_mornings"]
)
def test_every_red_says_whom_and_how_soon(rule: str, make: Make, knowledge: Knowledge) -> None:
    advice = Advice(make().made_at.date(), "red", None, None, (Reason(rule, "red"),), None)
    text = words(build_story(make(advice=advice), knowledge), "today")
    assert "No running today" in text
    assert "doctor" in text or "physiotherapist" in text
    assert "7 days" in text or "week" in text


def test_open_questions_are_asked_and_never_taken_for_no(
    make: Make, knowledge: Knowledge, grey_parts: dict[str, Any]
) -> None:
    story = build_story(make(**grey_parts), knowledge)
    text = words(story, "safe")
    assert "still open" in text
    assert "not a no" in text
    assert "Is it so: fever or feeling ill?" in text
    assert "Is it so: knee hot to the touch? (right knee)" in text
    assert signal(story).light == "grey"
    assert "2 could not be ruled out" in words(story, "physio")
    assert signal(story).distance == "No distance today"


def test_amber_shows_distance_reasons_and_the_documents_rule(
    make: Make, knowledge: Knowledge
) -> None:
    story = build_story(make(), knowledge)
    assert signal(story).distance == "Up to 8.3 km"
    assert "Holds until 21 May 2026, 04:30" in signal(story).valid
    text = words(story, "today")
    assert "below 5 out of 10" in text
    assert "stricter" in text
    assert "without a painful knee" in text
    lines = list(story_lines((section(story, "today"),)))
    assert any(line.draft for line in lines)
    assert any(line.sources == ("trial_2018",) for line in lines)


def test_miles_for_who_reads_miles(make: Make, knowledge: Knowledge) -> None:
    runner = Runner("ana", distance_unit="mi")
    assert signal(build_story(make(runner=runner), knowledge)).distance == "Up to 5.2 mi"


@pytest.mark.parametrize("light", ["green", "amber"])
def test_advice_that_ran_out_is_grey(
    light: Any, make: Make, knowledge: Knowledge, now: datetime
) -> None:
    advice = make().advice
    assert advice is not None
    for until in (now - timedelta(minutes=1), None):
        old = replace(advice, light=light, valid_until=until)
        shown = signal(build_story(make(advice=old), knowledge))
        assert (shown.light, shown.distance) == ("grey", "No distance today")


def test_red_does_not_lapse(make: Make, knowledge: Knowledge, now: datetime) -> None:
    reasons = (Reason("new_limp", "red"),)
    old = Advice(now.date(), "red", None, None, reasons, now - timedelta(days=3))
    assert signal(build_story(make(advice=old), knowledge)).light == "red"


def test_what_fits_is_in_words_and_numbers_stay_behind_why(
    make: Make, knowledge: Knowledge
) -> None:
    fits = section(build_story(make(), knowledge), "fits")
    groups = [block for block in fits.blocks if isinstance(block, Group)]
    titles = [group.title for group in groups]
    assert "Fits best: Patellofemoral pain" in titles
    assert any("together with iliotibial" in title for title in titles)
    shown = [line.text for group in groups for line in group.lines]
    assert not any("out of 100" in text or "55" in text for text in shown)
    hidden = [line.text for group in groups for line in group.why]
    assert any("55 out of 100" in text for text in hidden)
    assert any("names two things" in text for text in shown)


@pytest.mark.parametrize("light", ["green", "amber"])
@pytest.mark.parametrize("metres", [0.0, 40.0])
def test_no_distance_left_is_said_so(
    light: Any, metres: float, make: Make, knowledge: Knowledge
) -> None:
    advice = make().advice
    assert advice is not None
    left = replace(advice, light=light, max_distance_m=metres)
    shown = signal(build_story(make(advice=left), knowledge))
    assert (shown.light, shown.distance) == (light, "No distance today")
    assert "Rest" in shown.headline
    assert "run easy" not in shown.next_step.lower()


def test_calm_words_still_name_the_emergency(make: Make, knowledge: Knowledge) -> None:
    text = words(build_story(make(), knowledge), "safe")
    assert "hot and you feel ill, go to the emergency department now" in text
    assert "the same day" in text


def test_a_flag_calls_the_number_of_the_country(
    make: Make, knowledge: Knowledge, emergency_parts: dict[str, Any]
) -> None:
    call = "Call the emergency number of your country now (for example 112, 999 or 911)."
    flag = knowledge.red_flags["hot_joint"].model_copy(update={"whom_to_see": call})
    known = replace(knowledge, red_flags={**knowledge.red_flags, "hot_joint": flag})
    parts = emergency_parts | {"emergency_number": "107"}
    story = build_story(make(**parts), known)
    for part in ("safe", "today"):
        assert "Call 107 now." in words(story, part)
        assert "999" not in words(story, part)


ROLL = "Rolling the muscles may feel good."


def _rolling(knowledge: Knowledge) -> Knowledge:
    """Return the knowledge with a claim that recommends rolling, and a flag that bars it."""
    condition = knowledge.conditions["patellofemoral_pain"]
    claim = condition.helps[0].model_copy(update={"text": ROLL, "rolling": True})
    changed = condition.model_copy(
        update={"helps": (*condition.helps, claim), "conflicts": (claim,)}
    )
    flag = knowledge.red_flags["bone"].model_copy(update={"bars_rolling": True})
    return replace(
        knowledge,
        conditions={**knowledge.conditions, condition.id: changed},
        red_flags={**knowledge.red_flags, "bone": flag},
    )


@pytest.mark.parametrize(
    ("finding", "value", "barred"),
    [
        ("anticoagulant", True, True),
        ("bleeding_disorder", True, True),
        ("clot_risk", ("long_travel",), True),
        ("anticoagulant", False, False),
        ("clot_risk", (), False),
        ("clot_risk", None, False),
    ],
)
def test_rolling_is_left_out_for_who_must_not_roll(
    finding: str, value: Any, barred: bool, make: Make, knowledge: Knowledge, now: datetime
) -> None:
    told = (Observation(finding, value, "none", now, "answer"),)
    text = words(build_story(make(observations=told), _rolling(knowledge)), "helps")
    assert (ROLL in text) is not barred
    assert ("Leave out foam rolling" in text) is barred
    assert "Hip and knee strength work." in text


def test_to_abstain_is_said_plainly(make: Make, knowledge: Knowledge) -> None:
    base = make().assessment
    assert base is not None
    listed = base.differentials[0].listed
    none = Differential("right", listed, 0.5, 0.1, True, "something_else_leads")
    story = build_story(make(assessment=replace(base, differentials=(none,))), knowledge)
    assert "fit none of the patterns" in words(story, "fits")
    assert "Patellofemoral" not in words(story, "fits", "helps")


def test_factors_went_together_and_are_never_the_cause(make: Make, knowledge: Knowledge) -> None:
    text = words(build_story(make(), knowledge), "drives")
    assert "Went together with" in text
    assert "weekly distance: 42.5 km (from your watch)" in text
    assert "the cause" not in text


def test_the_grade_of_a_claim_stands_behind_why(make: Make, knowledge: Knowledge) -> None:
    lines = list(story_lines((section(build_story(make(), knowledge), "helps"),)))
    claim = next(line for line in lines if line.text == "Hip and knee strength work.")
    assert claim.detail == "Grade B, study"
    assert claim.sources == ("trial_2018",)


def test_the_chart_invents_no_point(make: Make, knowledge: Knowledge, now: datetime) -> None:
    silent = CheckIn("left", now)
    story = build_story(make(checkins=(silent,)), knowledge)
    chart = next(b for b in section(story, "load").blocks if isinstance(b, Chart))
    assert len(chart.days) == 84
    assert chart.days[-1].day == now.date()
    assert not any(day.pain for day in chart.days)


def test_the_chart_shows_the_worst_of_each_check_in(make: Make, knowledge: Knowledge) -> None:
    chart = next(
        block
        for block in section(build_story(make(), knowledge), "load").blocks
        if isinstance(block, Chart)
    )
    scores = [score for day in chart.days for _knee, score in day.pain]
    assert scores == [1, 2, 2, 4, 5, 3, 3, 2]
    assert sum(day.longest for day in chart.days) == 1
    assert [day.day.isoformat() for day in chart.days if day.spike] == ["2026-05-03"]


def test_the_chart_has_a_table_twin(make: Make, knowledge: Knowledge) -> None:
    tables = [
        block
        for block in section(build_story(make(), knowledge), "load").blocks
        if isinstance(block, Table)
    ]
    weekly, daily = tables
    assert len(weekly.rows) == 12
    assert len(daily.rows) >= 28
    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)


def test_the_physio_reads_answers_pain_load_and_what_is_unknown(
    make: Make, knowledge: Knowledge
) -> None:
    text = words(build_story(make(), knowledge), "physio")
    for part in ("Patient-reported", "age 35", "female", "knee hot to the touch", "NPRS"):
        assert part in text
    assert "Does not know\nfever or feeling ill." in text
    assert "2 4 5 3" in text
    assert "last 28 days" in text
    assert "how it began: slowly" in text


def test_both_knees_are_told_apart(make: Make, knowledge: Knowledge) -> None:
    base = make().assessment
    assert base is not None
    left = replace(base.differentials[0], knee="left")
    both = replace(base, differentials=(base.differentials[0], left))
    titles = [
        block.title
        for block in section(build_story(make(assessment=both), knowledge), "fits").blocks
        if isinstance(block, Group)
    ]
    assert titles.index("Right knee") < titles.index("Left knee")


def test_drafts_versions_and_intended_use_are_named(make: Make, knowledge: Knowledge) -> None:
    story = build_story(make(), knowledge)
    text = words(story, "rests")
    assert "0123456789abcdef" in text
    assert "0.1.0" in text
    assert "drafts" in text
    assert "not a diagnosis" in text
    assert [row.number for row in story.citations] == [1, 2]


def test_a_simulated_runner_is_said_first(make: Make, knowledge: Knowledge) -> None:
    story = build_story(make(runner=Runner("demo", simulated=True)), knowledge)
    assert story.simulated
    assert story.banners[0].startswith("Simulated runner")


def test_two_flags_are_both_told(make: Make, knowledge: Knowledge) -> None:
    base = make().assessment
    assert base is not None
    flags = (
        RaisedFlag("bone", "urgent", 168, "right", ()),
        RaisedFlag("not_in_this_knowledge", "urgent", 48, "none", ()),
    )
    story = build_story(
        make(assessment=replace(base, triage=Triage("urgent", 48, flags, ()))), knowledge
    )
    text = words(story, "safe")
    assert "Be seen within 2 days." in text
    assert "Pain at one spot on the bone (right knee)" in text
    assert "not in this knowledge" in text
    assert "Being seen comes first" in words(story, "helps")


def test_a_flag_of_an_earlier_check_is_still_open(make: Make, knowledge: Knowledge) -> None:
    reason = Reason("open_flag", "red", (("flag", "bone"), ("side", "right")))
    advice = Advice(make().made_at.date(), "red", None, None, (reason,), None)
    for assessment in (make().assessment, None):
        story = build_story(make(advice=advice, assessment=assessment), knowledge)
        assert "Be seen within 7 days." in words(story, "safe")
        assert "Nothing you told us" not in words(story, "safe")
        assert "Pain at one spot on the bone (right knee): within 7 days" in words(story, "physio")


def test_a_cleared_flag_names_who_when_and_why(make: Make, knowledge: Knowledge) -> None:
    base = make().assessment
    assert base is not None
    raised = RaisedFlag("bone", "urgent", 168, "right", ())
    found = replace(base, triage=Triage("urgent", 168, (raised,), ()))
    word = Clearance("bone", "Dr Ruiz", base.on, "MRI was clear", make().made_at, "right")
    text = words(build_story(make(assessment=found, clearances=(word,)), knowledge), "safe")
    assert "by Dr Ruiz, 20 May 2026. MRI was clear." in text
    assert "Be seen within" not in text
    helps = words(
        build_story(make(assessment=found, clearances=(word,)), _rolling(knowledge)), "helps"
    )
    assert "Leave out foam rolling" in helps
    assert ROLL not in helps
    old = replace(word, on=base.on - timedelta(days=1))
    text = words(build_story(make(assessment=found, clearances=(old,)), knowledge), "safe")
    assert "Be seen within 7 days." in text


def test_a_time_without_offset_is_refused(make: Make, knowledge: Knowledge) -> None:
    with pytest.raises(ValueError, match="offset"):
        build_story(make(made_at=datetime(2026, 5, 20)), knowledge)  # noqa: DTZ001
