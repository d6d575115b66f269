"""What a file's name says: that it promises an activity, or that nobody put it there on purpose.

Operating systems strew files of their own over folders and archives. These, and only these, are
passed over without a word: anything within a folder of `_SYSTEM_FOLDERS`, a file of
`_SYSTEM_FILES`, and a name that begins with `._`, under which macOS keeps what belongs to a file
and is not its content.
"""

from __future__ import annotations

import re

from trochlea.readers.formats import promised

_SYSTEM_FOLDERS = frozenset(
    {
        "__macosx",
        ".trashes",
        ".spotlight-v100",
        ".fseventsd",
        ".temporaryitems",
        "$recycle.bin",
        "system volume information",
    }
)
_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_TRASH = ".trash-"  # and the number of a user
_BESIDE = "._"
# What platforms name their own files, where the end of the name says nothing.
_BY_PLATFORM = re.compile(
    r"training-session-[^/]*\.json|[^/]*summarizedactivities[^/]*\.json|cardioactivities\.csv",
    re.IGNORECASE,
)
_UNSUPPORTED = (".tar", ".tgz", ".tar.gz", ".tbz2", ".tar.bz2", ".tar.xz", ".7z", ".rar")


def is_system_file(name: str) -> bool:
    """Return whether a name within a tree is one of the operating system's own."""
    *folders, last = name.lower().split("/")
    if last in _SYSTEM_FILES or last.startswith(_BESIDE):
        return True
    return any(each in _SYSTEM_FOLDERS or each.startswith(_TRASH) for each in folders)


def promises_activity(name: str) -> bool:
    """Return whether a name promises an activity file, packed by gzip or not."""
    lower = name.lower().removesuffix(".gz")
    return bool(promised(lower)) or bool(_BY_PLATFORM.fullmatch(lower.rpartition("/")[2]))


def is_zip(name: str) -> bool:
    """Return whether a name promises a zip archive."""
    return name.lower().endswith(".zip")


def is_other_archive(name: str) -> bool:
    """Return whether a name promises an archive of a kind that is not unpacked here."""
    return name.lower().endswith(_UNSUPPORTED)


def kind(name: str) -> str:
    """Return the end of a name that says what kind of file it is, such as `.jpg`."""
    stem, dot, end = name.rpartition("/")[2].lower().rpartition(".")
    return f".{end[:12]}" if dot and stem and end.isalnum() else "no suffix"
