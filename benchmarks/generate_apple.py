"""A generated export of Apple Health: a made-up runner with a watch and a telephone.

Written from the public facts of the format. As in real exports, records stand by kind, oldest
first, and the workouts that they were recorded in come after all of them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]

NEWEST = date(2025, 11, 30)
RUN_S = 2400
_RUN_DAYS = frozenset({1, 3, 5, 6})  # of the week
_ROUTE_STEP_S = 10
_COMPRESSION_LEVEL = 1
_HEAD_FOLDER = "apple_health_export"
_SAMPLE_DAYS = 28
_CLOCK = tuple(
    f" {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d} " for second in range(86_400)
)

_DTD = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 13 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT ExportDate EMPTY>
<!ATTLIST ExportDate
  value CDATA #REQUIRED
>
<!ELEMENT Me EMPTY>
<!ATTLIST Me
  HKCharacteristicTypeIdentifierDateOfBirth CDATA #REQUIRED
  HKCharacteristicTypeIdentifierBiologicalSex CDATA #REQUIRED
>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record
  type CDATA #REQUIRED
  unit CDATA #IMPLIED
  value CDATA #IMPLIED
  sourceName CDATA #REQUIRED
  sourceVersion CDATA #IMPLIED
  device CDATA #IMPLIED
  creationDate CDATA #IMPLIED
  startDate CDATA #REQUIRED
  endDate CDATA #REQUIRED
>
<!-- Workouts, their events, statistics and routes come after the records. -->
<!ELEMENT Workout ((MetadataEntry|WorkoutEvent|WorkoutRoute|WorkoutStatistics)*)>
<!ATTLIST Workout
  workoutActivityType CDATA #REQUIRED
  duration CDATA #IMPLIED
  durationUnit CDATA #IMPLIED
  sourceName CDATA #REQUIRED
  sourceVersion CDATA #IMPLIED
  device CDATA #IMPLIED
  creationDate CDATA #IMPLIED
  startDate CDATA #REQUIRED
  endDate CDATA #REQUIRED
>
<!ELEMENT MetadataEntry EMPTY>
<!ATTLIST MetadataEntry
  key CDATA #REQUIRED
  value CDATA #REQUIRED
>
]>
"""
_QUANTITY = "HKQuantityTypeIdentifier"
_WATCH = 'sourceName="Kim’s Apple\u00a0Watch" sourceVersion="11.1"'
_PHONE = 'sourceName="Kim’s iPhone" sourceVersion="18.1"'
_WATCH_DEVICE = (
    ' device="&lt;&lt;HKDevice: 0x3037ca9e0&gt;, name:Apple Watch, manufacturer:Apple Inc., '
    'model:Watch, hardware:Watch7,3, software:11.1, creation date:2024-11-02 07:15:33 +0000&gt;"'
)
_PHONE_DEVICE = (
    ' device="&lt;&lt;HKDevice: 0x3037c9b30&gt;, name:iPhone, manufacturer:Apple Inc., '
    'model:iPhone, hardware:iPhone15,2, software:18.1&gt;"'
)


@dataclass(frozen=True, slots=True)
class AppleExport:
    """What a generated export holds: the truth that a reader can be held against."""

    path: Path
    xml_bytes: int
    days: int
    running_workouts: int
    running_km: float


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of record.

    Attributes:
        source: Who recorded it, as attributes.
        name: Its kind and unit, as in the file.
        unit: Of its values.
        a_day: How many there are in a day.
        lasts_s: How long each one lasts.
        between: Lowest and highest value.
        digits: Of the values, after the point.
        run_every_s: Seconds from one to the next in a run, or None where runs have none.
        in_run: Lowest and highest value there.
        inner: What stands inside of the element.
    """

    source: str
    name: str
    unit: str
    a_day: int
    lasts_s: int
    between: tuple[float, float]
    digits: int
    run_every_s: int | None = None
    in_run: tuple[float, float] = (0.0, 0.0)
    inner: str = ""


_W = _WATCH + _WATCH_DEVICE
_P = _PHONE + _PHONE_DEVICE
_NONE = (0.0, 0.0)
_CONTEXT = '  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="0"/>\n'
_KINDS = (
    _Kind(_P, "BodyMass", "kg", 1, 0, (60, 62), 1),
    _Kind(_W, "HeartRate", "count/min", 340, 0, (48, 110), 0, 5, (128, 178), _CONTEXT),
    _Kind(_W, "OxygenSaturation", "%", 12, 0, (0.94, 1.0), 2),
    _Kind(_W, "RespiratoryRate", "count/min", 30, 0, (12, 17), 1),
    _Kind(_P, "StepCount", "count", 55, 180, (8, 240), 0),
    _Kind(_W, "StepCount", "count", 60, 60, (5, 90), 0, 60, (160, 174)),
    _Kind(_P, "DistanceWalkingRunning", "km", 55, 180, (0.01, 0.2), 6),
    _Kind(_W, "DistanceWalkingRunning", "km", 60, 10, (0.004, 0.015), 6, 10, (0.027, 0.033)),
    _Kind(_W, "BasalEnergyBurned", "kcal", 260, 60, (0.9, 1.3), 3, 60, (1.0, 1.3)),
    _Kind(_W, "ActiveEnergyBurned", "kcal", 420, 10, (0.02, 1.2), 3, 10, (1.6, 2.4)),
    _Kind(_P, "FlightsClimbed", "count", 6, 60, (1, 3), 0),
    _Kind(_W, "AppleExerciseTime", "min", 8, 60, (1, 1), 0, 60, (1, 1)),
    _Kind(_W, "AppleStandTime", "min", 40, 300, (1, 5), 0),
    _Kind(_W, "EnvironmentalAudioExposure", "dBASPL", 40, 1800, (42, 85), 3),
    _Kind(_P, "WalkingSpeed", "km/hr", 12, 30, (3.2, 5.8), 3),
    _Kind(_P, "WalkingStepLength", "cm", 12, 30, (58, 80), 1),
    _Kind(_W, "RunningStrideLength", "m", 0, 5, _NONE, 4, 10, (0.95, 1.3)),
    _Kind(_W, "RunningVerticalOscillation", "cm", 0, 5, _NONE, 2, 10, (7.2, 10.1)),
    _Kind(_W, "RunningGroundContactTime", "ms", 0, 5, _NONE, 0, 10, (215, 290)),
    _Kind(_W, "RunningPower", "W", 0, 5, _NONE, 0, 5, (180, 320)),
    _Kind(_W, "RunningSpeed", "km/hr", 0, 5, _NONE, 4, 5, (9.5, 12.1)),
)


def write_apple_export(path: Path, size_bytes: int) -> AppleExport:
    """Write an `export.xml` of about a size; its routes go beside it.

    Args:
        path: Of the XML file.
        size_bytes: How large it is to be; it comes within a few per cent.
    """
    days = _days(size_bytes)
    written = 0
    with path.open("wb") as file:
        for text in _export(days):
            written += file.write(text.encode())
    routes = path.parent / "workout-routes"
    routes.mkdir(exist_ok=True)
    for day in _run_days(days):
        (routes / _route_name(day)).write_text(_route(day), encoding="utf-8")
    return _told(path, written, days)


def write_apple_zip(path: Path, size_bytes: int) -> AppleExport:
    """Write an `export.zip`, as the telephone gives it, whose XML is about of a size.

    Args:
        path: Of the zip file.
        size_bytes: How large the XML is to be, inflated.
    """
    days = _days(size_bytes)
    written = 0
    level = _COMPRESSION_LEVEL
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for day in _run_days(days):
            info = zipfile.ZipInfo(f"{_HEAD_FOLDER}/workout-routes/{_route_name(day)}")
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _route(day), compresslevel=level)
        info = zipfile.ZipInfo(f"{_HEAD_FOLDER}/export.xml")
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w", force_zip64=True) as file:
            for text in _export(days):
                written += file.write(text.encode())
    return _told(path, written, days)


def _told(path: Path, written: int, days: int) -> AppleExport:
    runs = list(_run_days(days))
    return AppleExport(path, written, days, len(runs), sum(_run_km(day) for day in runs))


def _days(size_bytes: int) -> int:
    """Return how many days make a size: every week is like the others."""
    weeks = sum(len(text.encode()) for text in _export(_SAMPLE_DAYS))
    return max(7, round(size_bytes / weeks * _SAMPLE_DAYS))


def _run_days(days: int) -> Iterator[date]:
    for back in range(days, 0, -1):
        day = NEWEST - timedelta(days=back)
        if day.weekday() in _RUN_DAYS:
            yield day


def _zone(day: date) -> str:
    return "+0200" if 4 <= day.month <= 10 else "+0100"


def _run_start_s(day: date) -> int:
    return 6 * 3600 + 600 + day.toordinal() * 977 % 3000


def _run_km(day: date) -> float:
    return round(6.2 + day.toordinal() * 53 % 200 / 100, 3)


def _export(days: int) -> Iterator[str]:
    """Yield the text of an export, a kind's day at a time."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n' + _DTD + '<HealthData locale="en_GB">\n'
    yield f' <ExportDate value="{NEWEST} 21:15:02 +0100"/>\n'
    yield (
        ' <Me HKCharacteristicTypeIdentifierDateOfBirth="1991-04-12"'
        ' HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexFemale"/>\n'
    )
    for number, kind in enumerate(_KINDS):
        for back in range(days, 0, -1):
            yield _records(kind, number, NEWEST - timedelta(days=back))
    for write in (_sleep, _variability):
        for back in range(days, 0, -1):
            yield write(NEWEST - timedelta(days=back))
    for day in _run_days(days):
        yield _workout(day)
    for back in range(days, 0, -1):
        day = NEWEST - timedelta(days=back)
        yield (
            f' <ActivitySummary dateComponents="{day}" activeEnergyBurned="512.4"'
            ' activeEnergyBurnedGoal="450" activeEnergyBurnedUnit="kcal" appleMoveTime="0"'
            ' appleExerciseTime="48" appleExerciseTimeGoal="30" appleStandHours="12"/>\n'
        )
    yield "</HealthData>\n"


def _records(kind: _Kind, number: int, day: date) -> str:
    """Return the records of a kind on one day, by time."""
    rng = np.random.default_rng([7, number, day.toordinal()])
    seconds = np.sort(rng.choice(86_000, kind.a_day, replace=False))
    values = rng.uniform(*kind.between, len(seconds))
    if kind.run_every_s is not None and day.weekday() in _RUN_DAYS:
        start = _run_start_s(day)
        before = int(np.searchsorted(seconds, start - kind.lasts_s))
        after = int(np.searchsorted(seconds, start + RUN_S))
        running = np.arange(start, start + RUN_S, kind.run_every_s)
        in_run = rng.uniform(*kind.in_run, len(running))
        seconds = np.concatenate([seconds[:before], running, seconds[after:]])
        values = np.concatenate([values[:before], in_run, values[after:]])
    numbers = np.round(values, kind.digits) if kind.digits else np.round(values).astype(np.int64)
    head = f' <Record type="{_QUANTITY}{kind.name}" {kind.source} unit="{kind.unit}"'
    tail = f">\n{kind.inner} </Record>\n" if kind.inner else "/>\n"
    return _lines(head, tail, day, seconds, kind.lasts_s, numbers.tolist())


def _lines(
    head: str, tail: str, day: date, seconds: Seconds, lasts_s: int, values: list[float]
) -> str:
    """Return one record for each second of a day."""
    zone = _zone(day)
    stop = f'{zone}" endDate="{day}'
    begin = f'{zone}" startDate="{day}'
    created = f'{head} creationDate="{day}'
    last = len(_CLOCK) - 1
    return "".join(
        f"{created}{_CLOCK[min(at + lasts_s + 2, last)]}{begin}{_CLOCK[at]}{stop}"
        f'{_CLOCK[min(at + lasts_s, last)]}{zone}" value="{value}"{tail}'
        for at, value in zip(seconds.tolist(), values, strict=True)
    )


def _sleep(day: date) -> str:
    """Return a night's stages of sleep."""
    stages = ("InBed", "AsleepCore", "AsleepDeep", "AsleepCore", "AsleepREM", "Awake")
    inner = '>\n  <MetadataEntry key="HKTimeZone" value="Europe/Zurich"/>\n </Record>\n'
    head = f' <Record type="HKCategoryTypeIdentifierSleepAnalysis" {_WATCH}'
    return "".join(
        _stage(head, inner, day, at, stages[number % len(stages)])
        for number, at in enumerate(range(1200, 20_000, 900))
    )


def _stage(head: str, tail: str, day: date, at: int, stage: str) -> str:
    zone = _zone(day)
    return (
        f'{head} creationDate="{day}{_CLOCK[25_000]}{zone}" startDate="{day}{_CLOCK[at]}{zone}"'
        f' endDate="{day}{_CLOCK[at + 900]}{zone}"'
        f' value="HKCategoryValueSleepAnalysis{stage}"{tail}'
    )


def _variability(day: date) -> str:
    """Return a day's heart rate variabilities, each with its list of beats."""
    rng = np.random.default_rng([8, day.toordinal()])
    head = f' <Record type="{_QUANTITY}HeartRateVariabilitySDNN" {_WATCH}{_WATCH_DEVICE} unit="ms"'
    parts = []
    for hour in range(1, 24, 4):
        beats = "".join(
            f'   <InstantaneousBeatsPerMinute bpm="{bpm}" time="{hour}:17:{at:02d},31"/>\n'
            for at, bpm in enumerate(rng.integers(48, 80, 55).tolist())
        )
        tail = (
            ">\n  <HeartRateVariabilityMetadataList>\n"
            f"{beats}  </HeartRateVariabilityMetadataList>\n </Record>\n"
        )
        value = [round(float(rng.uniform(20, 110)), 4)]
        parts.append(_lines(head, tail, day, np.array([hour * 3600 + 1020]), 59, value))
    return "".join(parts)


def _workout(day: date) -> str:
    """Return a run with its events, statistics and the name of its route."""
    zone = _zone(day)
    start = _run_start_s(day)

    def at(second: int) -> str:
        return f"{day}{_CLOCK[start + second]}{zone}"

    span = f'startDate="{at(0)}" endDate="{at(RUN_S)}"'
    kilometres = "".join(
        f'  <WorkoutEvent type="HKWorkoutEventTypeSegment" date="{at(second)}"'
        ' duration="5.8" durationUnit="min"/>\n'
        for second in range(0, RUN_S - 400, 350)
    )
    sums = (("ActiveEnergyBurned", 390.5, "kcal"), ("DistanceWalkingRunning", _run_km(day), "km"))
    totals = "".join(
        f'  <WorkoutStatistics type="{_QUANTITY}{name}" {span} sum="{value}" unit="{unit}"/>\n'
        for name, value, unit in sums
    )
    means = (
        ("HeartRate", 151.2, 96, 177, "count/min"),
        ("RunningPower", 251.1, 182, 319, "W"),
        ("RunningGroundContactTime", 252.0, 216, 289, "ms"),
    )
    totals += "".join(
        f'  <WorkoutStatistics type="{_QUANTITY}{name}" {span} average="{mean}"'
        f' minimum="{low}" maximum="{high}" unit="{unit}"/>\n'
        for name, mean, low, high, unit in means
    )
    return (
        ' <Workout workoutActivityType="HKWorkoutActivityTypeRunning"'
        f' duration="{RUN_S / 60}" durationUnit="min" {_WATCH}{_WATCH_DEVICE}'
        f' creationDate="{at(RUN_S + 4)}" {span}>\n'
        '  <MetadataEntry key="HKIndoorWorkout" value="0"/>\n'
        '  <MetadataEntry key="HKTimeZone" value="Europe/Zurich"/>\n'
        '  <MetadataEntry key="HKElevationAscended" value="8412 cm"/>\n'
        f"{kilometres}{totals}"
        f'  <WorkoutRoute {_WATCH} creationDate="{at(RUN_S + 9)}" {span}>\n'
        f'   <FileReference path="/workout-routes/{_route_name(day)}"/>\n'
        "  </WorkoutRoute>\n </Workout>\n"
    )


def _route_name(day: date) -> str:
    hour, minute = divmod(_run_start_s(day) // 60, 60)
    return f"route_{day}_{hour}.{minute:02d}am.gpx"


def _route(day: date) -> str:
    """Return the route of a day's run, a point each ten seconds."""
    utc_s = _run_start_s(day) - (7200 if _zone(day) == "+0200" else 3600)
    degrees_a_second = _run_km(day) / RUN_S / 111.195
    points = "".join(
        f'<trkpt lon="8.5{day.day:02d}000" lat="{47 + second * degrees_a_second:.6f}">'
        f"<ele>{420 + second % 300 / 10:.2f}</ele>"
        f"<time>{day}T{_CLOCK[utc_s + second].strip()}Z</time><extensions><speed>2.70</speed>"
        "<course>0.1</course><hAcc>2.1</hAcc><vAcc>1.8</vAcc></extensions></trkpt>\n"
        for second in range(0, RUN_S + 1, _ROUTE_STEP_S)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" '
        'creator="Apple Health Export" xmlns="http://www.topografix.com/GPX/1/1">\n'
        f"<trk><name>Route {day}</name><trkseg>\n{points}</trkseg></trk></gpx>\n"
    )
