"""The exports of platforms: what a table or a folder says of the activity files beside it.

Every module beside this one holds one kind of export, as `EXPORT`; a new one is a new file here.
An export is known by its content, in a folder or in an archive alike, wherever it stands in it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from trochlea.errors import Problem
from trochlea.model import ActivityNotes
from trochlea.readers.limits import Limits
from trochlea.readers.sources.found import RefusalError
from trochlea.readers.sources.tree import Member, Tree


@dataclass(frozen=True, slots=True)
class Note:
    """What an export says of one file: notes of the runner, and the sport in our words."""

    notes: ActivityNotes | None = None
    sport: str | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What exports say of the files of a tree, by their names in it.

    Attributes:
        about: Notes and sport of activity files.
        instead: Bytes to read in place of a file: of a table, the lines that have no file.
        passed_over: Files that are used up, and hold no activity of their own.
        health: Exports of Apple Health, with their routes by the path that they name them with.
        problems: What was odd, about the export as a whole.
    """

    about: dict[str, Note] = field(default_factory=dict)
    instead: dict[str, bytes] = field(default_factory=dict)
    passed_over: set[str] = field(default_factory=set)
    health: dict[str, dict[str, Member]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """A file that may be the heart of an export, and what it stands among.

    Attributes:
        tree: Where it stands.
        members: All files of the tree, by name.
        member: The file itself.
        shown: Its display name, for problems.
        limits: What it may ask for.
    """

    tree: Tree
    members: Mapping[str, Member]
    member: Member
    shown: str
    limits: Limits

    @property
    def folder(self) -> str:
        """The folder it stands in, with a `/` at the end, or nothing."""
        return self.member.name[: self.member.name.rfind("/") + 1]


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of export.

    Attributes:
        id: Short lower-case name, such as `strava`.
        may_be: Whether a file may be its heart, by name alone.
        read: Adds what the export says; does nothing where the file is not of this kind.
    """

    id: str
    may_be: Callable[[str], bool]
    read: Callable[[Place, Beside], None]


@cache
def all_exports() -> tuple[Export, ...]:
    """Return every kind of export there is, by module name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}").EXPORT for name in names)


def beside(tree: Tree, shown: Callable[[str], str], limits: Limits) -> Beside:
    """Return what the exports in a tree say of its files.

    Args:
        tree: A folder or an archive.
        shown: Gives the display name of a file of it.
        limits: What a table may ask for.
    """
    found = Beside()
    members = {member.name: member for member in tree.members}
    for member in tree.members:
        for export in all_exports():
            if export.may_be(member.name.lower()):
                place = Place(tree, members, member, shown(member.name), limits)
                try:
                    export.read(place, found)
                except (RefusalError, OSError):
                    continue  # the walk comes to this file again, and says why
    return found
