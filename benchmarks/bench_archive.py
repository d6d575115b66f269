"""An archive of runs: read, stored, in the daily table; files a second, memory, and growth.

Run `python -m benchmarks.bench_archive` (or with `--sizes 500,2000 --fitdecode-files 0`). The runs
are generated: one hour each, a record a second, running dynamics. Imported by the command line, as
a runner does, into a new journal; the time counts until the daily table of all runs is there.
Beside it the same with fitdecode, on as many processes: decoded into columns, packed and stored
by our own journal, but without the cleaning, grades and quality that the import adds; measured on
some files and extrapolated. The generated files were just written or read, so that they come from
the system's cache and the disk is only measured by what is stored.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import fitdecode
import numpy as np

from benchmarks.generate import linked, write_archive
from benchmarks.measure import measured, trochlea
from trochlea.journal import Prepared, open_journal, prepared
from trochlea.loads import day_table
from trochlea.model import Activity, Streams
from trochlea.workflow.crew import cores

BAR_FILES_PER_S = 120
BAR_MB = 600
_DEGREES_PER_SEMICIRCLE = 180 / 2**31
# Name of ours to name and factor of fitdecode's.
_COLUMNS = {
    "latitude_deg": ("position_lat", _DEGREES_PER_SEMICIRCLE),
    "longitude_deg": ("position_long", _DEGREES_PER_SEMICIRCLE),
    "distance_m": ("distance", 1.0),
    "speed_mps": ("enhanced_speed", 1.0),
    "altitude_m": ("enhanced_altitude", 1.0),
    "heart_rate_bpm": ("heart_rate", 1.0),
    "cadence_spm": ("cadence", 2.0),
    "ground_contact_ms": ("stance_time", 1.0),
    "ground_contact_balance_left_pct": ("stance_time_balance", 1.0),
    "vertical_oscillation_mm": ("vertical_oscillation", 1.0),
    "vertical_ratio_pct": ("vertical_ratio", 1.0),
    "step_length_mm": ("step_length", 1.0),
    "power_w": ("power", 1.0),
    "temperature_c": ("temperature", 1.0),
}


@dataclass(frozen=True, slots=True)
class Imported:
    """One import: how many files, how long it and the table took, the peaks of memory."""

    files: int
    import_s: float
    table_s: float
    peaks_mb: tuple[float, ...]

    @property
    def files_per_s(self) -> float:
        return self.files / (self.import_s + self.table_s)


def import_all(folder: Path, files: int, work: Path) -> Imported:
    """Import a folder by the command line into a new journal, and make the daily table."""
    journal = work / "journal"
    shutil.rmtree(journal, ignore_errors=True)
    command = trochlea("import", folder, "--journal", journal, "--json")
    run = measured(command, work)
    told = json.loads(run.out) if run.code == 0 else {}
    if told.get("new") != files:
        raise SystemExit(f"The import failed (code {run.code}): {told or run.err[-2000:]}")
    start = time.perf_counter()
    with open_journal(journal) as opened:
        table = day_table(opened.runs())
    table_s = time.perf_counter() - start
    if sum(day.runs for day in table) != files:
        raise SystemExit(f"{sum(day.runs for day in table)} runs in the table, not {files}.")
    shutil.rmtree(journal)
    return Imported(files, run.seconds, table_s, run.peaks_mb)


def prepared_by_fitdecode(path: Path) -> tuple[str, bytes, Prepared]:
    """Return a file's name and bytes, and what fitdecode makes of it, packed to be stored."""
    data = path.read_bytes()
    records: list[dict[str, object]] = []
    session: dict[str, object] = {}
    with fitdecode.FitReader(data, check_crc=fitdecode.CrcCheck.RAISE) as reader:
        for frame in reader:
            if not isinstance(frame, fitdecode.FitDataMessage):
                continue
            if frame.name == "record":
                records.append({field.name: field.value for field in frame.fields})
            elif frame.name == "session":
                session = {field.name: field.value for field in frame.fields}
    start = session["start_time"]
    assert isinstance(start, datetime)
    stamps = [each["timestamp"] for each in records]
    seconds = [(at - start).total_seconds() for at in stamps if isinstance(at, datetime)]
    columns = {"time_s": np.array(seconds)}
    for name, (theirs, factor) in _COLUMNS.items():
        values = np.array([each.get(theirs) for each in records], dtype=np.float64)
        columns[name] = values * factor
    activity = Activity(
        sport=str(session["sport"]),
        start_time=start.astimezone(UTC),
        distance_m=_number(session["total_distance"]),
        elapsed_s=_number(session["total_elapsed_time"]),
        moving_s=_number(session["total_timer_time"]),
        streams=Streams(columns),
    )
    return path.name, data, prepared(activity)


def _number(value: object) -> float:
    assert isinstance(value, float | int)
    return float(value)


def by_fitdecode(paths: Sequence[Path], work: Path) -> Imported:
    """Read with fitdecode in as many processes as the import has, store, make the table."""
    folder = work / "fitdecode"
    shutil.rmtree(folder, ignore_errors=True)
    start = time.perf_counter()
    with (
        ProcessPoolExecutor(cores(), get_context("spawn")) as pool,
        open_journal(folder) as journal,
    ):
        import_id = journal.begin_import("fitdecode")
        for name, data, ready in pool.map(prepared_by_fitdecode, paths):
            digest = hashlib.sha256(data).hexdigest()
            journal.add_file(import_id, name, "fit", data, digest, (ready,), ())
        journal.finish_import(import_id)
        import_s = time.perf_counter() - start
        table = day_table(journal.runs())
    table_s = time.perf_counter() - start - import_s
    if sum(day.runs for day in table) != len(paths):
        raise SystemExit("fitdecode's runs are not all in the table.")
    shutil.rmtree(folder)
    return Imported(len(paths), import_s, table_s, ())


def show(rows: Sequence[Imported]) -> None:
    print(f"{'runs':>6}{'import s':>10}{'table s':>9}{'files/s':>9}{'ms/file':>9}  peak MB each")
    for row in rows:
        peaks = ", ".join(f"{peak:.0f}" for peak in row.peaks_mb)
        print(
            f"{row.files:6}{row.import_s:10.1f}{row.table_s:9.3f}{row.files_per_s:9.1f}"
            f"{1000 / row.files_per_s:9.2f}  {peaks}"
        )
    first = rows[0]
    for row in rows[1:]:
        print(
            f"{row.files} runs are {row.files / first.files:g} times {first.files}, and take "
            f"{first.files_per_s / row.files_per_s:.2f} times as long a file"
        )
    highest = max((peak for row in rows for peak in row.peaks_mb), default=0.0)
    print(f"bars: {BAR_FILES_PER_S} files a second on 2 cores; {BAR_MB} MB a process")
    print(f"highest peak of a process: {highest:.0f} MB; cores here: {cores()}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Import of an archive: files a second, memory")
    parser.add_argument("--sizes", default="500,2000,8000", help="how many runs, by commas")
    parser.add_argument("--rounds", type=int, default=1, help="imports of each size; best counts")
    parser.add_argument("--fitdecode-files", type=int, default=100, help="0 leaves it out")
    parser.add_argument("--work", type=Path, default=Path("build/bench"), help="1.2 GB for 8,000")
    stated = parser.parse_args()
    sizes = sorted(int(size) for size in stated.sizes.split(","))
    print(f"Generating {sizes[-1]} runs in {stated.work} ...", file=sys.stderr)
    paths = write_archive(stated.work / "runs", sizes[-1])
    size_mb = sum(path.stat().st_size for path in paths) / 1e6
    print(f"{len(paths)} generated runs of one hour, {size_mb:.0f} MB")
    rows = []
    for size in sizes:
        folder = linked(paths[:size], stated.work / f"first-{size}")
        rounds = [import_all(folder, size, stated.work) for _ in range(stated.rounds)]
        rows.append(max(rounds, key=lambda row: row.files_per_s))
    show(rows)
    if stated.fitdecode_files:
        theirs = by_fitdecode(paths[: stated.fitdecode_files], stated.work)
        for row in rows:
            print(
                f"fitdecode, {theirs.files} files in {theirs.import_s:.1f} s, "
                f"{theirs.files_per_s:.2f} files/s; {row.files} would take "
                f"{row.files / theirs.files_per_s / 60:.1f} min: ratio "
                f"{row.files_per_s / theirs.files_per_s:.1f}"
            )


if __name__ == "__main__":
    main()
