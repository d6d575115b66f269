"""The walk itself: what is read, what is unpacked, what is told of and what is passed over."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO

from trochlea.errors import Problem
from trochlea.readers.exports import Beside, Note, beside
from trochlea.readers.formats import all_formats
from trochlea.readers.limits import DEFAULT_LIMITS, Limits
from trochlea.readers.sources.archive import Archive, Budget
from trochlea.readers.sources.folder import Folder, open_file
from trochlea.readers.sources.found import (
    ExhaustedError,
    Found,
    RefusalError,
    SourceFile,
    disk_problem,
    in_words,
    refusal_problem,
    shown,
)
from trochlea.readers.sources.gunzip import MAGIC, gunzip
from trochlea.readers.sources.health import is_health, split_health
from trochlea.readers.sources.names import is_other_archive, is_zip, kind, promises_activity
from trochlea.readers.sources.tree import Member, Tree, content, whole
from trochlea.readers.sources.zip_directory import EMPTY_MARK, LOCAL_MARK

_HEAD = 1 << 14  # bytes by which a file is told
_CHUNK = 1 << 20
_SPOOLED = 1 << 24  # bytes of an inner archive that are held in memory and not on the disk
_FEW = 3  # so many other files are named one by one
_MOST_KINDS = 6
_OUR_MANIFEST = "manifest.json"
_OURS = (
    (b'"trochlea-export"', "an export", "import"),
    (b'"trochlea-backup"', "a backup", "restore"),
)


def scan_path(path: Path | str, limits: Limits = DEFAULT_LIMITS) -> Iterator[Found]:
    """Yield the files under a path that are to be read, in sorted order, and what is not taken.

    What the operating system put there is passed over (`sources.names` says what that is). Of
    all other files that hold no activity one problem tells number and kinds; each that promised
    one and is not taken has a problem of its own. A problem with `kept` is a remark on something
    that was taken. One file is held in memory at a time.

    Args:
        path: A file (whatever its name, it is yielded or told of), a folder (walked whole), or an
            archive. An export of a platform is known by what stands in it.
        limits: How much may be asked for; counted while inflating, whatever headers declare.

    Yields:
        A `SourceFile` to read, or a `Problem` that names the file and the reason.
    """
    start = Path(path)
    scan = _Scan(limits)
    name = shown(start.name or start.resolve().name or "this folder")
    if _is_folder(start):
        yield from scan.tree(Folder(start), "", 0, None)
    else:
        file = _File(name, True, lambda: open_file(start))
        yield from scan.told(file, scan.content(file))
    yield from scan.passed_over(name)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # opening it says why it cannot be looked at
        return False


@dataclass(frozen=True, slots=True)
class _File:
    """One file on the way: where it stands, and what is known of it without its content.

    Attributes:
        name: Display name.
        expected: Whether an activity is expected of it, so that a refusal is told.
        open: Opens its bytes.
        depth: How many archives it stands within.
        budget: What the outermost of these archives may still give, if there is one.
        note: What an export says of it.
    """

    name: str
    expected: bool
    open: Callable[[], IO[bytes]]
    depth: int = 0
    budget: Budget | None = None
    note: Note | None = None


class _Scan:
    """One walk: its limits, the names it has shown, and what it has passed over."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._names: set[str] = set()
        self._others: Counter[str] = Counter()
        self._first: list[str] = []

    def tree(self, tree: Tree, above: str, depth: int, budget: Budget | None) -> Iterator[Found]:
        """Yield what a folder or an archive holds.

        Args:
            tree: The files.
            above: What stands before their names when they are shown.
            depth: How many archives it stands within, itself counted.
            budget: What the outermost of these archives may still give, if there is one.
        """
        yield from tree.problems
        facts = beside(tree, lambda name: shown(above + name), self._limits)
        yield from facts.problems
        for member in tree.members:
            if member.name in facts.passed_over:
                continue
            name = self._unique(shown(above + member.name))
            expected = promises_activity(member.name) or is_zip(member.name)
            note = facts.about.get(member.name)
            file = _File(name, expected, partial(tree.open, member), depth, budget, note)
            if member.name in facts.instead:
                yield SourceFile(name, facts.instead[member.name])
            elif member.name in facts.health:
                file = replace(file, expected=True)
                routes = self._routes(tree, facts, member)
                yield from self.told(file, split_health(file.open, routes, name, self._limits))
            else:
                yield from self.told(file, self.content(file))

    def told(self, file: _File, found: Iterator[Found]) -> Iterator[Found]:
        """Yield what was found in a file, or why it is not taken."""
        try:
            yield from found
        except RefusalError as refusal:
            if isinstance(refusal, ExhaustedError) and file.depth:
                raise  # it is the outermost archive that asks for too much
            if file.expected:
                yield refusal_problem(file.name, refusal)
            else:
                self._pass_over(file.name)
        except OSError as error:
            yield disk_problem(file.name, error)

    def content(self, file: _File) -> Iterator[Found]:
        """Yield what the content of a file is, told by its first bytes.

        Raises:
            RefusalError: if it cannot be taken.
            OSError: if the disk gives it not.
        """
        with file.open() as stream:
            head = stream.read(_HEAD)
            # Documents are archives too, by the same mark: they have a suffix of their own.
            may_be_archive = file.expected or not Path(file.name).suffix
            has_mark = head[:4] in (LOCAL_MARK, EMPTY_MARK)
            if (may_be_archive and has_mark) or (file.expected and is_zip(file.name)):
                yield from self._archive(file, stream, head)
            elif is_other_archive(file.name):
                reason = "archives of its kind are not opened; unpack it and name the folder"
                yield refusal_problem(file.name, RefusalError("archive_unsupported", reason))
            elif head[:2] == MAGIC:
                yield from self._packed(file, whole(stream, self._limits.file_bytes, head))
            elif is_health(head):
                yield from split_health(file.open, _no_route, file.name, self._limits)
            elif file.expected or _is_activity(head):
                yield _source(file, whole(stream, self._limits.file_bytes, head))
            else:
                self._pass_over(file.name)

    def passed_over(self, name: str) -> Iterator[Problem]:
        """Yield one problem for all the files that hold no activity and promised none."""
        count = self._others.total()
        if not count:
            return
        listed = ", ".join(self._first)
        if count > _FEW:
            kinds = self._others.most_common(_MOST_KINDS)
            listed = ", ".join(f"{number} {each}" for each, number in kinds)
            listed += ", and others" if len(self._others) > _MOST_KINDS else ""
        what = "1 other file holds" if count == 1 else f"{count} other files hold"
        text = f"{name}: {what} no activity ({listed})."
        yield Problem("not_an_activity_file", text, name)

    def _packed(self, file: _File, packed: bytes) -> Iterator[Found]:
        """Yield what a gzip file holds."""
        unpacked = gunzip(packed, self._limits)
        if file.budget is not None:
            file.budget.spend(len(unpacked.data))
        if not file.expected and not _is_activity(unpacked.data[:_HEAD]):
            self._pass_over(file.name)
            return
        yield _source(file, unpacked.data)
        if unpacked.lost is not None:
            text = f"{file.name}: of the gzip file, {unpacked.lost}."
            yield Problem("gzip_damaged", text, file.name, None, "what could be unpacked")

    def _archive(self, file: _File, stream: IO[bytes], head: bytes) -> Iterator[Found]:
        """Yield what a zip archive holds."""
        if file.depth >= self._limits.depth:
            reason = f"archives are not opened more than {self._limits.depth} deep; unpack it"
            raise RefusalError("archive_too_deep", reason)
        budget = file.budget or Budget(self._limits)
        with ExitStack() as stack:
            if not stream.seekable():
                stream = stack.enter_context(_spooled(stream, head, self._limits.archive_bytes))
            archive = Archive(stream, file.name, self._limits, budget)
            _refuse_ours(archive)
            yield from self.tree(archive, f"{file.name}/", file.depth + 1, budget)

    def _routes(self, tree: Tree, facts: Beside, member: Member) -> Callable[[str], bytes | None]:
        """Return what gives the bytes of a route by the path that an export names it with."""
        routes = facts.health[member.name]

        def read_route(path: str) -> bytes | None:
            route = routes.get(path.lstrip("/"))
            return None if route is None else content(tree, route, self._limits.file_bytes)

        return read_route

    def _unique(self, name: str) -> str:
        """Return a name that no other file was shown under: a second `a.fit` is `a.fit (2)`."""
        unique, number = name, 1
        while unique in self._names:
            number += 1
            unique = f"{name} ({number})"
        self._names.add(unique)
        return unique

    def _pass_over(self, name: str) -> None:
        self._others[kind(name)] += 1
        if len(self._first) < _FEW:
            self._first.append(name)


def _refuse_ours(archive: Archive) -> None:
    """Refuse what Trochlea itself wrote: as a plain archive it would lose all but its files.

    Raises:
        RefusalError: where it is an export or a backup.
    """
    for member in archive.members:
        if member.name == _OUR_MANIFEST and member.size < _CHUNK:
            said = content(archive, member, _CHUNK)
            for mark, what, verb in _OURS:
                if mark in said:
                    reason = f"it is {what} of Trochlea, which `trochlea {verb} FILE` takes alone"
                    raise RefusalError("archive_of_trochlea", reason)


def _is_activity(head: bytes) -> bool:
    """Return whether the first bytes are those of an activity file, whatever its name."""
    return any(each.matches(head) for each in all_formats())


def _source(file: _File, data: bytes) -> SourceFile:
    note = file.note or Note()
    return SourceFile(file.name, data, note.notes, note.sport)


def _no_route(path: str) -> bytes | None:  # noqa: ARG001
    return None


def _spooled(stream: IO[bytes], head: bytes, limit: int) -> IO[bytes]:
    """Return a copy of a stream that can be sought in, on the disk where it is large."""
    copy = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115  handed on
    try:
        size = copy.write(head)
        while chunk := stream.read(_CHUNK):
            size += copy.write(chunk)
            if size > limit:
                raise RefusalError("archive_too_large", f"it is larger than {in_words(limit)}")
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return copy
