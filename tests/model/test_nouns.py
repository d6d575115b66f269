"""The nouns: frozen, ordered where order matters, and honest about what is unknown."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import UTC, date, datetime
from itertools import product

import pytest

import trochlea.model as nouns
from trochlea.model import (
    LIGHT_PRECEDENCE,
    URGENCY_ORDER,
    Light,
    Reason,
    Run,
    Runner,
    stricter,
    urgency_rank,
)

RECORDS = [value for name in nouns.__all__ if is_dataclass(value := getattr(nouns, name))]


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: str(kind.__name__))
def test_every_noun_is_frozen_and_says_what_it_is(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert kind.__doc__


def test_a_noun_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Runner("me").mass_kg = 61.0  # type: ignore[misc]


def test_everything_of_a_runner_but_the_id_may_be_unknown() -> None:
    runner = Runner("me")
    unknown = {row.name for row in fields(Runner) if getattr(runner, row.name) is None}
    assert unknown == {"born_on", "sex", "height_cm", "mass_kg", "country"}


def test_urgency_rises_from_none_to_emergency() -> None:
    assert [urgency_rank(level) for level in URGENCY_ORDER] == [0, 1, 2, 3, 4]
    assert URGENCY_ORDER == ("none", "routine", "urgent", "same_day", "emergency")


def test_red_over_grey_over_amber_over_green() -> None:
    assert LIGHT_PRECEDENCE == ("green", "amber", "grey", "red")


@pytest.mark.parametrize(("first", "second"), [*product(LIGHT_PRECEDENCE, repeat=2)])
def test_the_stricter_light_wins_whichever_comes_first(first: Light, second: Light) -> None:
    winner = stricter(first, second)
    assert winner == stricter(second, first)
    assert LIGHT_PRECEDENCE.index(winner) == max(map(LIGHT_PRECEDENCE.index, (first, second)))


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2026, 4, 1), 33),
        (date(2026, 4, 2), 34),
        (date(2027, 4, 1), 34),
        (date(1992, 4, 2), 0),
    ],
)
def test_age_is_in_whole_years_from_the_birthday_on(day: date, age: int) -> None:
    assert Runner("me", born_on=date(1992, 4, 2)).age_on(day) == age


def test_who_was_born_on_a_leap_day_is_older_from_the_first_of_march() -> None:
    runner = Runner("me", born_on=date(2008, 2, 29))
    assert runner.age_on(date(2026, 2, 28)) == 17
    assert runner.age_on(date(2026, 3, 1)) == 18


def test_an_unknown_birth_date_is_an_unknown_age() -> None:
    assert Runner("me").age_on(date(2026, 3, 1)) is None


@pytest.mark.parametrize(("offset_s", "day"), [(0, 1), (3600, 2), (-3600, 1)])
def test_a_run_belongs_to_the_runners_own_day(offset_s: int, day: int) -> None:
    start = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert Run("a", start, 5000.0, offset_s).day == date(2026, 3, day)


def test_a_reason_gives_its_values_by_name_and_none_for_what_it_did_not_see() -> None:
    reason = Reason("walk_run_gap", "amber", (("days", 14), ("side", "right")))
    assert reason.value("days") == 14
    assert reason.value("side") == "right"
    assert reason.value("score") is None
