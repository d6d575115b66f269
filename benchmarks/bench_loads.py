"""A journal of 5,000 runs that holds their summaries: what reading it and `today` cost.

    python -m benchmarks.bench_loads

Bars: the daily tables of 5,000 runs rebuilt from stored summaries in at most 1 s, `today` at most
0.6 s as a whole process on that journal, knee load at most 5 ms an hour of running, a what-if at
most 50 ms. Runs and summaries are made up from a fixed seed: one a day, an hour or so each, with
a note on every second. Beside each time stands its ratio to a baseline of the same run, so that
it travels: for work in this process the parsing of the same texts as JSON, for a process one that
only imports what any command needs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks.generate import run_of_one_hour
from benchmarks.measure import AS_INSTALLED, median_ms
from trochlea.journal import Journal, open_journal
from trochlea.journal.summaries import to_json
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.loads import calendar_weeks, day_table, session_loads
from trochlea.loads.knee.columns import columns, columns_of_cells
from trochlea.loads.knee.curve import knee_curve
from trochlea.loads.knee.run_load import exponents, run_load, summary_load
from trochlea.loads.knee.what_if import Rules, what_if
from trochlea.loads.summary import summarise
from trochlea.model import (
    Activity,
    CheckIn,
    FormWindow,
    LoadCell,
    Runner,
    RunNote,
    RunSummary,
    Shoe,
)
from trochlea.readers import read_bytes
from trochlea.readers.fit import encode_activity
from trochlea.units import SECONDS_PER_HOUR

RUNS, SEED = 5000, 20260301
LAST = datetime(2026, 3, 1, 7, tzinfo=UTC)
ROUNDS, PROCESSES = 15, 11
BAR_TABLES_MS, BAR_SUMMARY_MS, BAR_WHAT_IF_MS, BAR_TODAY_S = 1000.0, 5.0, 50.0, 0.6
STARTING = "import typer, pydantic, tomli, sqlalchemy"
LIGHTS = {0, 10, 20, 30}  # how `today` ends, by its light
_A_FILE = 250


def made_up_summary(activity_id: str, chance: random.Random) -> RunSummary:
    """Return the summary of an hour on rolling ground: some forty cells and ten windows."""
    easy = chance.uniform(2.6, 3.2)
    cells = [
        LoadCell(
            round(chance.uniform(20, 160), 3),
            round(chance.uniform(60, 480), 3),
            round(easy + 0.25 * speed, 4),
            None if grade is None else round(2.0 * grade + chance.uniform(-1, 1), 2),
            round(chance.uniform(160, 176), 2),
        )
        for speed in range(-2, 3)
        for grade in (-3, -2, -1, 0, 1, 2, 3, None)
    ]
    windows = [
        FormWindow(
            330.0 * number,
            300.0,
            round(easy + chance.uniform(-0.1, 0.1), 4),
            round(chance.uniform(-1, 1), 2),
            round(chance.uniform(164, 172), 2),
            round(chance.uniform(240, 260), 2),
            round(chance.uniform(49, 51), 2),
            round(chance.uniform(80, 95), 2),
            round(chance.uniform(7, 9), 2),
            round(chance.uniform(1000, 1150), 2),
        )
        for number in range(10)
    ]
    return RunSummary(activity_id, tuple(cells), tuple(windows), 60.0, 10.0)


def fill(journal: Journal, runs: int) -> None:
    """Fill a journal with runs that have summaries and no streams, one a day up to `LAST`."""
    chance = random.Random(SEED)
    journal.save_runner(Runner("me", mass_kg=65.0))
    journal.add_shoe(Shoe("blue", "Blue"))
    import_id = journal.begin_import("made up")
    ids: list[str] = []
    for first in range(0, runs, _A_FILE):
        several = [
            _made_up_run(runs - number, chance)
            for number in range(first, min(first + _A_FILE, runs))
        ]
        data = f"runs from {first}".encode()
        sha256 = hashlib.sha256(data).hexdigest()
        added = journal.add_file(import_id, f"{first}.txt", "fit", data, sha256, several, ())
        ids += added.activity_ids
    journal.finish_import(import_id)
    journal.keep_summaries([made_up_summary(each, chance) for each in ids])
    for number in range(0, len(ids), 2):
        journal.add_run_note(RunNote(ids[number], LAST, 4.0, "road", False, "blue"))
    for knee in ("left", "right"):
        journal.add_checkin(CheckIn(knee, LAST, 1, 0, 0, 0))


def _made_up_run(days_ago: int, chance: random.Random) -> Activity:
    distance_m = chance.uniform(5000, 14000)
    return Activity(
        "running",
        LAST - timedelta(days=days_ago),
        distance_m=distance_m,
        elapsed_s=distance_m / 2.8,
        moving_s=distance_m / 2.9,
        mean_cadence_spm=168.0,
        mean_heart_rate_bpm=150.0,
    )


def timed_ms(work: Callable[[], object]) -> float:
    """Return the median time of a call, milliseconds."""
    return median_ms(work, ROUNDS)


def told(name: str, ms: float, baseline_ms: float, bar_ms: float | None = None) -> None:
    """Print a time, its ratio to the baseline, and the bar where there is one."""
    bar = "" if bar_ms is None else f", bar {bar_ms:g} ms"
    print(f"{name:44}{ms:9.1f} ms, {ms / baseline_ms:6.2f} times the baseline{bar}")


# -- what is timed within this process; each takes the journal and the baseline, ms ------------


def time_reading(journal: Journal, baseline_ms: float) -> None:
    """Time the reading of all summaries, and of the run table beside them."""
    told("all summaries read", timed_ms(journal.summaries), baseline_ms)
    year = LAST - timedelta(days=365)
    told("the summaries of a year read", timed_ms(lambda: journal.summaries(year)), baseline_ms)
    told("the run table read", timed_ms(journal.runs), baseline_ms)


def time_daily_tables(journal: Journal, baseline_ms: float) -> None:
    """Time the daily tables from stored summaries: read and rebuilt, nothing kept between."""
    knowledge = packaged_knowledge()

    def rebuild() -> object:
        summaries = {row.activity_id: row for row in journal.summaries()}
        runs = journal.runs()
        days = day_table(runs, session_loads(runs, summaries, knowledge))
        return calendar_weeks(days, LAST.date())

    told("daily and weekly tables rebuilt", timed_ms(rebuild), baseline_ms, BAR_TABLES_MS)


def time_knee_load(journal: Journal, baseline_ms: float) -> None:
    """Time the knee load of an hour, a row a second, and of one run's summary."""
    knowledge = packaged_knowledge()
    curve, powers = knee_curve(knowledge.rules["knee_curve"]), _powers(knowledge)
    chance = random.Random(SEED)
    hour = columns(
        1.0,
        [chance.uniform(2.6, 3.6) for _ in range(SECONDS_PER_HOUR)],
        [chance.uniform(160, 176) for _ in range(SECONDS_PER_HOUR)],
        [chance.uniform(-5, 5) for _ in range(SECONDS_PER_HOUR)],
    )
    each = timed_ms(lambda: run_load(curve, powers, hour))
    told("knee load of an hour, a row a second", each, baseline_ms, BAR_SUMMARY_MS)
    summary = journal.summaries()[-1]
    whole = timed_ms(lambda: summary_load(curve, powers, summary))
    told("knee load of one summary", whole, baseline_ms)


def time_what_if(journal: Journal, baseline_ms: float) -> None:
    """Time all what-ifs over a run."""
    knowledge = packaged_knowledge()
    curve = knee_curve(knowledge.rules["knee_curve"])
    rules = Rules(knowledge.rules["knee_what_if"], knowledge.rules["knee_exponents"])
    rows = columns_of_cells(journal.summaries()[-1].cells)
    all_of_them = timed_ms(lambda: what_if(curve, rules, rows))
    told("all what-ifs of a run", all_of_them, baseline_ms, BAR_WHAT_IF_MS)


def _powers(knowledge: Knowledge) -> tuple[float, ...]:
    return exponents(knowledge.rules["knee_exponents"])


def time_summarising(baseline_ms: float) -> None:
    """Time the making of one summary from the streams of an hour, a record a second."""
    read = read_bytes("hour.fit", encode_activity(run_of_one_hour(0)))
    (hour,) = read.activities
    made = timed_ms(lambda: summarise("a", hour))
    told("one summary made of an hour's streams", made, baseline_ms, BAR_SUMMARY_MS)


TIMED: tuple[Callable[[Journal, float], None], ...] = (
    time_reading,
    time_daily_tables,
    time_knee_load,
    time_what_if,
)


# -- whole processes --------------------------------------------------------------------------


def processes_s(*commands: Sequence[str]) -> list[list[float]]:
    """Return the times of whole processes, seconds, one of each in turn.

    Raises:
        RuntimeError: where one ends otherwise than `today` does.
    """
    times: list[list[float]] = [[] for _ in commands]
    for _ in range(PROCESSES):
        for place, command in enumerate(commands):
            began = time.perf_counter()
            done = subprocess.run(command, check=False, capture_output=True, env=AS_INSTALLED)
            times[place].append(time.perf_counter() - began)
            if done.returncode not in LIGHTS:
                raise RuntimeError(done.stderr.decode())
    return times


def time_today(folder: Path) -> None:
    """Time `today` as a whole process, beside one that only starts."""
    day = (LAST + timedelta(days=1)).date().isoformat()
    today = [sys.executable, "-m", "trochlea", "today", "--json", "--on", day]
    bare, whole = processes_s([sys.executable, "-c", STARTING], [*today, "--journal", str(folder)])
    print(
        f"{'today, as a process':44}{median(whole):9.2f} s  ({min(whole):.2f} to "
        f"{max(whole):.2f}), {median(whole) / median(bare):.2f} times what starting costs, "
        f"bar {BAR_TODAY_S:g} s"
    )


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Loads of many runs, from their summaries")
    parser.add_argument("--runs", type=int, default=RUNS)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "journal"
        with open_journal(kept) as journal:
            fill(journal, runs)
            texts = [to_json(each) for each in journal.summaries()]
            baseline_ms = timed_ms(lambda: [json.loads(text) for text in texts])
            size_mb = sum(map(len, texts)) / 1e6
            print(f"{len(texts)} runs, {size_mb:.1f} MB of summaries; baseline: parsing them")
            told("baseline", baseline_ms, baseline_ms)
            for timed in TIMED:
                timed(journal, baseline_ms)
            time_summarising(baseline_ms)
        time_today(kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
