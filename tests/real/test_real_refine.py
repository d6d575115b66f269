"""Real files after refining: distance and climb against the watch's own, and nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from tests.contracts.same import digest
from trochlea.model.activity import Activity, Streams
from trochlea.readers import ReadOutcome, read_bytes
from trochlea.readers.limits import DEFAULT_LIMITS
from trochlea.readers.refine import refined
from trochlea.readers.refine.grade import STEEPEST_PCT

SUFFIXES = {".fit", ".gpx", ".tcx"}
MANY_RECORDS = 300
OWN_DISTANCE = 0.03  # share by which the way from positions may miss the distance of the watch
# Climb is no number of the ground alone: watches smooth less or more, and some have a barometer
# that their files do not name.
OWN_CLIMB = (0.6, 1.35)
OWN_CLIMB_M = 15.0
MEASURED = {"latitude_deg", "distance_m"}
COMPUTED = {"distance_m", "speed_mps", "grade_pct"}
CLIMBS_STRAIGHT_UP = {
    "activity-large-fenxi2-multisport.fit": "a leg that climbs 730 m within 2.2 km",
}


@cache
def outcomes(folder: Path) -> tuple[ReadOutcome, ...]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)
    assert len(paths) > 50
    return tuple(read_bytes(path.name, path.read_bytes()) for path in paths)


def activities(folder: Path) -> Iterator[tuple[str, Activity]]:
    for outcome in outcomes(folder):
        for activity in outcome.activities:
            yield outcome.file, activity


def runs_with_positions(folder: Path) -> Iterator[tuple[str, Activity, Activity]]:
    """Yield runs, as they are and as if the file gave no distance, speed or climb."""
    for file, run in activities(folder):
        columns = run.streams.columns
        if run.is_run and len(run.streams) > MANY_RECORDS and {*columns} >= MEASURED:
            kept = {name: columns[name] for name in columns if name not in COMPUTED}
            bare = replace(
                run, distance_m=None, ascent_m=None, descent_m=None, quality=(), laps=()
            )
            yield file, run, refine(replace(bare, streams=Streams(kept)))


def refine(activity: Activity) -> Activity:
    (found,) = refined(ReadOutcome("a", "fit", "", (activity,), ()), DEFAULT_LIMITS).activities
    return found


def test_the_way_between_positions_is_the_distance_of_the_watch(shared_data: Path) -> None:
    compared = 0
    for file, run, bare in runs_with_positions(shared_data):
        own = run.streams.columns["distance_m"]
        length = float(np.nanmax(own) - np.nanmin(own))
        assert bare.distance_m is not None, file
        assert abs(bare.distance_m - length) < OWN_DISTANCE * length, (file, bare.distance_m)
        compared += 1
    assert compared >= 12


def test_computed_climb_is_near_that_of_the_watch(shared_data: Path) -> None:
    compared = 0
    for file, run, bare in runs_with_positions(shared_data):
        if run.ascent_m is None:
            continue
        assert bare.ascent_m is not None, file
        low, high = (share * run.ascent_m for share in OWN_CLIMB)
        assert low - OWN_CLIMB_M < bare.ascent_m < high + OWN_CLIMB_M, (file, bare.ascent_m)
        compared += 1
    assert compared >= 10


def test_climb_less_descent_is_the_rise_from_start_to_end(shared_data: Path) -> None:
    for file, run, bare in runs_with_positions(shared_data):
        altitude = run.streams.get("altitude_m")
        if altitude is None or bare.ascent_m is None or bare.descent_m is None:
            continue
        known = altitude[~np.isnan(altitude)]
        rise = float(known[-1] - known[0])
        assert abs(bare.ascent_m - bare.descent_m - rise) < 30.0, (file, rise)


def test_every_run_with_altitude_and_distance_has_a_grade_that_can_be_run(
    shared_data: Path,
) -> None:
    found = 0
    for file, run in activities(shared_data):
        altitude, distance = run.streams.get("altitude_m"), run.streams.get("distance_m")
        if not run.is_run or altitude is None or distance is None:
            continue
        if len(altitude) < MANY_RECORDS:
            continue
        grade = run.streams.get("grade_pct")
        assert grade is not None, file
        assert np.isfinite(grade).sum() > 0.9 * np.isfinite(altitude).sum(), file
        steepest = np.count_nonzero(np.abs(grade) >= STEEPEST_PCT) / np.isfinite(grade).sum()
        assert steepest < (0.5 if file in CLIMBS_STRAIGHT_UP else 0.001), (file, steepest)
        found += 1
    assert found >= 10


def test_files_without_positions_are_whole(shared_data: Path) -> None:
    """A run by foot pod, and one of heart and steps alone: nothing is asked of a satellite."""
    by_name = dict(activities(shared_data))
    pod = by_name["compressed-speed-distance.fit"]
    assert "latitude_deg" not in pod.streams.columns
    assert pod.distance_m is not None
    assert round(pod.distance_m) == 10_249
    assert pod.mean_cadence_spm is not None
    assert round(pod.mean_cadence_spm) == 176
    assert pod.streams.get("grade_pct") is None
    heart = by_name["antfs-dump.63.fit"]
    assert len(heart.streams) == 686
    assert heart.mean_heart_rate_bpm is not None
    assert heart.elapsed_s is not None
    assert heart.distance_m is None


def test_a_run_whose_distance_stands_in_records_of_its_own_has_grade_and_climb(
    shared_data: Path,
) -> None:
    run = dict(activities(shared_data))["strava-android-app-201.10-b1218918.fit"]
    both = ~np.isnan(run.streams.columns["altitude_m"] + run.streams.columns["distance_m"])
    assert both.sum() == 0
    assert run.ascent_m is not None
    altitude = run.streams.columns["altitude_m"]
    assert run.ascent_m > np.nanmax(altitude) - np.nanmin(altitude)


def test_real_files_refined_again_are_the_same_to_the_last_bit(shared_data: Path) -> None:
    for outcome in outcomes(shared_data):
        assert digest(refined(outcome, DEFAULT_LIMITS)) == digest(outcome), outcome.file
