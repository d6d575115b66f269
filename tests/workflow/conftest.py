"""A journal on a real disk, and how the tests of the walk put a check into it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from tests.patients import benign
from trochlea.journal import Journal
from trochlea.knowledge import Knowledge
from trochlea.workflow.checking import CheckResult, check_and_keep

NOW = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)
TODAY = NOW.date()

KeepCheck = Callable[..., CheckResult]
KeepRun = Callable[..., str]


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


@pytest.fixture
def keep_check(journal: Journal, knowledge: Knowledge) -> KeepCheck:
    """Check a runner without red flags, but for what is changed, so many days ago."""

    def keep(days: float = 0, age: int | None = 34, **changes: Any) -> CheckResult:
        now = days_ago(days)
        answers = benign(knowledge, age=age, on=now.date(), changes=changes)
        return check_and_keep(journal, answers, now, knowledge)

    return keep


@pytest.fixture
def keep_run(journal: Journal) -> KeepRun:
    """Enter a run by hand, so many days ago, at six in the morning."""

    def keep(days: int, distance_m: float = 5000.0) -> str:
        day: date = TODAY - timedelta(days=days)
        entered = journal.add_hand_run(
            datetime.combine(day, time(6), tzinfo=UTC), 0, distance_m, None
        )
        return entered.activity_id

    return keep
