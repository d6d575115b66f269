"""`trochlea read`: what is in a watch file, folder or zip; stores nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochlea.cli.common import EXIT_PART, JsonOption, limits_of, named, print_json, say
from trochlea.errors import ReadError

if TYPE_CHECKING:
    from trochlea.model import Activity
    from trochlea.readers import ReadOutcome


def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files to read.")],
    as_json: JsonOption = False,
) -> None:
    """Show what is in watch files."""
    from trochlea import api

    outcomes = [outcome for path in files for outcome in api.read_path(path, limits_of(None))]
    empty = [each for each in outcomes if not each.activities and not _is_remark(each)]
    alone = len(outcomes) == 1
    if as_json:
        print_json([row for outcome in outcomes for row in _rows(outcome)])
    elif not (empty and alone):
        for outcome in outcomes:
            _show(outcome)
    if empty and alone:
        raise ReadError(named(empty[0].file, (row.message for row in empty[0].problems)))
    if not any(outcome.activities for outcome in outcomes):
        raise ReadError(f"None of the {len(outcomes)} files holds an activity.")
    if empty:
        raise typer.Exit(EXIT_PART)


def _is_remark(outcome: ReadOutcome) -> bool:
    """Return whether it only tells of files that promise nothing, or of what is partly read."""
    return bool(outcome.problems) and all(
        problem.kept or (problem.code == "not_an_activity_file" and not outcome.sha256)
        for problem in outcome.problems
    )


def _rows(outcome: ReadOutcome) -> list[dict[str, object]]:
    problems = [
        {"code": row.code, "message": row.message, "at": row.at} for row in outcome.problems
    ]
    if not outcome.activities:
        return [{"file": outcome.file, "format": outcome.format, "problems": problems}]
    return [_row(outcome, activity, problems) for activity in outcome.activities]


def _row(
    outcome: ReadOutcome, activity: Activity, problems: list[dict[str, str | None]]
) -> dict[str, object]:
    return {
        "file": outcome.file,
        "format": outcome.format,
        "sport": activity.sport,
        "start_time": activity.start_time.isoformat(),
        "distance_m": activity.distance_m,
        "elapsed_s": activity.elapsed_s,
        "moving_s": activity.moving_s,
        "ascent_m": activity.ascent_m,
        "mean_cadence_spm": activity.mean_cadence_spm,
        "mean_ground_contact_ms": activity.mean_ground_contact_ms,
        "records": len(activity.streams),
        "laps": len(activity.laps),
        "problems": problems,
    }


def _show(outcome: ReadOutcome) -> None:
    from trochlea.units import clock, km_from_m

    for activity in outcome.activities:
        parts = [outcome.file, activity.sport, activity.local_start.strftime("%Y-%m-%d %H:%M")]
        if activity.distance_m is not None:
            parts.append(f"{km_from_m(activity.distance_m):.2f} km")
        if activity.moving_s is not None:
            parts.append(clock(activity.moving_s))
        if activity.mean_cadence_spm is not None:
            parts.append(f"{activity.mean_cadence_spm:.0f} steps/min")
        typer.echo("  ".join(parts))
    for problem in outcome.problems:
        say(named(outcome.file, (problem.message,)))
