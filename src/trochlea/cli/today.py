"""`trochlea today`: may I run today, and how far?"""

from __future__ import annotations

from typing import Annotated

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    OnOption,
    clock,
    open_journal,
    print_json,
)
from trochlea.errors import UsageError
from trochlea.units import m_from_km

EXIT_BY_LIGHT = {"green": 0, "amber": 10, "red": 20, "grey": 30}


def today(
    distance: Annotated[
        float | None, typer.Option("--distance", metavar="KM", help="How far you would like.")
    ] = None,
    journal: JournalOption = None,
    on: OnOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say today's light and distance; exit 0 green, 10 amber, 20 red, 30 grey."""
    from trochlea import api

    if distance is not None and distance <= 0:
        raise UsageError("--distance must be more than 0 km.")
    knowledge = api.packaged_knowledge()
    with open_journal(journal, create=False) as store:
        runner = store.runner()
        wish_m = None if distance is None else m_from_km(distance)
        advice = api.advise_and_keep(store, clock(runner, on), knowledge, wish_m)
    if as_json:
        print_json(api.today_json(advice, knowledge))
    else:
        typer.echo(api.today_text(advice, knowledge, runner))
    raise typer.Exit(EXIT_BY_LIGHT[advice.light])
