"""How activities are printed: the line of a list, the page of one, and both for a program."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from trochlea.units import METRES_PER_KM, METRES_PER_MILE, clock, km_from_m, miles_from_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trochlea.errors import Problem
    from trochlea.journal.catalogue import ListedActivity
    from trochlea.model import Activity

ID_LETTERS = 8


def day_of(each: ListedActivity) -> str:
    """Return the local day on which an activity began."""
    return f"{each.local_start:%Y-%m-%d}"


def name_of(each: ListedActivity) -> str:
    """Return an activity in words."""
    return f"The {each.sport} activity of {each.local_start:%Y-%m-%d %H:%M}"


def _distance(distance_m: float | None, unit: str) -> str:
    if distance_m is None:
        return "no distance"
    far = miles_from_m(distance_m) if unit == "mi" else km_from_m(distance_m)
    return f"{far:.2f} {unit}"


def list_line(each: ListedActivity, unit: str, also: Sequence[str], names: dict[str, str]) -> str:
    """Return the line of an activity in a list.

    Args:
        each: The activity.
        unit: `km` or `mi`.
        also: Names of the files that are other recordings of the same run.
        names: Of the file of each activity, by id.
    """
    parts = [
        each.activity_id[:ID_LETTERS],
        f"{each.local_start:%Y-%m-%d %H:%M}",
        f"{_distance(each.distance_m, unit):>12}",
        each.sport,
        each.file or "by hand",
    ]
    if each.duplicate_of is not None:
        parts.append(f"counts by {names.get(each.duplicate_of, each.duplicate_of)}")
    if also:
        parts.append(f"also in {', '.join(also)}")
    if each.kept_until is not None:
        parts.append(f"kept until {each.kept_until:%Y-%m-%d}")
    return "  ".join(parts)


def listed_record(each: ListedActivity) -> dict[str, object]:
    """Return an activity of a list for a program."""
    return {
        "id": each.activity_id,
        "start_time": each.start_time.isoformat(),
        "utc_offset_s": each.utc_offset_s,
        "sport": each.sport,
        "sub_sport": each.sub_sport,
        "distance_m": each.distance_m,
        "moving_s": each.moving_s,
        "origin": each.origin,
        "file": each.file,
        "counts_by": each.run_id,
        "removed_at": None if each.removed_at is None else each.removed_at.isoformat(),
    }


def shown_record(
    listed: ListedActivity,
    full: Activity,
    others: Sequence[ListedActivity],
    problems: Sequence[Problem],
) -> dict[str, object]:
    """Return one activity with its parts, other recordings and problems, for a program."""
    return {
        **listed_record(listed),
        "elapsed_s": full.elapsed_s,
        "ascent_m": full.ascent_m,
        "descent_m": full.descent_m,
        "altitude_source": full.altitude_source,
        "mean_cadence_spm": full.mean_cadence_spm,
        "mean_ground_contact_ms": full.mean_ground_contact_ms,
        "mean_heart_rate_bpm": full.mean_heart_rate_bpm,
        "laps": [
            {
                "distance_m": lap.distance_m,
                "moving_s": lap.moving_s,
                "elapsed_s": lap.elapsed_s,
                "mean_cadence_spm": lap.mean_cadence_spm,
            }
            for lap in full.laps
        ],
        "streams": [asdict(each) for each in full.quality],
        "notes": None if full.notes is None else asdict(full.notes),
        "problems": [
            {"code": each.code, "message": each.message, "at": each.at} for each in problems
        ],
        "other_recordings": [listed_record(each) for each in others],
    }


def show_activity(
    listed: ListedActivity,
    full: Activity,
    others: Sequence[ListedActivity],
    problems: Sequence[Problem],
    unit: str,
) -> None:
    """Print one activity with its parts, other recordings and problems."""
    typer.echo(f"{name_of(listed)}  {listed.activity_id}")
    for name, told in _totals(full, unit):
        typer.echo(f"{name}: {told}")
    typer.echo(f"from: {listed.file or 'entered by hand'}")
    if listed.kept_until is not None:
        typer.echo(f"removed; kept until {listed.kept_until:%Y-%m-%d}")
    for each in others:
        stands = ", by which the run counts" if listed.duplicate_of == each.activity_id else ""
        typer.echo(
            f"also recorded: {each.file or 'by hand'} ({each.activity_id[:ID_LETTERS]}){stands}"
        )
    for number, lap in enumerate(full.laps, 1):
        took = "" if lap.moving_s is None else f" in {clock(lap.moving_s)}"
        typer.echo(f"lap {number}: {_distance(lap.distance_m, unit)}{took}")
    for stream in full.quality:
        typer.echo(f"stream {stream.stream}: {_quality(asdict(stream))}")
    for problem in problems:
        typer.echo(f"odd: {problem.message}")


def _totals(full: Activity, unit: str) -> list[tuple[str, str]]:
    told = [("distance", _distance(full.distance_m, unit))]
    if full.moving_s is not None:
        told.append(("moving time", clock(full.moving_s)))
        per_m = METRES_PER_MILE if unit == "mi" else METRES_PER_KM
        if full.distance_m:
            told.append(("pace", f"{clock(full.moving_s * per_m / full.distance_m)} per {unit}"))
    for name, value, after in (
        ("climb", full.ascent_m, "m"),
        ("descent", full.descent_m, "m"),
        ("cadence", full.mean_cadence_spm, "steps/min"),
        ("ground contact", full.mean_ground_contact_ms, "ms"),
        ("heart rate", full.mean_heart_rate_bpm, "bpm"),
    ):
        if value is not None:
            told.append((name, f"{value:.0f} {after}"))
    if full.notes is not None:
        told += [
            (name.replace("_", " "), str(value))
            for name, value in asdict(full.notes).items()
            if value is not None
        ]
    return told


def _quality(stream: dict[str, object]) -> str:
    said = [f"{stream['coverage']:.0%} of the records", f"gap {stream['longest_gap_s']:.0f} s"]
    if stream["removed"]:
        said.append(f"{stream['removed']} values left out")
    if stream["stuck_s"]:
        said.append(f"stuck for {stream['stuck_s']:.0f} s")
    if stream["repaired"]:
        said.append(f"repaired ({stream['repaired']})")
    return ", ".join(said)
