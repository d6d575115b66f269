"""Turns the case files into what the engine eats; the files themselves are data, not code."""

from __future__ import annotations

import copy
import tomllib
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.patients import NOW as MORNING
from tests.patients import TODAY
from trochlea.assess import parse_answers
from trochlea.knowledge import Knowledge
from trochlea.model import Answers, CheckIn, Run, UnknownFlag
from trochlea.plan import OpenFlag, TodayInputs

HERE = Path(__file__).parent
# In the evening, so that a check-in some hours ago can know how the morning was.
NOW = MORNING.replace(hour=20)
UNKNOWN, ABSENT, NONE = "unknown", "absent", "none"
Row = dict[str, Any]


def table(name: str) -> Row:
    """Return a case file."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def as_answers(raw: Row, knowledge: Knowledge) -> Answers:
    """Return checked answers from the shape of a case file."""
    return parse_answers(_plain(raw), knowledge, TODAY)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item != ABSENT}
    return None if value == UNKNOWN else value


def overlaid(row: Row, baseline: Row) -> Row:
    """Return the baseline's answers with a red-flag row laid over them."""
    answers = copy.deepcopy(baseline)
    for key in ("age", "sex", "height_cm", "mass_kg"):
        if key in row:
            answers[key] = row[key]
    side = row.get("side", "right")
    other = "left" if side == "right" else "right"
    answers["knees"].setdefault(side, {}).update(row.get("knee", {}))
    if "other_knee" in row:
        answers["knees"].setdefault(other, {}).update(row["other_knee"])
    answers["general"].update(row.get("general", {}))
    return answers


def hours(value: object) -> int | None:
    """Return within_hours of a row; the word none stands for null."""
    return None if value == NONE else int(str(value))


def today_inputs(row: Row) -> TodayInputs:
    """Return the input of today's advice for one row (already laid over the defaults)."""
    runs = sorted(row["runs"], key=lambda run: run["days_ago"])
    out = {"something_else"} | ({"bone_stress_injury_near_knee"} if row["bone_cleared"] else set())
    shares = {key: value for key, value in row["conditions"].items() if key not in out}
    assessed = row["assessment_age_days"]
    before = [run["days_ago"] for run in runs if run["before_complaint"]]
    return TodayInputs(
        now=NOW,
        age_years=_known(row["age"]),
        assessed_at=None if assessed == NONE else NOW - timedelta(days=assessed),
        open_flags=_open(row["open_flag"]),
        unknown_flags=_unanswered(row["unanswered"]),
        bone_findings=("focal_bone_pain",)
        if row["bone_finding"] and not row["bone_cleared"]
        else (),
        condition_shares=tuple(sorted(shares.items())),
        something_else_share=row["conditions"].get("something_else", 0.05),
        abstained=row["abstained"],
        clearances_missing=_missing(row["clearance_missing"]),
        knees=("left",),
        checkins=_checkins(row, runs),
        runs=tuple(_run(run) for run in runs),
        complaint_began=(NOW - timedelta(days=min(before) - 2)).date() if before else None,
        confirmed_settled_m=_metres(row["confirmed_settled_km"]),
        wish_m=_metres(row["wish_km"]),
        stage_m=_metres(row["plan_km"]),
    )


CLEARANCES = {
    "pregnancy": "pregnancy_or_12_weeks_after",
    "fluoroquinolone": "fluoroquinolone_6_months",
    "injection": "injection_6_weeks",
    "surgery": "surgery_on_leg",
}


def _missing(name: str) -> tuple[str, ...]:
    return () if name == NONE else (CLEARANCES.get(name, name),)


def _known(value: Any) -> Any:
    return None if value == UNKNOWN else value


def _metres(km: Any) -> float | None:
    return None if km == NONE else 1000.0 * km


def _open(level: Any) -> tuple[OpenFlag, ...]:
    return () if level == NONE else (OpenFlag("night_pain", level, "left"),)


def _unanswered(level: Any) -> tuple[UnknownFlag, ...]:
    return () if level == NONE else (UnknownFlag("night_pain", level, "left", ("night_pain",)),)


def _run(run: Row) -> Run:
    started = NOW - timedelta(days=run["days_ago"])
    return Run(f"run-{run['days_ago']}-{run['km']}", started, 1000.0 * run["km"])


def _checkins(row: Row, runs: list[Row]) -> tuple[CheckIn, ...]:
    """Return the newest check-in, and one the morning after each earlier run that was answered."""
    if row["checkin_age_hours"] == NONE:
        return ()
    newest = CheckIn(
        knee="left",
        observed_at=NOW - timedelta(hours=row["checkin_age_hours"]),
        pain_during=_known(row["pain_during"]),
        pain_hour_after=_known(row["pain_hour_after"]),
        pain_next_morning=_known(row["pain_next_morning"]),
        pain_before=_known(row["usual"]),
        new_limp=_known(row["limp"]),
        new_swelling=_known(row["swelling"]),
        pain_medicine_24h=_known(row["medicine"]),
        symptoms_changed=_known(row["symptoms_changed"]),
    )
    usual = newest.pain_before or 0
    earlier = {
        run["days_ago"]: _morning(run["days_ago"], usual, run["settled"] is True)
        for run in runs[1:]
        if run["settled"] != UNKNOWN and not run["before_complaint"]
    }
    for place, not_settled in enumerate(row["mornings_not_settled"][1:], start=1):
        days = runs[place]["days_ago"] if place < len(runs) else place + 1
        earlier.setdefault(days, _morning(days, usual, not not_settled))
    began = {item["days_ago"]: 1000.0 * item["km"] for item in row["pain_began_km"]}
    newest_run = runs[0]["days_ago"] if runs else None
    for days, metres in began.items():
        if days == newest_run:
            newest = replace(newest, pain_began_m=metres)
        else:
            earlier[days] = replace(earlier.get(days, _same_day(days, usual)), pain_began_m=metres)
    return (newest, *earlier.values())


def _morning(days_ago: float, usual: int, settled: bool) -> CheckIn:
    moment: datetime = NOW - timedelta(days=days_ago - 0.5)
    morning = usual if settled else usual + 1
    return CheckIn(
        "left",
        moment,
        pain_during=0,
        pain_hour_after=0,
        pain_next_morning=morning,
        pain_before=usual,
    )


def _same_day(days_ago: float, usual: int) -> CheckIn:
    return CheckIn("left", NOW - timedelta(days=days_ago), pain_during=0, pain_before=usual)
