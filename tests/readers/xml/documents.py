"""GPX and TCX texts for tests, from the parts that matter to each."""

from __future__ import annotations

from collections.abc import Iterable

from trochlea.model.activity import Activity
from trochlea.readers import ReadOutcome, read_bytes

GPX_1_1 = 'xmlns="http://www.topografix.com/GPX/1/1"'
TPX = 'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v2"'


def time_at(second: float) -> str:
    """Return the time a number of seconds after eight o'clock on a day in May 2024, in UTC."""
    whole = int(second)
    part = f"{second - whole:.3f}"[1:] if second != whole else ""
    minute, rest = divmod(whole, 60)
    return f"2024-05-12T{8 + minute // 60:02d}:{minute % 60:02d}:{rest:02d}{part}Z"


def trkpt(
    second: float | None,
    more: str = "",
    *,
    lat: str | None = None,
    lon: str = "14.5",
    time: str | None = None,
) -> str:
    """Return a point that moves 3 m to the north a second."""
    lat = f"{46 + (second or 0) * 2.7e-5:.7f}" if lat is None else lat
    when = time_at(second) if time is None and second is not None else time
    inside = f"<ele>300.5</ele>{f'<time>{when}</time>' if when else ''}{more}"
    return f'<trkpt lat="{lat}" lon="{lon}">{inside}</trkpt>\n'


def trk(*segments: str, about: str = "<type>running</type>") -> str:
    return f"<trk>{about}" + "".join(f"<trkseg>{each}</trkseg>" for each in segments) + "</trk>"


def gpx(*parts: str, attributes: str = GPX_1_1, creator: str = "test", head: str = "") -> bytes:
    """Return a GPX document in UTF-8."""
    root = f'<gpx version="1.1" creator="{creator}" {attributes}>'
    return (f"{head}{root}{''.join(parts)}</gpx>").encode()


def seconds(times: Iterable[float], more: str = "") -> str:
    """Return points at some seconds."""
    return "".join(trkpt(second, more) for second in times)


def trackpoint(second: float | None, more: str = "", time: str | None = None) -> str:
    when = time_at(second) if time is None and second is not None else time
    return f"<Trackpoint>{f'<Time>{when}</Time>' if when else ''}{more}</Trackpoint>\n"


def lap(*tracks: str, about: str = "", start: float = 0) -> str:
    inside = "".join(f"<Track>{each}</Track>" for each in tracks)
    return f'<Lap StartTime="{time_at(start)}">{about}{inside}</Lap>'


def activity(*laps: str, sport: str = "Running", about: str = "", start: float = 0) -> str:
    return f'<Activity Sport="{sport}"><Id>{time_at(start)}</Id>{"".join(laps)}{about}</Activity>'


def tcx(*activities: str, attributes: str = "", around: str = "Activities") -> bytes:
    """Return a TCX document in UTF-8."""
    inside = f"<{around}>{''.join(activities)}</{around}>" if around else "".join(activities)
    return f"<TrainingCenterDatabase {attributes}>{inside}</TrainingCenterDatabase>".encode()


def read(data: bytes, name: str = "run.gpx") -> ReadOutcome:
    return read_bytes(name, data)


def only(outcome: ReadOutcome) -> Activity:
    """Return the one activity that there is."""
    assert len(outcome.activities) == 1, [each.message for each in outcome.problems]
    return outcome.activities[0]


def codes(outcome: ReadOutcome) -> set[str]:
    return {problem.code for problem in outcome.problems}
