"""Runkeeper's export: sport and notes come to the GPX files, lines without a file are runs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.contracts import sample_xml as xml
from tests.contracts.known_run import activity
from tests.readers.sources.archives import Scanned, zipped
from trochlea.readers import read_source

HEADER = (
    "Activity Id,Date,Type,Route Name,Distance (km),Duration,Average Pace,Average Speed (km/h),"
    "Calories Burned,Climb (m),Average Heart Rate (bpm),Friend's Tagged,Notes,GPX File\n"
)
WITH_FILE = (
    'a1,2024-05-12 10:00:00,Running,Park,1.80,10:00,5:33,10.80,100.0,30,140,,"Slow, good",'
    "2024-05-12-100000.gpx\n"
)
TREADMILL = "a2,2024-05-14 18:00:00,Running,,5.00,30:00,6:00,10.00,300.0,,,,At the hotel,\n"
TRACK = xml.gpx(activity(60)).replace(b"<type>running</type>", b"").replace(b"Run", b"Out")
GPX = "2024-05-12-100000.gpx"


def export(path: Path, table: str, folder: str = "") -> Path:
    path.write_bytes(zipped({"cardioActivities.csv": table.encode(), f"{folder}{GPX}": TRACK}))
    return path


@pytest.mark.parametrize("folder", ["", "gpx/", "a/"])
def test_sport_and_notes_come_to_the_track(tmp_path: Path, folder: str) -> None:
    found = Scanned(export(tmp_path / "rk.zip", HEADER + WITH_FILE, folder))
    (source,) = found.sources
    (run,) = read_source(source).activities
    assert (run.sport, found.problems) == ("running", [])
    assert source.notes is not None
    assert (source.notes.title, source.notes.description) == ("Park", "Slow, good")
    assert (source.notes.platform, source.notes.platform_id) == ("runkeeper", "a1")


def test_a_line_without_a_track_is_a_run_and_the_other_is_not_counted_twice(
    tmp_path: Path,
) -> None:
    found = Scanned(export(tmp_path / "rk.zip", HEADER + WITH_FILE + TREADMILL))
    table, track = sorted(found.sources, key=lambda each: not each.name.endswith("csv"))
    assert track.name == f"rk.zip/{GPX}"
    outcome = read_source(table)
    (run,) = outcome.activities
    assert (run.start_time, run.utc_offset_s) == (datetime(2024, 5, 14, 18, tzinfo=UTC), None)
    assert (run.distance_m, run.moving_s) == (5000.0, 1800.0)
    assert [problem.code for problem in outcome.problems] == ["time_zone_unknown"]


def test_a_line_whose_track_is_missing_is_a_run(tmp_path: Path) -> None:
    path = tmp_path / "cardioActivities.csv"
    path.write_text(HEADER + WITH_FILE + TREADMILL, encoding="utf-8")
    (source,) = Scanned(tmp_path).sources
    assert len(read_source(source).activities) == 2
    (named,) = Scanned(path).sources
    assert len(read_source(named).activities) == 2
