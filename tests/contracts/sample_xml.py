"""The known run as GPX 1.1 with Garmin's track point extension, and as TCX with its own."""

from __future__ import annotations

from collections.abc import Iterable

from tests.contracts.known_run import (
    ALTITUDE,
    CADENCE,
    DISTANCE,
    HEART_RATE,
    LATITUDE,
    LONGITUDE,
    SPEED,
    TIME_S,
    utc_text,
)

_SECONDS = range(len(TIME_S))
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


def gpx_minimal() -> bytes:
    points = "".join(
        f'<trkpt lat="{LATITUDE[i]:.9f}" lon="{LONGITUDE[i]:.9f}"><time>{utc_text(i)}</time>'
        "</trkpt>"
        for i in (0, 1)
    )
    return f"{_GPX_HEAD}<trk><trkseg>{points}</trkseg></trk></gpx>".encode()


def gpx_rich(records: Iterable[int] = _SECONDS) -> bytes:
    points = "\n".join(_gpx_point(i) for i in records)
    track = f"<trk><name>Known run</name><type>running</type><trkseg>\n{points}\n</trkseg></trk>"
    time = f"<metadata><time>{utc_text(0)}</time></metadata>"
    return f"{_GPX_HEAD}{time}\n{track}\n</gpx>\n".encode()


def _gpx_point(i: int) -> str:
    return (
        f'<trkpt lat="{LATITUDE[i]:.9f}" lon="{LONGITUDE[i]:.9f}"><ele>{ALTITUDE[i]:.1f}</ele>'
        f"<time>{utc_text(i)}</time><extensions><gpxtpx:TrackPointExtension>"
        f"<gpxtpx:hr>{HEART_RATE[i]:.0f}</gpxtpx:hr><gpxtpx:cad>{CADENCE[i] / 2:.0f}</gpxtpx:cad>"
        "</gpxtpx:TrackPointExtension></extensions></trkpt>"
    )


def tcx_minimal() -> bytes:
    points = "".join(
        f"<Trackpoint><Time>{utc_text(i)}</Time><DistanceMeters>{DISTANCE[i]:.2f}"
        "</DistanceMeters></Trackpoint>"
        for i in (0, 1)
    )
    return _tcx(points, 1, DISTANCE[1])


def tcx_rich(records: Iterable[int] = _SECONDS) -> bytes:
    seconds = list(records)
    points = "\n".join(_tcx_point(i) for i in seconds)
    return _tcx(points, max(seconds), DISTANCE[max(seconds)])


def _tcx(points: str, seconds: float, metres: float) -> bytes:
    lap = (
        f'<Lap StartTime="{utc_text(0)}"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
        f"<DistanceMeters>{metres:.2f}</DistanceMeters><Calories>100</Calories>"
        "<Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod>"
        f"<Track>\n{points}\n</Track></Lap>"
    )
    activity = f'<Activity Sport="Running"><Id>{utc_text(0)}</Id>{lap}</Activity>'
    return f"{_TCX_HEAD}<Activities>{activity}</Activities></TrainingCenterDatabase>\n".encode()


def _tcx_point(i: int) -> str:
    return (
        f"<Trackpoint><Time>{utc_text(i)}</Time><Position><LatitudeDegrees>{LATITUDE[i]:.9f}"
        f"</LatitudeDegrees><LongitudeDegrees>{LONGITUDE[i]:.9f}</LongitudeDegrees></Position>"
        f"<AltitudeMeters>{ALTITUDE[i]:.1f}</AltitudeMeters>"
        f"<DistanceMeters>{DISTANCE[i]:.2f}</DistanceMeters>"
        f"<HeartRateBpm><Value>{HEART_RATE[i]:.0f}</Value></HeartRateBpm><Extensions><ns3:TPX>"
        f"<ns3:Speed>{SPEED[i]:.4f}</ns3:Speed><ns3:RunCadence>{CADENCE[i] / 2:.0f}"
        "</ns3:RunCadence></ns3:TPX></Extensions></Trackpoint>"
    )
