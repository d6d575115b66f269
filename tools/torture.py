"""Kill imports without warning at random moments, go on with them, and look at what is left.

    python -m tools.torture --kills 200

Each round kills a real import process (and so leaves its workers alone) after a random part of the
time that an undisturbed one takes, and looks: everything acknowledged is there, nothing is there
twice, nothing is half. Then it goes on with that import and kills it again, until one comes to its
end: its journal must have the same content hash as that of an import that nobody disturbed.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from trochlea.journal import open_journal
from trochlea.model import Activity, Streams
from trochlea.readers.fit import encode_activity

FILES = 40
_CHILD = """
import sys
from pathlib import Path
from trochlea.journal import open_journal
from trochlea.workflow.importing import import_paths, resume_import

def acknowledged(done):
    sys.stdout.write(f"{done.state} {done.name}\\n")
    sys.stdout.flush()

with open_journal(Path(sys.argv[1])) as journal:
    if journal.unfinished_import() is None:
        import_paths(journal, [Path(sys.argv[2])], acknowledged)
    else:
        resume_import(journal, acknowledged)
"""


@dataclass
class Toll:
    """What a torture found."""

    kills: int = 0
    finished: int = 0
    resumed_in_part: int = 0
    faults: list[str] = field(default_factory=list)


def write_runs(folder: Path, count: int = FILES) -> None:
    """Write small runs, every fifth of them recorded twice, and some that are cut off.

    A part of a run is no recording of the whole, so that those recorded twice are left whole.
    """
    folder.mkdir(parents=True)
    for index in range(count):
        twin = index % 5 == 4
        number = index - 1 if twin else index
        time_s = np.arange(0.0, 1200.0 + 20 * number, 2.0 if twin else 1.0)
        run = Activity(
            "running",
            datetime(2025, 3, 1, 6, tzinfo=UTC) + timedelta(hours=31 * number),
            distance_m=2.9 * time_s[-1],
            elapsed_s=float(time_s[-1]),
            moving_s=float(time_s[-1]),
            streams=Streams({"time_s": time_s, "distance_m": 2.9 * time_s}),
        )
        data = encode_activity(run)
        cut = index % 7 == 6 and index % 5 < 3
        (folder / f"{index:03}.fit").write_bytes(data[:900] if cut else data)


def torture(work: Path, kills: int, seed: int, files: int = FILES) -> Toll:
    """Kill that many imports.

    Args:
        work: An empty folder to work in.
        kills: How many.
        seed: Of the random moments.
        files: How many files each import has.
    """
    chance = random.Random(seed)
    runs = work / "runs"
    write_runs(runs, files)
    begun = time.monotonic()
    expected = _whole(work / "undisturbed", runs)
    length_s = time.monotonic() - begun
    toll = Toll()
    folder = work / "journal"
    acknowledged: set[str] = set()
    while toll.kills < kills:
        child = _start(folder, runs)
        try:
            said, _ = child.communicate(timeout=chance.uniform(0.2, 1.1) * length_s)
            finished = child.returncode == 0
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            said, _ = child.communicate()
            finished = False
            toll.kills += 1
        acknowledged |= {line[4:] for line in said.splitlines() if line.startswith("new ")}
        toll.faults += _faults(folder, acknowledged)
        toll.resumed_in_part += bool(not finished and acknowledged)
        if finished:
            toll.finished += 1
            if content(folder) != expected:
                toll.faults.append("a resumed import ended in another content")
            shutil.rmtree(folder)
            acknowledged = set()
    if folder.exists() and _whole(folder, runs) != expected:
        toll.faults.append("the last import, resumed, ended in another content")
    return toll


def _start(folder: Path, runs: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder), str(runs)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _whole(folder: Path, runs: Path) -> str:
    """Import without disturbance, or go on with what was disturbed; return the content hash."""
    _start(folder, runs).communicate()
    return content(folder)


def content(folder: Path) -> str:
    """Return the content hash of a journal."""
    with open_journal(folder, create=False) as journal:
        return journal.content_hash()


def _faults(folder: Path, acknowledged: set[str]) -> list[str]:
    """Return what is wrong with a journal after a kill."""
    if not folder.exists():
        return ["acknowledged files and no journal"] if acknowledged else []
    with open_journal(folder) as journal:
        files = journal.files()
        names = [file.name for file in files]
        found = [f"not whole: {problem.message}" for problem in journal.integrity_problems()]
        found += [f"acknowledged and lost: {name}" for name in acknowledged - set(names)]
        if len(set(names)) != len(names):
            found.append("a file is there twice")
        if len({run.start_time for run in journal.runs()}) != len(journal.runs()):
            found.append("a run counts twice")
    return found


def main() -> None:
    """Torture as the command line says, and tell the toll."""
    parser = argparse.ArgumentParser(description="Kill imports at random moments")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        toll = torture(Path(folder), asked.kills, asked.seed)
    print(
        f"{toll.kills} kills, {toll.resumed_in_part} of them after something was acknowledged; "
        f"{toll.finished} imports came to their end; {len(toll.faults)} faults"
    )
    for fault in toll.faults[:20]:
        print(" ", fault)
    sys.exit(bool(toll.faults))


if __name__ == "__main__":
    main()
