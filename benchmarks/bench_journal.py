"""The journal, read back: one activity with its streams; the daily table of 5,000 activities.

Run `python -m benchmarks.bench_journal`. The journal is made by its own verbs: runs of one hour,
a record a second, with running dynamics, as they are read from generated FIT files; and so many
rows without streams that there are 5,000 in all. Times are the median of some rounds, with the
first one beside it, in which nothing is in any cache of ours yet.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.generate import run_of_one_hour, start_of
from trochlea.journal import Journal, open_journal
from trochlea.loads import day_table
from trochlea.model import Activity, Streams
from trochlea.readers import read_bytes
from trochlea.readers.fit import encode_activity

BAR_ACTIVITY_MS = 5
BAR_TABLE_MS = 200
_WHOLE_RUNS = 25
_A_FILE = 250  # activities that are kept at once, to fill the journal fast


def fill(journal: Journal, activities: int) -> list[str]:
    """Fill a journal; return the ids of the activities that have streams."""
    import_id = journal.begin_import("generated")
    whole = min(_WHOLE_RUNS, activities)
    ids: list[str] = []
    for number in range(whole):
        data = encode_activity(run_of_one_hour(number))
        found = read_bytes(f"{number}.fit", data)
        added = journal.add_file(
            import_id, found.file, found.format, data, found.sha256, found.activities, ()
        )
        ids += added.activity_ids
    template = replace(found.activities[0], streams=Streams())
    for first in range(whole, activities, _A_FILE):
        numbers = range(first, min(first + _A_FILE, activities))
        rows = [_row(template, number) for number in numbers]
        data = f"rows from {first}".encode()
        sha256 = hashlib.sha256(data).hexdigest()
        journal.add_file(import_id, f"{first}.txt", "fit", data, sha256, rows, ())
    journal.finish_import(import_id)
    return ids


def _row(template: Activity, number: int) -> Activity:
    distance_m = 5000.0 + number * 37 % 9000
    return replace(template, start_time=start_of(number), distance_m=distance_m)


def timed(name: str, calls: Sequence[Callable[[], object]], rounds: int, bar_ms: float) -> None:
    """Print how long calls take, each made once a round."""
    passed: list[float] = []
    for _ in range(rounds):
        for call in calls:
            start = time.perf_counter()
            call()
            passed.append(1000 * (time.perf_counter() - start))
    ordered = sorted(passed)
    print(
        f"{name:42}{passed[0]:9.2f}{statistics.median(ordered):9.2f}"
        f"{ordered[int(0.95 * (len(ordered) - 1))]:9.2f}{len(ordered):7}{bar_ms:8g}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Reading the journal back, in ms")
    parser.add_argument("--activities", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--work", type=Path, default=Path("build/bench"))
    stated = parser.parse_args()
    folder = stated.work / "journal-of-rows"
    shutil.rmtree(folder, ignore_errors=True)
    print(f"Filling a journal with {stated.activities} activities ...", file=sys.stderr)
    with open_journal(folder) as journal:
        ids = fill(journal, stated.activities)
    with open_journal(folder) as journal:
        runs = len(journal.runs())
        if runs != stated.activities:
            raise SystemExit(f"{runs} runs in the journal, not {stated.activities}.")
    header = f"{'ms':42}{'first':>9}{'median':>9}{'95 %':>9}{'times':>7}{'bar':>8}"
    print(header)
    with open_journal(folder) as journal:
        calls = [lambda each=each: journal.activity(each) for each in ids]
        name = "one activity of an hour, with its streams"
        timed(name, calls, stated.rounds, BAR_ACTIVITY_MS)
    with open_journal(folder) as journal:
        name = f"daily table of {stated.activities} activities"
        timed(name, [lambda: day_table(journal.runs())], stated.rounds, BAR_TABLE_MS)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
