"""What is said, on every page: S14, S15 and S18, and what may never be asked or advised."""

from __future__ import annotations

import html
import json
import re
from io import StringIO

import pytest
from hypothesis import given, settings
from rich.console import Console

from tests.house.test_words import said, sentences, wrong
from tests.knowledge.test_safety import RECOMMENDS
from tests.safety.days import days
from tests.safety.strategies import NOW, Place, observed, told_by_runners
from tests.safety.witness import quiet_runner, raised_alone
from trochlea.assess import assess
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.model import FindingValue, Runner
from trochlea.plan import TodayInputs, advise_today
from trochlea.report import ReportMaterial, Story, build_story, check_json, today_json
from trochlea.report.html import render_html
from trochlea.report.terminal import render_terminal
from trochlea.report.words import light_words

DRAWN = settings.get_profile("safety_render")
FLAGS = tuple(packaged_knowledge().red_flags)
WHO = re.compile(
    r"doctor|physiotherapist|clinician|hospital|emergency|ambulance|surgeon|prescriber|midwife"
    r"|\b112\b|\b911\b|\b999\b|GP\b|clinic|A&E|podiatrist|nurse",
    re.IGNORECASE,
)
SOON = re.compile(
    r"\bnow\b|today|tonight|at once|same day|\d+ (?:hours|days|weeks)|within|this week|a week"
    r"|before you run|next days|few days",
    re.IGNORECASE,
)
# Calf, clot and anticoagulant: whatever looks at one of these may never roll the leg.
CLOT = {
    "anticoagulant",
    "bleeding_disorder",
    "breathless_chest_pain_collapse",
    "calf_pain_new",
    "clot_risk",
    "leg_swelling_one_sided",
}
SLIMMING = re.compile(
    r"\b(?:lose|losing|shed|cut|reduce|reducing|drop)\s+(?:\w+\s+){0,2}(?:weight|kilos?|pounds?"
    r"|body mass|body fat)\b|\b(?:calories?|kcal|kilojoules?|dieting)\b"
    r"|\b(?:target|ideal|goal)\s+(?:weight|bmi|body mass)",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(?:not|nothing|never|no|without|nor|unless|if|did|have you|has)\b", re.IGNORECASE
)
DANGEROUS = re.compile(r"\b(?:hop|jump|squat|thessaly|lunge|sprint|leap)\b(?!\w)", re.IGNORECASE)
IN_THE_PAST = re.compile(
    r"\b(?:has|have|had|did|already|hurts?|hurting|when|after|while|is it)\b", re.IGNORECASE
)


def _material(told: dict[Place, FindingValue], inputs: TodayInputs) -> ReportMaterial:
    """Return a report of drawn answers beside a drawn day; each part is a page of its own."""
    knowledge = packaged_knowledge()
    return ReportMaterial(
        runner=Runner("ana", country="GB"),
        made_at=inputs.now,
        assessment=assess(observed(told), knowledge, NOW.date()),
        advice=advise_today(inputs, knowledge),
        runs=inputs.runs,
        checkins=inputs.checkins,
        observations=observed(told),
        emergency_number=knowledge.emergency_number("GB"),
    )


def _page(story: Story) -> str:
    """Return what a person reads of the page."""
    body = render_html(story).partition("<body")[2]
    return html.unescape(re.sub(r"<[^>]+>", "\n", body))


def _terminal(story: Story) -> str:
    screen = StringIO()
    render_terminal(story, Console(file=screen, width=80), why=True)
    return screen.getvalue()


def _diagnosed(text: str, knowledge: Knowledge) -> list[str]:
    """Return the names of conditions that somebody is said to have."""
    names = {
        name
        for row in knowledge.conditions.values()
        for name in (row.title, row.plain_name, row.id.replace("_", " "))
    }
    any_name = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    stated = re.compile(rf"\byou(?:'ve| have)\s+(?:an?\s+|the\s+)?(?:{any_name})\b", re.I)
    return [found[0] for found in stated.finditer(" ".join(text.split()))]


@DRAWN
@given(told_by_runners(), days())
def test_no_page_names_a_dose_or_says_what_you_have(
    told: dict[Place, FindingValue], inputs: TodayInputs
) -> None:
    """S14 on the page, in the terminal and in what programs read, for whatever was said."""
    knowledge = packaged_knowledge()
    material = _material(told, inputs)
    assert material.assessment is not None
    assert material.advice is not None
    story = build_story(material, knowledge)
    records = [
        check_json(material.assessment, knowledge),
        today_json(material.advice, knowledge, at=inputs.now),
    ]
    for text in (_page(story), _terminal(story), json.dumps(records)):
        assert [row for row in sentences(text) if wrong(row)] == []
        assert _diagnosed(text, knowledge) == []
        assert [row for row in sentences(text) if _slims(row)] == []


@DRAWN
@given(told_by_runners(), days())
def test_page_terminal_and_program_agree_on_light_and_urgency(
    told: dict[Place, FindingValue], inputs: TodayInputs
) -> None:
    """S18: one light and one distance, wherever it is read."""
    knowledge = packaged_knowledge()
    material = _material(told, inputs)
    assert material.assessment is not None
    assert material.advice is not None
    story = build_story(material, knowledge)
    record = today_json(material.advice, knowledge, at=inputs.now)
    word, mark, *_rest = light_words(record["light"])
    page, terminal = _page(story), _terminal(story)
    assert f"{word}. " in " ".join(page.split())
    assert f"{mark} {word}. " in terminal
    others = {light_words(light)[1] for light in ("green", "amber", "red", "grey")} - {mark}
    assert [row for row in others if f"{row} " in terminal] == []
    assert ("Up to " in page) == ("Up to " in terminal)
    checked = check_json(material.assessment, knowledge)
    assert checked["urgency"] == material.assessment.triage.urgency


@DRAWN
@given(days())
def test_every_red_day_says_who_to_see_and_how_soon(inputs: TodayInputs) -> None:
    """S15, whatever made it red, in the part that a runner reads first."""
    from dataclasses import replace

    from trochlea.plan import OpenFlag

    knowledge = packaged_knowledge()
    place = len(inputs.runs) * 7 + len(inputs.checkins) * 11 + int(inputs.now.hour)
    flag = knowledge.red_flags[FLAGS[place % len(FLAGS)]]
    reds = (
        replace(inputs, open_flags=(OpenFlag(flag.id, flag.urgency, "left"),)),
        replace(inputs, bone_findings=("focal_bone_pain",)),
        inputs,
    )
    for day in reds:
        advice = advise_today(day, knowledge)
        if advice.light == "red":
            material = ReportMaterial(Runner("ana"), made_at=day.now, advice=advice)
            for read in (_page, _terminal):
                text = read(build_story(material, knowledge, ("safe", "today")))
                assert WHO.search(text)
                assert SOON.search(text)


@pytest.mark.parametrize("name", FLAGS)
def test_every_flag_says_who_to_see_how_soon_and_what_to_say(
    name: str, knowledge: Knowledge
) -> None:
    flag = knowledge.red_flags[name]
    told = next(iter(raised_alone(flag, "right")))
    found = assess(observed(told), knowledge, NOW.date())
    material = ReportMaterial(Runner("ana"), made_at=NOW, assessment=found)
    text = _terminal(build_story(material, knowledge, ("safe",)))
    assert WHO.search(flag.whom_to_see), flag.whom_to_see
    for label in ("Who to see: ", "How soon: ", "Say on the phone: ", "Until then: "):
        assert label in text
    assert SOON.search(text) or flag.urgency == "routine"


def _slims(sentence: str) -> bool:
    found = SLIMMING.search(sentence)
    # Alternatives in brackets are words that a runner may type, and nothing that is said.
    listed = "|" in sentence
    return bool(found) and not listed and not DENIED.search(sentence)


def test_nobody_is_told_to_lose_weight(knowledge: Knowledge) -> None:
    from trochlea.knowledge.loader import DATA

    found = [
        f"{name}: {row}"
        for name, text in said(DATA.parents[1])
        for row in sentences(text)
        if _slims(row)
    ]
    assert found == []


def test_triage_never_asks_a_runner_to_do_what_could_break_a_bone(knowledge: Knowledge) -> None:
    """Hopping, squatting, Thessaly: asked of the past at most, and of no clinician's finding."""
    for screen in knowledge.screens.values():
        if screen.part != "safety":
            continue
        assert not DANGEROUS.search(screen.instruction), screen.id
        for name in screen.findings:
            finding = knowledge.findings[name]
            assert finding.observable_by == "runner", name
            for row in sentences(f"{finding.question} {finding.help}"):
                assert not DANGEROUS.search(row) or IN_THE_PAST.search(row), (name, row)


def test_whatever_looks_at_a_clot_or_a_blood_thinner_bars_rolling(knowledge: Knowledge) -> None:
    for flag in knowledge.red_flags.values():
        if CLOT & set(flag.when.findings()):
            assert flag.bars_rolling, flag.id


@pytest.mark.parametrize(
    "name", [key for key, row in packaged_knowledge().red_flags.items() if row.bars_rolling]
)
def test_no_page_recommends_rolling_beside_a_flag_that_bars_it(
    name: str, knowledge: Knowledge
) -> None:
    for told in list(raised_alone(knowledge.red_flags[name], "right"))[:3]:
        _no_rolling(told | {("right", "pain_region"): ("outer_side",)}, knowledge)


def test_no_page_recommends_rolling_to_who_takes_a_blood_thinner(knowledge: Knowledge) -> None:
    told = quiet_runner("right") | {
        ("none", "anticoagulant"): True,
        ("right", "pain_region"): ("outer_side",),
    }
    _no_rolling(told, knowledge)


def _no_rolling(told: dict[Place, FindingValue], knowledge: Knowledge) -> None:
    found = assess(observed(told), knowledge, NOW.date())
    material = ReportMaterial(
        Runner("ana"), made_at=NOW, assessment=found, observations=observed(told)
    )
    for read in (_page, _terminal):
        text = " ".join(read(build_story(material, knowledge)).split())
        assert not RECOMMENDS.search(text)


def test_an_emergency_names_the_number_of_the_country_and_never_a_guessed_one(
    knowledge: Knowledge,
) -> None:
    flag = next(row for row in knowledge.red_flags.values() if row.urgency == "emergency")
    told = next(iter(raised_alone(flag, "right")))
    found = assess(observed(told), knowledge, NOW.date())
    for country in (*knowledge.emergency_numbers, "ZZ", None):
        number = knowledge.emergency_number(country)
        material = ReportMaterial(
            Runner("ana", country=country), made_at=NOW, assessment=found, emergency_number=number
        )
        text = _terminal(build_story(material, knowledge, ("safe",)))
        first = text.partition("IS IT SAFE?")[2][:400]
        if number is None:
            assert "local emergency number" in " ".join(text.split())
        else:
            assert number in first
            assert country in knowledge.emergency_numbers
