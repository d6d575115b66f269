"""The report fits its neighbours: the rules of `plan`, the knowledge, and readers' eyes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import trochlea
from trochlea.errors import KnowledgeError
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.model import Advice, RaisedFlag, Reason, Triage
from trochlea.report import Group, ReportMaterial, build_story, reason_sentence
from trochlea.report.html import STYLE_FILE, render_html
from trochlea.report.sentences import phrase_ids
from trochlea.report.story import story_lines
from trochlea.report.words import light_words, sentence

Make = Callable[..., ReportMaterial]
PLAN = Path(trochlea.__file__).parent / "plan"
AA_TEXT = 4.5
INKS = ("ink", "soft", "accent", "alarm", "green", "amber", "red", "grey")
PAPERS = ("paper", "card", "alarm-paper")


@pytest.fixture(scope="module")
def packaged() -> Knowledge:
    try:
        return packaged_knowledge()
    except KnowledgeError as error:
        pytest.skip(f"the packaged knowledge does not load: {error}")


def test_every_rule_that_plan_names_has_words() -> None:
    named: set[str] = set()
    for path in PLAN.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'because\(\s*knowledge,\s*"([a-z_]+)"', text))
        named |= set(re.findall(r'rule="([a-z_]+)"', text))
    assert named <= set(phrase_ids())


def test_every_packaged_rule_can_speak(packaged: Knowledge) -> None:
    for rule in packaged.rules:
        assert reason_sentence(Reason(rule, "note"), packaged)


def test_every_packaged_flag_says_whom_and_how_soon(make: Make, packaged: Knowledge) -> None:
    base = make().assessment
    assert base is not None
    for flag in packaged.red_flags.values():
        raised = RaisedFlag(flag.id, flag.urgency, flag.within_hours, "left", ())
        triage = Triage(flag.urgency, flag.within_hours, (raised,), ())
        reason = Reason("open_flag", "red", (("flag", flag.id), ("side", "left")))
        material = make(
            assessment=replace(base, triage=triage, differentials=(), factors=()),
            advice=Advice(base.on, "red", None, None, (reason,), None),
        )
        story = build_story(material, packaged)
        text = "\n".join(line.text for line in story_lines(story.sections[:2]))
        assert text.count(sentence(flag.whom_to_see)) == 2
        assert sentence(flag.why) in text
        assert light_words("red")[0] in render_html(story)


def test_every_packaged_condition_can_be_told(make: Make, packaged: Knowledge) -> None:
    base = make().assessment
    assert base is not None
    first = base.differentials[0]
    for condition in packaged.conditions.values():
        row = replace(first.listed[0], conditions=(condition.id,))
        found = replace(base, differentials=(replace(first, listed=(row,)),), factors=())
        story = build_story(make(assessment=found), packaged)
        titles = [
            block.title
            for section in story.sections
            for block in section.blocks
            if isinstance(block, Group)
        ]
        assert f"Fits best: {condition.title}" in titles
        assert condition.title in titles


def _palettes() -> list[dict[str, str]]:
    css = STYLE_FILE.read_text(encoding="utf-8")
    roots = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    palettes = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", root)) for root in roots]
    return [palette for palette in palettes if "paper" in palette]


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("paper", PAPERS)
def test_words_are_readable_by_day_and_by_night(ink: str, paper: str) -> None:
    light, dark = _palettes()
    for palette in (light, dark):
        pair = sorted((_luminance(palette[ink]), _luminance(palette[paper])))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= AA_TEXT
