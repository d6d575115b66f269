"""Files in the journal's folder that no row needs: left by a crash, or put there by somebody."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, select

from trochlea.journal import disk, tables
from trochlea.units import SECONDS_PER_DAY


def orphans(connection: Connection, folder: Path) -> tuple[Path, ...]:
    """Return the files in `originals` and `streams` that belong to no row, in sorted order."""
    hashes = connection.execute(select(tables.files.c.sha256)).scalars()
    ids = connection.execute(
        select(tables.activities.c.activity_id).where(tables.activities.c.has_streams)
    ).scalars()
    known = {disk.original_path(folder, each) for each in hashes}
    known |= {disk.streams_path(folder, each) for each in ids}
    return tuple(
        sorted(
            path
            for part in (disk.ORIGINALS, disk.STREAMS)
            for path in (folder / part).rglob("*")
            if path not in known and (path.is_symlink() or not path.is_dir())
        )
    )


def is_old(path: Path, now_s: float) -> bool:
    """Return whether a file is older than a day: a young one may be just being imported.

    Args:
        path: The file; one that is gone is not old.
        now_s: Now, in seconds since 1970.
    """
    try:
        return path.lstat().st_mtime < now_s - SECONDS_PER_DAY
    except OSError:
        return False
