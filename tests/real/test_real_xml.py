"""Every point of the real GPX and TCX files against gpxpy and ElementTree, and forged XML."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import gpxpy
import numpy as np
import pytest
from gpxpy.gpx import GPX, GPXException, GPXTrackPoint

from tests.contracts.checks import violations
from trochlea.model.activity import Activity
from trochlea.readers import read_bytes
from trochlea.readers.xml.gpx import read_gpx
from trochlea.readers.xml.tcx import read_tcx

EARLIEST = datetime(1989, 12, 31, tzinfo=UTC)

# Where we leave points out that gpxpy gives: file to how many, and why.
LEFT_OUT: dict[str, tuple[int, str]] = {
    "Mojstrovka.gpx": (184, "every time is in 1901: no receiver recorded then"),
    "cerknicko-jezero-without-elevations.gpx": (1, "one point has no time"),
    "cerknicko-without-times.gpx": (291, "points without a time"),
    "korita-zbevnica.gpx": (358, "one of three tracks has no times: it is a plan"),
    "track-with-extremes.gpx": (25, "no point has a time: it is a plan"),
    "track-with-small-floats.gpx": (3, "no point has a time: it is a plan"),
    "track_with_dilution_errors.gpx": (1, "no point has a time: it is a plan"),
}
# Files that gpxpy refuses, and why; we read them or say why not.
REFUSED_BY_GPXPY: dict[str, str] = {}
EXTENSIONS = {
    "hr": "heart_rate_bpm",
    "cad": "cadence_spm",
    "atemp": "temperature_c",
    "power": "power_w",
}
TCX_VALUES = {
    "AltitudeMeters": "altitude_m",
    "DistanceMeters": "distance_m",
    "LatitudeDegrees": "latitude_deg",
    "LongitudeDegrees": "longitude_deg",
    "Value": "heart_rate_bpm",
    "Speed": "speed_mps",
    "Watts": "power_w",
    "RunCadence": "cadence_spm",
    "Cadence": "cadence_spm",
}
TOLERANCE_S = 1e-6  # of a float that counts the seconds since 1970


def files(folder: Path, suffix: str) -> list[Path]:
    found = sorted(folder.rglob(f"*.{suffix}"))
    assert found
    return found


def unix_s(runs: tuple[Activity, ...]) -> list[float]:
    return [
        run.start_time.timestamp() + second
        for run in runs
        for second in run.streams.columns["time_s"].tolist()
    ]


def column(runs: tuple[Activity, ...], name: str) -> list[float]:
    """Return a stream of all activities, NaN where one has none."""
    out: list[float] = []
    for run in runs:
        values = run.streams.get(name)
        out += [np.nan] * len(run.streams) if values is None else values.tolist()
    return out


def utc(point: GPXTrackPoint) -> datetime | None:
    """Return a point's time; gpxpy gives a time without a zone as it stands."""
    if point.time is None:
        return None
    return point.time.replace(tzinfo=UTC) if point.time.tzinfo is None else point.time


def dated(found: GPX) -> list[tuple[float, GPXTrackPoint]]:
    """Return the points of gpxpy that have a time of a recording, with it, by time."""
    points = []
    for track in found.tracks:
        for segment in track.segments:
            for point in segment.points:
                when = utc(point)
                if when is not None and when >= EARLIEST:
                    points.append((when.timestamp(), point))
    return sorted(points, key=lambda each: each[0])


def of_extension(point: GPXTrackPoint, name: str) -> float:
    for root in point.extensions:
        for element in root.iter():
            if element.tag.rpartition("}")[2] == name:
                return float(element.text)
    return float("nan")


def test_every_point_of_every_real_gpx_file_is_that_of_gpxpy(shared_data: Path) -> None:
    compared, refused = 0, {}
    for path in files(shared_data, "gpx"):
        data = path.read_bytes()
        runs = read_gpx(data, path.name).activities
        try:
            found = gpxpy.parse(data)
        except (GPXException, ValueError) as error:
            refused[path.name] = str(error)
            continue
        points = dated(found)
        total = sum(len(each.points) for track in found.tracks for each in track.segments)
        left_out = total - sum(len(run.streams) for run in runs)
        assert left_out == LEFT_OUT.get(path.name, (0, ""))[0], path.name
        order = np.argsort(unix_s(runs), kind="stable")
        compare_points(path.name, runs, order, points)
        compared += len(points)
    assert set(refused) == set(REFUSED_BY_GPXPY)
    assert compared > 1_800


def compare_points(
    name: str,
    runs: tuple[Activity, ...],
    order: np.ndarray,
    points: list[tuple[float, GPXTrackPoint]],
) -> None:
    """Hold that time, position, elevation, speed and extensions are the same."""

    def same(stream: str, expected: list[float]) -> None:
        ours = np.array(column(runs, stream), dtype=float)[order]
        np.testing.assert_array_equal(ours, expected, err_msg=f"{name}: {stream}")

    times = np.array(unix_s(runs))[order]
    np.testing.assert_allclose(times, [each for each, _ in points], atol=TOLERANCE_S, err_msg=name)
    same("latitude_deg", [point.latitude for _, point in points])
    same("longitude_deg", [point.longitude for _, point in points])
    same("altitude_m", [_float(point.elevation) for _, point in points])
    same("speed_mps", [_float(point.speed) for _, point in points])
    for element, stream in EXTENSIONS.items():
        same(stream, [of_extension(point, element) for _, point in points])


def _float(value: float | None) -> float:
    return float("nan") if value is None else value


def test_every_point_of_every_real_tcx_file_is_that_of_elementtree(shared_data: Path) -> None:
    compared = 0
    for path in files(shared_data, "tcx"):
        data = path.read_bytes()
        runs = read_tcx(data, path.name).activities
        rows = []
        for element in ElementTree.fromstring(data.strip()).iter():
            if element.tag.endswith("}Trackpoint"):
                rows.append(
                    {
                        each.tag.rpartition("}")[2]: (each.text or "").strip()
                        for each in element.iter()
                    }
                )
        rows = [row for row in rows if row.get("Time")]
        times = [datetime.fromisoformat(row["Time"]).timestamp() for row in rows]
        np.testing.assert_allclose(unix_s(runs), times, atol=TOLERANCE_S, err_msg=path.name)
        for stream in sorted(set(TCX_VALUES.values())):
            names = [name for name, each in TCX_VALUES.items() if each == stream]
            expected = [
                next((float(row[name]) for name in names if row.get(name)), np.nan) for row in rows
            ]
            np.testing.assert_array_equal(
                column(runs, stream), expected, err_msg=f"{path.name}: {stream}"
            )
        compared += len(rows)
    assert compared > 4_500


def test_what_is_left_out_of_a_real_file_is_said(shared_data: Path) -> None:
    for path in files(shared_data, "gpx"):
        if path.name in LEFT_OUT:
            said = read_bytes(path.name, path.read_bytes()).problems
            assert "points_without_time" in {problem.code for problem in said}, path.name


def test_real_files_hold_the_contract_of_every_reader(shared_data: Path) -> None:
    for suffix in ("gpx", "tcx"):
        for path in files(shared_data, suffix):
            assert violations(read_bytes(path.name, path.read_bytes())) == [], path.name


def test_real_files_cut_anywhere_keep_the_points_before(shared_data: Path) -> None:
    for name in ("korita-zbevnica.gpx", "test.tcx"):
        (path,) = shared_data.rglob(name)
        data = path.read_bytes()
        read = read_gpx if name.endswith("gpx") else read_tcx
        whole = unix_s(read(data, name).activities)
        for part in range(1, 20):
            cut = read(data[: len(data) * part // 20], name)
            kept = unix_s(cut.activities)
            assert kept == whole[: len(kept)]
            assert "xml_damaged" in {problem.code for problem in cut.problems}
        assert len(kept) > 0.9 * len(whole)


def forged(shared_data: Path) -> list[Path]:
    found = sorted((shared_data / "tcxgpx" / "pypi+defusedxml").rglob("*.x[ms]l"))
    assert len(found) >= 10
    return found


@pytest.mark.parametrize("read", [read_gpx, read_tcx])
def test_forged_xml_gives_a_problem_and_no_harm(shared_data: Path, read: object) -> None:
    assert callable(read)
    refused = set()
    for path in forged(shared_data):
        outcome = read(path.read_bytes(), path.name)
        assert outcome.activities == ()
        assert outcome.problems
        if "xml_entities_refused" in {problem.code for problem in outcome.problems}:
            refused.add(path.name)
    bombs = {"cyclic.xml", "dtd.xml", "external.xml", "external_file.xml", "quadratic.xml"}
    assert refused >= bombs | {"xmlbomb.xml", "xmlbomb2.xml"}
