"""`trochlea check`: the full check, from a file of answers or asked in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    OnOption,
    clock,
    is_interactive,
    journal_folder,
    open_journal,
    print_json,
    say,
)
from trochlea.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from trochlea.knowledge import Knowledge
    from trochlea.model import Answers


SHOWN = ("safe", "fits", "drives")


def check(
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="JSON of schema 1.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Keep nothing.")] = False,
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
            given = _answers(answers, knowledge, now)
            checked = api.check_against if dry_run else api.check_and_keep
            result = checked(store, given, now, knowledge)
    if as_json:
        print_json(api.check_json(result.assessment, knowledge))
        return
    from rich.console import Console

    material = api.material_of_check(result, runner, knowledge)
    api.render_terminal(api.build_story(material, knowledge, SHOWN), Console())


def _answers(path: Path | None, knowledge: Knowledge, now: datetime) -> Answers:
    from trochlea import api

    if path is not None:
        return api.read_answers(path, knowledge, now.date())
    if not is_interactive():
        raise UsageError("Nobody is there to ask; give --answers FILE.")
    from trochlea.cli.ask import Asker

    def listen(prompt: str) -> str:
        return str(typer.prompt(prompt, default="", show_default=False, err=True))

    return Asker(knowledge, listen, say, now).run()
