"""How to run what is advised: pace, step rate and ground, never more distance."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.patients import NOW
from tests.plan.test_today import PFP, WELL, checkin, run
from trochlea.knowledge import Knowledge
from trochlea.model import Run, RunHow
from trochlea.plan import TodayInputs, advise_today


def timed(
    days_ago: float, pace_s: float, cadence: float | None = 170, descent_m: float | None = 0
) -> Run:
    """Return 8 km at a pace in seconds a kilometre, before the complaint began."""
    return replace(
        run(days_ago, 8), moving_s=8 * pace_s, mean_cadence_spm=cadence, descent_m=descent_m
    )


THREE = (timed(4, 330), timed(6, 350), timed(8, 370))


def how(knowledge: Knowledge, inputs: TodayInputs) -> RunHow | None:
    return advise_today(inputs, knowledge).how


def test_the_pace_is_the_middle_one_of_the_runs_that_had_settled(knowledge: Knowledge) -> None:
    found = how(knowledge, replace(WELL, runs=THREE))
    assert found == RunHow(pace_s_per_km=350, cadence_spm=170, descent_m_per_km=None)


def test_of_an_even_number_the_slower_of_the_two_in_the_middle(knowledge: Knowledge) -> None:
    found = how(knowledge, replace(WELL, runs=(*THREE, timed(9, 340))))
    assert found is not None
    assert found.pace_s_per_km == 350


@pytest.mark.parametrize(("runs", "known"), [(2, False), (3, True)])
def test_from_fewer_than_three_settled_runs_no_pace_is_named(
    knowledge: Knowledge, runs: int, known: bool
) -> None:
    found = how(knowledge, replace(WELL, runs=THREE[:runs]))
    assert found is not None
    assert (found.pace_s_per_km is not None) is known
    assert (found.cadence_spm is not None) is known


def test_a_run_that_has_not_settled_gives_no_pace(knowledge: Knowledge) -> None:
    fast = replace(run(0.5, 8), moving_s=8 * 240)
    sore = (checkin(morning=3, days_ago=0.1),)
    found = how(knowledge, replace(WELL, runs=(*THREE, fast), checkins=sore))
    assert found is not None
    assert found.pace_s_per_km == 350


def test_without_a_cadence_on_the_watch_none_is_named(knowledge: Knowledge) -> None:
    runs = tuple(replace(row, mean_cadence_spm=None) for row in THREE)
    found = how(knowledge, replace(WELL, runs=runs))
    assert found is not None
    assert found.cadence_spm is None


@pytest.mark.parametrize(("descent_m", "expected"), [(64, None), (72, 9.0)])
def test_hills_that_the_knee_settled_from_may_be_run_again_on_green(
    knowledge: Knowledge, descent_m: float, expected: float | None
) -> None:
    """8 m of descent a kilometre still counts as flat."""
    runs = tuple(replace(row, descent_m=descent_m) for row in THREE)
    found = how(knowledge, replace(WELL, runs=runs))
    assert found is not None
    assert found.descent_m_per_km == expected


def test_one_hilly_run_is_not_enough_for_hills(knowledge: Knowledge) -> None:
    runs = (*(replace(row, descent_m=None) for row in THREE[:2]), replace(THREE[2], descent_m=600))
    found = how(knowledge, replace(WELL, runs=runs))
    assert found is not None
    assert found.descent_m_per_km is None


def test_a_pace_that_nobody_runs_is_taken_for_a_mistake(knowledge: Knowledge) -> None:
    """150 s a kilometre is still taken; below, an entry is wrong."""
    for pace_s, expected in ((149, None), (150, 150)):
        runs = tuple(replace(row, moving_s=8 * pace_s) for row in THREE)
        found = how(knowledge, replace(WELL, runs=runs))
        assert found is not None
        assert found.pace_s_per_km == expected


def test_amber_is_flat_ground_also_for_who_ran_hills(knowledge: Knowledge) -> None:
    runs = tuple(replace(row, descent_m=400) for row in THREE)
    inputs = replace(WELL, runs=runs, checkins=(checkin(during=3),))
    advice = advise_today(inputs, knowledge)
    assert advice.light == "amber"
    assert advice.how is not None
    assert advice.how.descent_m_per_km is None


def test_a_walk_run_is_on_flat_ground_and_has_no_pace(knowledge: Knowledge) -> None:
    advice = advise_today(replace(WELL, runs=(timed(14, 330),)), knowledge)
    assert advice.walk_run is not None
    assert advice.how == RunHow(None, None, None)


@pytest.mark.parametrize(
    "inputs",
    [
        replace(WELL, runs=THREE, checkins=(checkin(during=5),)),
        replace(WELL, runs=THREE, checkins=()),
        replace(WELL, runs=THREE, wish_m=50.0),
    ],
    ids=["red", "grey", "nothing left"],
)
def test_where_nothing_is_to_be_run_nothing_is_said_of_how(
    knowledge: Knowledge, inputs: TodayInputs
) -> None:
    advice = advise_today(inputs, knowledge)
    assert advice.how is None
    assert not [row for row in advice.reasons if row.rule.startswith("advised_")]


def test_how_never_changes_the_light_nor_how_far(knowledge: Knowledge) -> None:
    """The same runs without pace, cadence and descent get the same light and distance."""
    bare = tuple(run((NOW - row.start_time) / timedelta(days=1), 8) for row in THREE)
    for score in range(11):
        checkins = (checkin(during=score),)
        told = replace(WELL, runs=THREE, checkins=checkins, condition_shares=PFP)
        with_all, without = (
            advise_today(replace(told, runs=runs), knowledge) for runs in (THREE, bare)
        )
        assert with_all.light == without.light
        assert with_all.max_distance_m == without.max_distance_m


def test_each_word_on_how_has_its_source(knowledge: Knowledge) -> None:
    reasons = advise_today(replace(WELL, runs=THREE), knowledge).reasons
    ways = {row.rule: row for row in reasons if row.rule.startswith("advised_")}
    assert set(ways) == {"advised_pace", "advised_cadence", "advised_terrain"}
    assert all(row.source in knowledge.sources for row in ways.values())
