"""An export of Apple Health: MB of XML a second, and the most memory of each process.

Run `python -m benchmarks.bench_apple` (or with `--mb 100`). The export is generated, 1 GB of XML
by default, and is there twice: as the zip that the telephone gives, and as the bare `export.xml`.
It is imported by the command line into a new journal, and read without a journal in one process.
What comes out is held against what was put in: the number of runs, and their kilometres.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate_apple import AppleExport, write_apple_export, write_apple_zip
from benchmarks.measure import Measured, measured, trochlea

BAR_MB_PER_S = 50
BAR_MB = 300
_SAME_KM = 1e-3


@dataclass(frozen=True, slots=True)
class Came:
    """What came out of an export."""

    runs: int
    kilometres: float
    problems: dict[str, int]


def by_command_line(path: Path, work: Path) -> tuple[Measured, Came]:
    """Import an export into a new journal."""
    from trochlea.journal import open_journal

    folder = work / "journal-of-health"
    shutil.rmtree(folder, ignore_errors=True)
    run = measured(trochlea("import", path, "--journal", folder, "--json"), work)
    try:
        told = json.loads(run.out)
    except json.JSONDecodeError:
        return run, Came(0, 0.0, {f"exit code {run.code}: {run.err[-200:].strip()}": 1})
    problems: dict[str, int] = {}
    for row in told["files"]:
        for each in row["problems"]:
            problems[each["code"]] = problems.get(each["code"], 0) + 1
    with open_journal(folder) as journal:
        runs = journal.runs()
    shutil.rmtree(folder)
    return run, Came(len(runs), sum(each.distance_m for each in runs) / 1000, problems)


def by_readers(path: Path, work: Path) -> tuple[Measured, Came]:
    """Read an export without keeping it, in a process of its own."""
    run = measured([sys.executable, "-m", "benchmarks.bench_apple", "--read", str(path)], work)
    if run.code:
        return run, Came(0, 0.0, {f"exit code {run.code}: {run.err[-200:].strip()}": 1})
    return run, Came(**json.loads(run.out))


def read_only(path: Path) -> None:
    """Read an export in this process and print what came out."""
    from trochlea.errors import Problem
    from trochlea.readers import read_source, scan_path

    runs, metres = 0, 0.0
    problems: dict[str, int] = {}
    for found in scan_path(path):
        outcome = None if isinstance(found, Problem) else read_source(found)
        said = (found,) if isinstance(found, Problem) else ()
        for each in outcome.problems if outcome else said:
            problems[each.code] = problems.get(each.code, 0) + 1
        for activity in outcome.activities if outcome else ():
            runs += activity.is_run
            metres += activity.distance_m or 0.0
    print(json.dumps({"runs": runs, "kilometres": metres / 1000, "problems": problems}))


def show(name: str, export: AppleExport, run: Measured, came: Came) -> None:
    speed = export.xml_bytes / 1e6 / run.seconds
    peaks = ", ".join(f"{peak:.0f}" for peak in run.peaks_mb)
    print(f"{name:30}{run.seconds:8.1f}{speed:8.1f}{came.runs:7}{came.kilometres:11.2f}  {peaks}")
    if came.problems:
        print(f"{'':30}  problems: {came.problems}")
    if came.runs != export.running_workouts:
        print(f"{'':30}  WRONG: {export.running_workouts} runs were put in")
    elif abs(came.kilometres / export.running_km - 1) > _SAME_KM:
        print(f"{'':30}  WRONG: {export.running_km:.2f} km were put in")


def main() -> None:
    parser = argparse.ArgumentParser(description="Apple Health: MB of XML a second, memory")
    parser.add_argument("--mb", type=int, default=1000, help="size of export.xml")
    parser.add_argument("--work", type=Path, default=Path("build/bench"))
    parser.add_argument("--rounds", type=int, default=1, help="of each way; all are shown")
    parser.add_argument("--read", type=Path, help="only read this export here, and say what came")
    stated = parser.parse_args()
    if stated.read is not None:
        read_only(stated.read)
        return
    folder = stated.work / "health"
    folder.mkdir(parents=True, exist_ok=True)
    print(f"Generating {stated.mb} MB in {folder} ...", file=sys.stderr)
    zipped = write_apple_zip(folder / "export.zip", stated.mb * 1_000_000)
    bare = write_apple_export(folder / "export.xml", stated.mb * 1_000_000)
    print(
        f"{bare.xml_bytes / 1e6:.0f} MB of XML (zip: {zipped.path.stat().st_size / 1e6:.0f} MB), "
        f"{bare.days} days, {bare.running_workouts} runs, {bare.running_km:.2f} km"
    )
    print(f"{'way':30}{'s':>8}{'MB/s':>8}{'runs':>7}{'km':>11}  peak MB each")
    ways = {
        "import export.zip": (by_command_line, zipped),
        "import export.xml": (by_command_line, bare),
        "read export.zip, no journal": (by_readers, zipped),
        "read export.xml, no journal": (by_readers, bare),
    }
    for name, (way, export) in ways.items():
        for _ in range(stated.rounds):
            show(name, export, *way(export.path, stated.work))
    print(f"bars: {BAR_MB_PER_S} MB/s, {BAR_MB} MB a process")


if __name__ == "__main__":
    main()
