"""Loads of every running activity under a folder, as a table, with what looks implausible.

    python -m tools.real_loads FOLDER

Prints names of files and figures only: no places, no dates. An odd figure is not a failure: it is
named, so that somebody looks at the recording.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.loads.knee.columns import columns_of_cells
from trochlea.loads.knee.curve import knee_curve
from trochlea.loads.knee.equivalents import KneeKilometres, knee_kilometres
from trochlea.loads.knee.run_load import RunLoad, exponents, summary_load
from trochlea.loads.summary import summarise
from trochlea.model import Activity, RunSummary
from trochlea.readers import read_bytes
from trochlea.units import METRES_PER_KM

SUFFIXES = {".fit", ".gpx", ".tcx"}
EASY_MPS = 2.8  # one easy speed for all: the files hold one run each, so nobody's own is known
# What a runner's own figures hardly ever leave; beyond, a recording is looked at.
CADENCE_SPM = (130.0, 215.0)
CONTACT_MS = (150.0, 350.0)
SPEED_MPS = (1.5, 6.5)
CLIMB_M_PER_KM = 150.0
MOSTLY_UNKNOWN = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """One activity with its loads and what is odd about it."""

    file: str
    activity: Activity
    summary: RunSummary
    load: RunLoad
    knee: KneeKilometres | None
    odd: tuple[str, ...]


def judged(folder: Path, knowledge: Knowledge) -> Iterator[Judged]:
    """Yield every running activity of the files under a folder, by name of the file."""
    rules = knowledge.rules
    curve, powers = knee_curve(rules["knee_curve"]), exponents(rules["knee_exponents"])
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES):
        for place, activity in enumerate(read_bytes(path.name, path.read_bytes()).activities):
            if not activity.is_run:
                continue
            summary = summarise(f"{path.name}#{place}", activity)
            load = summary_load(curve, powers, summary)
            rows = columns_of_cells(summary.cells)
            knee = knee_kilometres(curve, rules["knee_exponents"], rows, None, EASY_MPS)
            odd = tuple(oddities(activity, summary, load))
            yield Judged(path.name, activity, summary, load, knee, odd)


def oddities(activity: Activity, summary: RunSummary, load: RunLoad) -> Iterator[str]:
    """Yield what looks implausible or cannot be judged, each with its figure."""
    seconds = sum(cell.seconds for cell in summary.cells)
    metres = sum(cell.distance_m for cell in summary.cells)
    if not seconds:
        yield "no running in it"
        return
    speed = metres / seconds
    if not SPEED_MPS[0] <= speed <= SPEED_MPS[1]:
        yield f"mean running speed {speed:.1f} m/s"
    stated = activity.distance_m
    whole = metres + summary.walking_s * 1.5
    if stated and not 0.8 * stated <= whole <= 1.2 * stated:
        yield f"cells hold {metres / METRES_PER_KM:.2f} of {stated / METRES_PER_KM:.2f} km"
    yield from _outside("mean cadence", activity.mean_cadence_spm, CADENCE_SPM, "steps a minute")
    yield from _outside("mean contact", activity.mean_ground_contact_ms, CONTACT_MS, "ms")
    for name, climbed in (("ascent", activity.ascent_m), ("descent", activity.descent_m)):
        if climbed and metres and climbed / metres * METRES_PER_KM > CLIMB_M_PER_KM:
            yield f"{name} {climbed / metres * METRES_PER_KM:.0f} m a km"
    unknown = load.unknown_share or 0.0
    if unknown > MOSTLY_UNKNOWN:
        why = ", ".join(f"{name} {value:.0f} s" for name, value in load.unknown_why)
        yield f"{unknown:.0%} of the time outside the curve ({why})"


def _outside(
    name: str, value: float | None, bounds: tuple[float, float], unit: str
) -> Iterator[str]:
    if value is not None and not bounds[0] <= value <= bounds[1]:
        yield f"{name} {value:.0f} {unit}"


def main() -> int:
    """Print the table, and after it what is odd."""
    parser = argparse.ArgumentParser(description="Loads of every running activity of a folder")
    parser.add_argument("folder", type=Path)
    rows = [*judged(parser.parse_args().folder, packaged_knowledge())]
    print(f"{'file':46} {'km':>6} {'m/s':>5} {'spm':>4} {'unknown':>8} {'peak':>6}  knee-km")
    for row in rows:
        cells = row.summary.cells
        seconds = sum(cell.seconds for cell in cells)
        metres = sum(cell.distance_m for cell in cells)
        load, knee = row.load.load, row.knee
        steps = row.activity.mean_cadence_spm
        print(
            f"{row.file[:46]:46} {metres / METRES_PER_KM:6.2f} "
            f"{metres / seconds if seconds else 0:5.2f} {steps or 0:4.0f} "
            f"{row.load.unknown_share or 0:8.0%} "
            + (f"{load.peak_bw.value:5.1f} " if load else "    - ")
            + (
                f" {knee.shown.value:.2f} ({knee.shown.low:.2f} to {knee.shown.high:.2f}) "
                f"of {knee.known_km:.2f} known km"
                if knee
                else " unknown"
            )
        )
    for row in rows:
        for text in row.odd:
            print(f"odd: {row.file}: {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
