"""The words on the load on the knee keep the house's promises and hide no doubt."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.report.test_sentences import FORBIDDEN
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.loads.knee.curve import knee_curve
from trochlea.loads.knee.equivalents import KneeKilometres
from trochlea.loads.knee.everyday import NOT_KNOWN
from trochlea.loads.knee.interval import Interval
from trochlea.loads.knee.run_load import RunLoad, exponents, summary_load
from trochlea.loads.knee.what_if import WhatIf
from trochlea.model import LoadCell, Run, RunSummary
from trochlea.report.knee_json import knee_run_json, knee_today_json, knee_what_if_json
from trochlea.report.knee_views import EasySpeed, KneeDistance, KneeView
from trochlea.report.knee_words import (
    knee_everyday_lines,
    knee_run_lines,
    knee_today_lines,
    knee_what_if_lines,
)
from trochlea.report.words import phrases

RUN = Run("a" * 16, datetime(2026, 3, 1, 7, tzinfo=UTC), 8000.0)
NEVER = (*FORBIDDEN, r"damag", r"\bsafer?\b", r"\bbetter\b", r"\bhealth", r"\bshould\b(?! change)")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The knowledge that comes with the package, and not the small one of this room."""
    return packaged_knowledge()


def load_of(knowledge: Knowledge, *cells: LoadCell, walking_s: float = 0.0) -> RunLoad:
    rules = knowledge.rules
    summary = RunSummary("a", cells, walking_s=walking_s)
    return summary_load(
        knee_curve(rules["knee_curve"]), exponents(rules["knee_exponents"]), summary, None, None
    )


def kilometres(*values: tuple[float, float, float], **rest: object) -> KneeKilometres:
    rows = zip((1.0, 4.0, 9.0), (Interval(*row) for row in values), strict=True)
    made = KneeKilometres(8.0, 2.8, tuple(rows), 4.0, ("more",) * 3, True)
    return replace(made, **rest)  # type: ignore[arg-type]


@pytest.fixture
def view(knowledge: Knowledge) -> KneeView:
    """A flat run of eight kilometres that counts as some more."""
    found = kilometres((8.6, 8.3, 8.9), (9.1, 8.2, 10.1), (9.9, 8.1, 12.0))
    load = load_of(knowledge, LoadCell(2666.0, 8000.0, 3.0, 0.0, 170.0))
    return KneeView(RUN, load, found, easy=EasySpeed(2.8, 6))


def text(view: KneeView, knowledge: Knowledge) -> str:
    return "\n".join(knee_run_lines(view, knowledge))


def what_if(name: str, *values: tuple[float, float, float], agree: bool = True) -> WhatIf:
    rows = tuple(zip((1.0, 4.0, 9.0), (Interval(*row) for row in values), strict=True))
    return WhatIf(name, Interval(0.84, 0.81, 0.88), rows, agree, 0.0, ())


def test_the_headline_is_one_sentence_with_its_range(view: KneeView, knowledge: Knowledge) -> None:
    first, *_ = knee_run_lines(view, knowledge)
    assert first == (
        "That run loaded the kneecap like about 9.1 (8.2 to 10.1) easy flat kilometres of yours."
    )


def test_who_reads_miles_gets_miles_and_a_program_kilometres(
    view: KneeView, knowledge: Knowledge
) -> None:
    first, *_ = knee_run_lines(view, knowledge, "mi")
    assert "5.7 (5.1 to 6.3) easy flat miles" in first
    found = knee_run_json(view, knowledge, "mi")
    assert found["knee_km"]["value"] == 9.1
    assert found["text"] == [first]


@pytest.mark.parametrize(
    ("low", "directions", "agree", "says"),
    [
        (8.01, ("more",) * 3, True, "All three say more than 8.0 km"),
        (8.0, ("more",) * 3, True, "So it is not sure"),
        (7.5, ("more",) * 3, True, "So it is not sure"),
        (8.0, ("same",) * 3, True, "come out at about 8.0 km"),
        (8.01, ("less", "more", "more"), False, "do not agree"),
    ],
)
def test_the_three_ways_agree_only_where_they_do(
    view: KneeView,
    knowledge: Knowledge,
    low: float,
    directions: tuple[str, ...],
    agree: bool,
    says: str,
) -> None:
    rows = ((9.0, low, 9.5), (9.1, 8.2, 10.1), (9.9, 8.1, 12.0))
    found = kilometres(*rows, directions=directions, agree=agree)
    said = text(replace(view, kilometres=found), knowledge)
    assert says in said
    assert ("All three" in said) == agree


def test_the_force_says_what_it_is_not(view: KneeView, knowledge: Knowledge) -> None:
    said = text(view, knowledge)
    assert re.search(r"about 4\.\d \(2\.\d to 7\.\d\) body weights", said)
    assert "nominal" in said
    assert "no measurement of your knee" in said
    assert "there are no newtons" in said


def test_what_is_unknown_stands_with_its_share_and_reason(knowledge: Knowledge) -> None:
    load = load_of(
        knowledge,
        LoadCell(1500.0, 4500.0, 3.0, 0.0, 170.0),
        LoadCell(250.0, 500.0, 2.0, 0.0, 160.0),
        LoadCell(150.0, 450.0, 3.0, -9.0, 170.0),
        walking_s=100.0,
    )
    found = kilometres((4.6, 4.3, 4.9), (4.7, 4.2, 5.1), (4.9, 4.1, 6.0), known_km=4.5)
    said = text(KneeView(RUN, load, found, easy=EasySpeed(2.8, 6)), knowledge)
    assert said.startswith("The 4.5 km of that run that can be judged")
    assert "Not known for 25 % of the time" in said
    assert "walking, or slower than 6:40 min/km (18 %)" in said
    assert "steeper than 7 % (8 %)" in said


@pytest.mark.parametrize(
    ("unknown", "words"),
    [
        ("no_summary", "No speed can be read"),
        ("no_time", "no time on record"),
        ("outside", "outside what the studies cover"),
        ("easy_unknown", "3 runs with a speed in the 90 days"),
        ("easy_outside", "Your easy pace, 7:42 min/km"),
    ],
)
def test_an_unknown_run_is_one_clear_sentence(
    knowledge: Knowledge, unknown: str, words: str
) -> None:
    easy = EasySpeed(1000 / 462, 6) if unknown == "easy_outside" else None
    view = KneeView(RUN, unknown=unknown, easy=easy)  # type: ignore[arg-type]
    first, *_ = knee_run_lines(view, knowledge)
    assert words in first
    assert "unknown" in first
    assert knee_run_json(view, knowledge)["knee_km"] is None


def test_every_figure_names_rules_and_sources_and_drafts(
    view: KneeView, knowledge: Knowledge
) -> None:
    said = text(view, knowledge)
    assert "Rests on: knee_curve (draft)" in said
    assert "doi 10.1080/14763141.2023.2226111" in said
    found = knee_run_json(view, knowledge)
    assert {row["status"] for row in found["rules"]} == {"draft"}
    named = {row["id"] for row in found["sources"]}
    for rule in found["rules"]:
        values = knowledge.rules[rule["id"]].values.values()
        assert {row.source for row in values} <= named


def test_a_change_that_the_three_do_not_agree_on_has_a_star(
    view: KneeView, knowledge: Knowledge
) -> None:
    rows = (
        what_if("cadence_10", (0.93, 0.89, 0.96), (0.55, 0.47, 0.65), (0.23, 0.16, 0.33)),
        what_if("slower", (1.03, 1.02, 1.04), (0.92, 0.89, 0.96), (0.76, 0.7, 0.83), agree=False),
    )
    lines = list(knee_what_if_lines(replace(view, what_if=rows), knowledge))
    (quick,) = (line for line in lines if line.startswith("10 % more steps"))
    (slow,) = (line for line in lines if line.startswith("10 % slower"))
    assert "*" not in quick
    assert "-16 (-19, -12)" in quick
    assert "slower *" in slow
    assert "+3 (+2, +4)" in slow
    assert any("no direction can be told" in line for line in lines)
    assert all(len(line) <= 80 for line in (quick, slow))
    found = knee_what_if_json(replace(view, what_if=rows), knowledge)
    assert [row["agree"] for row in found["changes"]] == [True, False]


def test_daily_life_stands_beside_running_with_its_source(knowledge: Knowledge) -> None:
    lines = list(knee_everyday_lines(knowledge))
    (stairs,) = (line for line in lines if line.startswith("stairs down"))
    assert "2.8 (2.0 to 3.6)" in stairs
    assert "hart_2022_force" in stairs
    assert "draft" not in stairs
    unchecked = knowledge.rules["knee_everyday"].model_copy(
        update={
            "values": {
                name: row.model_copy(update={"status": "draft"})
                for name, row in knowledge.rules["knee_everyday"].values.items()
            }
        }
    )
    other = replace(knowledge, rules={**knowledge.rules, "knee_everyday": unchecked})
    (marked,) = (line for line in knee_everyday_lines(other) if line.startswith("stairs down"))
    assert marked.endswith("(draft)")


def test_the_advised_distance_stands_beside_the_last_run(
    view: KneeView, knowledge: Knowledge
) -> None:
    found = kilometres((6.0, 5.9, 6.2), (6.2, 5.9, 6.5), (6.6, 5.9, 7.2), known_km=6.0)
    today = KneeDistance(6000.0, 3.0, False, found, None, EasySpeed(2.8, 6), view)
    said = "\n".join(knee_today_lines(today, knowledge))
    assert "6.0 km on the flat at 5:33 min/km" in said
    assert "6.2 (5.9 to 6.5)" in said
    assert "on 1 March 2026, on the same scale: about 9.1 (8.2 to 10.1)." in said
    assert "neither the light nor the distance" in said
    assert knee_today_json(today) == {"value": 6.2, "low": 5.9, "high": 6.5, "exponent": 4.0}


def test_without_a_distance_today_there_is_nothing_to_tell(knowledge: Knowledge) -> None:
    (line,) = knee_today_lines(None, knowledge)
    assert "no distance today" in line
    assert knee_today_json(None) is None


def test_a_pace_that_no_study_covers_is_unknown(knowledge: Knowledge) -> None:
    today = KneeDistance(6000.0, 2.0, False, None, "pace_outside", EasySpeed(2.8, 6), None)
    (line,) = knee_today_lines(today, knowledge)
    assert "8:20 min/km" in line
    assert knee_today_json(today) is None


def test_every_name_of_the_loads_has_words(knowledge: Knowledge) -> None:
    words = phrases()
    activities = {*knowledge.rules["knee_everyday"].values, *NOT_KNOWN}
    assert set(words["knee_activity"]) == activities
    assert set(words["knee_why"]) == {
        "no_speed",
        "too_slow",
        "too_fast",
        "too_steep",
        "odd_cadence",
    }
    assert len(words["knee_change"]) == 7


def test_nothing_is_promised_blamed_or_praised(view: KneeView, knowledge: Knowledge) -> None:
    tables = [table for name, table in phrases().items() if name.split("_")[0] == "knee"]
    said = [text for table in tables for text in table.values()]
    assert len(said) > 60
    for pattern in NEVER:
        for line in (*said, *knee_everyday_lines(knowledge)):
            assert not re.search(pattern, line, re.IGNORECASE), (pattern, line)
