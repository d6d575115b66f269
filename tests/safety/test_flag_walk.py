"""The whole table of red flags, walked: each alone, each pair, each with answers missing.

Nothing is drawn here. For every flag all ways to meet its pattern are built from the pattern
itself; the levels are held against the safety rules by `tests/cases/red_flags.toml`.
"""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.safety.strategies import Place, Told, observed
from tests.safety.witness import join, placed, quiet_runner, raised_alone, witnesses
from trochlea.assess.triage import triage
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.knowledge.schema import RedFlag
from trochlea.model import KNEES, FindingValue, Triage, urgency_rank

FLAGS = tuple(packaged_knowledge().red_flags)
HOURS: dict[str, set[int | None]] = {
    "emergency": {0},
    "same_day": {24},
    "urgent": {48, 168},
    "routine": {None},
}


def _triaged(told: Told, knowledge: Knowledge) -> Triage:
    return triage(observed(told), knowledge)


def _said(flag: RedFlag, found: Triage, knowledge: Knowledge) -> bool:
    """Return whether a flag is raised, or one stands for it that is as urgent and as soon."""
    standing = {flag.id, *flag.covered_by}
    return any(
        row.flag in standing
        and urgency_rank(row.urgency) >= urgency_rank(flag.urgency)
        and (flag.within_hours is None or (row.within_hours or 0) <= flag.within_hours)
        for row in found.red_flags
    )


def _level_fits(found: Triage) -> bool:
    """Return whether the level is the highest and the time the shortest of what was raised."""
    ranks = [urgency_rank(row.urgency) for row in found.red_flags]
    hours = [row.within_hours for row in found.red_flags if row.within_hours is not None]
    return urgency_rank(found.urgency) == max(ranks, default=0) and found.within_hours == min(
        hours, default=None
    )


def test_a_runner_who_denies_all_has_no_flag_and_nothing_open(knowledge: Knowledge) -> None:
    for knee in KNEES:
        found = _triaged(quiet_runner(knee), knowledge)
        assert (found.urgency, found.within_hours) == ("none", None)
        assert (found.red_flags, found.unknown_red_flags) == ((), ())


@pytest.mark.parametrize("name", FLAGS)
def test_each_flag_alone_gives_its_level_in_every_way_to_meet_it(
    name: str, knowledge: Knowledge
) -> None:
    flag = knowledge.red_flags[name]
    assert flag.within_hours in HOURS[flag.urgency]
    ways = 0
    for knee in KNEES:
        for told in raised_alone(flag, knee):
            found = _triaged(told, knowledge)
            ways += 1
            assert _said(flag, found, knowledge)
            assert _level_fits(found)
            assert urgency_rank(found.urgency) >= urgency_rank(flag.urgency)
            if flag.within_hours is not None:
                assert found.within_hours is not None
                assert found.within_hours <= flag.within_hours
    assert ways >= 2


def test_each_pair_of_flags_gives_the_higher_level_and_the_shorter_time(
    knowledge: Knowledge,
) -> None:
    joined = 0
    for one, other in combinations(knowledge.red_flags.values(), 2):
        told = _both(one, other)
        if told is None:
            continue
        joined += 1
        found = _triaged(told, knowledge)
        assert _level_fits(found)
        for flag in (one, other):
            assert _said(flag, found, knowledge), (one.id, other.id)
            assert urgency_rank(found.urgency) >= urgency_rank(flag.urgency)
            if flag.within_hours is not None:
                assert found.within_hours is not None
                assert found.within_hours <= flag.within_hours
    pairs = len(FLAGS) * (len(FLAGS) - 1) // 2
    assert joined > 0.9 * pairs, "most pairs can be met together"


def _both(one: RedFlag, other: RedFlag) -> dict[Place, FindingValue] | None:
    """Return a runner who meets both flags on the right knee, or None where none can."""
    for first in witnesses(one.when):
        for second in witnesses(other.when):
            answers = join(first, second)
            if answers is not None:
                return quiet_runner("right") | placed(answers, "right")
    return None


@pytest.mark.parametrize("name", FLAGS)
def test_each_flag_with_an_answer_missing_is_open_or_raised_and_never_gone(
    name: str, knowledge: Knowledge
) -> None:
    flag = knowledge.red_flags[name]
    for told in raised_alone(flag, "right"):
        for place in told:
            if place[1] not in flag.when.findings():
                continue
            absent = {key: value for key, value in told.items() if key != place}
            for forgotten in (absent, {**told, place: None}):
                found = _triaged(forgotten, knowledge)
                known = _said(flag, found, knowledge)
                assert known or name in {row.flag for row in found.unknown_red_flags}, place


@pytest.mark.parametrize("name", FLAGS)
def test_each_flag_with_all_its_answers_missing_is_open_and_names_them(
    name: str, knowledge: Knowledge
) -> None:
    flag = knowledge.red_flags[name]
    names = set(flag.when.findings())
    told = {place: value for place, value in quiet_runner("left").items() if place[1] not in names}
    for forgotten in (told, told | placed(dict.fromkeys(names, None), "left")):
        found = _triaged(forgotten, knowledge)
        missing = {row.flag: set(row.missing) for row in found.unknown_red_flags}
        assert missing.get(name) == names
