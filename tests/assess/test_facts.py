"""What holds of one knee where several sources, days and knees were spoken of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from trochlea.assess.facts import affected_knees, facts_for
from trochlea.model import FindingValue, Observation, Origin, Side

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def said(
    value: FindingValue,
    side: Side = "right",
    source: Origin = "answer",
    days_ago: int = 0,
    finding: str = "joint_hot",
) -> Observation:
    return Observation(finding, value, side, NOON - timedelta(days=days_ago), source)


def held(*rows: Observation, side: Side = "right") -> FindingValue:
    """Return what holds, and prove that the order in which it was told does not matter."""
    values = {facts_for(side, order).value("joint_hot") for order in permutations(rows)}
    assert len(values) == 1
    return values.pop()


def test_nothing_said_is_unknown() -> None:
    facts = facts_for("right", ())
    assert facts.value("joint_hot") is None
    assert facts.seen("joint_hot") is None


def test_not_knowing_is_unknown_and_never_seen() -> None:
    facts = facts_for("right", (said(None),))
    assert facts.value("joint_hot") is None
    assert facts.seen("joint_hot") is None


def test_no_is_known_and_seen() -> None:
    seen = facts_for("right", (said(False),)).seen("joint_hot")
    assert seen is not None
    assert (seen.value, seen.side, seen.source) == (False, "right", "answer")


@pytest.mark.parametrize("answer", [True, False, None])
@pytest.mark.parametrize("watch", [True, False])
def test_a_clinicians_yes_outranks_newer_answers_and_the_watch(
    answer: bool | None, watch: bool
) -> None:
    found = said(True, source="clinician", days_ago=9)
    assert held(found, said(answer), said(watch, source="watch")) is True


def test_a_clinicians_no_outranks_what_came_before_it_and_not_a_later_yes() -> None:
    absent = said(False, source="clinician", days_ago=2)
    assert held(said(True, days_ago=3), absent) is False
    assert held(absent, said(True, days_ago=1)) is True


def test_of_two_clinicians_the_newer_holds() -> None:
    first = said(True, source="clinician", days_ago=5)
    assert held(first, said(False, source="clinician", days_ago=1)) is False


@pytest.mark.parametrize("newest", [True, False, None])
def test_the_newest_answer_holds(newest: bool | None) -> None:
    assert held(said(True, days_ago=3), said(False, days_ago=2), said(newest)) is newest


@pytest.mark.parametrize("source", ["watch", "video"])
@pytest.mark.parametrize("answer", [False, None])
def test_a_yes_from_a_watch_or_video_is_not_undone_by_a_newer_no(
    source: Origin, answer: bool | None
) -> None:
    assert held(said(True, source=source, days_ago=2), said(answer)) is True


def test_a_yes_of_the_runner_is_not_undone_by_a_newer_no_of_the_watch() -> None:
    assert held(said(True, days_ago=2), said(False, source="watch")) is True


def test_a_watch_fills_in_where_the_runner_does_not_know() -> None:
    assert held(said(None), said(False, source="watch", days_ago=1)) is False


def test_a_number_of_the_runner_stands_before_a_newer_one_of_the_watch() -> None:
    assert held(said(168.0, days_ago=1), said(172.0, source="watch")) == 168.0


def test_a_knee_does_not_hear_of_the_other_but_of_what_has_no_side() -> None:
    rows = (
        said(True, side="left"),
        said(False, side="right", finding="lump"),
        said(True, side="none", finding="fever_or_unwell"),
    )
    right = facts_for("right", rows)
    assert right.value("joint_hot") is None
    assert right.value("lump") is False
    assert right.value("fever_or_unwell") is True
    assert facts_for("left", rows).value("joint_hot") is True


@pytest.mark.parametrize("side", ["left", "right"])
def test_what_was_said_of_both_knees_holds_for_each(side: Side) -> None:
    assert held(said(True, side="both"), side=side) is True


def test_no_knee_spoken_of_is_none() -> None:
    assert affected_knees(()) == ("none",)
    assert affected_knees((said(True, side="none"),)) == ("none",)


@pytest.mark.parametrize("no", [False, (), 0])
def test_a_knee_of_which_all_was_denied_drops_out_beside_a_sore_one(no: FindingValue) -> None:
    assert affected_knees((said(no, side="left"), said(True, side="right"))) == ("right",)


@pytest.mark.parametrize("value", [None, True, 1, "gradual", ("back",)])
def test_a_knee_stays_where_anything_is_open_or_there(value: FindingValue) -> None:
    rows = (said(value, side="left"), said(False, side="left", finding="lump"), said(True))
    assert affected_knees(rows) == ("left", "right")


def test_knees_that_are_all_denied_are_kept_because_somebody_asked_about_them() -> None:
    assert affected_knees((said(False, side="right"), said(False, side="left"))) == (
        "left",
        "right",
    )


@pytest.mark.parametrize(("value", "expected"), [(True, ("left", "right")), (False, ("right",))])
def test_both_makes_each_knee_sore_unless_it_is_a_no(
    value: bool, expected: tuple[str, ...]
) -> None:
    rows = (said(value, side="both"), said(True, side="right", finding="lump"))
    assert affected_knees(rows) == expected


def test_of_a_clinicians_list_choice_or_number_the_newer_answer_holds() -> None:
    empty = said((), source="clinician", days_ago=40)
    assert held(empty, said(("earlier_clot",))) == ("earlier_clot",)
    slow = said("gradual", source="clinician", days_ago=40)
    assert held(slow, said("sudden")) == "sudden"
    assert held(said("sudden", days_ago=50), slow) == "gradual"


def test_at_the_same_moment_a_yes_holds_against_a_clinicians_no() -> None:
    assert held(said(True), said(False, source="clinician")) is True


def test_a_clinicians_finding_that_was_withdrawn_counts_no_more() -> None:
    wrong = said(True, source="clinician", days_ago=5)
    withdrawn = said(None, source="clinician", days_ago=1)
    assert held(wrong, withdrawn, said(False)) is False


def test_a_clinician_who_does_not_know_does_not_silence_the_runner() -> None:
    assert held(said(True), said(None, source="clinician", days_ago=1)) is True
