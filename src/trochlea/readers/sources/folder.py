"""A folder of the disk as a tree of files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from trochlea.errors import Problem
from trochlea.readers.sources.found import RefusalError, disk_problem, refusal_problem, shown
from trochlea.readers.sources.names import is_system_file
from trochlea.readers.sources.tree import Member

# A pipe is opened without waiting for its other end; where there is no such flag, there is none.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_LINK = RefusalError("link_not_followed", "it is a link to another folder; name that folder")


class Folder:
    """The files of a folder and of the folders in it; links to folders are not followed."""

    def __init__(self, root: Path) -> None:
        """List the files; what cannot be listed is in `problems`."""
        self._root = str(root)
        self.problems: list[Problem] = []
        found = sorted(self._walked(), key=lambda each: each[0].split("/"))
        self._paths = [path for _, path, _ in found]
        self.members = [Member(name, size, i) for i, (name, _, size) in enumerate(found)]

    def open(self, member: Member) -> IO[bytes]:
        """Return the bytes of a file as a stream; see `Tree`."""
        return open_file(self._paths[member.index])

    def _walked(self) -> Iterator[tuple[str, str, int]]:
        """Yield name, path and size of each file, in no order."""
        waiting = [("", self._root)]
        while waiting:
            above, folder = waiting.pop()
            try:
                entries = list(os.scandir(folder))
            except OSError as error:
                self.problems.append(disk_problem(shown(above.rstrip("/") or "."), error))
                continue
            for entry in entries:
                name = above + entry.name
                if entry.is_dir(follow_symlinks=False):
                    if not is_system_file(f"{name}/"):
                        waiting.append((f"{name}/", entry.path))
                elif _is_folder(entry):
                    self.problems.append(refusal_problem(shown(name), _LINK))
                elif not is_system_file(name):
                    yield name, entry.path, _size(entry)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_size
    except OSError:  # a broken link, or gone by now: opening it will say so
        return 0


def open_file(path: str | Path) -> IO[bytes]:
    """Return a regular file as a stream; nothing else is waited for.

    Raises:
        RefusalError: if it is a pipe, a device, a socket or a folder.
        OSError: if it cannot be opened.
    """
    number = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise RefusalError("not_a_file", "it is not a regular file")
        return os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise
