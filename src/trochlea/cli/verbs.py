"""The list of verbs; the file of each is loaded when it is asked for, not when we start."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import typer
from typer.core import TyperGroup


@dataclass(frozen=True, slots=True)
class Verb:
    """Where a verb stands: module and name in it, a function or a `Typer` of more verbs."""

    module: str
    name: str
    help: str


VERBS = {
    "demo": Verb("demo", "demo", "The whole walk, with a simulated runner or your own files."),
    "import": Verb("import_", "import_", "Import watch files, folders or zip archives."),
    "log": Verb("log", "log", "Enter a run by hand."),
    "note": Verb("note", "note", "What you say of one run: effort, surface, race, shoes."),
    "shoes": Verb("shoes", "app", "The log of shoes; which pair to look at."),
    "me": Verb("me", "me", "Show or change age, mass, units and time zone."),
    "check": Verb("check", "check", "The full check: is it safe, what fits, what drives it."),
    "checkin": Verb("checkin", "checkin", "How the knee took its last run."),
    "today": Verb(
        "today", "today", "May I run today, and how far? Exit 10 amber, 20 red, 30 grey."
    ),
    "load": Verb("load", "app", "The weeks, the jumps, and the weeks before it began."),
    "diary": Verb("diary", "app", "The check-ins week by week, how far without pain, and scores."),
    "knee": Verb("knee", "app", "Load on the knee: a run, run otherwise, beside daily life."),
    "why": Verb("why", "why", "The stored advice of a day with all it was made from."),
    "clear": Verb("clear", "clear", "Record a clinician's clearance with name, date and reason."),
    "examined": Verb("examined", "examined", "Keep what a clinician found, with name and date."),
    "selftest": Verb(
        "selftest", "selftest", "The tests that you can do alone, where they are safe."
    ),
    "report": Verb("report", "report", "Write the report as html or json."),
    "imports": Verb("undo", "imports", "The imports, with what became of them."),
    "doctor": Verb("doctor", "doctor", "Is the journal whole? Exit 1 where something is wrong."),
    "export": Verb("export", "export", "Everything that is kept, in open formats."),
    "backup": Verb("backup", "backup", "The whole journal in one verified archive."),
    "restore": Verb("backup", "restore", "Make the journal from a backup."),
    "undo": Verb("undo", "undo", "Take a whole import back out, or back in."),
    "understand": Verb(
        "understand", "understand", "What your own words seem to say; keeps nothing."
    ),
    "read": Verb("read", "read", "What is in a watch file; stores nothing."),
    "findings": Verb("vocabulary", "findings", "The vocabulary of findings."),
    "conditions": Verb("vocabulary", "conditions", "The conditions that are known."),
    "activities": Verb("activities", "app", "Look through, remove, join and part."),
    "knowledge": Verb("knowledge", "app", "The cited facts."),
}


class _Shelf(Mapping[str, Any]):
    """The commands by name, each made when it is first taken."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = _command(name, VERBS[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(VERBS)

    def __len__(self) -> int:
        return len(VERBS)


class Verbs(TyperGroup):
    """The program's verbs as a group of commands."""

    def __init__(self, **settings: Any) -> None:
        """Take what `Typer` sets, but for the commands."""
        super().__init__(**settings)
        self.commands = cast(dict[str, Any], _Shelf())


def _command(name: str, verb: Verb) -> Any:
    """Return the command of a verb, or its group of commands."""
    found = getattr(importlib.import_module(f"trochlea.cli.{verb.module}"), verb.name)
    if isinstance(found, typer.Typer):
        group = typer.main.get_command(found)
        group.name, group.help = name, verb.help
        return group
    one = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    one.command(name=name, help=verb.help)(found)
    return typer.main.get_command(one)
