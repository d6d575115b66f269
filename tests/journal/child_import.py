"""A process that imports files one by one, says so after each, and may kill itself on the way.

Usage: child_import.py FOLDER COUNT [FUNCTION:before|after:NUMBER]
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import numpy as np

from trochlea.journal import activities, imports, open_journal
from trochlea.model import Activity, Streams

WHERE: dict[str, ModuleType] = {
    "fsync": os,
    "mkstemp": tempfile,
    "add": imports,
    "_add_parts": activities,
}


def die_at(kill_at: str) -> None:
    """Kill this process, without any chance to tidy up, at that call of that function."""
    name, moment, number = kill_at.split(":")
    original = getattr(WHERE[name], name)
    calls = 0

    def deadly(*args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        if calls == int(number) and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **kwargs)
        if calls == int(number):
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(WHERE[name], name, deadly)


def import_files(folder: Path, count: int) -> list[str]:
    """Import that many small files; return their hashes."""
    kept = []
    with open_journal(folder) as journal:
        import_id = journal.begin_import("child")
        for index in range(count):
            data = b"file %d" % index
            sha256 = hashlib.sha256(data).hexdigest()
            run = Activity(
                "running",
                datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=index),
                distance_m=5000.0 + index,
                streams=Streams({"time_s": np.arange(10.0)}),
            )
            journal.add_file(import_id, f"{index}.fit", "fit", data, sha256, [run], [])
            sys.stdout.write(f"{sha256}\n")
            sys.stdout.flush()
            kept.append(sha256)
    return kept


if __name__ == "__main__":
    if len(sys.argv) > 3:
        die_at(sys.argv[3])
    import_files(Path(sys.argv[1]), int(sys.argv[2]))
