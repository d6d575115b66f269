"""What the verbs share: options, the clock, the journal's place, and how things are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from trochlea.errors import UsageError
from trochlea.units import km_from_m, miles_from_m

if TYPE_CHECKING:
    from trochlea.journal import Journal
    from trochlea.model import Runner
    from trochlea.readers import Limits

EXIT_PART = 3
_CLOCK_SLACK = timedelta(days=2)  # zones, and watches that run ahead
NOON = time(12)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200

JournalOption = Annotated[
    Path | None,
    typer.Option("--journal", metavar="DIR", help="The journal's folder; the platform's default."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a program.")]
OnOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="As if it were this day, at noon.")
]


def show_version(wanted: bool) -> None:
    """Print version and intended use, and end."""
    if wanted:
        from trochlea import __version__

        typer.echo(f"trochlea {__version__}")
        typer.echo(
            "For adults: self-tracking and education, not a diagnosis; not a cleared device."
        )
        raise typer.Exit


def journal_folder(stated: Path | None) -> Path:
    """Return the stated folder, or the platform's folder for user data."""
    if stated is not None:
        return stated
    from platformdirs import user_data_path

    return user_data_path("trochlea", appauthor=False)


def open_journal(stated: Path | None, *, create: bool = True) -> Journal:
    """Return the open journal of a folder."""
    from trochlea import api

    return api.open_journal(journal_folder(stated), create=create)


def clock(runner: Runner | None, on: str | None = None) -> datetime:
    """Return now in the runner's time zone, or noon of a stated day.

    Raises:
        UsageError: if the day or the runner's time zone is not one.
    """
    zone = zone_of(runner)
    if on is None:
        now = datetime.now(zone) if zone else datetime.now().astimezone()
        return now.replace(microsecond=0)
    now, day = clock(runner), parse_day(on)
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise UsageError(f"{on} is out of reach; give a day from {EARLIEST_YEAR} on.")
    noon = datetime.combine(day, NOON, tzinfo=zone or now.tzinfo)
    # Of this very day never later than now: what is kept at noon would be unseen until then.
    return min(noon, now) if noon.date() == now.date() else noon


def zone_of(runner: Runner | None) -> ZoneInfo | None:
    """Return the runner's time zone; None where none was stated (the machine's then holds)."""
    if runner is None or runner.time_zone == "UTC":
        return None
    return parse_zone(runner.time_zone)


def parse_zone(name: str) -> ZoneInfo:
    """Return a time zone by its name, or raise `UsageError`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"{name!r} is not a time zone; give one such as Europe/Paris.") from None


def parse_day(text: str) -> date:
    """Return a day from ISO text, or raise `UsageError`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a day; write it as 2026-03-01.") from None


def limits_of(texts: Sequence[str] | None) -> Limits:
    """Return the reading limits with those that a person set, and the clock's own.

    Raises:
        UsageError: if one is none.
    """
    from trochlea import api

    limits = replace(api.DEFAULT_LIMITS, latest=datetime.now(UTC) + _CLOCK_SLACK)
    for text in texts or ():
        limits = api.with_limit(limits, text)
    return limits


def named(file: str, messages: Iterable[str]) -> str:
    """Return what is odd about a file in one line that names the file once."""
    bare = (message.removeprefix(f"{file}: ").removeprefix("not taken, ") for message in messages)
    return f"{file}: {'; '.join(told.removesuffix('.') for told in bare)}."


def print_json(value: object) -> None:
    """Print a value as JSON on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def say(sentence: str) -> None:
    """Say something to the person, on stderr."""
    typer.echo(sentence, err=True)


def is_interactive() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def distance_text(distance_m: float, runner: Runner | None) -> str:
    """Return a distance in the unit that the runner reads."""
    if runner is not None and runner.distance_unit == "mi":
        return f"{miles_from_m(distance_m):.2f} mi"
    return f"{km_from_m(distance_m):.2f} km"


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun."""
    return f"{count} {one if count == 1 else many or one + 's'}"
