"""`trochlea knee`: the load of a run on the kneecap, run otherwise, and beside daily life."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from pathlib import Path

    from trochlea.api import KneeView
    from trochlea.knowledge import Knowledge
    from trochlea.model.runner import DistanceUnit

app = typer.Typer(add_completion=False, rich_markup_mode=None)

RunOption = Annotated[
    str | None, typer.Option("--run", metavar="ID", help="The run's id, or its beginning.")
]
DayOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="Or the day of the run; else the last.")
]


@app.callback(invoke_without_command=True)
def knee(
    context: typer.Context, journal: JournalOption = None, as_json: JsonOption = False
) -> None:
    """The load of the last run, or what is asked of the knee."""
    if context.invoked_subcommand is None:
        run(None, None, journal, as_json)
    elif journal is not None or as_json:
        raise UsageError(f"Give the options after `knee {context.invoked_subcommand}`.")


@app.command("run")
def run(
    run: RunOption = None,
    on: DayOption = None,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """What one run loaded the kneecap with, in easy flat kilometres of your own."""
    from trochlea import api

    view, knowledge, unit = _view(run, on, journal)
    if view is None:
        _nothing(as_json)
    elif as_json:
        print_json(api.knee_run_json(view, knowledge, unit))
    else:
        _print(api.knee_run_lines(view, knowledge, unit))


@app.command("what-if")
def what_if(
    run: RunOption = None,
    on: DayOption = None,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """What the same run would have loaded with other steps, speed, ground or breaks."""
    from trochlea import api

    view, knowledge, unit = _view(run, on, journal)
    if view is None:
        _nothing(as_json)
    elif as_json:
        print_json(api.knee_what_if_json(view, knowledge))
    else:
        _print(api.knee_what_if_lines(view, knowledge, unit))


@app.command("everyday")
def everyday(as_json: JsonOption = False) -> None:
    """Stairs, squats, walking and cycling beside running."""
    from trochlea import api

    knowledge = api.packaged_knowledge()
    if as_json:
        print_json(api.knee_everyday_json(knowledge))
    else:
        _print(api.knee_everyday_lines(knowledge))


@app.command("tissues")
def tissues(as_json: JsonOption = False) -> None:
    """The tendon, the band and the shin bone: which way a change goes, as far as is known."""
    from trochlea import api

    if as_json:
        print_json(api.knee_tissues_json())
    else:
        _print(api.knee_tissue_lines(api.packaged_knowledge()))


def _view(
    run: str | None, on: str | None, journal: Path | None
) -> tuple[KneeView | None, Knowledge, DistanceUnit]:
    """Return the view of the run that is meant, None where none is kept."""
    from trochlea import api

    if run is not None and on is not None:
        raise UsageError("Give either --run ID or --on DATE.")
    knowledge = api.packaged_knowledge()
    day = None if on is None else parse_day(on)
    with open_journal(journal, create=False) as store:
        runner = store.runner()
        now = clock(runner)
        meant = api.run_for_knee(store, run, day, now)
        view = None if meant is None else api.knee_of_run(store, meant, now, knowledge)
    return view, knowledge, runner.distance_unit if runner else "km"


def _nothing(as_json: bool) -> None:
    from trochlea import api

    if as_json:
        print_json({"run": None, "unknown": "no_runs", "text": [api.knee_nothing()]})
    else:
        typer.echo(api.knee_nothing())


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
