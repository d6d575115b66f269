"""Files of very short runs, written for the tests of time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import numpy as np

from tests.time.zones import RUN_S, Start, offset_s
from trochlea.model import Activity, Streams
from trochlea.readers.fit import encode_activity

_RECORD_S = tuple(float(second) for second in range(0, RUN_S + 1, 60))
_METRES_PER_DEGREE = 111_195.0  # of latitude


def fit_run(
    at: datetime,
    distance_m: float = 800.0,
    utc_offset_s: int | None = 0,
    length_s: float = RUN_S,
) -> bytes:
    """Return the FIT file of a run of five records; the offset is written at its end."""
    time_s = np.linspace(0.0, length_s, 5)
    columns = {"time_s": time_s, "distance_m": distance_m * time_s / length_s}
    run = Activity(
        sport="running",
        start_time=at,
        utc_offset_s=utc_offset_s,
        distance_m=distance_m,
        elapsed_s=length_s,
        moving_s=length_s,
        streams=Streams(columns),
    )
    return encode_activity(run)


def fit_file(starts: Iterable[Start]) -> bytes:
    """Return runs as one chained FIT file, each with the offset of the wall clock at its start."""
    return b"".join(fit_run(start.at, start.distance_m, offset_s(start.wall)) for start in starts)


def gpx_file(starts: Iterable[Start]) -> bytes:
    """Return runs as the tracks of one GPX file; its times are UTC, nothing tells an offset."""
    tracks = [
        gpx_track(
            (f"{start.at + timedelta(seconds=second):%Y-%m-%dT%H:%M:%SZ}" for second in _RECORD_S),
            start.distance_m,
        )
        for start in starts
    ]
    return gpx_document(tracks)


def gpx_track(times: Iterable[str], distance_m: float = 800.0) -> str:
    """Return a track of five points (or more) straight to the north, four of them the distance."""
    step = distance_m / 4 / _METRES_PER_DEGREE
    points = (
        f'<trkpt lat="{47 + number * step:.6f}" lon="8.5"><time>{text}</time></trkpt>'
        for number, text in enumerate(times)
    )
    return f"<trk><type>running</type><trkseg>{''.join(points)}</trkseg></trk>"


def gpx_document(tracks: Iterable[str]) -> bytes:
    """Return tracks as a GPX document."""
    head = '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}{"".join(tracks)}</gpx>'.encode()
