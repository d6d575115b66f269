"""Strava's bulk export: notes, shoes and sport come to the files, runs without a file are kept."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.contracts import sample_xml as xml
from tests.contracts.known_run import activity
from tests.readers.sources.archives import RUN, Scanned, zipped
from trochlea.model import ActivityNotes
from trochlea.readers import read_source

TRACK = xml.gpx(activity(60)).replace(b"<type>running</type>", b"").replace(b"Run", b"Out")
WIDTH = 94
PLACES = {
    "id": 0,
    "date": 1,
    "title": 2,
    "type": 3,
    "description": 4,
    "elapsed display": 5,
    "distance display": 6,
    "gear": 11,
    "file": 12,
    "elapsed": 15,
    "moving": 16,
    "distance": 17,
    "exertion": 43,
}
ENGLISH = {
    "id": "Activity ID",
    "date": "Activity Date",
    "title": "Activity Name",
    "type": "Activity Type",
    "description": "Activity Description",
    "elapsed display": "Elapsed Time",
    "distance display": "Distance",
    "gear": "Activity Gear",
    "file": "Filename",
    "elapsed": "Elapsed Time",
    "moving": "Moving Time",
    "distance": "Distance",
    "exertion": "Perceived Exertion",
}
GERMAN = {
    "id": "Aktivitäts-ID",
    "date": "Aktivitätsdatum",
    "title": "Name der Aktivität",
    "type": "Aktivitätsart",
    "description": "Aktivitätsbeschreibung",
    "elapsed display": "Verstrichene Zeit",
    "distance display": "Distanz",
    "gear": "Aktivitätsausrüstung",
    "file": "Dateiname",
    "elapsed": "Verstrichene Zeit",
    "moving": "Bewegungszeit",
    "distance": "Distanz",
    "exertion": "Gefühlte Anstrengung",
}
WITH_FILE = {
    "id": "101",
    "date": "May 12, 2024, 8:00:00 AM",
    "title": 'Long, slow "run"',
    "type": "Run",
    "description": "first line\nsecond line",
    "elapsed display": "3600",
    "distance display": "10.00",
    "gear": "Blue shoes",
    "file": "activities/555.fit.gz",
    "elapsed": "3600.0",
    "moving": "3500.0",
    "distance": "10000.0",
    "exertion": "7.0",
}
BY_HAND = WITH_FILE | {
    "id": "102",
    "date": "Dec 31, 2023, 11:05:00 PM",
    "title": "Treadmill",
    "file": "",
    "elapsed display": "1800",
    "distance display": "5.00",
    "elapsed": "1800.0",
    "moving": "1800.0",
    "distance": "5000.0",
    "exertion": "",
}


def table(
    headers: dict[str, str], rows: Sequence[dict[str, str]], order: Sequence[int] = range(WIDTH)
) -> bytes:
    """Return a table of Strava's width, its columns in an order of one's own."""

    def line(cells: dict[str, str], rest: str) -> list[str]:
        wide = [f"{rest}{i}" if rest else "" for i in range(WIDTH)]
        for name, place in PLACES.items():
            wide[place] = cells[name]
        return [wide[i] for i in order]

    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(line(headers, "Column "))
    writer.writerows(line(row, "") for row in rows)
    return "\ufeff".encode() + out.getvalue().encode()


def export(path: Path, activities: bytes, files: dict[str, bytes]) -> Path:
    """Write an export as a zip archive."""
    members = {"activities.csv": activities, "shoes.csv": b"Shoe Name,Brand\nBlue,Acme\n"}
    members |= files | {"media/1.jpg": b"\xff\xd8\xff"}
    path.write_bytes(zipped(members))
    return path


def unpacked(path: Path) -> Path:
    """Unpack an archive beside itself, into a folder within a folder."""
    folder = path.with_suffix("") / "deep"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder.parent


FILES = {"activities/555.fit.gz": gzip.compress(RUN)}


@pytest.mark.parametrize("as_folder", [False, True])
@pytest.mark.parametrize("headers", [ENGLISH, GERMAN])
def test_what_the_runner_wrote_comes_to_the_file(
    tmp_path: Path, headers: dict[str, str], as_folder: bool
) -> None:
    path = export(tmp_path / "export.zip", table(headers, [WITH_FILE]), FILES)
    found = Scanned(unpacked(path) if as_folder else path)
    (source,) = found.sources
    assert source.data == RUN
    assert source.sport == "running"
    assert source.notes == ActivityNotes(
        title='Long, slow "run"',
        description="first line\nsecond line",
        gear="Blue shoes",
        perceived_exertion=7.0,
        platform="strava",
        platform_id="101",
    )
    assert [problem.code for problem in found.problems] == ["not_an_activity_file"]
    (run,) = read_source(source).activities
    assert run.notes is not None
    assert run.notes.gear == "Blue shoes"


def test_the_sport_of_the_table_is_that_of_a_file_that_knows_none(tmp_path: Path) -> None:
    row = WITH_FILE | {"file": "activities/6.gpx", "title": "Out"}
    path = export(tmp_path / "x.zip", table(ENGLISH, [row]), {"activities/6.gpx": TRACK})
    (source,) = Scanned(path).sources
    (run,) = read_source(source).activities
    assert run.sport == "running"


def test_columns_in_another_order_are_found_by_their_names(tmp_path: Path) -> None:
    order = [*range(50, WIDTH), *range(50)]
    activities = table(ENGLISH, [WITH_FILE, BY_HAND], order)
    found = Scanned(export(tmp_path / "x.zip", activities, FILES))
    notes = {source.name: source.notes for source in found.sources}
    assert notes["x.zip/activities/555.fit.gz"] is not None
    assert notes["x.zip/activities/555.fit.gz"].gear == "Blue shoes"
    assert "x.zip/activities.csv" in notes


def test_a_table_in_an_unknown_language_is_told_by_its_places(tmp_path: Path) -> None:
    headers = {name: f"слово {i}" for i, name in enumerate(ENGLISH)}
    found = Scanned(export(tmp_path / "x.zip", table(headers, [WITH_FILE]), FILES))
    (source,) = found.sources
    assert source.notes is not None
    assert (source.notes.gear, source.notes.perceived_exertion) == ("Blue shoes", 7.0)


def test_what_cannot_be_told_is_left_out_and_said_once(tmp_path: Path) -> None:
    headers = {name: f"слово {i}" for i, name in enumerate(ENGLISH)}
    order = [*range(50, WIDTH), *range(50)]
    found = Scanned(export(tmp_path / "x.zip", table(headers, [WITH_FILE], order), FILES))
    (source,) = found.sources
    assert source.notes == ActivityNotes(platform="strava")
    (problem, _) = found.problems
    assert (problem.code, problem.file) == ("columns_unknown", "x.zip/activities.csv")
    assert "shoes" in problem.message


def test_a_run_without_a_file_is_a_run(tmp_path: Path) -> None:
    activities = table(GERMAN, [WITH_FILE, BY_HAND | {"date": "31.12.2023, 23:05:00"}])
    found = Scanned(export(tmp_path / "x.zip", activities, FILES))
    (lines,) = [each for each in found.sources if each.name.endswith("activities.csv")]
    outcome = read_source(lines)
    (run,) = outcome.activities
    assert outcome.problems == ()
    assert (run.sport, run.start_time) == ("running", datetime(2023, 12, 31, 23, 5, tzinfo=UTC))
    assert (run.distance_m, run.elapsed_s, run.moving_s) == (5000.0, 1800.0, 1800.0)
    assert run.notes is not None
    assert (run.notes.title, run.notes.platform_id) == ("Treadmill", "102")


def test_a_run_whose_file_the_export_lacks_is_still_a_run(tmp_path: Path) -> None:
    row = WITH_FILE | {"file": "activities/lost.fit.gz"}
    found = Scanned(export(tmp_path / "x.zip", table(ENGLISH, [WITH_FILE, row]), FILES))
    (lines,) = [each for each in found.sources if each.name.endswith("activities.csv")]
    (run,) = read_source(lines).activities
    assert run.distance_m == 10_000.0


def test_the_table_of_2019_with_ten_columns_gives_notes(tmp_path: Path) -> None:
    activities = (
        b"Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,"
        b"Elapsed Time,Distance,Commute,Activity Gear,Filename\n"
        b'7,"Sep 12, 2018, 3:02:23 PM",Evening,Run,,783,3.68,false,Red,activities/555.fit.gz\n'
        b'8,"Sep 13, 2018, 3:02:23 PM",By hand,Run,,600,2.00,false,Red,\n'
    )
    found = Scanned(export(tmp_path / "x.zip", activities, FILES))
    by_hand, with_file = sorted(found.sources, key=lambda each: each.name)
    assert with_file.notes is not None
    assert (with_file.notes.title, with_file.notes.gear) == ("Evening", "Red")
    (run,) = read_source(by_hand).activities
    # Its distance is for display, in kilometres or miles: which is not said.
    assert (run.elapsed_s, run.distance_m) == (600.0, None)


def test_a_table_of_something_else_beside_a_folder_of_that_name_is_no_export(
    tmp_path: Path,
) -> None:
    files = {"activities/555.fit.gz": gzip.compress(RUN)}
    found = Scanned(export(tmp_path / "x.zip", b"name,colour\nann,blue\n", files))
    (source,) = found.sources
    assert source.notes is None
    assert found.codes == {"x.zip": "not_an_activity_file"}


@pytest.mark.parametrize("damage", ["cut", "quote", "latin", "semicolons", "nul"])
def test_a_damaged_table_never_loses_the_files(damage: str, tmp_path: Path) -> None:
    whole = table(GERMAN, [WITH_FILE, BY_HAND])
    data = {
        "cut": whole[: len(whole) - 30],
        "quote": whole + b'\n"',
        "latin": whole.decode("utf-8-sig").encode("cp1252"),
        "semicolons": whole.replace(b",", b";"),
        "nul": whole.replace(b"Treadmill", b"Tread\x00mill"),
    }[damage]
    found = Scanned(export(tmp_path / "x.zip", data, FILES))
    assert RUN in found.files.values()
    for source in found.sources:
        read_source(source)
