"""What the diary shows over weeks: only ever a yes, and only from what was written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tests.patients import NOW, TODAY
from trochlea.assess import Past, observe_persistence
from trochlea.knowledge import Knowledge
from trochlea.model import CheckIn


def rows(*scores: tuple[float, int], swollen: Sequence[bool | None] = ()) -> tuple[CheckIn, ...]:
    """Return check-ins of (days ago, pain)."""
    marks = [*swollen, *([None] * len(scores))]
    return tuple(
        CheckIn("left", NOW - timedelta(days=ago), pain_during=score, new_swelling=mark)
        for (ago, score), mark in zip(scores, marks, strict=False)
    )


def shown(
    knowledge: Knowledge,
    checkins: tuple[CheckIn, ...] = (),
    checked_days_ago: Sequence[float] = (),
    began: date | None = None,
    last_run: date | None = None,
) -> set[str]:
    checks = tuple(NOW - timedelta(days=ago) for ago in checked_days_ago)
    past = Past("left", checks, checkins, began, last_run)
    return {row.finding for row in observe_persistence(past, NOW, knowledge)}


def test_an_empty_diary_shows_nothing(knowledge: Knowledge) -> None:
    assert shown(knowledge) == set()


def test_a_second_check_within_a_week_is_seen_and_the_same_sitting_is_not(
    knowledge: Knowledge,
) -> None:
    assert shown(knowledge, checked_days_ago=[6]) == {"second_contact_within_week"}
    assert shown(knowledge, checked_days_ago=[0.1]) == set()
    assert shown(knowledge, checked_days_ago=[8]) == set()


def test_pain_that_a_week_without_runs_did_not_change_is_seen(knowledge: Knowledge) -> None:
    stopped = TODAY - timedelta(days=8)
    same = rows((9, 5), (1, 4))
    better = rows((9, 5), (1, 2))
    assert shown(knowledge, same, last_run=stopped) == {"not_better_after_week_rest"}
    assert shown(knowledge, better, last_run=stopped) == set()
    assert shown(knowledge, same, last_run=TODAY - timedelta(days=3)) == set()
    assert shown(knowledge, same, last_run=None) == set()


def test_six_weeks_without_a_change_are_seen(knowledge: Knowledge) -> None:
    began = TODAY - timedelta(days=50)
    same = rows((44, 5), (42, 5), (3, 4), (1, 4))
    assert shown(knowledge, same, began=began) == {"not_better_after_6_weeks"}
    assert shown(knowledge, same, began=TODAY - timedelta(days=20)) == set()
    assert shown(knowledge, rows((44, 5), (1, 2)), began=began) == set()


def test_pain_that_has_gone_is_never_no_better(knowledge: Knowledge) -> None:
    gone = rows((44, 1), (1, 0))
    assert shown(knowledge, gone, began=TODAY - timedelta(days=60)) == set()


def test_swelling_that_went_for_a_week_and_came_back_is_recurrent(knowledge: Knowledge) -> None:
    days = ((30, 2), (20, 1), (10, 1), (1, 2))
    back = rows(*days, swollen=[True, False, False, True])
    assert "recurrent_swelling" in shown(knowledge, back)
    stayed = rows(*days, swollen=[True, True, True, True])
    assert "recurrent_swelling" not in shown(knowledge, stayed)
    unsaid = rows(*days, swollen=[True, None, None, True])
    assert "recurrent_swelling" not in shown(knowledge, unsaid)


def test_pain_that_grew_over_two_weeks_is_seen(knowledge: Knowledge) -> None:
    before, lately = ((26, 2), (22, 2), (18, 2)), ((10, 4), (6, 5), (2, 5))
    assert shown(knowledge, rows(*before, *lately)) == {"pain_growing_over_weeks"}
    assert shown(knowledge, rows(*before, (10, 3), (6, 3), (2, 3))) == set()
    assert shown(knowledge, rows(*before[:2], *lately)) == set()


def test_what_the_diary_shows_carries_its_origin_and_side(knowledge: Knowledge) -> None:
    past = Past("left", (), rows((30, 1), (20, 1), (10, 1), (1, 1)), None, None)
    swollen = tuple(
        CheckIn("left", row.observed_at, pain_during=1, new_swelling=mark)
        for row, mark in zip(past.checkins, [True, False, False, True], strict=True)
    )
    found = observe_persistence(Past("left", (), swollen, None, None), NOW, knowledge)
    assert [(row.source, row.side, row.value) for row in found] == [("journal", "left", True)]
