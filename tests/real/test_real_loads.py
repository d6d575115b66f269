"""Loads of every real running activity: possible figures, and a list of those that look odd."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tools.real_loads import Judged, judged
from trochlea.knowledge import packaged_knowledge

SLOW = "outside the curve"
EMPTY = "no running in it"
# What looked implausible or cannot be judged when somebody looked, by file; see the closing note.
KNOWN: dict[str, tuple[str, ...]] = {
    # Half an hour of walking and steep paths between running.
    "2013-02-06-12-11-14.fit": (SLOW,),
    "no_hr.tcx": (SLOW,),
    "test.tcx": (SLOW,),
    # A steep mountain triathlon: a slow run, and a transition up a ramp that is called a run.
    "activity-large-fenxi2-multisport.fit": (SLOW, "cells hold", "mean cadence", "ascent"),
    # A jog at 2 m/s throughout, slower than anything that was measured in a laboratory.
    "developer-types-sample.fit": (SLOW,),
    "mornindew-broken.fit": (SLOW,),
    # Neither speed nor distance, or a few records that stand still.
    "antfs-dump.63.fit": (EMPTY,),
    "activity-activity-filecrc.fit": (EMPTY,),
    "activity-settings-corruptheader.fit": (EMPTY,),
    "activity-settings-nodata.fit": (EMPTY,),
    "activity-settings.fit": (EMPTY,),
    "activity-filecrc.fit": (EMPTY,),
    "activity-unexpected-eof.fit": (EMPTY,),
    "track-with-less-sec-time.gpx": (EMPTY,),
}


@cache
def all_judged(folder: Path) -> tuple[Judged, ...]:
    return tuple(judged(folder, packaged_knowledge()))


@pytest.fixture
def runs(shared_data: Path) -> tuple[Judged, ...]:
    found = all_judged(shared_data)
    assert len(found) > 20
    return found


def test_what_looks_odd_is_on_the_list_and_the_list_is_no_longer_than_that(
    runs: tuple[Judged, ...],
) -> None:
    found: dict[str, set[str]] = {}
    for row in runs:
        for text in row.odd:
            kinds = {kind for kinds in KNOWN.values() for kind in kinds if kind in text}
            found.setdefault(row.file, set()).update(kinds or {text})
    assert found == {file: set(kinds) for file, kinds in KNOWN.items()}


def test_a_known_load_is_possible_and_its_interval_holds_it(runs: tuple[Judged, ...]) -> None:
    """Peak forces of running, 2 to 12 body weights, are what laboratories measured in people."""
    known = [row.load.load for row in runs if row.load.load is not None]
    assert len(known) > 10
    for load in known:
        assert 2 < load.peak_bw.value < 12
        for interval in (load.peak_bw, load.relative_peak, load.impulse_bw_s_per_km):
            assert interval.low <= interval.value <= interval.high


def test_knee_kilometres_stay_near_the_kilometres_that_were_run(runs: tuple[Judged, ...]) -> None:
    for row in runs:
        if row.knee is not None:
            ratio = row.knee.shown.value / row.knee.known_km
            assert 0.5 < ratio < 2, row.file


def test_what_the_curve_cannot_judge_is_told_and_never_counted(runs: tuple[Judged, ...]) -> None:
    for row in runs:
        seconds = sum(cell.seconds for cell in row.summary.cells)
        whole = seconds + row.summary.walking_s + row.summary.unknown_s
        assert row.load.known_s + row.load.unknown_s == pytest.approx(whole, abs=0.01), row.file
        if row.load.load is None:
            assert row.load.known_s == 0, row.file
