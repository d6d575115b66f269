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
    from trochlea.api import KneeDistance
    from trochlea.journal import Journal
    from trochlea.knowledge import Knowledge

LONGEST_KM = 300.0
EXIT_BY_LIGHT = {"green": 0, "amber": 10, "red": 20, "grey": 30}


def today(
    distance: Annotated[
        float | None, typer.Option("--distance", metavar="KM", help="How far you would like.")
    ] = None,
    knee_km: Annotated[
        bool, typer.Option("--knee-km", help="Also tell the distance in knee-kilometres.")
    ] = False,
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
        knee = _on_the_knee(store, advice, now, knowledge) if knee_km else None
    unit = runner.distance_unit if runner else "km"
    if as_json:
        more = {"knee_km": api.knee_today_json(knee)} if knee_km else {}
        print_json(api.today_json(advice, knowledge, unit) | more)
    else:
        show_advice(advice, runner, now, knowledge)
        for line in api.knee_today_lines(knee, knowledge, unit) if knee_km else ():
            typer.echo(line)
    raise typer.Exit(EXIT_BY_LIGHT[advice.light])


def _on_the_knee(
    store: Journal, advice: Advice, now: datetime, knowledge: Knowledge
) -> KneeDistance | None:
    """Return the advised distance on the knee's scale, None where none is advised."""
    from trochlea import api

    if advice.light not in ("green", "amber") or not advice.max_distance_m:
        return None
    pace = None if advice.how is None else advice.how.pace_s_per_km
    return api.knee_of_distance(store, advice.max_distance_m, pace, now, knowledge)


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
