"""`trochlea shoes`: the log of shoes, their kilometres, and the one prompt to look at them."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    clock,
    counted,
    distance_text,
    open_journal,
    parse_day,
    print_json,
)
from trochlea.errors import UsageError
from trochlea.units import km_from_m, m_from_km, m_from_miles, miles_from_m

if TYPE_CHECKING:
    from trochlea.journal import Journal
    from trochlea.knowledge import Knowledge
    from trochlea.loads.shoes import ShoeState
    from trochlea.model import ShoeEventKind
    from trochlea.workflow.shoes import ShoesNow

app = typer.Typer(add_completion=False, rich_markup_mode=None, invoke_without_command=True)
LONGEST_BEFORE_KM = 20_000.0
LONGEST_NAME = 100
FIRST_YEAR = 1990

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What you call the pair.")]
RunOption = Annotated[
    str | None, typer.Option("--run", metavar="ID", help="The run's id, or its beginning.")
]
DayOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day of it; today.")
]
NoteOption = Annotated[str, typer.Option("--note", help="In your words, such as where.")]


@app.callback()
def shoes(
    context: typer.Context, journal: JournalOption = None, as_json: JsonOption = False
) -> None:
    """The log of shoes; without a further word, the list."""
    if context.invoked_subcommand is None:
        list_shoes(journal, as_json)
    elif journal is not None or as_json:
        raise UsageError(f"Give the options after `shoes {context.invoked_subcommand}`.")


@app.command("list")
def list_shoes(journal: JournalOption = None, as_json: JsonOption = False) -> None:
    """Every pair with its kilometres, age, signs of wear, and whether to look at it."""
    from trochlea import api

    knowledge = api.packaged_knowledge()
    with open_journal(journal, create=False) as store:
        runner = store.runner()
        now = api.shoes_now(store, clock(runner), knowledge)
    if as_json:
        print_json(_record(now))
        return
    _show(now, runner.distance_unit if runner else "km", knowledge)


@app.command("add")
def add(
    name: NameArgument,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Counts from this day; today.")
    ] = None,
    before: Annotated[
        str, typer.Option("--km-before", metavar="KM", help="Gone by then; or `unknown`.")
    ] = "0",
    miles: Annotated[bool, typer.Option("--miles", help="--km-before is in miles.")] = False,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a pair into the log."""
    from trochlea import api

    if not name.strip() or len(name) > LONGEST_NAME:
        raise UsageError(f"Give the pair a name of 1 to {LONGEST_NAME} letters.")
    before_m = _before_m(before, miles)
    with open_journal(journal) as store:
        pair = api.add_pair(store, name, _day(store, since), before_m)
    if as_json:
        print_json({"shoe": pair.shoe_id, "name": pair.name, "since": f"{pair.first_worn_on}"})
    else:
        typer.echo(f"{pair.name} is in the log from {pair.first_worn_on} on.")


@app.command("wear")
def wear(
    name: NameArgument,
    run: RunOption = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Or the day of the run.")
    ] = None,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which pair a run was in."""
    from trochlea import api

    with open_journal(journal, create=False) as store:
        pair = api.shoe_named(store, name)
        meant = api.run_meant(store, run, None if on is None else parse_day(on))
        api.wear_shoe(store, pair, meant, clock(store.runner()))
        far = distance_text(meant.distance_m, store.runner())
    if as_json:
        print_json({"shoe": pair.shoe_id, "activity": meant.activity_id})
    else:
        typer.echo(f"The run of {meant.day} ({far}) was in {pair.name}.")


@app.command("sign")
def sign(
    name: NameArgument,
    note: NoteOption,
    on: DayOption = None,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """A sign of wear that you saw or felt."""
    if not note.strip():
        raise UsageError("Say in --note what you saw or felt.")
    _tell(name, "sign_of_wear", on, journal, as_json, "Kept: {} shows a sign of wear.", note)


@app.command("looked")
def looked(
    name: NameArgument,
    on: DayOption = None,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """You looked at the pair."""
    _tell(name, "looked_at", on, journal, as_json, "Kept: you looked at {}.")


@app.command("retire")
def retire(
    name: NameArgument,
    on: DayOption = None,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """The pair is put away."""
    _tell(
        name, "retired", on, journal, as_json, "{} is put away; `trochlea shoes back` undoes it."
    )


@app.command("back")
def back(
    name: NameArgument,
    on: DayOption = None,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """The pair is taken up again."""
    _tell(name, "taken_up_again", on, journal, as_json, "{} is in use again.")


@app.command("from-export")
def from_export(journal: JournalOption = None, as_json: JsonOption = False) -> None:
    """Make the log from the shoes that a platform's export names beside runs."""
    from trochlea import api

    with open_journal(journal, create=False) as store:
        made = api.shoes_from_export(store, clock(store.runner()))
    if as_json:
        print_json(
            {
                "new_pairs": list(made.new_pairs),
                "told_runs": made.told_runs,
                "known_runs": made.known_runs,
            }
        )
        return
    for name in made.new_pairs:
        typer.echo(f"New in the log: {name}.")
    typer.echo(
        f"{counted(made.told_runs, 'run')} got a pair; {counted(made.known_runs, 'run')} "
        "had one already."
    )


def _tell(
    name: str,
    kind: ShoeEventKind,
    on: str | None,
    journal: Any,
    as_json: bool,
    says: str,
    note: str = "",
) -> None:
    from trochlea import api

    with open_journal(journal, create=False) as store:
        pair = api.shoe_named(store, name)
        day = _day(store, on)
        if pair.first_worn_on is not None and day < pair.first_worn_on:
            raise UsageError(f"{pair.name} counts from {pair.first_worn_on} on, not from {day}.")
        new = api.tell_shoe(store, pair, kind, day, note.strip())
    if as_json:
        print_json({"shoe": pair.shoe_id, "kind": kind, "on": f"{day}", "new": new})
    else:
        typer.echo(says.format(pair.name) if new else "That was kept already.")


def _day(store: Journal, text: str | None) -> date:
    today = clock(store.runner()).date()
    day = today if text is None else parse_day(text)
    if day > today:
        raise UsageError(f"{day} is still to come.")
    if day.year < FIRST_YEAR:
        raise UsageError(f"{day} is too long ago; give a day since {FIRST_YEAR}.")
    return day


def _before_m(text: str, miles: bool) -> float | None:
    if text.strip().lower() == "unknown":
        return None
    try:
        told = float(text)
    except ValueError:
        raise UsageError(f"{text!r} is no distance; give a number or `unknown`.") from None
    before_m = m_from_miles(told) if miles else m_from_km(told)
    if not 0 <= before_m <= m_from_km(LONGEST_BEFORE_KM):
        raise UsageError(
            f"A distance of {text} is none that shoes have; give 0 to {LONGEST_BEFORE_KM:g} km."
        )
    return before_m


def _show(now: ShoesNow, unit: str, knowledge: Knowledge) -> None:
    rules = knowledge.rules
    for state in now.log.pairs:
        typer.echo(_line(state, unit))
    if not now.log.pairs:
        typer.echo("No shoes are in the log; `trochlea shoes add NAME` puts a pair into it.")
    to_look = [state for state in now.log.pairs if state.prompt is not None]
    for state in to_look:
        typer.echo(f"\nLook at {state.shoe.name} once. {rules['shoe_signs'].says.text}")
    if to_look and to_look[0].prompt is not None:
        typer.echo("What is known of that:")
        for reason in to_look[0].prompt.reasons:
            typer.echo(f"- {rules[reason.rule].says.text} ({reason.source}, {reason.status})")
        typer.echo("Then: `trochlea shoes looked NAME`, or `trochlea shoes sign NAME --note ...`.")
    if now.log.rotation is not None:
        typer.echo(f"\n{counted(len(now.log.in_use), 'pair')} in use.")
        typer.echo(rules["shoe_rotation"].says.text)
    names = {state.shoe.shoe_id: state.shoe.name for state in now.log.pairs}
    for row in now.pain:
        typer.echo(
            f"\nAfter {row.runs} runs in {names[row.shoe_id]}: median pain {row.median_pain:g} "
            f"of 10, {row.knee} knee."
        )
    if now.pain:
        typer.echo(rules["shoe_diary"].says.text)
    if now.log.pairs:
        typer.echo("\nNo brand is named here: no trial shows one to be better for knees.")


def _line(state: ShoeState, unit: str) -> str:
    parts = [state.shoe.name, _far(state, unit)]
    if state.age_days is not None and not (state.age_is_least and state.age_days == 0):
        least = "at least " if state.age_is_least else ""
        parts.append(f"{least}{counted(state.age_days, 'day')} old")
    if state.retired_on is not None:
        parts.append(f"put away {state.retired_on}")
    if state.first_sign is not None:
        parts.append(f"first sign of wear {state.first_sign.on}: {state.first_sign.note}")
    if state.prompt is not None:
        parts.append("look at it")
    return "  ".join(parts)


def _far(state: ShoeState, unit: str) -> str:
    convert = miles_from_m if unit == "mi" else km_from_m
    low = str(math.floor(convert(state.distance.low_m)))
    if state.distance.high_m is None:
        why = "" if state.distance.before_known else " (not known what it had before)"
        return f"at least {low} {unit}{why}"
    high = str(math.ceil(convert(state.distance.high_m)))
    return f"{low} {unit}" if low == high else f"{low}-{high} {unit}"


def _record(now: ShoesNow) -> dict[str, Any]:
    """Return the log for a program; distances in metres."""
    from dataclasses import asdict

    pairs = []
    for state in now.log.pairs:
        row = asdict(state)
        row["in_use"] = state.shoe.shoe_id in now.log.in_use
        if state.prompt is not None:
            row["prompt"]["reasons"] = [_reason(one) for one in state.prompt.reasons]
        pairs.append(row)
    rotation = now.log.rotation
    return {
        "shoes": _days_as_text(pairs),
        "in_use": list(now.log.in_use),
        "rotation": None if rotation is None else _reason(rotation),
        "pain": [asdict(row) for row in now.pain],
    }


def _reason(reason: Any) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "effect": reason.effect,
        "values": dict(reason.values),
        "source": reason.source,
        "status": reason.status,
    }


def _days_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _days_as_text(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_days_as_text(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
