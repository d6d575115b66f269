"""Tables for people, as CSV: activities, check-ins and days; no place is in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from trochlea.journal.archive_verbs import Content
from trochlea.loads import day_table
from trochlea.model import Run
from trochlea.units import SECONDS_PER_MINUTE, km_from_m

# A spreadsheet takes a text that begins so for a formula; these texts come from anywhere.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def activity_sheet(content: Content) -> str:
    """Return the activities as CSV, by start time."""
    names = {row["sha256"]: row["name"] for row in content.rows("files")}
    header = (
        "start,sport,sub_sport,distance_km,moving_min,elapsed_min,ascent_m,descent_m,cadence_spm,"
        "ground_contact_ms,heart_rate_bpm,file,counts,id"
    )
    rows = sorted(
        content.rows("activities"), key=lambda row: (row["start_time"], row["activity_id"])
    )
    return _sheet(
        header.split(","),
        (
            (
                _local(row["start_time"], row["utc_offset_s"]),
                row["sport_told"] or row["sport"],
                row["sub_sport"],
                _km(row["distance_m"]),
                _minutes(row["moving_s"]),
                _minutes(row["elapsed_s"]),
                _rounded(row["ascent_m"]),
                _rounded(row["descent_m"]),
                _rounded(row["mean_cadence_spm"]),
                _rounded(row["mean_ground_contact_ms"]),
                _rounded(row["mean_heart_rate_bpm"]),
                names.get(row["sha256"], "by hand"),
                "yes" if row["duplicate_of"] is None else f"by {row['duplicate_of']}",
                row["activity_id"],
            )
            for row in rows
        ),
    )


def checkin_sheet(content: Content) -> str:
    """Return the check-ins as CSV, in the order they were given."""
    header = (
        "when,knee,pain_during,pain_hour_after,pain_next_morning,pain_before,"
        "morning_stiffness_min,new_swelling,new_limp,pain_medicine_24h,symptoms_changed,"
        "pain_began_m,note"
    )
    names = header.split(",")
    return _sheet(
        names,
        (
            (
                _local(row["observed_at"], row["utc_offset_s"]),
                *(_yes_no(row[name]) for name in names[1:]),
            )
            for row in content.rows("checkins")
        ),
    )


def day_sheet(runs: Sequence[Run]) -> str:
    """Return the running of each day as CSV."""
    return _sheet(
        ("day", "runs", "distance_km", "longest_km", "moving_min"),
        (
            (
                day.day.isoformat(),
                day.runs,
                _km(day.distance_m),
                _km(day.longest_m),
                _minutes(day.moving_s),
            )
            for day in day_table(runs)
        ),
    )


def _sheet(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace").decode("utf-8")


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _local(text: str, utc_offset_s: int | None) -> str:
    moment = datetime.fromisoformat(text) + timedelta(seconds=utc_offset_s or 0)
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _km(distance_m: float | None) -> float | None:
    return None if distance_m is None else round(km_from_m(distance_m), 3)


def _minutes(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / SECONDS_PER_MINUTE, 2)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _yes_no(value: object) -> object:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
