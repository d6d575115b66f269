"""The summaries of Garmin's account export (`..._summarizedActivities.json`).

Units as users of the export found them, and as its own `unitEnum` says where it has one: times in
milliseconds, distances and heights in centimetres, speeds a tenth of m/s. `avgDoubleCadence` is
steps of both feet a minute, `avgRunCadence` of one foot (unverified: some say the first is twice
that; the cadence of a run is repaired when it is refined). `duration` is the time of the timer.
No real file was at hand; each summary is held against its own speed before it is believed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from trochlea.errors import Problem
from trochlea.model.activity import Activity, ActivityNotes
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome
from trochlea.readers.platforms.json_text import read_json
from trochlea.readers.platforms.outcome import gathered, words
from trochlea.readers.platforms.sports import sport_in_words
from trochlea.readers.platforms.values import number

FORMAT_ID = "garmin_summary"
LIST_KEY = "summarizedActivitiesExport"
_MS = 1e-3
_CM = 1e-2
_SPEED = 10.0
_ONE_FOOT_SPM = 130.0  # more steps than this nobody takes with one foot
_WANTED = frozenset(
    {
        LIST_KEY,
        "activityId",
        "name",
        "description",
        "activityType",
        "typeKey",
        "beginTimestamp",
        "startTimeGmt",
        "startTimeLocal",
        "duration",
        "elapsedDuration",
        "distance",
        "elevationGain",
        "elevationLoss",
        "avgSpeed",
        "avgHr",
        "avgDoubleCadence",
        "avgRunCadence",
        "avgGroundContactTime",
    }
)
_MIN_MS, _MAX_MS = 0.0, 4_102_444_800_000.0  # 1970 to 2100
_QUARTER_S = 900
_LONGEST_OFFSET_S = 14 * 3600
_DISAGREES = 0.3  # share by which distance over time may miss the speed


def is_garmin_summary(data: bytes) -> bool:
    """Return whether bytes are summaries of Garmin's account export, by their beginning."""
    return f'"{LIST_KEY}"'.encode() in data[:4096]


def read_garmin_summary(data: bytes, name: str, limits: Limits) -> ReadOutcome:  # noqa: ARG001
    """Read the summaries of Garmin's account export as activities without records.

    Args:
        data: The whole file.
        name: Display name, for problems.
        limits: What the file may ask for; nothing of it matters here.
    """
    document = read_json(data, _WANTED)
    problems = document.problems(name)
    found = _activities(_summaries(document.value), name, problems)
    return gathered(data, name, FORMAT_ID, found, problems)


def _summaries(value: Any) -> Iterator[dict[str, Any]]:
    parts = value if isinstance(value, list) else [value]
    for part in parts:
        listed = part.get(LIST_KEY) if isinstance(part, dict) else None
        if isinstance(listed, list):
            yield from (each for each in listed if isinstance(each, dict))


def _activities(
    summaries: Iterator[dict[str, Any]], name: str, problems: list[Problem]
) -> Iterator[Activity]:
    dateless = doubted = 0
    for summary in summaries:
        start = _start(summary)
        if start is None:
            dateless += 1
            continue
        believed = _agrees(summary)
        doubted += not believed
        yield _activity(summary, start, believed)
    if doubted:
        text = f"{name}: in {doubted} summaries distance, time and speed do not fit one another; "
        text += "their distance was left out."
        problems.append(Problem("summary_disagrees", text, name, "distance", "the other values"))
    if dateless:
        text = f"{name}: {dateless} summaries have no possible start and were left out."
        problems.append(
            Problem("dates_not_understood", text, name, "startTimeGmt", "the other summaries")
        )


def _activity(summary: dict[str, Any], start: datetime, believed: bool) -> Activity:
    kind = summary.get("activityType")
    sport, finer = sport_in_words(kind.get("typeKey") if isinstance(kind, dict) else kind)
    moving_s = _scaled(summary, "duration", _MS)
    activity_id = summary.get("activityId")
    return Activity(
        sport=sport,
        sub_sport=finer,
        start_time=start,
        utc_offset_s=_offset(summary, start),
        distance_m=_scaled(summary, "distance", _CM) if believed else None,
        elapsed_s=_scaled(summary, "elapsedDuration", _MS) or moving_s,
        moving_s=moving_s,
        ascent_m=_scaled(summary, "elevationGain", _CM),
        descent_m=_scaled(summary, "elevationLoss", _CM),
        mean_cadence_spm=_cadence(summary),
        mean_ground_contact_ms=_scaled(summary, "avgGroundContactTime", 1.0),
        mean_heart_rate_bpm=_scaled(summary, "avgHr", 1.0),
        notes=ActivityNotes(
            title=words(summary.get("name")),
            description=words(summary.get("description")),
            platform="garmin",
            platform_id=str(activity_id)[:40] if isinstance(activity_id, int | str) else None,
        ),
    )


def _scaled(summary: dict[str, Any], key: str, unit: float) -> float | None:
    value = number(summary.get(key))
    return value * unit if value is not None and value > 0 else None


def _moment(summary: dict[str, Any], key: str) -> datetime | None:
    value = number(summary.get(key))
    if value is None or not _MIN_MS < value < _MAX_MS:
        return None
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=value)


def _start(summary: dict[str, Any]) -> datetime | None:
    return _moment(summary, "startTimeGmt") or _moment(summary, "beginTimestamp")


def _offset(summary: dict[str, Any], start: datetime) -> int | None:
    """Return the offset from UTC by the local start, where the two make a possible one."""
    local = _moment(summary, "startTimeLocal")
    if local is None:
        return None
    offset = round((local - start).total_seconds())
    return offset if abs(offset) <= _LONGEST_OFFSET_S and offset % _QUARTER_S == 0 else None


def _cadence(summary: dict[str, Any]) -> float | None:
    both = _scaled(summary, "avgDoubleCadence", 1.0)
    if both is not None:
        return both
    one = _scaled(summary, "avgRunCadence", 1.0)
    return one if one is None or one > _ONE_FOOT_SPM else 2 * one


def _agrees(summary: dict[str, Any]) -> bool:
    """Return whether distance over time is the speed, as far as all three are there."""
    distance_m = _scaled(summary, "distance", _CM)
    speed_mps = _scaled(summary, "avgSpeed", _SPEED)
    times = [_scaled(summary, key, _MS) for key in ("duration", "elapsedDuration")]
    known = [each for each in times if each]
    if distance_m is None or speed_mps is None or not known:
        return True
    return any(abs(distance_m / each - speed_mps) <= _DISAGREES * speed_mps for each in known)
