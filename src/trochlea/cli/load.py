"""`trochlea load`: the weeks, the jumps, and the weeks before a complaint began."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    clock,
    open_journal,
    parse_day,
    print_json,
)
from trochlea.errors import UsageError

app = typer.Typer(add_completion=False, rich_markup_mode=None)

WEEKS = 6
WeeksOption = Annotated[
    int, typer.Option("--weeks", min=1, max=104, help="How many weeks, to today.")
]


@app.callback(invoke_without_command=True)
def load(
    context: typer.Context, journal: JournalOption = None, as_json: JsonOption = False
) -> None:
    """The last weeks, or what is asked of the load."""
    if context.invoked_subcommand is None:
        weeks(WEEKS, journal, as_json)
    elif journal is not None or as_json:
        raise UsageError(f"Give the options after `load {context.invoked_subcommand}`.")


@app.command("weeks")
def weeks(
    weeks: WeeksOption = WEEKS, journal: JournalOption = None, as_json: JsonOption = False
) -> None:
    """Week by week, with what describes them and the ceilings of the coming one."""
    from trochlea import api

    knowledge = api.packaged_knowledge()
    with open_journal(journal, create=False) as store:
        runner = store.runner()
        view = api.load_of_weeks(store, clock(runner), weeks, knowledge)
    if as_json:
        print_json(json.loads(api.to_json(view)))
        return
    for line in api.load_week_lines(view, knowledge, runner.distance_unit if runner else "km"):
        typer.echo(line)


@app.command("spikes")
def spikes(
    weeks: WeeksOption = WEEKS, journal: JournalOption = None, as_json: JsonOption = False
) -> None:
    """Each run against the longest of the 30 days before it."""
    from trochlea import api

    knowledge = api.packaged_knowledge()
    with open_journal(journal, create=False) as store:
        runner = store.runner()
        found = api.spikes_of_weeks(store, clock(runner), weeks, knowledge)
    if as_json:
        print_json(
            [
                {
                    "day": row.run.day.isoformat(),
                    "activity": row.run.activity_id,
                    "distance_m": row.run.distance_m,
                    "longest_before_m": row.longest_before_m,
                    "ratio": row.ratio,
                    "restart": row.is_restart,
                    "hazard_rate_ratio": None if row.band is None else row.band.value,
                    "low": None if row.band is None else row.band.low,
                    "high": None if row.band is None else row.band.high,
                }
                for row in found
            ]
        )
        return
    for line in api.load_spike_lines(found, knowledge, runner.distance_unit if runner else "km"):
        typer.echo(line)


@app.command("before")
def before(
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="First day; that of the check.")
    ] = None,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """The six weeks before the complaint began, against your own usual."""
    from trochlea import api

    knowledge = api.packaged_knowledge()
    with open_journal(journal, create=False) as store:
        runner = store.runner()
        now = clock(runner)
        onset = None if on is None else parse_day(on)
        if onset is not None and onset > now.date():
            raise UsageError(f"{onset} is still to come.")
        found = api.before_complaint_view(store, now, onset, knowledge)
    if as_json:
        print_json(None if found is None else json.loads(api.to_json(found)))
        return
    for line in api.load_before_lines(found, knowledge, runner.distance_unit if runner else "km"):
        typer.echo(line)
