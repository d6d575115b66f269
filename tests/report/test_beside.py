"""What stands beside load and pain is said as far as it is known, with its source."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.loads.pain_distance import PainFreeDistance, PainFreeTrend
from trochlea.loads.shoes import ShoeDistance, ShoeLog, ShoeState, shoe_log
from trochlea.loads.survival import Bounds
from trochlea.loads.watch_form import RULE_OF, FormChange
from trochlea.model import Run, Runner, Shoe
from trochlea.report.lines import Group, Line
from trochlea.report.material import ReportMaterial
from trochlea.report.sections.beside import beside_blocks

BARE = ReportMaterial(Runner("me"), datetime(2026, 3, 1, tzinfo=UTC))
FREE = PainFreeDistance(
    knee="left",
    runs=12,
    began=5,
    longest_free_m=9000,
    median_m=Bounds(6040.0, 4000.0, None),
    most_m=None,
    most_share=0.8,
    curve=(),
    left_out=(),
    enough=True,
)
CHANGED = FormChange(
    "cadence_spm",
    "over_weeks",
    "changed",
    4.0,
    change=-5.2,
    before=168.0,
    now=162.8,
    speed_mps=1000 / 330,
)


@pytest.fixture
def knowledge() -> Knowledge:
    return packaged_knowledge()


def lines(material: ReportMaterial, knowledge: Knowledge) -> list[Line]:
    groups = [row for row in beside_blocks(material, knowledge) if isinstance(row, Group)]
    return [line for group in groups for line in group.lines]


def group(material: ReportMaterial, knowledge: Knowledge, title: str) -> Group:
    blocks = beside_blocks(material, knowledge)
    return next(row for row in blocks if isinstance(row, Group) and row.title == title)


def test_nothing_is_said_of_what_is_not_known(knowledge: Knowledge) -> None:
    assert list(beside_blocks(BARE, knowledge)) == []


def test_how_far_without_pain_has_its_interval_and_its_draft_mark(knowledge: Knowledge) -> None:
    (line,) = lines(replace(BARE, pain_free=(FREE,)), knowledge)
    assert line.text == (
        "Your left knee: half of 12 runs were still free of pain at 6.0 km (4.0 km to beyond what "
        "was run)."
    )
    assert line.sources
    assert line.draft


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"enough": False}, "too few runs"),
        ({"median_m": None}, "on more than half of 12 runs no pain began at all"),
    ],
)
def test_too_few_runs_or_no_onset_give_no_distance(
    knowledge: Knowledge, changes: dict[str, object], words: str
) -> None:
    row = replace(FREE, **changes)  # type: ignore[arg-type]
    (line,) = lines(replace(BARE, pain_free=(row,)), knowledge)
    assert words in line.text
    assert "km" not in line.text


@pytest.mark.parametrize(
    ("trend", "words"),
    [
        ("longer", "Lately it went further without pain: 1.0 km (0.4 km to 1.6 km) more"),
        ("shorter", "Lately it went less far without pain: 1.0 km (0.4 km to 1.6 km) less"),
        ("no_real_change", "cannot be told"),
        ("unknown", "not known: too few runs"),
    ],
)
def test_the_trend_of_that_distance_is_told_only_where_it_is_real(
    knowledge: Knowledge, trend: Any, words: str
) -> None:
    sign = -1 if trend == "shorter" else 1
    low, high = sorted((sign * 400.0, sign * 1600.0))
    moved = Bounds(sign * 1000.0, low, high)
    row = PainFreeTrend("left", trend, difference_m=moved)
    found = lines(replace(BARE, pain_free=(FREE,), pain_free_trends=(row,)), knowledge)
    assert words in found[1].text
    assert found[1].sources


def test_a_knee_of_which_no_run_tells_is_not_named(knowledge: Knowledge) -> None:
    assert lines(replace(BARE, pain_free=(replace(FREE, runs=0),)), knowledge) == []


BLUE = ShoeState(
    Shoe("b", "Blue"),
    None,
    ShoeDistance(3, 399_900.0, 2, 399_900.0, 412_100.0, True),
    30,
    False,
    None,
    None,
    None,
)


def test_shoes_in_use_go_from_what_is_sure_to_what_may_be(knowledge: Knowledge) -> None:
    open_end = replace(BLUE, shoe=Shoe("g", "Grey"), distance=replace(BLUE.distance, high_m=None))
    idle = replace(BLUE, shoe=Shoe("i", "Idle"))
    log = ShoeLog((BLUE, open_end, idle), ("b", "g"), None)
    found = lines(replace(BARE, shoes=log), knowledge)
    assert [(line.label, line.text) for line in found] == [
        (
            "Blue",
            "399 to 413 km. The range is there because 2 runs do not say which pair was worn.",
        ),
        ("Grey", "at least 399 km."),
    ]


@pytest.mark.parametrize(("km", "asked"), [(399.0, False), (400.0, True), (801.0, True)])
def test_a_pair_is_to_be_looked_at_from_four_hundred_kilometres_on(
    knowledge: Knowledge, km: float, asked: bool
) -> None:
    shoes = (Shoe("b", "Blue", date(2025, 9, 1)),)
    runs = [
        Run(f"r{place}", BARE.made_at - timedelta(days=place), km * 500, shoe_id="b")
        for place in (1, 2)
    ]
    log = shoe_log(shoes, (), runs, BARE.made_at.date(), knowledge)
    found = group(replace(BARE, shoes=log), knowledge, "Shoes in use")
    assert any(line.text.startswith("Look at it once: Is the sole") for line in found.lines) is (
        asked
    )
    evidence = [line for line in found.why if line.sources]
    assert bool(evidence) is asked
    assert all(line.draft for line in evidence if "No trial ties" in line.text)
    assert found.why[-1].text.startswith("No brand is named")


def test_only_changes_beyond_the_noise_are_told(knowledge: Knowledge) -> None:
    within = replace(CHANGED, verdict="within_noise", change=-2.0, now=166.0)
    line, caveat = lines(replace(BARE, form=(within, CHANGED)), knowledge)
    assert (line.label, line.text) == (
        "Steps a minute",
        "162.8 lately, 168 before, at 5:30 min/km. "
        "A change counts from 4 on (steps a minute, both feet).",
    )
    assert line.sources
    assert line.draft
    assert "which knee" in caveat.text


def test_form_within_noise_alone_is_silent(knowledge: Knowledge) -> None:
    within = replace(CHANGED, verdict="within_noise")
    unknown = replace(CHANGED, verdict="unknown", change=None)
    assert list(beside_blocks(replace(BARE, form=(within, unknown)), knowledge)) == []


@pytest.mark.parametrize("measure", RULE_OF)
@pytest.mark.parametrize("kind", ["over_weeks", "within_run"])
def test_every_measure_of_form_has_words(knowledge: Knowledge, measure: Any, kind: Any) -> None:
    row = replace(CHANGED, measure=measure, kind=kind)
    line, _caveat = lines(replace(BARE, form=(row,)), knowledge)
    assert "168" in line.text
    assert "162.8" in line.text
    assert "{" not in line.text


def test_form_is_told_at_the_pace_of_a_reader_of_miles(knowledge: Knowledge) -> None:
    miles = replace(BARE, runner=Runner("me", distance_unit="mi"), form=(CHANGED,))
    assert "at 8:51 min/mi" in lines(miles, knowledge)[0].text
