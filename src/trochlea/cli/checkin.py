"""`trochlea checkin`: how the knee took its last run, in a few taps."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    OnOption,
    clock,
    is_interactive,
    open_journal,
    print_json,
    say,
)
from trochlea.cli.four_taps import ask_in_four
from trochlea.errors import UsageError
from trochlea.model import KNEES, CheckIn, Runner
from trochlea.units import m_from_km

FARTHEST_KM = 300


def checkin(
    knee: Annotated[str, typer.Option("--knee", help="left or right.")],
    during: Annotated[
        int | None, typer.Option("--during", min=0, max=10, help="Pain 0-10.")
    ] = None,
    after: Annotated[
        int | None, typer.Option("--after", min=0, max=10, help="An hour later.")
    ] = None,
    morning: Annotated[
        int | None, typer.Option("--morning", min=0, max=10, help="Next morning.")
    ] = None,
    usual: Annotated[
        int | None, typer.Option("--usual", min=0, max=10, help="Before the run.")
    ] = None,
    swelling: Annotated[bool | None, typer.Option("--swelling/--no-swelling", help="New.")] = None,
    limp: Annotated[bool | None, typer.Option("--limp/--no-limp", help="New.")] = None,
    medicine: Annotated[
        bool | None, typer.Option("--medicine/--no-medicine", help="For pain, in 24 hours.")
    ] = None,
    changed: Annotated[
        bool | None, typer.Option("--changed/--same", help="Anything new since the check.")
    ] = None,
    began_km: Annotated[float | None, typer.Option("--began-km", help="Pain began at.")] = None,
    stiffness: Annotated[
        float | None, typer.Option("--stiffness", min=0, max=1440, help="Minutes on getting up.")
    ] = None,
    note: Annotated[str, typer.Option("--note")] = "",
    journal: JournalOption = None,
    on: OnOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep a check-in; what is not given is asked where somebody is there to ask."""
    if knee not in KNEES:
        raise UsageError(f"--knee must be left or right, not {knee!r}.")
    _refuse_too_far(began_km)
    told = (during, after, morning, usual, swelling, limp, medicine, changed, began_km, stiffness)
    _refuse_nothing(told, note)
    with open_journal(journal) as store:
        given = CheckIn(
            knee=knee,
            observed_at=_moment(store.runner(), on),
            pain_during=during,
            pain_hour_after=after,
            pain_next_morning=morning,
            pain_before=usual,
            morning_stiffness_min=stiffness,
            new_swelling=swelling,
            new_limp=limp,
            pain_medicine_24h=medicine,
            symptoms_changed=changed,
            pain_began_m=None if began_km is None else m_from_km(began_km),
            note=note,
        )
        if is_interactive():
            given = ask_in_four(given, _listen, say)
        new = store.add_checkin(given)
    if as_json:
        print_json({"kept": new, "knee": knee, "observed_at": given.observed_at.isoformat()})
    else:
        say("Kept. `trochlea today` now says whether and how far.")


def _listen(prompt: str) -> str:
    return str(typer.prompt(prompt, default="", show_default=False, err=True))


def _refuse_too_far(began_km: float | None) -> None:
    if began_km is not None and not 0 < began_km <= FARTHEST_KM:
        raise UsageError(f"--began-km must be more than 0 and at most {FARTHEST_KM}.")


def _refuse_nothing(told: tuple[object, ...], note: str) -> None:
    if not is_interactive() and not note and all(value is None for value in told):
        raise UsageError("Nothing was given to keep; `trochlea checkin --help` lists what may be.")


def _moment(runner: Runner | None, on: str | None) -> datetime:
    moment = clock(runner, on)
    if moment.date() > clock(runner).date():
        raise UsageError(f"{on} is still to come; a check-in is of today or before.")
    return moment
