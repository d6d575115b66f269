"""Draws days: check-ins, runs and everything else that today's advice is made of.

Every field is read off a tape of bytes on which the quiet choice is the usual one, so that all
four lights come up often enough to be looked at.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from random import Random

from hypothesis import strategies as st

from tests.safety.strategies import NOW, Tape
from trochlea.knowledge import packaged_knowledge
from trochlea.model import URGENCY_ORDER, CheckIn, Knee, Run, UnknownFlag, Urgency
from trochlea.plan import OpenFlag, TodayInputs, advise_today
from trochlea.workflow.records import to_json

LENGTH = 120
SCORES = (*(0,) * 16, 1, 1, 2, 2, 2, 3, 3, 4, 5, 7, 10, None)
LATER = (*(0,) * 24, 1, 2, 3, 4, 6, None)
USUAL = (0, 0, 0, 0, 1, 2, 3, 5, None)
SIGN = (True, None)
CHECKED_HOURS_AGO = (
    2,
    2,
    2,
    5,
    5,
    7,
    9,
    13,
    23.9,
    24,
    24.1,
    30,
    36,
    47,
    50,
    72,
    100,
    160,
    330,
    340,
    700,
)
RAN_HOURS_AGO = (
    14,
    14,
    14,
    26,
    38,
    50,
    75,
    99,
    2,
    146,
    167,
    169,
    200,
    300,
    330,
    350,
    500,
    719,
    721,
    900,
)
KM = (5.0, 8.0, 10.0, 0.3, 3.3, 5.5, 6.0, 7.0, 8.8, 11.0, 12.1, 21.1, 42.2)
METRES = (500.0, 3000.0, 5099.9, 8000.0, 11000.0, 50000.0)
CHECK_DAYS_AGO = (3, 6.9, 7, 7.01, 30, None)
COMPLAINT_DAYS_AGO = (0, 1, 2, 4, 8, 20, 60)
KNEES: tuple[tuple[Knee, ...], ...] = ((), ("right",), ("left", "right"))
CLOCKS = (20, 7, 0, 12, 23)


@cache
def shares() -> tuple[tuple[tuple[str, float], ...], ...]:
    """Return lists of conditions: one of each pain rule, alone, at, and just below the share."""
    first: dict[str, str] = {}
    for key, record in packaged_knowledge().conditions.items():
        first.setdefault(record.pain_rule, key)
    usual = first["default"]
    alone = [((key, 0.8),) for key in first.values()]
    beside = [
        tuple(sorted(((usual, 0.7), (key, share))))
        for key in first.values()
        for share in (0.0999, 0.1)
        if key != usual
    ]
    return (*(((usual, 0.8),),) * 4, *alone, *beside, ())


@cache
def _flags_at(urgency: Urgency) -> str:
    """Return a packaged flag of a level (any, for the level none)."""
    flags = packaged_knowledge().red_flags.values()
    return next((flag.id for flag in flags if flag.urgency == urgency), "night_pain")


def _checkin(tape: Tape, now: datetime) -> CheckIn:
    began = tape.often(None, (400.0, 2000.0, 4000.0, 10000.0))
    return CheckIn(
        knee=tape.often("left", ("right",), 7),
        observed_at=now - timedelta(hours=tape.pick(CHECKED_HOURS_AGO)),
        pain_during=tape.pick(SCORES),
        pain_hour_after=tape.pick(LATER),
        pain_next_morning=tape.pick(LATER),
        pain_before=tape.pick(USUAL),
        new_swelling=tape.often(False, SIGN, 16),
        new_limp=tape.often(False, SIGN, 16),
        pain_medicine_24h=tape.often(False, SIGN, 16),
        symptoms_changed=tape.often(False, SIGN, 16),
        pain_began_m=began,
    )


def _checkins(tape: Tape, now: datetime, count: int) -> tuple[CheckIn, ...]:
    """Return check-ins of moments of their own; those of one moment are drawn elsewhere."""
    drawn = [_checkin(tape, now) for _ in range(count)]
    return tuple(
        replace(row, observed_at=row.observed_at - timedelta(seconds=number))
        if number and row.observed_at < now - timedelta(hours=24)
        else replace(row, observed_at=row.observed_at + timedelta(seconds=number))
        for number, row in enumerate(drawn)
    )


def _run(tape: Tape, now: datetime, number: int) -> Run:
    started = now - timedelta(hours=tape.pick(RAN_HOURS_AGO))
    return Run(f"run-{number}", started, 1000 * tape.pick(KM))


def _ago(now: datetime, days: float | None) -> datetime | None:
    return None if days is None else now - timedelta(days=days)


def _open_flags(tape: Tape) -> tuple[OpenFlag, ...]:
    urgency = tape.often(None, URGENCY_ORDER[1:], 20)
    return () if urgency is None else (OpenFlag(_flags_at(urgency), urgency, "left"),)


def _unknown_flags(tape: Tape) -> tuple[UnknownFlag, ...]:
    urgency = tape.often(None, URGENCY_ORDER[1:], 20)
    if urgency is None:
        return ()
    return (UnknownFlag(_flags_at(urgency), urgency, "left", ("night_pain",)),)


def day_from(raw: bytes) -> TodayInputs:
    """Return the day that stands on a tape."""
    tape = Tape(raw)
    now = NOW.replace(hour=tape.often(CLOCKS[0], CLOCKS))
    clearances = tuple(packaged_knowledge().clearances)
    complaint = _ago(now, tape.often(1, COMPLAINT_DAYS_AGO, 2))
    unknown_start = tape.often(False, (True,), 4)
    last_run = _ago(now, tape.often(None, (0, 2, 13, 14, 40), 3))
    return TodayInputs(
        now=now,
        age_years=tape.often(34, (18, 17, 11, None, 70), 14),
        assessed_at=_ago(now, tape.often(1, CHECK_DAYS_AGO, 14)),
        later_check=tape.often(False, (True,), 30),
        open_flags=_open_flags(tape),
        unknown_flags=_unknown_flags(tape),
        bone_findings=tape.often((), (("focal_bone_pain",),), 25),
        condition_shares=tape.pick(shares()),
        something_else_share=tape.often(0.05, (0.0999, 0.1, 0.6), 8),
        abstained=tape.often(False, (True,), 6),
        clearances_missing=tape.often((), [(key,) for key in clearances], 20),
        clearances_unknown=tape.often((), [(key,) for key in clearances], 20),
        knees=tape.often(("left",), KNEES, 14),
        complaint_began=None if unknown_start or complaint is None else complaint.date(),
        confirmed_settled_m=tape.often(None, METRES, 3),
        last_run_day=last_run.date() if last_run else None,
        wish_m=tape.often(None, METRES, 3),
        stage_m=tape.often(None, METRES, 4),
        checkins=_checkins(tape, now, tape.pick((2, 3, 4, 1, 1, 5, 2, 3, 0))),
        runs=tuple(_run(tape, now, number) for number in range(tape.pick((2, 3, 4, 5, 1, 0)))),
    )


def days() -> st.SearchStrategy[TodayInputs]:
    """Draw a day."""
    return st.binary(min_size=LENGTH, max_size=LENGTH).map(day_from)


def digest_of_days(count: int = 300) -> str:
    """Return a hash over the advice of days that a seed alone decides."""
    chance = Random(20260301)
    knowledge = packaged_knowledge()
    digest = hashlib.sha256()
    for _ in range(count):
        advice = advise_today(day_from(chance.randbytes(LENGTH)), knowledge)
        digest.update(to_json(advice).encode())
    return digest.hexdigest()
