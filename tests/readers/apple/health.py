"""Small exports of Apple Health, written by hand from the facts of the format."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import IO, Any

from trochlea.errors import Problem
from trochlea.model import Activity
from trochlea.readers import DEFAULT_LIMITS, Limits, SourceFile, read_source
from trochlea.readers.apple import split_export

START = datetime(2024, 5, 12, 8, 0, tzinfo=UTC)
ZONE = timezone(timedelta(hours=2))
WATCH = "Kim’s Apple Watch"
PHONE = "Kim’s iPhone"
PREFIX = "HKQuantityTypeIdentifier"
ROUTE = "/workout-routes/route_2024-05-12_10.00am.gpx"
DTD = (
    "<!DOCTYPE HealthData [\n<!ELEMENT HealthData (ExportDate)>\n<!-- Export Version: 13 -->\n]>\n"
)
# As iOS 16 wrote it: a list of attributes that does not end before the next begins.
BROKEN_DTD = (
    "<!DOCTYPE HealthData [\n<!ATTLIST Eye\n  x CDATA #IMPLIED\n<!ELEMENT Eye EMPTY>\n]>\n"
)
END = "</HealthData>\n"


def at(second: float, zone: timezone = ZONE) -> str:
    """Return a moment of the run as Apple writes it."""
    return f"{(START + timedelta(seconds=second)).astimezone(zone):%Y-%m-%d %H:%M:%S %z}"


def device(source: str, address: str = "0x3037ca9e0") -> str:
    model = "Watch" if "Watch" in source else "iPhone"
    return (
        f' device="&lt;&lt;HKDevice: {address}&gt;, name:Apple {model}, manufacturer:Apple Inc., '
        f'model:{model}, hardware:{model}7,3, software:11.1&gt;"'
    )


def record(
    kind: str,
    value: object,
    unit: str,
    begin: float,
    end: float | None = None,
    *,
    source: str = WATCH,
    zone: timezone = ZONE,
    address: str = "0x3037ca9e0",
    inner: str = "",
) -> str:
    """Return a record as a telephone writes it."""
    last = begin if end is None else end
    head = (
        f' <Record type="{PREFIX}{kind}" sourceName="{source}" sourceVersion="11.1"'
        f'{device(source, address)} unit="{unit}" creationDate="{at(last + 2, zone)}"'
        f' startDate="{at(begin, zone)}" endDate="{at(last, zone)}" value="{value}"'
    )
    return f"{head}>\n{inner} </Record>\n" if inner else f"{head}/>\n"


def workout(
    inner: str = "",
    *,
    begin: float = 0,
    end: float = 600,
    kind: str = "Running",
    source: str = WATCH,
    zone: timezone = ZONE,
    attributes: str = ' duration="10" durationUnit="min"',
    place: str = "Europe/Zurich",
) -> str:
    """Return a workout as a telephone writes it."""
    known = f'  <MetadataEntry key="HKTimeZone" value="{place}"/>\n' if place else ""
    return (
        f' <Workout workoutActivityType="HKWorkoutActivityType{kind}"{attributes}'
        f' sourceName="{source}" sourceVersion="11.1"{device(source)}'
        f' creationDate="{at(end + 5, zone)}" startDate="{at(begin, zone)}"'
        f' endDate="{at(end, zone)}">\n{known}{inner} </Workout>\n'
    )


def event(kind: str, second: float, lasts_min: float | None = None) -> str:
    lasts = "" if lasts_min is None else f' duration="{lasts_min}" durationUnit="min"'
    return f'  <WorkoutEvent type="HKWorkoutEventType{kind}" date="{at(second)}"{lasts}/>\n'


def metadata(key: str, value: str) -> str:
    return f'  <MetadataEntry key="{key}" value="{value}"/>\n'


def route_reference(path: str = ROUTE) -> str:
    return (
        f'  <WorkoutRoute sourceName="x">\n   <FileReference path="{path}"/>\n  </WorkoutRoute>\n'
    )


def route(seconds: Iterable[int], exported: str = "2024-06-01T08:00:00Z") -> bytes:
    """Return a route as a telephone writes it, the date of the export included."""
    points = "".join(
        f'<trkpt lon="11.25" lat="{46.5 + second * 3e-5:.6f}"><ele>{300 + second / 100:.2f}</ele>'
        f"<time>{START + timedelta(seconds=second):%Y-%m-%dT%H:%M:%SZ}</time>"
        "<extensions><speed>3.0</speed><hAcc>2.1</hAcc></extensions></trkpt>\n"
        for second in seconds
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" '
        'creator="Apple Health Export" xmlns="http://www.topografix.com/GPX/1/1">\n'
        f"<metadata><time>{exported}</time></metadata>\n"
        f"<trk><name>Route {exported}</name><trkseg>\n{points}</trkseg></trk></gpx>\n"
    ).encode()


def export(*parts: str, dtd: str = DTD, end: str = END, exported: str = "2024-06-01") -> bytes:
    """Return an export of some records and workouts."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n{dtd}<HealthData locale="en_GB">\n'
    head += f' <ExportDate value="{exported} 10:00:00 +0200"/>\n'
    return (head + "".join(parts) + end).encode()


class Split:
    """What came out of an export."""

    def __init__(
        self,
        data: bytes,
        routes: dict[str, bytes] | None = None,
        limits: Limits = DEFAULT_LIMITS,
        opened: Callable[[], IO[bytes]] | None = None,
    ) -> None:
        files = routes or {}
        source = opened or (lambda: io.BytesIO(data))
        items = list(split_export(source, files.get, "export.xml", limits))
        self.sources = [each for each in items if isinstance(each, SourceFile)]
        self.problems = [each for each in items if isinstance(each, Problem)]
        self.outcomes = [read_source(each, limits) for each in self.sources]
        self.limits = limits

    @property
    def codes(self) -> list[str]:
        """The codes of what was odd about the export itself."""
        return [each.code for each in self.problems]

    @property
    def said(self) -> str:
        """All that was said, in one text."""
        read = (problem for outcome in self.outcomes for problem in outcome.problems)
        return " ".join(each.message for each in (*self.problems, *read))

    @property
    def runs(self) -> list[Activity]:
        """The activities that were read."""
        return [run for outcome in self.outcomes for run in outcome.activities]

    @property
    def run(self) -> Activity:
        """The only activity."""
        (only,) = self.runs
        return only

    @property
    def document(self) -> dict[str, Any]:
        """The only document."""
        (only,) = self.sources
        read: dict[str, Any] = json.loads(only.data)
        return read

    def stream(self, name: str) -> dict[int, float]:
        """Return the values of a stream of the only activity by the second, missing ones out."""
        columns = self.run.streams.columns
        pairs = zip(columns["time_s"].tolist(), columns[name].tolist(), strict=True)
        return {round(second): value for second, value in pairs if value == value}
