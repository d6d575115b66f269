"""Generated archives of runs: the same number gives the same bytes, on every machine.

Run `python -m benchmarks.generate FOLDER --runs 500`, or `... export.zip --apple-mb 1000`.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.generate_apple import write_apple_export, write_apple_zip
from trochlea.model import Activity, Lap, Streams
from trochlea.readers.fit import encode_activity

Column = NDArray[np.float64]

HOUR_S = 3600
NEWEST = datetime(2025, 11, 30, 6, 15, tzinfo=UTC)
UTC_OFFSET_S = 3600
_METRES_PER_DEGREE = 111_195.0
_LAP_S = 600
_PROCESSES = 2
_CHUNK = 50


def write_archive(folder: Path, runs: int) -> list[Path]:
    """Write runs of one hour, one record a second, each its own; those that are there stay.

    Args:
        folder: Where to; it is made where there is none.
        runs: How many, the newest first: fewer runs are the beginning of more.

    Returns:
        Their paths, the newest run first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{start_of(number):%Y-%m-%d-%H%M%S}.fit" for number in range(runs)]
    missing = [each for each in enumerate(paths) if not each[1].exists()]
    parts = [missing[at : at + _CHUNK] for at in range(0, len(missing), _CHUNK)]
    # A new interpreter for each: a fork of a process with threads may hang.
    with ProcessPoolExecutor(_PROCESSES, get_context("spawn")) as pool:
        list(pool.map(_write_runs, parts))
    return paths


def start_of(number: int) -> datetime:
    """Return when a run starts: three in two days, in the morning or in the evening."""
    days, turn = divmod(number, 3)
    hours = (0.0, 11.5, 24.0)[turn]
    minutes = number * 37 % 50
    return NEWEST - timedelta(days=2 * days, hours=hours, minutes=minutes)


def run_of_one_hour(number: int) -> Activity:
    """Return a made-up run over hills, with running dynamics and the noise of sensors."""
    columns = _columns(np.random.default_rng([2015, number]))
    start = start_of(number)
    distance_m = columns["distance_m"]
    laps = tuple(
        Lap(
            start + timedelta(seconds=at),
            float(_LAP_S),
            float(_LAP_S),
            float(distance_m[at + _LAP_S] - distance_m[at]),
            float(columns["cadence_spm"][at : at + _LAP_S].mean()),
        )
        for at in range(0, HOUR_S, _LAP_S)
    )
    return Activity(
        sport="running",
        start_time=start,
        utc_offset_s=UTC_OFFSET_S,
        distance_m=float(distance_m[-1]),
        elapsed_s=float(HOUR_S),
        moving_s=float(HOUR_S),
        ascent_m=float(np.clip(np.diff(columns["altitude_m"][::15]), 0, None).sum()),
        mean_cadence_spm=float(columns["cadence_spm"].mean()),
        mean_ground_contact_ms=float(columns["ground_contact_ms"].mean()),
        mean_heart_rate_bpm=float(columns["heart_rate_bpm"].mean()),
        laps=laps,
        streams=Streams(columns),
    )


def _write_runs(rows: Sequence[tuple[int, Path]]) -> None:
    for number, path in rows:
        part = path.with_suffix(".part")
        part.write_bytes(encode_activity(run_of_one_hour(number)))
        part.replace(path)


def _columns(rng: np.random.Generator) -> dict[str, Column]:
    """Return the streams of one run: hills lead to grade, grade to speed, speed to the rest."""
    time_s = np.arange(HOUR_S + 1.0)
    usual_mps = rng.uniform(2.5, 3.6)
    hills = _waves(rng, usual_mps * time_s, (180.0, 420.0, 950.0, 2600.0))
    altitude = rng.uniform(20, 400) + rng.uniform(4, 20) * hills
    grade = np.gradient(altitude, usual_mps)
    tired = time_s / HOUR_S
    mood = _waves(rng, time_s, (35.0, 140.0, 600.0))
    speed = usual_mps * (1 - 2.2 * grade - 0.05 * tired + 0.04 * mood)
    speed = np.clip(speed + _noise(rng, 0.05), 0.8, 6.5)
    distance = np.concatenate(([0.0], np.cumsum(speed[1:])))
    cadence = np.clip(np.round(168 + 8 * (speed - usual_mps) + _noise(rng, 1.5)), 140, 200)
    contact = 250 - 30 * (speed - usual_mps) + 8 * tired + _noise(rng, 4)
    bounce = 86 + 6 * mood + _noise(rng, 2)
    step = 60_000 * speed / cadence
    latitude, longitude = _course(rng, speed)
    return {
        "time_s": time_s,
        "latitude_deg": latitude,
        "longitude_deg": longitude,
        "distance_m": distance,
        "speed_mps": speed,
        "altitude_m": altitude + _noise(rng, 0.2),
        "heart_rate_bpm": np.round(np.clip(_heart(rng, speed, grade, tired), 60, 198)),
        "cadence_spm": cadence,
        "ground_contact_ms": contact,
        "ground_contact_balance_left_pct": 50 + 0.8 * mood + _noise(rng, 0.3),
        "vertical_oscillation_mm": bounce,
        "vertical_ratio_pct": 100 * bounce / step,
        "step_length_mm": step,
        "power_w": np.round(78 * speed * (1 + 4 * np.clip(grade, -0.1, 0.2)) + _noise(rng, 6)),
        "temperature_c": np.round(24 - 6 * tired + mood),
    }


def _heart(rng: np.random.Generator, speed: Column, grade: Column, tired: Column) -> Column:
    """Return the heart rate: a minute behind the effort, and drifting up."""
    effort = speed * (1 + 4 * grade)
    behind = np.convolve(np.pad(effort, (59, 0), "edge"), np.full(60, 1 / 60), "valid")
    start_up = 55 * np.exp(-np.arange(len(speed)) / 70)
    heart: Column = 96 + 16 * behind + 12 * tired - start_up + _noise(rng, 0.8)
    return heart


def _course(rng: np.random.Generator, speed: Column) -> tuple[Column, Column]:
    """Return positions of a winding way from a place in the Alps, off by a metre or two."""
    time_s = np.arange(float(len(speed)))
    heading = rng.uniform(0, 6.3) + 2.5 * _waves(rng, time_s, (90.0, 300.0, 1700.0))
    north = np.cumsum(speed * np.cos(heading)) + 1.5 * _waves(rng, time_s, (47.0,))
    east = np.cumsum(speed * np.sin(heading)) + 1.5 * _waves(rng, time_s, (61.0,))
    latitude = 46.0 + rng.uniform(0, 1) + north / _METRES_PER_DEGREE
    shrunk = np.cos(np.radians(46.5))
    longitude = 7.0 + rng.uniform(0, 2) + east / (_METRES_PER_DEGREE * shrunk)
    return latitude, longitude


def _waves(rng: np.random.Generator, along: Column, lengths: tuple[float, ...]) -> Column:
    """Return a sum of waves of given lengths, between -1 and 1, each run's its own."""
    total = np.zeros(len(along))
    for length in lengths:
        own = length * rng.uniform(0.85, 1.15)
        total += np.sin(2 * np.pi * (along / own + rng.uniform()))
    return total / len(lengths)


def _noise(rng: np.random.Generator, size: float) -> Column:
    return rng.normal(0.0, size, HOUR_S + 1)


def linked(paths: Sequence[Path], folder: Path) -> Path:
    """Return a folder that holds the files at some paths and nothing else, without copies."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {path.name for path in paths}
    for old in folder.iterdir():
        if old.name not in names:
            old.unlink()
    for path in paths:
        if not (folder / path.name).exists():
            os.link(path, folder / path.name)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description="Generated runs and exports")
    parser.add_argument("path", type=Path, help="a folder; or export.xml or .zip with --apple-mb")
    parser.add_argument("--runs", type=int, default=500, help="runs of one hour (FIT)")
    parser.add_argument("--apple-mb", type=int, help="an export of Apple Health of that size")
    stated = parser.parse_args()
    if stated.apple_mb is None:
        paths = write_archive(stated.path, stated.runs)
        size = sum(path.stat().st_size for path in paths)
        print(f"{len(paths)} runs, {size / 1e6:.0f} MB in {stated.path}")
        return
    write = write_apple_zip if stated.path.suffix == ".zip" else write_apple_export
    print(write(stated.path, stated.apple_mb * 1_000_000))


if __name__ == "__main__":
    main()
