"""The real export of Apple Health that is at hand: a few records, and no workout."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.apple.health import Split, at, workout
from tests.readers.sources.archives import Scanned
from trochlea.readers.apple.records import Records
from trochlea.readers.apple.windows import Windows
from trochlea.readers.apple.workouts import workout as read_workout
from trochlea.readers.limits import DEFAULT_LIMITS


@pytest.fixture
def folder(shared_data: Path) -> Path:
    """Where the real export is."""
    return shared_data / "platform" / "alxdrcirilo+apple-health-parser" / "tests" / "data"


@pytest.mark.parametrize("name", ["export.xml", "export.zip"])
def test_an_export_without_workouts_is_read_and_says_so(folder: Path, name: str) -> None:
    found = Scanned(folder / name)
    assert found.sources == []
    assert [each.code for each in found.problems if each.code != "not_an_activity_file"] == [
        "no_activity"
    ]


def test_its_records_are_those_of_a_workout_put_into_it(folder: Path) -> None:
    data = (folder / "export.xml").read_bytes()
    run = workout(source="Alexandre's Apple Watch", place="Europe/Amsterdam")
    run = run.replace(at(0), "2024-01-01 01:01:00 +0200").replace(
        at(600), "2024-01-01 01:10:00 +0200"
    )
    split = Split(data.replace(b"</HealthData>", run.encode() + b"</HealthData>"))
    assert split.said == ""
    assert split.stream("heart_rate_bpm") == {36: 74, 37: 75}
    rows = Records(Windows([read_workout(run.encode(), DEFAULT_LIMITS)]), DEFAULT_LIMITS)
    assert [len(each) for each in rows.rows([data])] == [2]
