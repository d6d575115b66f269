"""GPX 1.0 and 1.1: tracks with their points, and the extensions that watches write.

Elements are told by their local name, whatever namespace or prefix a program gives them. Routes
and waypoints are plans, not activities. Every track is an activity of its own; one that goes on
within half an hour after another of the same sport is the same activity after a pause, and so
are the segments of a track. Where the type of a track says nothing, its name may say that it was
a run; else the sport stays unknown. Points keep the order of the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from trochlea.errors import Problem
from trochlea.readers.limits import DEFAULT_LIMITS, Limits
from trochlea.readers.outcome import ReadOutcome
from trochlea.readers.xml.assemble import (
    Columns,
    Draft,
    assembled,
    columns_of,
    left_out,
    span_s,
)
from trochlea.readers.xml.bulk import PointKind
from trochlea.readers.xml.document import Document, outcome, read_document
from trochlea.readers.xml.markup import attributes, plain
from trochlea.readers.xml.points import Points
from trochlea.readers.xml.sports import platform_of, sport_by

LONGEST_BREAK_S = 1800.0

# Garmin's TrackPointExtension 1 and 2, Cluetrust's gpxdata, and the plain elements of Strava,
# Amazfit and Zepp, COROS, Suunto and Movescount, and Polar; in lower case, as some vary it.
_FIELDS = {
    "ele": "altitude_m",
    "time": "time",
    "speed": "speed_mps",
    "hr": "heart_rate_bpm",
    "heartrate": "heart_rate_bpm",
    "heart_rate": "heart_rate_bpm",
    "cad": "cadence_spm",
    "cadence": "cadence_spm",
    "runcadence": "cadence_spm",
    "atemp": "temperature_c",
    "temp": "temperature_c",
    "temperature": "temperature_c",
    "power": "power_w",
    "watts": "power_w",
    "powerinwatts": "power_w",
    "distance": "distance_m",
}
_POSITION = {"lat": "latitude_deg", "lon": "longitude_deg"}
_POINT = PointKind("trkpt", _POSITION, _FIELDS)
_STREAMS = tuple(
    dict.fromkeys(each for each in (*_POSITION.values(), *_FIELDS.values()) if each != "time")
)
_ABOUT = frozenset({"name", "type", "desc", "cmt"})
_OTHERS_WORDS = frozenset({"link", "extensions", "author"})  # they have names and types too
_WANTED = frozenset({"gpx", "trk", "trkseg", "rte", "wpt"}) | _ABOUT | _OTHERS_WORDS


@dataclass(slots=True)
class _Track:
    """One track: what it says of itself, and the rows of its segments."""

    about: dict[str, str] = field(default_factory=dict)
    parts: list[tuple[int, int]] = field(default_factory=list)


class _Gpx:
    """Takes the elements of a GPX document that stand outside of points."""

    def __init__(self, points: Points) -> None:
        self.names = _WANTED
        self.taking = False
        self.tracks: list[_Track] = []
        self.creator = ""
        self.routes = 0
        self.waypoints = 0
        self.is_gpx = False
        self._points = points
        self._track: _Track | None = None
        self._segment_at = 0
        self._within: str | None = None

    def start(self, name: str, tag: str, text: str) -> None:
        if self._within is not None:
            return
        if name == "trkseg":
            self.taking = self._track is not None
            self._segment_at = self._points.count
        elif name == "trk":
            self._track = _Track()
            self.tracks.append(self._track)
        elif name == "rte":
            self.routes += 1
        elif name == "wpt":
            self.waypoints += 1
        elif name == "gpx":
            self.is_gpx = True
            self.creator = attributes(tag).get("creator", "")
        elif name in _OTHERS_WORDS:
            self._within = name
        elif self._track is not None and name in _ABOUT and text.strip():
            self._track.about.setdefault(name, plain(text).strip())

    def end(self, name: str) -> None:
        if name == self._within:
            self._within = None
        elif name == "trkseg":
            self.end_segment()
        elif name == "trk":
            self._track = None

    def end_segment(self) -> None:
        """Close a segment; once more at the end, for one that a damaged document left open."""
        if self.taking and self._track is not None and self._points.count > self._segment_at:
            self._track.parts.append((self._segment_at, self._points.count))
        self.taking = False


def read_gpx(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> ReadOutcome:
    """Read a GPX document; bad bytes become problems and never an exception.

    Args:
        data: The whole file.
        name: Display name, for problems.
        limits: What the file may ask for.

    Returns:
        One activity a track, joined where one goes on after a pause, with plain columns.
    """
    points = Points(limits.points)
    found = _Gpx(points)
    document = read_document(data, name, limits, _POINT, found, points)
    found.end_segment()
    columns = columns_of(points, _STREAMS, needs_position=True)
    platform = platform_of(found.creator)
    drafts = [_draft(track, platform) for track in found.tracks if track.parts]
    activities = [assembled(draft, columns) for draft in _joined(drafts, columns)]
    taken = [each for each in activities if each is not None]
    odd = left_out(columns, name) + _plans(found, document, bool(taken))
    return outcome(data, document, "gpx", taken, odd)


def _draft(track: _Track, platform: str | None) -> Draft:
    title = track.about.get("name")
    sport, finer = sport_by(track.about.get("type"), title)
    return Draft(
        sport=sport,
        sub_sport=finer,
        parts=list(track.parts),
        title=title,
        description=track.about.get("desc") or track.about.get("cmt"),
        platform=platform,
    )


def _joined(drafts: list[Draft], columns: Columns) -> list[Draft]:
    """Return the drafts, those that go on after a pause joined to the one before.

    Drafts without any time are none; their points are counted as left out.
    """
    out: list[Draft] = []
    ended_s = 0.0
    for draft in drafts:
        span = span_s(draft, columns.unix_s)
        if span is None:
            columns.timeless += sum(after - first for first, after in draft.parts)
            continue
        if out and out[-1].sport == draft.sport and 0 <= span[0] - ended_s <= LONGEST_BREAK_S:
            out[-1].parts += draft.parts
        else:
            out.append(draft)
        ended_s = span[1]
    return out


def _plans(found: _Gpx, document: Document, any_taken: bool) -> list[Problem]:
    """Return what the document holds that is no activity, and whether it holds one at all."""
    empty = sum(not track.parts for track in found.tracks)
    counts = ((found.routes, "routes"), (found.waypoints, "waypoints"), (empty, "empty tracks"))
    parts = [f"{n} {what.removesuffix('s') if n == 1 else what}" for n, what in counts if n]
    if document.elsewhere:
        parts.append(f"{document.elsewhere} points outside of any track")
    listed = ", ".join(parts)
    name = document.name
    if any_taken:
        text = f"{name}: what is no recorded activity was left out: {listed}."
        return [Problem("not_recorded", text, name, None, "the activities")] if listed else []
    if not found.is_gpx:
        said = bool(document.problems)
        what = "nothing of it could be read" if said else "it is not a GPX document"
    else:
        what = "it holds no recorded track with times" + (f", only {listed}" if listed else "")
    return [Problem("no_activity", f"{name}: {what}.", name)]
