"""`trochlea note`: what you say of one run."""

from __future__ import annotations

from typing import Annotated, cast, get_args

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    clock,
    distance_text,
    open_journal,
    parse_day,
    print_json,
)
from trochlea.errors import UsageError
from trochlea.model import Run, Surface

HARDEST = 10.0


def note(
    run: Annotated[
        str | None, typer.Option("--run", metavar="ID", help="The run's id, or its beginning.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Or the day of the run.")
    ] = None,
    effort: Annotated[
        float | None, typer.Option("--effort", help="How hard it was as a whole, 0 to 10.")
    ] = None,
    surface: Annotated[
        str | None, typer.Option("--surface", help=f"One of {', '.join(get_args(Surface))}.")
    ] = None,
    race: Annotated[
        bool | None, typer.Option("--race/--no-race", help="It was a race or a test.")
    ] = None,
    shoe: Annotated[
        str | None, typer.Option("--shoe", metavar="NAME", help="The pair that you wore.")
    ] = None,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how hard a run was, on what, whether it was a race, and in which shoes."""
    from trochlea import api

    if effort is not None and not 0 <= effort <= HARDEST:
        raise UsageError(f"--effort goes from 0 (rest) to 10 (the hardest), not {effort:g}.")
    if surface is not None and surface not in get_args(Surface):
        raise UsageError(f"--surface is one of {', '.join(get_args(Surface))}.")
    with open_journal(journal, create=False) as store:
        meant = api.run_meant(store, run, None if on is None else parse_day(on))
        pair = None if shoe is None else api.shoe_named(store, shoe)
        if pair is not None:
            api.refuse_before_first_day(pair, meant)
        kept = api.note_run(
            store,
            meant,
            clock(store.runner()),
            effort,
            cast("Surface | None", surface),
            race,
            None if pair is None else pair.shoe_id,
        )
        names = {row.shoe_id: row.name for row in store.shoes()}
        far = distance_text(kept.distance_m, store.runner())
    worn = None if kept.shoe_id is None else names.get(kept.shoe_id)
    if as_json:
        print_json(_record(kept, worn))
    else:
        typer.echo(f"Kept of the run of {kept.day}: {', '.join(_words(kept, worn, far))}.")


def _record(run: Run, worn: str | None) -> dict[str, object]:
    return {
        "activity": run.activity_id,
        "effort": run.perceived_exertion,
        "surface": run.surface,
        "race": run.is_race,
        "shoe": worn,
    }


def _words(run: Run, worn: str | None, far: str) -> list[str]:
    """Return what is kept of a run; what was never told is left out."""
    said = [far]
    if run.perceived_exertion is not None:
        said.append(f"effort {run.perceived_exertion:g} of 10")
    if run.surface is not None:
        said.append(run.surface)
    if run.is_race is not None:
        said.append("a race" if run.is_race else "no race")
    return said if worn is None else [*said, f"in {worn}"]
