"""Apple Health's export is known by its content, and its routes are left to its reader."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.contracts import sample_xml as xml
from tests.contracts.known_run import activity
from tests.readers.sources.archives import Scanned, scanned, zipped
from trochlea.readers import read_source
from trochlea.readers.exports import beside
from trochlea.readers.limits import DEFAULT_LIMITS
from trochlea.readers.sources.archive import Archive, Budget
from trochlea.readers.sources.health import is_health

TRACK = xml.gpx(activity(60))
HEALTH = b'<?xml version="1.0"?><!DOCTYPE HealthData []>\n<HealthData locale="de"></HealthData>'
FOLDER = "apple_health_export/"
ROUTE = f"{FOLDER}workout-routes/route_2024-05-12_10.00am.gpx"


@pytest.mark.parametrize("name", ["export.xml", "Exportieren.xml", "エクスポート.xml"])
def test_the_export_is_known_in_any_language_and_its_routes_are_not_runs_of_their_own(
    name: str, tmp_path: Path
) -> None:
    members = {
        FOLDER + name: HEALTH,
        f"{FOLDER}export_cda.xml": b"<?xml version='1.0'?><ClinicalDocument/>",
        ROUTE: TRACK,
    }
    path = tmp_path / "export.zip"
    path.write_bytes(zipped(members))
    with path.open("rb") as stream:
        tree = Archive(stream, "export.zip", DEFAULT_LIMITS, Budget(DEFAULT_LIMITS))
        facts = beside(tree, str, DEFAULT_LIMITS)
        assert list(facts.health) == [FOLDER + name]
        assert list(facts.health[FOLDER + name]) == [ROUTE.removeprefix(FOLDER)]
        assert facts.passed_over == {ROUTE}
    found = Scanned(path)
    assert not any(source.name.endswith(".gpx") for source in found.sources)
    assert found.codes["export.zip"] == "not_an_activity_file"


def test_routes_without_their_export_are_tracks(tmp_path: Path) -> None:
    found = scanned(tmp_path, "x.zip", zipped({ROUTE: TRACK}))
    assert list(found.files.values()) == [TRACK]


def test_an_export_is_told_by_its_first_bytes() -> None:
    assert is_health(HEALTH)
    assert is_health(b"<HealthData locale='en'>")
    assert not is_health(b"<?xml version='1.0'?><ClinicalDocument>")


def test_an_export_without_workouts_is_named(tmp_path: Path) -> None:
    assert scanned(tmp_path, "export.xml", HEALTH).codes == {"export.xml": "no_activity"}
    found = scanned(tmp_path, "x.zip", zipped({f"{FOLDER}export.xml": HEALTH}))
    assert found.codes == {f"x.zip/{FOLDER}export.xml": "no_activity"}


def test_a_workout_in_an_archive_comes_with_its_route(tmp_path: Path) -> None:
    run = f"""<Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="Watch"
      startDate="2024-05-12 10:00:00 +0200" endDate="2024-05-12 10:01:00 +0200">
      <WorkoutRoute><FileReference path="/{ROUTE.removeprefix(FOLDER)}"/></WorkoutRoute>
      </Workout></HealthData>"""
    health = HEALTH.replace(b"</HealthData>", run.encode())
    found = scanned(tmp_path, "x.zip", zipped({f"{FOLDER}export.xml": health, ROUTE: TRACK}))
    (source,) = found.sources
    (read,) = read_source(source).activities
    assert source.name == f"x.zip/{FOLDER}export.xml/running 2024-05-12 08:00:00"
    assert np.isfinite(read.streams.columns["latitude_deg"]).sum() == 60
    assert found.problems == []
