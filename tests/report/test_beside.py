"""What stands beside load and pain is said as far as it is known, with its source."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.loads.before_onset import BeforeOnset, Change
from trochlea.loads.pain_distance import PainFreeDistance
from trochlea.loads.shoes import ShoeDistance, ShoeState
from trochlea.loads.survival import Bounds
from trochlea.loads.watch_form import FormChange
from trochlea.model import Runner, Shoe
from trochlea.report.lines import Group, Line, Table
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
CHANGED = FormChange("cadence_spm", "over_weeks", "changed", 4.0, change=-5.2)


@pytest.fixture
def knowledge() -> Knowledge:
    return packaged_knowledge()


def lines(material: ReportMaterial, knowledge: Knowledge) -> list[Line]:
    groups = [row for row in beside_blocks(material, knowledge) if isinstance(row, Group)]
    return [line for group in groups for line in group.lines]


def test_nothing_is_said_of_what_is_not_known(knowledge: Knowledge) -> None:
    assert list(beside_blocks(BARE, knowledge)) == []


def test_how_far_without_pain_has_its_interval_and_its_draft_mark(knowledge: Knowledge) -> None:
    (line,) = lines(replace(BARE, pain_free=(FREE,)), knowledge)
    assert line.text == (
        "Your left knee: half of 12 runs were free of pain up to 6.0 km (4.0 km to beyond what "
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


def test_the_weeks_before_are_a_table_of_what_is_known_of_both(knowledge: Knowledge) -> None:
    known = Change("distance_m", 42000, 30000, 1.4, 25000, 35000, 6, 12, "more")
    unknown = Change("session_load", None, None, None, None, None, 0, 0, "unknown")
    before = BeforeOnset(date(2026, 2, 1), (), (known, unknown))
    blocks = list(beside_blocks(replace(BARE, before=before), knowledge))
    (table,) = [row for row in blocks if isinstance(row, Table)]
    assert table.rows == (
        ("distance a week", "42.0 km", "30.0 km", "more than your own weeks vary"),
    )
    assert any(
        line.text.endswith("need not be the reason.")
        for line in lines(replace(BARE, before=before), knowledge)
    )


def test_shoes_go_from_what_is_sure_to_what_may_be(knowledge: Knowledge) -> None:
    worn = ShoeState(
        Shoe("b", "Blue"), None, ShoeDistance(3, 399_900.0, 2, 399_900.0, 412_100.0, True),
        30, False, None, None, None,
    )  # fmt: skip
    open_end = replace(worn, distance=replace(worn.distance, high_m=None))
    away = replace(worn, retired_on=date(2026, 1, 1))
    found = lines(replace(BARE, shoes=(worn, open_end, away)), knowledge)
    assert [line.text for line in found] == ["Blue: 399 to 413 km.", "Blue: at least 399 km."]


def test_only_changes_beyond_the_noise_are_told(knowledge: Knowledge) -> None:
    within = replace(CHANGED, verdict="within_noise", change=-2.0)
    (line,) = lines(replace(BARE, form=(within, CHANGED)), knowledge)
    assert line.text == (
        "Steps a minute: -5.2 at the same speed, over the last weeks. The smallest that counts "
        "is 4."
    )
