"""`trochlea today`: may I run today, and how far?"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

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
from trochlea.model import Advice, Runner
from trochlea.units import m_from_km

if TYPE_CHECKING:
    from trochlea.knowledge import Knowledge

LONGEST_KM = 300.0
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

    if distance is not None and not 0 < distance <= LONGEST_KM:
        raise UsageError(f"--distance must be more than 0 and at most {LONGEST_KM:g} km.")
    knowledge = api.packaged_knowledge()
    with open_journal(journal, create=False) as store:
        runner = store.runner()
        wish_m = None if distance is None else m_from_km(distance)
        now = clock(runner, on)
        advice = api.advise_and_keep(store, now, knowledge, wish_m)
    unit = runner.distance_unit if runner else "km"
    if as_json:
        print_json(api.today_json(advice, knowledge, unit))
    else:
        show_advice(advice, runner, now, knowledge)
    raise typer.Exit(EXIT_BY_LIGHT[advice.light])


def show_advice(advice: Advice, runner: Runner | None, at: datetime, knowledge: Knowledge) -> None:
    """Print advice as it read at a moment."""
    from rich.console import Console

    from trochlea import api

    known = runner or Runner(api.DEFAULT_RUNNER_ID)
    material = api.ReportMaterial(
        runner=known,
        made_at=at,
        advice=advice,
        emergency_number=knowledge.emergency_number(known.country),
    )
    api.render_terminal(api.build_story(material, knowledge, ("today",)), Console())
