"""A run as GPX 1.1 with Garmin's track point extension, and as TCX with its own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta

from tests.contracts.known_run import Column
from trochlea.model.activity import Activity

_GPX_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gpx version="1.1" creator="Trochlea tests" xmlns="http://www.topografix.com/GPX/1/1"'
    ' xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">\n'
)
_TCX_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"'
    ' xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2">\n'
)


def utc_text(moment: datetime) -> str:
    """Return a moment as these formats write it; milliseconds only where there are any."""
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{moment.microsecond // 1000:03d}Z" if moment.microsecond else f"{text}Z"


class _Point:
    """One record of a run: its time, and its values as texts."""

    def __init__(self, start: datetime, columns: Mapping[str, Column], row: int) -> None:
        self.columns, self.row = columns, row
        self.time = utc_text(start + timedelta(seconds=float(columns["time_s"][row])))

    def text(self, before: str, name: str, digits: int, after: str, share: float = 1.0) -> str:
        """Return a value between two tags; nothing where it is not known."""
        column = self.columns.get(name)
        if column is None or math.isnan(column[self.row]):
            return ""
        return f"{before}{column[self.row] * share:.{digits}f}{after}"


def _points(run: Activity) -> list[_Point]:
    columns = run.streams.columns
    return [_Point(run.start_time, columns, row) for row in range(len(run.streams))]


def gpx(run: Activity) -> bytes:
    """Return a run as GPX; only records with a position can stand there."""
    points = "\n".join(_gpx_point(point) for point in _points(run))
    track = f"<trk><name>A run</name><type>running</type><trkseg>\n{points}\n</trkseg></trk>"
    time = f"<metadata><time>{utc_text(run.start_time)}</time></metadata>"
    return f"{_GPX_HEAD}{time}\n{track}\n</gpx>\n".encode()


def _gpx_point(point: _Point) -> str:
    where = point.text(' lat="', "latitude_deg", 9, '"') + point.text(
        ' lon="', "longitude_deg", 9, '"'
    )
    extras = point.text("<gpxtpx:hr>", "heart_rate_bpm", 0, "</gpxtpx:hr>")
    extras += point.text("<gpxtpx:cad>", "cadence_spm", 0, "</gpxtpx:cad>", share=0.5)
    if extras:
        extras = f"<gpxtpx:TrackPointExtension>{extras}</gpxtpx:TrackPointExtension>"
        extras = f"<extensions>{extras}</extensions>"
    height = point.text("<ele>", "altitude_m", 1, "</ele>")
    return f"<trkpt{where}>{height}<time>{point.time}</time>{extras}</trkpt>"


def tcx(run: Activity) -> bytes:
    """Return a run as TCX, in one lap."""
    points = "\n".join(_tcx_point(point) for point in _points(run))
    start = utc_text(run.start_time)
    lap = (
        f'<Lap StartTime="{start}"><TotalTimeSeconds>{run.elapsed_s}</TotalTimeSeconds>'
        f"<DistanceMeters>{run.distance_m:.2f}</DistanceMeters><Calories>100</Calories>"
        "<Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod>"
        f"<Track>\n{points}\n</Track></Lap>"
    )
    activity = f'<Activity Sport="Running"><Id>{start}</Id>{lap}</Activity>'
    return f"{_TCX_HEAD}<Activities>{activity}</Activities></TrainingCenterDatabase>\n".encode()


def _tcx_point(point: _Point) -> str:
    where = point.text("<LatitudeDegrees>", "latitude_deg", 9, "</LatitudeDegrees>")
    where += point.text("<LongitudeDegrees>", "longitude_deg", 9, "</LongitudeDegrees>")
    extras = point.text("<ns3:Speed>", "speed_mps", 4, "</ns3:Speed>")
    extras += point.text("<ns3:RunCadence>", "cadence_spm", 0, "</ns3:RunCadence>", share=0.5)
    return (
        f"<Trackpoint><Time>{point.time}</Time>"
        + (f"<Position>{where}</Position>" if where else "")
        + point.text("<AltitudeMeters>", "altitude_m", 1, "</AltitudeMeters>")
        + point.text("<DistanceMeters>", "distance_m", 2, "</DistanceMeters>")
        + point.text("<HeartRateBpm><Value>", "heart_rate_bpm", 0, "</Value></HeartRateBpm>")
        + (f"<Extensions><ns3:TPX>{extras}</ns3:TPX></Extensions>" if extras else "")
        + "</Trackpoint>"
    )
