"""How much a scan may find, for a progress bar: a look at names and headers, nothing inflated."""

from __future__ import annotations

import io
from pathlib import Path

from trochlea.readers.limits import DEFAULT_LIMITS, Limits
from trochlea.readers.sources.folder import Folder, open_file
from trochlea.readers.sources.found import RefusalError
from trochlea.readers.sources.names import is_system_file, is_zip, promises_activity
from trochlea.readers.sources.zip_directory import (
    EMPTY_MARK,
    LOCAL_MARK,
    DamagedError,
    read_directory,
)


def expected(path: Path | str, limits: Limits = DEFAULT_LIMITS) -> tuple[int, int]:
    """Return about how many files, and how many bytes of them, a scan of a path will yield.

    Only an estimate: an activity file is one whose name promises it, an archive within an archive
    counts as one file, and sizes within archives are those that their headers declare.

    Args:
        path: A file, a folder or an archive; nothing where it cannot be read.
        limits: `entries` bounds how long a table of contents is looked at.
    """
    start = Path(path)
    if not start.is_dir():
        return _of_file(start, limits)
    folder = Folder(start)
    files = size = 0
    for member in folder.members:
        if is_zip(member.name):
            inner = _of_file(start / member.name, limits)
            files, size = files + inner[0], size + inner[1]
        elif promises_activity(member.name):
            files, size = files + 1, size + member.size
    return files, size


def _of_file(path: Path, limits: Limits) -> tuple[int, int]:
    try:
        with open_file(path) as stream:
            is_archive = stream.read(4) in (LOCAL_MARK, EMPTY_MARK)
            length = stream.seek(0, io.SEEK_END)
            if not is_archive:
                return 1, length
            entries = read_directory(stream, length, limits.entries)
    except DamagedError:
        return 1, length
    except (RefusalError, OSError):
        return 1, 0
    sizes = [
        min(each.size or 0, limits.file_bytes)
        for each in entries
        if not is_system_file(each.name) and (promises_activity(each.name) or is_zip(each.name))
    ]
    return len(sizes), sum(sizes)
