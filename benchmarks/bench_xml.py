"""GPX and TCX to columns, in points a second: ours against gpxpy and against ElementTree.

Run `python -m benchmarks.bench_xml` (or with `--rounds 15`). The files are those of the shared
folder (`TROCHLEA_SHARED`, default `../shared`), each content once, and two made here: a run of
five hours with heart rate and cadence, point by second, as GPX and as TCX. gpxpy reads no TCX:
it gets the same points as a GPX document; and ElementTree makes a record of each point, as the
TCX readers in Python do. The readers take turns, and the best round of each counts. Ours is the
whole reader, from bytes to activities, with the SHA-256. Below some 500 points what a file costs
as a whole (a proof by expat that it is well-formed, totals, the hash) weighs more than its points.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import gpxpy

from trochlea.readers.xml.gpx import read_gpx
from trochlea.readers.xml.tcx import read_tcx

Reader = Callable[[bytes], object]
Times = dict[str, dict[str, float]]
BAR = 4.0
MADE_POINTS = 5 * 3600


def read_with_etree(data: bytes) -> list[dict[str, object]]:
    """Return a record of each point of a TCX document, every value converted."""
    records = []
    for point in ElementTree.fromstring(data).iter():
        if not point.tag.endswith("}Trackpoint"):
            continue
        record: dict[str, object] = {}
        for element in point.iter():
            text = (element.text or "").strip()
            if text:
                name = element.tag.rpartition("}")[2]
                record[name] = datetime.fromisoformat(text) if name == "Time" else float(text)
        records.append(record)
    return records


def made(point: str, head: str, tail: str) -> bytes:
    """Return a document of a long run, from the pattern of one point."""
    start = datetime(2024, 5, 12, 8, tzinfo=UTC)
    points = (
        point.format(
            time=(start + timedelta(seconds=i)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            lat=f"{46 + i * 2.7e-5:.8f}",
            lon=f"{14 - i * 1.3e-5:.8f}",
            ele=f"{300 + i % 97 / 10:.1f}",
            hr=120 + i % 50,
            cad=80 + i % 9,
            far=f"{i * 3.1:.2f}",
        )
        for i in range(MADE_POINTS)
    )
    return (head + "".join(points) + tail).encode()


def made_gpx() -> bytes:
    return made(
        '   <trkpt lat="{lat}" lon="{lon}">\n    <ele>{ele}</ele>\n    <time>{time}</time>\n'
        "    <extensions>\n     <gpxtpx:TrackPointExtension>\n"
        "      <gpxtpx:hr>{hr}</gpxtpx:hr>\n      <gpxtpx:cad>{cad}</gpxtpx:cad>\n"
        "     </gpxtpx:TrackPointExtension>\n    </extensions>\n   </trkpt>\n",
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="made"'
        ' xmlns="http://www.topografix.com/GPX/1/1"'
        ' xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">\n'
        " <trk>\n  <type>running</type>\n  <trkseg>\n",
        "  </trkseg>\n </trk>\n</gpx>\n",
    )


def made_tcx() -> bytes:
    return made(
        "<Trackpoint><Time>{time}</Time><Position><LatitudeDegrees>{lat}</LatitudeDegrees>"
        "<LongitudeDegrees>{lon}</LongitudeDegrees></Position>"
        "<AltitudeMeters>{ele}</AltitudeMeters><DistanceMeters>{far}</DistanceMeters>"
        "<HeartRateBpm><Value>{hr}</Value></HeartRateBpm><Extensions><ns3:TPX>"
        "<ns3:RunCadence>{cad}</ns3:RunCadence></ns3:TPX></Extensions></Trackpoint>\n",
        '<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase'
        ' xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"'
        ' xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2"><Activities>'
        '<Activity Sport="Running"><Id>2024-05-12T08:00:00Z</Id>'
        '<Lap StartTime="2024-05-12T08:00:00Z"><Track>\n',
        "</Track></Lap></Activity></Activities></TrainingCenterDatabase>\n",
    )


def points_as_gpx(tcx: bytes) -> bytes:
    """Return the points of a TCX document that have a position, as a GPX document."""
    points = []
    for activity in read_tcx(tcx, "a.tcx").activities:
        columns = activity.streams.columns
        for row, second in enumerate(columns["time_s"]):
            value = {name: each[row] for name, each in columns.items() if each[row] == each[row]}
            if "latitude_deg" not in value:
                continue
            time_at = activity.start_time + timedelta(seconds=float(second))
            parts = [f"<time>{time_at:%Y-%m-%dT%H:%M:%SZ}</time>"]
            if "altitude_m" in value:
                parts.insert(0, f"<ele>{value['altitude_m']:.1f}</ele>")
            beats = [
                f"<gpxtpx:{tag}>{value[name]:.0f}</gpxtpx:{tag}>"
                for tag, name in (("hr", "heart_rate_bpm"), ("cad", "cadence_spm"))
                if name in value
            ]
            if beats:
                inner = "".join(beats)
                parts.append(
                    "<extensions><gpxtpx:TrackPointExtension>"
                    f"{inner}</gpxtpx:TrackPointExtension></extensions>"
                )
            place = f'lat="{value["latitude_deg"]:.8f}" lon="{value["longitude_deg"]:.8f}"'
            points.append(f"<trkpt {place}>{''.join(parts)}</trkpt>\n")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="made"'
        ' xmlns="http://www.topografix.com/GPX/1/1"'
        ' xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">\n'
        "<trk><trkseg>" + "".join(points) + "</trkseg></trk></gpx>\n"
    ).encode()


def shared_files(suffix: str) -> dict[str, bytes]:
    """Return the files of the shared folder by name, each content once."""
    root = Path(os.environ.get("TROCHLEA_SHARED", Path(__file__).parents[2] / "shared"))
    files: dict[str, bytes] = {}
    for path in sorted(root.glob(f"data/**/*.{suffix}")):
        data = path.read_bytes()
        if data not in files.values():
            files[path.name] = data
    return files


def points_of(data: bytes) -> int:
    """Return how many points of tracks a document holds."""
    return sum(data.count(mark) for mark in (b"</trkpt>", b"</Trackpoint>"))


def best_times(files: dict[str, bytes], readers: dict[str, Reader], rounds: int) -> Times:
    """Return the best time in seconds by reader and file, the readers taking turns."""
    best: Times = {name: {} for name in readers}
    for _ in range(rounds):
        for file, data in files.items():
            for name, reader in readers.items():
                start = time.perf_counter()
                reader(data)
                passed = time.perf_counter() - start
                best[name][file] = min(best[name].get(file, passed), passed)
    return best


def report(files: dict[str, bytes], best: Times) -> None:
    """Print points a second by file and pooled."""
    print(
        f"\n{'file':50}{'points':>8}" + "".join(f"{name:>14}" for name in best) + f"{'ratio':>8}"
    )
    ours, other = best.values()
    for file, data in files.items():
        rates = "".join(f"{points_of(data) / times[file]:14,.0f}" for times in best.values())
        print(f"{file[:49]:50}{points_of(data):8}{rates}{other[file] / ours[file]:8.2f}")
    shared = [file for file in files if not file.startswith("made")]
    for title, chosen in (
        ("all shared files", shared),
        ("shared files of 100 points and more", [f for f in shared if points_of(files[f]) >= 100]),
        ("made", [file for file in files if file not in shared]),
    ):
        total = sum(points_of(files[file]) for file in chosen)
        own, theirs = (sum(times[file] for file in chosen) for times in best.values())
        print(
            f"{title}: {len(chosen)} files, {total} points, {total / own:,.0f} against "
            f"{total / theirs:,.0f} points/s, ratio {theirs / own:.2f} (bar {BAR:.0f})"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="GPX and TCX to columns, points/s")
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    print("points/s, best of", rounds, "rounds")
    gpx_files = shared_files("gpx") | {"made: five hours.gpx": made_gpx()}
    gpx_readers: dict[str, Reader] = {
        "trochlea": lambda data: read_gpx(data, "a.gpx"),
        "gpxpy": gpxpy.parse,
    }
    report(gpx_files, best_times(gpx_files, gpx_readers, rounds))
    tcx_files = shared_files("tcx") | {"made: five hours.tcx": made_tcx()}
    tcx_readers: dict[str, Reader] = {
        "trochlea": lambda data: read_tcx(data, "a.tcx"),
        "ElementTree": read_with_etree,
    }
    on_tcx = best_times(tcx_files, tcx_readers, rounds)
    report(tcx_files, on_tcx)
    as_gpx = {file: points_as_gpx(data) for file, data in tcx_files.items()}
    by_gpxpy = best_times(as_gpx, {"gpxpy": gpxpy.parse}, rounds)["gpxpy"]
    per_point = {
        file: by_gpxpy[file] * points_of(tcx_files[file]) / points_of(as_gpx[file])
        for file in tcx_files
    }
    report(tcx_files, {"trochlea": on_tcx["trochlea"], "gpxpy, as GPX": per_point})


if __name__ == "__main__":
    main()
