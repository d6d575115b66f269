"""Today's light, whatever the day: S2, S3, S12 and the table, against a second reading of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.safety.days import LENGTH, day_from, days
from tests.safety.oracle import fresh, lightest
from trochlea.knowledge import packaged_knowledge
from trochlea.model import LIGHT_PRECEDENCE, Advice, CheckIn, Light, UnknownFlag, Urgency
from trochlea.plan import OpenFlag, TodayInputs, advise_today
from trochlea.report.sections.today import shown_advice

PURE = settings.get_profile("safety_pure")
TWICE = settings.get_profile("safety_twice")
FEW = settings.get_profile("safety_assess")
RUNNING = ("green", "amber")
SCORES = ("pain_during", "pain_hour_after", "pain_next_morning")
SIGNS = ("new_limp", "new_swelling", "pain_medicine_24h", "symptoms_changed")
FRESH = timedelta(hours=24)


def _advise(inputs: TodayInputs) -> Advice:
    return advise_today(inputs, packaged_knowledge())


def _strictness(light: Light) -> int:
    return LIGHT_PRECEDENCE.index(light)


def _not_greener(after: Advice, before: Advice) -> bool:
    """Return whether an advice is as strict as another, and nowhere allows more metres."""
    if _strictness(after.light) < _strictness(before.light):
        return False
    if after.max_distance_m is None or before.walk_run is not None:
        return True
    return before.max_distance_m is None or after.max_distance_m <= before.max_distance_m


def test_the_drawn_days_hold_every_light_and_every_kind_of_distance() -> None:
    """Without this the properties below could hold because nothing is ever green."""
    chance = Random(1)
    found = [_advise(day_from(chance.randbytes(LENGTH))) for _ in range(3_000)]
    lights = Counter(row.light for row in found)
    assert set(lights) == set(LIGHT_PRECEDENCE)
    assert min(lights.values()) > 60, lights
    assert sum(row.walk_run is not None for row in found) > 60
    assert sum(row.max_distance_m is not None for row in found) > 300


@PURE
@given(days())
def test_the_light_is_never_greener_than_the_safety_rules_read_a_second_time(
    inputs: TodayInputs,
) -> None:
    """S3, S12 and the table of today: every gate and every row, in whatever combination."""
    advice = _advise(inputs)
    assert _strictness(advice.light) >= _strictness(lightest(inputs))
    assert advice.light == "green" or advice.reasons[0].effect == advice.light
    assert (advice.valid_until is None) == (advice.light == "grey")
    if advice.light not in RUNNING:
        assert (advice.max_distance_m, advice.walk_run) == (None, None)
    else:
        assert (advice.max_distance_m is None) == (advice.walk_run is not None)
        assert advice.walk_run is None or advice.light == "amber"


def _worse(row: CheckIn, name: str, more: int) -> CheckIn:
    score = getattr(row, name)
    if score is None:
        return row
    changed: dict[str, Any] = {name: min(10, score + more)}
    return replace(row, **changed)


@PURE
@given(days(), st.sampled_from(SCORES), st.integers(1, 10), st.integers(0, 5))
def test_more_pain_at_any_time_never_gives_a_greener_light_nor_more_distance(
    inputs: TodayInputs, name: str, more: int, place: int
) -> None:
    """S2, one score of one check-in; place 5 is every check-in at once."""
    rows = tuple(
        _worse(row, name, more) if place in (number, 5) else row
        for number, row in enumerate(inputs.checkins)
    )
    assert _not_greener(_advise(replace(inputs, checkins=rows)), _advise(inputs))


@FEW
@given(days(), st.sampled_from(SCORES[1:]), st.integers(5, 10))
def test_five_or_more_after_the_run_is_red_also_where_the_run_itself_was_not_scored(
    inputs: TodayInputs, name: str, score: int
) -> None:
    """Whatever the pain during the run was, the worst of the day is then at least five."""
    changed: dict[str, Any] = {"pain_during": None, name: score}
    rows = tuple(replace(row, **changed) for row in inputs.checkins)
    advice = _advise(replace(inputs, checkins=rows))
    if fresh(inputs):
        assert advice.light == "red"


@PURE
@given(days(), st.sampled_from(SIGNS), st.sampled_from((True, None)), st.integers(0, 4))
def test_a_sign_or_its_silence_never_gives_a_greener_light_than_its_no(
    inputs: TodayInputs, sign: str, said: bool | None, place: int
) -> None:
    """S2 and S3: limp, swelling, medicine, change; what is not answered is never a no."""

    def told(value: bool | None) -> Advice:
        changed: dict[str, Any] = {sign: value}
        rows = list(inputs.checkins)
        if place < len(rows):
            rows[place] = replace(rows[place], **changed)
        return _advise(replace(inputs, checkins=tuple(rows)))

    assert _not_greener(told(said), told(False))


TWINS = tuple(
    (name, value)
    for names, values in ((SCORES, (1, 4, 10)), (SIGNS, (True, None)))
    for name in names
    for value in values
)


@FEW
@given(days(), st.sampled_from(TWINS), st.sampled_from(TWINS))
def test_of_two_check_ins_of_one_moment_the_worse_holds(
    inputs: TodayInputs, one: tuple[str, int | None], other: tuple[str, int | None]
) -> None:
    """The journal keeps both, and a day that is named without an hour makes one moment of two."""
    at = inputs.now - timedelta(minutes=30)
    well = CheckIn("left", at, 0, 0, 0, 0, 0, False, False, False, False)
    twins = [replace(well, **dict([said])) for said in (one, other)]  # type: ignore[arg-type]
    both = _advise(replace(inputs, checkins=(*twins, *inputs.checkins)))
    for alone in twins:
        single = _advise(replace(inputs, checkins=(alone, *inputs.checkins)))
        assert _strictness(both.light) >= _strictness(single.light)


GATES: tuple[tuple[str, str, Light], ...] = (
    ("open_flags", "emergency", "red"),
    ("open_flags", "same_day", "red"),
    ("open_flags", "urgent", "red"),
    ("unknown_flags", "emergency", "grey"),
    ("unknown_flags", "same_day", "grey"),
    ("unknown_flags", "urgent", "amber"),
    ("unknown_flags", "routine", "amber"),
    ("bone_findings", "", "red"),
    ("clearances_missing", "", "amber"),
    ("clearances_unknown", "", "amber"),
    ("age_years", "17", "grey"),
    ("age_years", "5", "grey"),
    ("age_years", "", "grey"),
)


def _gated(inputs: TodayInputs, name: str, urgency: Urgency | str) -> TodayInputs:
    if name == "age_years":
        return replace(inputs, age_years=int(urgency) if urgency else None)
    clearance = next(iter(packaged_knowledge().clearances))
    level: Any = urgency
    more: dict[str, object] = {
        "open_flags": OpenFlag("night_pain", level, "left"),
        "unknown_flags": UnknownFlag("night_pain", level, "left", ("night_pain",)),
        "bone_findings": "focal_bone_pain",
        "clearances_missing": clearance,
        "clearances_unknown": clearance,
    }
    changed: dict[str, Any] = {name: (*getattr(inputs, name), more[name])}
    return replace(inputs, **changed)


@PURE
@given(days(), st.sampled_from(GATES))
def test_no_gate_nor_an_age_under_18_is_opened_by_anything_else_of_the_day(
    inputs: TodayInputs, gate: tuple[str, str, Light]
) -> None:
    """S3 and the clearances: one gate more is at least its own light, and never less than before.

    The reason is named, so that the runner learns what stands in the way.
    """
    name, urgency, light = gate
    after = _advise(_gated(inputs, name, urgency))
    assert _strictness(after.light) >= _strictness(light)
    assert name == "age_years" or _not_greener(after, _advise(inputs))
    if inputs.assessed_at is not None or name != "unknown_flags":
        assert light in {row.effect for row in after.reasons}


@TWICE
@given(days(), st.floats(0, 400))
def test_advice_is_grey_once_its_check_in_is_24_hours_old(
    inputs: TodayInputs, hours: float
) -> None:
    """S12: as shown later, and as made later; only red stays what it is."""
    advice = _advise(inputs)
    later = inputs.now + timedelta(hours=hours)
    newest = max((row.observed_at for row in inputs.checkins), default=inputs.now - 2 * FRESH)
    shown = shown_advice(advice, later)
    if later - newest > FRESH:
        assert shown.light in ("grey", "red")
        assert _advise(replace(inputs, now=later)).light in ("grey", "red")
    else:
        assert shown.light in ("grey", advice.light)
    if shown.light not in RUNNING:
        assert (shown.max_distance_m, shown.walk_run) == (None, None)


@pytest.mark.parametrize("hours", [24.001, 48.0, 24.0 * 365])
def test_a_green_day_looked_at_too_late_is_grey_and_asks_for_a_check_in(hours: float) -> None:
    chance = Random(2)
    drawn = (day_from(chance.randbytes(LENGTH)) for _ in range(2_000))
    green = [row for row in drawn if _advise(row).light == "green"]
    assert len(green) > 20
    for inputs in green:
        shown = shown_advice(_advise(inputs), inputs.now + timedelta(hours=hours))
        assert (shown.light, shown.reasons[0].rule) == ("grey", "checkin_stale")
