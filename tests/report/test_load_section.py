"""The part on running and pain: jumps by their band, and what gives way to an emergency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.loads import weeks_before_onset
from trochlea.model import Run
from trochlea.report import ReportMaterial
from trochlea.report.lines import Group, Line
from trochlea.report.sections.load import JUMPS_SHOWN, load_section, spike_runs

Make = Callable[..., ReportMaterial]


@pytest.fixture
def packaged() -> Knowledge:
    return packaged_knowledge()


def lines(material: ReportMaterial, knowledge: Knowledge) -> list[Line]:
    blocks = load_section(material, knowledge).blocks
    return [line for block in blocks if isinstance(block, Group) for line in block.lines]


def jumps(material: ReportMaterial, knowledge: Knowledge) -> Line | None:
    return next((row for row in lines(material, knowledge) if row.label == "Jumps"), None)


def runs(now: Any, *km: float) -> tuple[Run, ...]:
    """A run every third day up to yesterday."""
    last = len(km)
    return tuple(
        Run(f"r{at}", now - timedelta(days=1 + 3 * (last - at)), each * 1000)
        for at, each in enumerate(km)
    )


@pytest.mark.parametrize(
    ("km", "words"),
    [
        (11.0, None),
        (11.1, "1.11 times; the band 1.10 to 1.30 had 1.64 times the rate of new injuries"),
        (13.1, "1.31 times; the band 1.30 to 2.00 had 1.52 times the rate of new injuries"),
        (20.1, "2.01 times; the band above 2.00 had 2.28 times the rate of new injuries"),
    ],
)
def test_a_jump_is_told_by_the_band_it_falls_into(
    km: float, words: str | None, make: Make, packaged: Knowledge, now: Any
) -> None:
    line = jumps(make(runs=runs(now, 10, 5, km)), packaged)
    if words is None:
        assert line is None
        return
    assert line is not None
    (item,) = line.items
    assert words in item
    assert "without a painful knee" in line.text
    assert line.sources == ("schuster_brandt_frandsen_2025",)


def test_many_jumps_are_counted_and_the_latest_are_told(
    make: Make, packaged: Knowledge, now: Any
) -> None:
    material = make(runs=runs(now, 4, 5, 6, 7, 8, 9, 10))
    line = jumps(material, packaged)
    assert line is not None
    assert len(spike_runs(material, packaged)) == 6
    assert len(line.items) == JUMPS_SHOWN + 1
    assert "10.0 km" in line.items[0]
    assert line.items[-1].startswith("and 2 more")


def test_the_weeks_before_stand_in_the_part_but_not_under_an_emergency(
    make: Make, packaged: Knowledge, now: Any, emergency_parts: dict[str, Any]
) -> None:
    before = weeks_before_onset(make().runs, {}, now.date(), packaged)
    titles = [
        block.title
        for block in load_section(make(before=before), packaged).blocks
        if isinstance(block, Group)
    ]
    assert "The six weeks before it began" in titles
    flag = next(row for row in packaged.red_flags.values() if row.urgency == "emergency")
    parts = dict(emergency_parts)
    triage = parts["assessment"].triage
    raised = (replace(triage.red_flags[0], flag=flag.id),)
    parts["assessment"] = replace(parts["assessment"], triage=replace(triage, red_flags=raised))
    hushed = load_section(make(before=before, **parts), packaged)
    assert not any(
        isinstance(block, Group) and "six weeks" in block.title for block in hushed.blocks
    )
