"""A watched folder: files are imported when they are there and no longer grow."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from trochlea.errors import ReadError, UsageError
from trochlea.journal import Journal
from trochlea.readers import DEFAULT_LIMITS, Limits
from trochlea.workflow.importing import ImportSummary, Progress, import_paths

# A file's size and time of change: while they differ from look to look, it is still being written.
Look = dict[Path, tuple[int, int]]


def look_at(folder: Path) -> Look:
    """Return the files in a folder and its folders, each with its size and time of change.

    Raises:
        UsageError: if there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder} to watch; name one that is there.")
    found: Look = {}
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(root, name)
            try:
                seen = path.stat()
            except OSError:  # it went away between the list and the look
                continue
            found[path] = (seen.st_size, seen.st_mtime_ns)
    return found


def settled(before: Look, now: Look, done: Look) -> tuple[Path, ...]:
    """Return the files that stayed as they were since the look before and are not yet done."""
    return tuple(
        path for path, look in now.items() if before.get(path) == look and done.get(path) != look
    )


def watch(
    journal: Journal,
    folder: Path,
    wait: Callable[[], bool],
    progress: Progress | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[ImportSummary | ReadError]:
    """Import what settles in a folder, until waiting ends.

    Args:
        journal: Where to.
        folder: What to watch, with the folders in it.
        wait: Waits between two looks; False ends the watch.
        progress: As in `import_paths`.
        limits: What each file may ask for.

    Yields:
        What became of each round that brought files, or why nothing in it could be taken.

    Raises:
        UsageError: if the folder is not there.
    """
    before: Look = {}
    done: Look = {}
    while True:
        now = look_at(folder)
        files = settled(before, now, done)
        if files:
            done |= {path: now[path] for path in files}
            try:
                yield import_paths(journal, files, progress, limits)
            except ReadError as error:
                yield error
        before = now
        if not wait():
            return
