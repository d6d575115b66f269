"""HTML, terminal and JSON show the same story, and the page is closed to the world."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from rich.console import Console

from trochlea.errors import Problem
from trochlea.knowledge import Knowledge
from trochlea.model import Advice, CheckIn, Light, Reason, Runner, WalkRun
from trochlea.report import ReportMaterial, build_story, check_json, today_json
from trochlea.report.html import render_html
from trochlea.report.terminal import render_terminal
from trochlea.report.words import light_words

Make = Callable[..., ReportMaterial]

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(2)</script>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)//<svg/onload=alert(3)>",
)
LIGHTS: tuple[Light, ...] = ("green", "amber", "red", "grey")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


def printed(
    material: ReportMaterial,
    knowledge: Knowledge,
    only: tuple[str, ...] | None = None,
    **rest: Any,
) -> str:
    out = io.StringIO()
    console = Console(file=out, width=80, color_system=None)
    render_terminal(build_story(material, knowledge, only), console, **rest)
    return out.getvalue()


@pytest.mark.parametrize("attack", ATTACKS)
def test_free_text_comes_out_as_text(
    attack: str, make: Make, knowledge: Knowledge, now: Any
) -> None:
    material = make(
        runner=Runner(attack, simulated=True),
        checkins=(CheckIn("left", now, 2, note=attack),),
        import_problems=(Problem("odd", attack, file=attack),),
        code_version=attack,
        questionnaire_version=attack,
    )
    page = render_html(build_story(material, knowledge))
    reader = read(page)
    assert "script" not in reader.tags
    assert "img" not in reader.tags
    assert not any(name.startswith("on") for name, _value in reader.attributes)
    assert "alert(1)</script>" not in page
    assert attack in "".join(reader.text)


def test_the_page_asks_nobody_for_anything(make: Make, knowledge: Knowledge) -> None:
    page = render_html(build_story(make(), knowledge))
    reader = read(page)
    assert not {"script", "link", "img", "iframe", "object", "form", "a"} & set(reader.tags)
    names = {name for name, _value in reader.attributes}
    assert not {"src", "href", "srcset", "style", "action", "xlink:href"} & names
    for found in re.findall(r"https?://[^\s\"'<]+", page):
        assert found == "http://www.w3.org/2000/svg"
    assert "url(" not in page
    assert "@import" not in page


def test_the_policy_names_the_one_style_sheet(make: Make, knowledge: Knowledge) -> None:
    import base64
    import hashlib

    page = render_html(build_story(make(), knowledge))
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = dict(read(page).attributes)
    assert policy
    assert "default-src &#39;none&#39;" in page
    assert f"sha256-{digest}".replace("+", "&#43;") in page or f"sha256-{digest}" in page


def test_the_page_is_well_formed_for_readers(make: Make, knowledge: Knowledge) -> None:
    page = render_html(build_story(make(), knowledge))
    assert page.lstrip().startswith("<!doctype html>")
    assert '<html lang="en">' in page
    levels = [int(tag[1]) for tag in read(page).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) == 8
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [value for name, value in read(page).attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert 'scope="col"' in page
    assert 'scope="row"' in page
    assert page.count('role="img"') == 2
    assert not re.search(r"\bNone\b(?! (of|were|raised))", "".join(read(page).text))


def test_the_same_story_is_the_same_bytes(make: Make, knowledge: Knowledge) -> None:
    first = render_html(build_story(make(), knowledge))
    assert first.encode() == render_html(build_story(make(), knowledge)).encode()


def test_the_order_of_runs_and_check_ins_changes_nothing(make: Make, knowledge: Knowledge) -> None:
    base = make()
    turned = make(
        runs=base.runs[::-1], checkins=base.checkins[::-1], observations=base.observations[::-1]
    )
    assert render_html(build_story(base, knowledge)) == render_html(build_story(turned, knowledge))


def test_every_printed_page_says_simulated(make: Make, knowledge: Knowledge) -> None:
    page = render_html(build_story(make(runner=Runner("d", simulated=True)), knowledge))
    assert page.count("Simulated runner: this is a demonstration") == 1 + 8
    assert '<body class="simulated">' in page
    assert "@page simulated" in page
    real = render_html(build_story(make(), knowledge))
    assert "Simulated runner: this" not in real
    assert "<body>" in real


@pytest.mark.parametrize("light", LIGHTS)
def test_page_terminal_and_json_agree_on_the_light(
    light: Light, make: Make, knowledge: Knowledge, now: Any
) -> None:
    far = 5000.0 if light in ("green", "amber") else None
    base = make().advice
    assert base is not None
    until = base.valid_until if far else None
    advice = Advice(now.date(), light, far, None, (Reason("new_limp", light),), until)
    word, mark, headline, _next = light_words(light)
    material = make(advice=advice)
    page = "".join(read(render_html(build_story(material, knowledge))).text)
    shown = printed(material, knowledge)
    record = today_json(advice, knowledge, at=now)
    assert f"{word}. {headline}" in page
    assert f"{mark} {word}. {headline}" in shown
    assert record["light"] == light
    for text in (page, shown):
        assert ("Up to 5.0 km" in text) == (record["max_distance_m"] is not None)


def test_a_walk_run_is_in_minutes_everywhere(make: Make, knowledge: Knowledge, now: Any) -> None:
    base = make().advice
    assert base is not None
    session = WalkRun(4, 1, 5, 6)
    reasons = (Reason("walk_run_gap", "amber", (("days", 20),)),)
    advice = Advice(now.date(), "amber", None, session, reasons, base.valid_until)
    material = make(advice=advice)
    words = "Walk 4 min, run 1 min, 5 to 6 times"
    assert words in render_html(build_story(material, knowledge))
    assert words in printed(material, knowledge)
    record = today_json(advice, knowledge)
    assert record["max_distance_m"] is None
    assert record["walk_run"]["repeats_high"] == 6


def test_json_of_today_carries_reasons_with_words(make: Make, knowledge: Knowledge) -> None:
    advice = make().advice
    assert advice is not None
    record = json.loads(json.dumps(today_json(advice, knowledge)))
    assert record["max_distance_m"] == 8388.0
    assert record["valid_until"] == "2026-05-21T04:30:00+02:00"
    first = record["reasons"][0]
    assert set(first) == {"rule", "effect", "values", "text", "source", "status"}
    assert first["values"]["score"] == 3
    assert first["text"].startswith("Pain in your right knee")


def test_json_of_today_is_grey_when_it_ran_out(make: Make, knowledge: Knowledge, now: Any) -> None:
    from datetime import timedelta

    advice = make().advice
    assert advice is not None
    record = today_json(advice, knowledge, at=now + timedelta(days=2))
    assert (record["light"], record["max_distance_m"]) == ("grey", None)


def test_json_of_check_keeps_the_contract(
    make: Make, knowledge: Knowledge, emergency_parts: dict[str, Any]
) -> None:
    record = json.loads(json.dumps(check_json(emergency_parts["assessment"], knowledge)))
    assert (record["urgency"], record["within_hours"]) == ("emergency", 0)
    flag = record["red_flags"][0]
    assert flag["id"] == "hot_joint"
    assert flag["why"].endswith(".")
    assert flag["findings"] == ["joint_hot", "fever_or_unwell"]
    assert flag["whom_to_see"]
    assert flag["source"] == "house_consensus"
    assert record["unknown_red_flags"] == []
    best = record["differential"][0]
    assert best["conditions"] == ["patellofemoral_pain"]
    assert best["fit"] == "fits best"
    assert best["knee"] == "right"
    assert best["for"][0]["finding"] == "pain_downstairs"
    assert best["against"][0]["value"] == "sudden"
    assert record["abstained"] is False
    assert record["factors"][0]["id"] == "load_jump"
    assert record["next_questions"] == ["focal_bone_pain"]
    assert record["knowledge_version"] == "0123456789abcdef"
    assert "differentials_by_knee" not in record


def test_json_of_check_does_not_pretend_to_be_exact(make: Make, knowledge: Knowledge) -> None:
    from dataclasses import replace

    base = make().assessment
    assert base is not None
    row = base.differentials[0]
    best = row.listed[0]
    best = replace(
        best,
        probability=0.123456789,
        speaks_for=(replace(best.speaks_for[0], likelihood_ratio=2.3456),),
        speaks_against=(replace(best.speaks_against[0], likelihood_ratio=0.05678),),
    )
    found = replace(base, differentials=(replace(row, listed=(best,), something_else=1 / 3),))
    record = check_json(found, knowledge)
    (shown,) = record["differential"]
    assert shown["probability"] == 0.1235
    assert shown["for"][0]["likelihood_ratio"] == 2.3
    assert shown["against"][0]["likelihood_ratio"] == 0.057
    assert record["something_else"] == 0.3333


def test_json_of_check_without_a_knee(make: Make, knowledge: Knowledge) -> None:
    from dataclasses import replace

    base = make().assessment
    assert base is not None
    record = check_json(replace(base, differentials=()), knowledge)
    assert record["differential"] == []
    assert record["abstained"] is True
    both = replace(base, differentials=base.differentials * 2)
    assert "differentials_by_knee" in check_json(both, knowledge)


def test_the_terminal_stays_within_80_columns(make: Make, knowledge: Knowledge) -> None:
    for why in (False, True):
        text = printed(make(), knowledge, why=why)
        assert max(len(line.rstrip()) for line in text.splitlines()) <= 80
    assert "55 out of 100" in text


def test_the_terminal_can_show_one_part(make: Make, knowledge: Knowledge) -> None:
    text = printed(make(), knowledge, only=("today",))
    assert "MAY I RUN TODAY" in text
    assert "WHAT FITS" not in text


def test_no_escape_of_a_terminal_gets_through(make: Make, knowledge: Knowledge, now: Any) -> None:
    note = "\x1b]0;owned\x07\x1b[2J[red]calm[/red]"
    text = printed(make(checkins=(CheckIn("left", now, 2, note=note),)), knowledge)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "[red]calm[/red]" in text


def test_the_chart_tells_knees_apart_by_shape(make: Make, knowledge: Knowledge, now: Any) -> None:
    rows = (CheckIn("left", now, 2), CheckIn("right", now, 3))
    page = render_html(build_story(make(checkins=rows), knowledge))
    marks = re.findall(r'<(circle|polygon) class="pain (left|right)"', page)
    assert set(marks) == {("circle", "left"), ("polygon", "right")}
    assert "Running a day, km" in page
    assert "Worst pain of the check-in, 0 to 10" in page
    assert "latitude" not in page
