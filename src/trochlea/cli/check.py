"""`trochlea check`: the full check, from a file of answers or asked in the terminal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    OnOption,
    clock,
    counted,
    is_interactive,
    journal_folder,
    open_journal,
    print_json,
    say,
)
from trochlea.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from trochlea.assess import Session
    from trochlea.journal import Journal
    from trochlea.knowledge import Knowledge
    from trochlea.model import Answers
    from trochlea.workflow.interviewing import Sitting


SHOWN = ("safe", "fits", "drives")


def check(
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="JSON of schema 1.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Keep nothing.")] = False,
    new: Annotated[bool, typer.Option("--new", help="Do not go on with an old one.")] = False,
    journal: JournalOption = None,
    on: OnOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask (or read) the answers, and say how soon, what fits and what may drive it."""
    from trochlea import api

    knowledge = api.packaged_knowledge()
    if dry_run and not journal_folder(journal).exists():
        runner, now = None, clock(None, on)
        given = _answers(answers, knowledge, now)
        result = api.check(given, api.moment_of(given, now), knowledge)
    else:
        with open_journal(journal) as store:
            runner = store.runner()
            now = clock(runner, on)
            given = _answers(answers, knowledge, now, store, dry_run=dry_run, new=new)
            checked = api.check_against if dry_run else api.check_and_keep
            result = checked(store, given, now, knowledge)
            if answers is None and not dry_run:
                store.drop_interview()
    if as_json:
        print_json(api.check_json(result.assessment, knowledge))
        return
    from rich.console import Console

    material = api.material_of_check(result, runner, knowledge)
    api.render_terminal(api.build_story(material, knowledge, SHOWN), Console())


def _answers(
    path: Path | None,
    knowledge: Knowledge,
    now: datetime,
    store: Journal | None = None,
    *,
    dry_run: bool = False,
    new: bool = False,
) -> Answers:
    """Return the answers of a file, or asked of whoever sits there."""
    from trochlea import api

    if path is not None:
        return api.read_answers(path, knowledge, now.date())
    if not is_interactive():
        raise UsageError("Nobody is there to ask; give --answers FILE.")
    if store is None:
        return _asked(knowledge, now, None, None)
    sitting = api.unfinished_session(store, now, knowledge, anew=dry_run or new)
    if sitting.notice:
        say(sitting.notice)
    if sitting.session is not None:
        steps = counted(len(sitting.session.steps), "step")
        say(f"Going on where you stopped, after {steps}; --new begins anew.")
    return _asked(knowledge, now, sitting, None if dry_run else store)


def _asked(
    knowledge: Knowledge, now: datetime, sitting: Sitting | None, store: Journal | None
) -> Answers:
    """Return what was told in the terminal; without a store nothing is kept."""
    from trochlea import api
    from trochlea.cli.ask import Asker
    from trochlea.cli.typed import PutDown

    others = sitting.others if sitting else ()
    begun = sitting.session if sitting else None
    kept = [] if begun is None else [begun]

    def listen(prompt: str) -> str:
        return str(typer.prompt(prompt, default="", show_default=False, err=True))

    def keep(session: Session) -> None:
        if store is not None:
            api.keep_session(store, session)
            kept.append(session)

    def first_answer(told: Answers) -> str:
        result = api.check(told, now, knowledge, others=others)
        return api.first_answer(result.assessment, knowledge)

    known = sitting.known if sitting else None
    try:
        return Asker(knowledge, listen, say, now, keep, first_answer, known, others).run(begun)
    except PutDown:
        say(_stopped(kept[-1] if kept else None, knowledge))
        raise typer.Exit from None


def _stopped(kept: Session | None, knowledge: Knowledge) -> str:
    """Return what is true of an interview that was put down."""
    if kept is None:
        return "Stopped. Nothing is kept yet."
    days = knowledge.rules["next_questions"].number("resumable_days")
    until = kept.on + timedelta(days=days)
    return f"Stopped. `trochlea check` goes on from here, until {until}."
