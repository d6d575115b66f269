"""Daily life and exercise on the scale of running."""

from __future__ import annotations

import pytest

from trochlea.knowledge import Knowledge
from trochlea.loads.knee.everyday import NOT_KNOWN, everyday_loads, spread


def test_activities_are_told_from_light_to_heavy(knowledge: Knowledge) -> None:
    loads = everyday_loads(knowledge.rules["knee_everyday"])
    assert [row.activity for row in loads] == [
        "walking",
        "cycling_120_watts",
        "stairs_down",
        "stairs_up",
        "running",
        "single_leg_decline_squat",
    ]
    assert loads[0].of_running == pytest.approx(0.9 / 5.2)


def test_every_activity_names_a_source_that_exists(knowledge: Knowledge) -> None:
    for row in everyday_loads(knowledge.rules["knee_everyday"]):
        assert row.source in knowledge.sources
        assert row.source != "house_consensus"


def test_what_no_source_gives_is_left_out(knowledge: Knowledge) -> None:
    assert not set(NOT_KNOWN) & set(knowledge.rules["knee_everyday"].values)


def test_a_spread_is_told_only_where_the_source_has_one(knowledge: Knowledge) -> None:
    by_name = {row.activity: row for row in everyday_loads(knowledge.rules["knee_everyday"])}
    assert spread(by_name["cycling_120_watts"]) is None
    running = spread(by_name["running"])
    assert running is not None
    assert running.holds(4.1)  # the mean of runners with kneecap pain in the same review
