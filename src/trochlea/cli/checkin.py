"""`trochlea checkin`: how the knee took its last run, in a few taps."""

from __future__ import annotations

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
from trochlea.errors import UsageError
from trochlea.model import KNEES, CheckIn
from trochlea.units import m_from_km

WORST = 10


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
    if began_km is not None and not 0 < began_km <= 300:
        raise UsageError("--began-km must be more than 0 and at most 300.")
    told = (during, after, morning, usual, swelling, limp, medicine, changed, began_km, stiffness)
    if not is_interactive() and not note and all(value is None for value in told):
        raise UsageError("Nothing was given to keep; `trochlea checkin --help` lists what may be.")
    with open_journal(journal) as store:
        given = CheckIn(
            knee=knee,
            observed_at=clock(store.runner(), on),
            pain_during=_score("Worst pain during the last run", during),
            pain_hour_after=_score("Pain an hour after it", after),
            pain_next_morning=_score("Pain the next morning", morning),
            pain_before=_score("The usual level before that run", usual),
            morning_stiffness_min=stiffness,
            new_swelling=_yes("Is the knee newly swollen", swelling),
            new_limp=_yes("Do you limp, newly", limp),
            pain_medicine_24h=_yes("Any pain medicine in the last 24 hours", medicine),
            symptoms_changed=_yes("Is anything new or different since the full check", changed),
            pain_began_m=None if began_km is None else m_from_km(began_km),
            note=note,
        )
        new = store.add_checkin(given)
    if as_json:
        print_json({"kept": new, "knee": knee, "observed_at": given.observed_at.isoformat()})
    else:
        say("Kept. `trochlea today` now says whether and how far.")


def _score(question: str, given: int | None) -> int | None:
    if given is not None or not is_interactive():
        return given
    while True:
        text = typer.prompt(f"{question}, 0 to 10 (Enter: don't know)", default="", err=True)
        if text == "":
            return None
        if text.isdigit() and int(text) <= WORST:
            return int(text)
        say("Please give a whole number from 0 (none) to 10 (worst imaginable).")


def _yes(question: str, given: bool | None) -> bool | None:
    if given is not None or not is_interactive():
        return given
    while True:
        text = typer.prompt(f"{question}? y/n (Enter: don't know)", default="", err=True).lower()
        if text in ("", "y", "yes", "n", "no"):
            return None if text == "" else text.startswith("y")
        say("Please answer y or n.")
