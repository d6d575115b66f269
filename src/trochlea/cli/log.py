"""`trochlea log`: a run without a watch."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer

from trochlea.cli.common import JournalOption, JsonOption, clock, open_journal, print_json
from trochlea.errors import UsageError
from trochlea.units import METRES_PER_KM, m_from_km, m_from_miles
from trochlea.units import clock as clock_text

LONGEST_KM = 300.0
FIRST_YEAR = 1990
FASTEST_MIN_PER_KM = 2.0  # a little above the world's best over one kilometre
_SAID = {
    "new": "Kept: {}.",
    "back": "Back, as you had taken it out: {}.",
    "known": "There already: {}. For a second run of that day give --at HH:MM.",
}
LONGEST_MINUTES = 4320.0


def log(
    distance: Annotated[float, typer.Option("--distance", help="How far, in km (or --miles).")],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Day; today.")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="HH:MM", help="Start; noon.")] = None,
    minutes: Annotated[float | None, typer.Option("--minutes", help="Moving time.")] = None,
    miles: Annotated[bool, typer.Option("--miles", help="The distance is in miles.")] = False,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Enter a run by hand."""
    distance_m = m_from_miles(distance) if miles else m_from_km(distance)
    if not 0 < distance_m <= m_from_km(LONGEST_KM):
        raise UsageError(f"A distance of {distance:g} is not a run; give 0 to {LONGEST_KM:g} km.")
    if minutes is not None and not 0 < minutes <= LONGEST_MINUTES:
        raise UsageError(f"--minutes must be more than 0 and at most {LONGEST_MINUTES:g}.")
    if minutes is not None and minutes < FASTEST_MIN_PER_KM * distance_m / METRES_PER_KM:
        raise UsageError(f"Nobody runs that far in {minutes:g} minutes; correct one of the two.")
    with open_journal(journal) as store:
        now = clock(store.runner())
        start = _start(now, on, at)
        offset = start.utcoffset() or timedelta()
        moving_s = None if minutes is None else minutes * 60
        entered = store.add_hand_run(start, int(offset.total_seconds()), distance_m, moving_s)
    if as_json:
        print_json(
            {
                "activity": entered.activity_id,
                "state": entered.state,
                "same_run_as": entered.same_run_as,
                "distance_m": distance_m,
                "start_time": start.isoformat(),
            }
        )
    else:
        took = f" in {clock_text(moving_s)}" if moving_s else ""
        run = f"{start:%Y-%m-%d %H:%M}, {distance_m / 1000:.2f} km{took}"
        typer.echo(_SAID[entered.state].format(run))
        if entered.same_run_as is not None:
            typer.echo("A watch recorded the same run; it counts once, by the watch.")


def _start(now: datetime, on: str | None, at: str | None) -> datetime:
    from trochlea.cli.common import NOON, parse_day

    day = parse_day(on) if on else now.date()
    if day.year < FIRST_YEAR:
        raise UsageError(f"{day:%Y-%m-%d} is too long ago; give a day since {FIRST_YEAR}.")
    try:
        moment = datetime.strptime(at, "%H:%M").time() if at else NOON  # noqa: DTZ007
    except ValueError:
        raise UsageError(f"{at!r} is not a time; write it as 07:30.") from None
    start = datetime.combine(day, moment, tzinfo=now.tzinfo)
    if start > now and at is None and day == now.date():
        return now
    if start > now:
        raise UsageError(f"{start:%Y-%m-%d %H:%M} is still to come.")
    return start
