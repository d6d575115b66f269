"""The real exports of platforms that are at hand: Runkeeper, Strava's headers, Apple's archive."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.readers.sources.archives import RUN, Scanned, zipped
from trochlea.readers import read_source, scan_path
from trochlea.readers.platforms.strava import columns_of
from trochlea.readers.platforms.table import read_table


@pytest.fixture
def platform(shared_data: Path) -> Path:
    """Where the real exports are."""
    return shared_data / "platform"


def test_every_line_of_a_real_runkeeper_table_is_a_run(platform: Path) -> None:
    path = platform / "dangoldin+runkeeper-stats" / "cardioActivities.csv"
    (source,) = Scanned(path).sources
    outcome = read_source(source)
    lines = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert len(outcome.activities) == len(lines) > 100
    assert {problem.code for problem in outcome.problems} == {"time_zone_unknown"}
    miles = sum(float(line["Distance (mi)"]) for line in lines)
    metres = sum(run.distance_m or 0 for run in outcome.activities)
    assert metres == pytest.approx(miles * 1609.344, rel=1e-9)
    assert all(run.sport != "unknown" for run in outcome.activities)


@pytest.mark.parametrize(
    "name", ["activities_en_94col_2rows.csv", "activities_en_103col.header.csv"]
)
def test_every_column_of_strava_that_is_wanted_is_found(platform: Path, name: str) -> None:
    table = read_table((platform / "strava-bulk-headers" / name).read_bytes())
    assert table is not None
    columns = columns_of(table)
    assert columns is not None
    assert columns.missing == ()
    assert (columns.place["distance"], columns.place["elapsed"]) == (17, 15)


def test_notes_of_a_real_strava_table_come_to_its_files(platform: Path, tmp_path: Path) -> None:
    data = (platform / "strava-bulk-headers" / "activities_en_94col_2rows.csv").read_bytes()
    files = {f"activities/{number}.gpx": RUN for number in (4163856655, 4237621525)}
    (tmp_path / "export.zip").write_bytes(zipped({"activities.csv": data} | files))
    found = Scanned(tmp_path / "export.zip")
    gear = [source.notes.gear for source in found.sources if source.notes is not None]
    assert (gear, len(found.sources)) == (["Pathfinder", "Topstone"], 2)
    assert {source.sport for source in found.sources} == {"cycling"}


def test_a_real_apple_archive_is_known_and_macos_left_aside(platform: Path) -> None:
    path = platform / "alxdrcirilo+apple-health-parser" / "tests" / "data" / "export.zip"
    names = [getattr(item, "name", getattr(item, "file", "")) for item in scan_path(path)]
    assert not any("__MACOSX" in name or ".DS_Store" in name for name in names)


def test_every_real_file_is_walked_without_a_fault(shared_data: Path) -> None:
    found = Scanned(shared_data)
    runs = [path for path in shared_data.rglob("*") if path.suffix in (".fit", ".gpx", ".tcx")]
    assert len(runs) > 50
    assert found.files.keys() >= {path.relative_to(shared_data).as_posix() for path in runs}
    assert len(found.files) == len(found.sources)
    assert [problem.code for problem in found.problems].count("not_an_activity_file") == 1
