"""What must not matter does not: order, side, repetition, zone and process (S4, S5, S6, S19)."""

from __future__ import annotations

import os
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import REPOSITORY
from tests.safety.days import days, digest_of_days
from tests.safety.moves import mirrored_day, moved_to_zone, turned
from tests.safety.strategies import (
    MIRRORED,
    NOW,
    Place,
    mirrored,
    observed,
    told_by_runners,
)
from trochlea.assess import assess
from trochlea.assess.triage import triage
from trochlea.knowledge import packaged_knowledge
from trochlea.model import FindingValue, Triage
from trochlea.plan import TodayInputs, advise_today
from trochlea.workflow.records import to_json

DAY_TWICE = settings.get_profile("safety_twice")
TWICE = settings.get_profile("safety_triage")
LIST_TWICE = settings.get_profile("safety_list_twice")
ZONES = (-12, -9.5, -3.5, 1, 5.75, 12.75, 14)
SEEDS = ("0", "1", "4242")


def _by_side(found: Triage, *, swap: bool) -> object:
    """Return what triage found, as sets with the sides kept or swapped."""
    side = (lambda row: MIRRORED[row.side]) if swap else (lambda row: row.side)
    return (
        found.urgency,
        found.within_hours,
        {(row.flag, side(row), frozenset(s.finding for s in row.seen)) for row in found.red_flags},
        {(row.flag, side(row), frozenset(row.missing)) for row in found.unknown_red_flags},
        {(row.finding, side(row)) for row in found.bone_findings},
        set(found.clearances_needed),
        set(found.clearances_unknown),
    )


@TWICE
@given(told_by_runners())
def test_the_other_knee_told_in_another_order_gets_the_mirrored_triage(
    told: dict[Place, FindingValue],
) -> None:
    """S4 and S5 in one: the answers are mirrored, and given backwards."""
    here = triage(observed(told), packaged_knowledge())
    there = triage(observed(mirrored(told), backwards=True), packaged_knowledge())
    assert _by_side(there, swap=True) == _by_side(here, swap=False)


@LIST_TWICE
@given(told_by_runners())
def test_the_same_answers_in_another_order_give_the_same_bytes(
    told: dict[Place, FindingValue],
) -> None:
    """S4 and S19 of the whole assessment; fewer are drawn, because the list costs ten triages."""
    first = assess(observed(told), packaged_knowledge(), NOW.date())
    again = assess(observed(told, backwards=True), packaged_knowledge(), NOW.date())
    assert to_json(first) == to_json(again)


@DAY_TWICE
@given(days(), st.sampled_from(ZONES))
def test_the_same_day_of_the_other_knee_in_another_order_and_zone_gets_the_same_light(
    inputs: TodayInputs, hours: float
) -> None:
    """S4, S5, S6 and S19: what the runner's own clock showed counts, wherever it hangs."""
    knowledge = packaged_knowledge()
    here = advise_today(inputs, knowledge)
    there = advise_today(moved_to_zone(turned(mirrored_day(inputs)), hours), knowledge)
    assert (there.light, there.max_distance_m) == (here.light, here.max_distance_m)
    assert there.walk_run == here.walk_run
    assert {row.rule for row in there.reasons} == {row.rule for row in here.reasons}


def test_the_same_days_give_the_same_bytes_in_any_process() -> None:
    """S19: neither the order of sets nor the machine's zone or language reaches the advice."""
    program = "from tests.safety.days import digest_of_days; print(digest_of_days())"
    found = {digest_of_days()}
    for seed, zone in zip(SEEDS, ("UTC", "Pacific/Apia", "Europe/Berlin"), strict=True):
        machine = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        run = subprocess.run(
            [sys.executable, "-c", program],
            env=machine | {"PYTHONPATH": os.pathsep.join(sys.path)},
            cwd=REPOSITORY,
            check=True,
            capture_output=True,
            text=True,
        )
        found.add(run.stdout.strip())
    assert len(found) == 1
