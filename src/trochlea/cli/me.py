"""`trochlea me`: age, mass, units and time zone of the journal's runner."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, cast

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    clock,
    open_journal,
    parse_day,
    parse_zone,
    print_json,
)
from trochlea.errors import UsageError
from trochlea.model import Runner
from trochlea.model.runner import DistanceUnit, Sex

YOUNGEST, OLDEST = 5, 110


def me(
    born: Annotated[str | None, typer.Option("--born", metavar="DATE")] = None,
    sex: Annotated[str | None, typer.Option("--sex", help="F, M or other.")] = None,
    height_cm: Annotated[float | None, typer.Option("--height-cm")] = None,
    mass_kg: Annotated[float | None, typer.Option("--mass-kg")] = None,
    units: Annotated[str | None, typer.Option("--units", help="km or mi.")] = None,
    time_zone: Annotated[str | None, typer.Option("--time-zone")] = None,
    country: Annotated[
        str | None, typer.Option("--country", help="Two letters, for the emergency number.")
    ] = None,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what is known of the runner, after changing what is given."""
    from trochlea import api

    with open_journal(journal) as store:
        runner = store.runner() or Runner(api.DEFAULT_RUNNER_ID)
        changed = _changed(runner, born, sex, height_cm, mass_kg, units, time_zone, country)
        if changed != runner or store.runner() is None:
            store.save_runner(changed)
    record = {
        "born_on": changed.born_on.isoformat() if changed.born_on else None,
        "sex": changed.sex,
        "height_cm": changed.height_cm,
        "mass_kg": changed.mass_kg,
        "time_zone": changed.time_zone,
        "distance_unit": changed.distance_unit,
        "country": changed.country,
        "simulated": changed.simulated,
    }
    if as_json:
        print_json(record)
    else:
        for name, value in record.items():
            typer.echo(f"{name}: {'not given' if value is None else value}")


def _changed(
    runner: Runner,
    born: str | None,
    sex: str | None,
    height_cm: float | None,
    mass_kg: float | None,
    units: str | None,
    time_zone: str | None,
    country: str | None,
) -> Runner:
    if born is not None:
        runner = replace(runner, born_on=_birthday(born))
    if sex is not None:
        runner = replace(runner, sex=cast(Sex, _one_of("--sex", sex, ("F", "M", "other"))))
    if height_cm is not None:
        runner = replace(runner, height_cm=_within("--height-cm", height_cm, 90, 250))
    if mass_kg is not None:
        runner = replace(runner, mass_kg=_within("--mass-kg", mass_kg, 20, 300))
    if units is not None:
        unit = cast(DistanceUnit, _one_of("--units", units, ("km", "mi")))
        runner = replace(runner, distance_unit=unit)
    if time_zone is not None:
        parse_zone(time_zone)
        runner = replace(runner, time_zone=time_zone)
    if country is not None:
        runner = replace(runner, country=_country(country))
    return runner


def _birthday(text: str) -> date:
    day = parse_day(text)
    age = Runner("", born_on=day).age_on(clock(None).date())
    if age is None or not YOUNGEST <= age <= OLDEST:
        raise UsageError(f"--born {day} gives an age outside {YOUNGEST} to {OLDEST} years.")
    return day


def _country(code: str) -> str:
    from trochlea import api

    known = tuple(api.packaged_knowledge().emergency_numbers)
    return _one_of("--country", code.upper(), known)


def _one_of(option: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise UsageError(f"{option} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def _within(option: str, value: float, low: float, high: float) -> float:
    if not low <= value <= high:
        raise UsageError(f"{option} must be from {low:g} to {high:g}, not {value:g}.")
    return value
