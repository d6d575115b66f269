"""The safety page as a reader typed it, and builders of the inputs that its sentences speak of.

Nothing here was taken from the program or its rule records: the numbers are those of the page, so
that a changed rule makes a test fail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.model import Advice, CheckIn, Run, UnknownFlag
from trochlea.plan import OpenFlag, TodayInputs, advise_today

NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

# Pattern to light to the scores of 0-10 that get it: the table under "Today", typed by hand.
TABLE: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "kneecap": {"green": (0, 1, 2), "amber": (3, 4), "red": (5, 6, 7, 8, 9, 10)},
    "band": {"green": (0, 1, 2), "amber": (3,), "red": (4, 5, 6, 7, 8, 9, 10)},
    "tendon": {"green": (0, 1, 2, 3), "amber": (4,), "red": (5, 6, 7, 8, 9, 10)},
}
KNEECAP = "patellofemoral_pain"
BAND = "iliotibial_band_syndrome"
PATELLAR_TENDON = "patellar_tendinopathy"
QUADRICEPS_TENDON = "quadriceps_tendinopathy"
BONE = "bone_stress_injury_near_knee"
TENDONS = (PATELLAR_TENDON, QUADRICEPS_TENDON)
PATTERN_OF = {
    KNEECAP: "kneecap",
    BAND: "band",
    PATELLAR_TENDON: "tendon",
    QUADRICEPS_TENDON: "tendon",
}

LONGEST_M = 10_000.0
# 110 % of the longest run of `calm()`.
FULL_M = 11_000.0
Change = Callable[[TodayInputs], TodayInputs]


@cache
def _knowledge() -> Knowledge:
    return packaged_knowledge()


def advise(inputs: TodayInputs) -> Advice:
    """Ask the program, under the knowledge that comes with it."""
    return advise_today(inputs, _knowledge())


def light(inputs: TodayInputs) -> str:
    """Only the light."""
    return advise(inputs).light


def ago(days: float = 0, **more: float) -> datetime:
    """A moment before `NOW`."""
    return NOW - timedelta(days=days, **more)


def checkin(at: datetime | None = None, **answers: Any) -> CheckIn:
    """A calm check-in an hour before `NOW`: everything asked is answered, nothing hurts."""
    calm_one = CheckIn(
        "left",
        ago(hours=1) if at is None else at,
        pain_during=0,
        pain_hour_after=0,
        pain_next_morning=0,
        pain_before=0,
        morning_stiffness_min=0.0,
        new_swelling=False,
        new_limp=False,
        pain_medicine_24h=False,
        symptoms_changed=False,
    )
    return replace(calm_one, **answers)


def run(days_ago: float, km: float) -> Run:
    """A run that began so many days, to the minute, before `NOW`."""
    return Run(f"run-{days_ago}-{km}", ago(days_ago), km * 1000.0, moving_s=km * 360.0)


def morning_after(days_ago: float, **answers: Any) -> CheckIn:
    """The check-in 23 hours after the run of that many days ago, which had settled."""
    return checkin(ago(days_ago) + timedelta(hours=23), **answers)


def history(*runs: tuple[float, float]) -> dict[str, Any]:
    """Runs as (days ago, km), each settled by the check-in of the morning after it.

    Where the last of them is not of yesterday, a calm check-in of today is added.
    """
    checkins = {row.observed_at: row for row in (morning_after(days) for days, _km in runs)}
    checkins.setdefault(ago(hours=1), checkin())
    kept = tuple(sorted(checkins.values(), key=lambda row: row.observed_at))
    return {"runs": tuple(run(days, km) for days, km in runs), "checkins": kept}


def calm(**changes: Any) -> TodayInputs:
    """Inputs to which every sentence of the page says green, with 110 % of 10 km.

    An adult with kneecap pain for three months, assessed two days ago; 10 km twenty days ago and
    5 km yesterday, both settled.
    """
    inputs = TodayInputs(
        now=NOW,
        age_years=34,
        assessed_at=ago(2),
        condition_shares=((KNEECAP, 0.9),),
        abstained=False,
        knees=("left",),
        complaint_began=date(2025, 12, 20),
        **history((20, 10), (1, 5)),
    )
    return replace(inputs, **changes)


def today(**answers: Any) -> Change:
    """Change today's check-in."""

    def change(inputs: TodayInputs) -> TodayInputs:
        *earlier, last = inputs.checkins
        return replace(inputs, checkins=(*earlier, replace(last, **answers)))

    return change


def given(**changes: Any) -> Change:
    """Change anything else of the inputs."""
    return lambda inputs: replace(inputs, **changes)


def open_flag(urgency: Any) -> Change:
    """One more red flag of that urgency, raised and not cleared."""
    flag = OpenFlag("some_flag", urgency, "left")
    return lambda inputs: replace(inputs, open_flags=(*inputs.open_flags, flag))


def unanswered(urgency: Any) -> Change:
    """One more red flag of that urgency that could not be ruled out."""
    flag = UnknownFlag(f"some_{urgency}_flag", urgency, "left", ("some_finding",))
    return lambda inputs: replace(inputs, unknown_flags=(*inputs.unknown_flags, flag))


def two_mornings(inputs: TodayInputs) -> TodayInputs:
    """Run two days ago and yesterday, neither settled on the morning after."""
    rows = (
        *inputs.checkins[:-1],
        morning_after(2, pain_next_morning=1),
        replace(inputs.checkins[-1], pain_next_morning=1),
    )
    return replace(inputs, checkins=rows, runs=(*inputs.runs, run(2, 4)))


def scored(score: int, condition: str = KNEECAP, **answers: Any) -> TodayInputs:
    """That pain during yesterday's run, under that condition, settled by the hour and morning."""
    return today(pain_during=score, **answers)(calm(condition_shares=((condition, 0.9),)))


# What turns `calm()` into each light, each cause by itself.
RED: Mapping[str, Change] = {
    "score_five": today(pain_during=5),
    "two_mornings": two_mornings,
    "limp": today(new_limp=True),
    "swelling": today(new_swelling=True),
    "open_flag": open_flag("urgent"),
    "bone": given(bone_findings=(BONE,)),
}
GREY: Mapping[str, Change] = {
    "unanswered_emergency": unanswered("emergency"),
    "unanswered_same_day": unanswered("same_day"),
    "changed": today(symptoms_changed=True),
    "old_check": given(assessed_at=ago(8)),
    "minor": given(age_years=17),
    "other_knee_without_check_in": given(knees=("left", "right")),
}
AMBER: Mapping[str, Change] = {
    "score_three": today(pain_during=3),
    "medicine": today(pain_medicine_24h=True),
    "hour": today(pain_during=2, pain_hour_after=1),
    "morning": today(pain_next_morning=1),
    "clearance": given(clearances_missing=("anticoagulant",)),
    "unanswered_urgent": unanswered("urgent"),
    "unanswered_routine": unanswered("routine"),
}
CAUSES: Mapping[str, Mapping[str, Change]] = {"red": RED, "grey": GREY, "amber": AMBER}
EVERY: Mapping[str, Change] = {**RED, **GREY, **AMBER}
