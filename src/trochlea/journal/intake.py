"""Rows of an export on their way back in: every value held to the schema before it is kept.

An export is a file from outside. What does not fit is refused row by row, with its reason.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar, get_args

from sqlalchemy import BigInteger, Boolean, Column, Date, Float, Integer, Table

from trochlea.journal import details, run_notes, shoes, tables
from trochlea.journal.hashing import CONTENT_TABLES, content_columns
from trochlea.journal.values import ID_LENGTH, activity_id
from trochlea.model.activity import ActivityOrigin, AltitudeSource
from trochlea.model.observation import Knee, Origin, Side
from trochlea.model.run_note import Surface
from trochlea.model.runner import DistanceUnit, Sex
from trochlea.model.shoe import ShoeEventKind

_Kind = TypeVar("_Kind")
ROW_BYTES = 4 * 2**20
_TABLES = {table.name: table for table in CONTENT_TABLES}
_ID = re.compile(rf"[0-9a-f]{{{ID_LENGTH}}}")
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[\w .@+-]{1,100}")
_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_OFFSET_S = 18 * 3600
_LARGEST = 2**63 - 1
_ENOUGH = 1e9

_ONE_OF = {
    ("runners", "sex"): get_args(Sex),
    ("runners", "distance_unit"): get_args(DistanceUnit),
    ("activities", "origin"): get_args(ActivityOrigin),
    ("activities", "altitude_source"): get_args(AltitudeSource),
    ("observations", "side"): get_args(Side),
    ("observations", "source"): get_args(Origin),
    ("checkins", "knee"): get_args(Knee),
    ("clearances", "side"): get_args(Side),
    ("run_notes", "surface"): get_args(Surface),
    ("shoe_events", "kind"): get_args(ShoeEventKind),
}
_RANGES: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("pain_during", "pain_hour_after"), (0, 10)),
    **dict.fromkeys(("pain_next_morning", "pain_before"), (0, 10)),
    **dict.fromkeys(("distance_m", "elapsed_s", "moving_s", "pain_began_m"), (0, _ENOUGH)),
    **dict.fromkeys(("ascent_m", "descent_m", "morning_stiffness_min"), (0, _ENOUGH)),
    **dict.fromkeys(("ordinal", "richness", "size_bytes"), (0, _LARGEST)),
    "distance_before_m": (0, _ENOUGH),
    "perceived_exertion": (0, run_notes.HIGHEST_EXERTION),
    "certainty": (0, 1),
    "utc_offset_s": (-_OFFSET_S, _OFFSET_S),
}
_IDS = {
    "activity_id",
    "duplicate_of",
    "first_id",
    "second_id",
    "answers_id",
    "observation_id",
    "assessment_id",
    "checkin_id",
    "clearance_id",
    "advice_id",
    "event_id",
    "note_id",
}


class BadRowError(Exception):
    """A row that does not fit, with a clause that says why."""


def checked(table_name: str, record: object) -> dict[str, Any]:
    """Return a row of an export as the values of its columns.

    Args:
        table_name: Of which table.
        record: The row as JSON gave it.

    Raises:
        BadRowError: where it does not fit the table.
    """
    table = _TABLES[table_name]
    if not isinstance(record, dict):
        raise BadRowError("it is not a row")
    names = content_columns(table)
    if unknown := record.keys() - set(names):
        raise BadRowError(f"it has an unknown column {sorted(map(str, unknown))[0][:40]!r}")
    values = {name: _value(table, table.c[name], record.get(name)) for name in names}
    _as_a_whole(table, values)
    return values


def _value(table: Table, column: Column[Any], value: object) -> object:
    """Return one value as its column holds it.

    Raises:
        BadRowError: where it is not of its kind or out of range.
    """
    if value is None:
        if not column.nullable:
            raise BadRowError(f"{column.name} is missing")
        return None
    found = _of_kind(column, value)
    low, high = _RANGES.get(column.name, (-math.inf, math.inf))
    if isinstance(found, int | float) and not low <= found <= high:
        raise BadRowError(f"{column.name} is out of range")
    allowed = _ONE_OF.get((table.name, column.name))
    if allowed is not None and found not in allowed:
        raise BadRowError(f"{column.name} is none of {', '.join(allowed)}")
    return found


def _of_kind(column: Column[Any], value: object) -> object:
    kind = column.type
    if isinstance(kind, Boolean):
        return _plain(column, value, bool)
    if isinstance(kind, Integer | BigInteger):
        number = _plain(column, value, int)
        if isinstance(value, bool) or abs(number) > _LARGEST:
            raise BadRowError(f"{column.name} is no whole number")
        return number
    if isinstance(kind, Float):
        return _number(column, value)
    if isinstance(kind, tables.UtcTime):
        return _moment(column, _plain(column, value, str))
    if isinstance(kind, Date):
        return _day(column, _plain(column, value, str))
    return _text(column, _plain(column, value, str))


def _plain(column: Column[Any], value: object, kind: type[_Kind]) -> _Kind:
    if not isinstance(value, kind):
        raise BadRowError(f"{column.name} is of the wrong kind")
    return value


def _number(column: Column[Any], value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRowError(f"{column.name} is no number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise BadRowError(f"{column.name} is no number")
    return number


def _moment(column: Column[Any], text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.utcoffset() is None or not _FIRST <= moment <= _LAST:
            raise ValueError(text)
    except (ValueError, OverflowError):
        raise BadRowError(f"{column.name} is no moment") from None
    return moment.astimezone(UTC)


def _day(column: Column[Any], text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadRowError(f"{column.name} is no day") from None
    if not _FIRST.year <= day.year <= _LAST.year:
        raise BadRowError(f"{column.name} is no day")
    return day


def _text(column: Column[Any], text: str) -> str:
    if column.name in _IDS and not _ID.fullmatch(text):
        raise BadRowError(f"{column.name} is no id")
    if column.name == "sha256" and not _HASH.fullmatch(text):
        raise BadRowError("sha256 is none")
    if column.name == "shoe_id" and not 0 < len(text) <= shoes.LONGEST_ID:
        raise BadRowError("shoe_id is none")
    if column.name == "runner_id" and not _NAME.fullmatch(text):
        raise BadRowError("runner_id is none")
    if column.name.endswith("_json"):
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            raise BadRowError(f"{column.name} is no JSON text") from None
    return text


def _as_a_whole(table: Table, values: Mapping[str, Any]) -> None:
    """Refuse a row whose values do not fit together.

    Raises:
        BadRowError: where they do not.
    """
    if table is tables.activities:
        sha256, own = values["sha256"], values["activity_id"]
        if (sha256 is None) != (values["origin"] == "hand"):
            raise BadRowError("it is by hand and from a file")
        if sha256 is not None and own != activity_id(sha256, values["ordinal"]):
            raise BadRowError("its id is not that of its place in its file")
        try:
            details.from_json(values["details_json"])
        except (TypeError, ValueError, KeyError, AttributeError):
            raise BadRowError("its details cannot be understood") from None
    if table is tables.run_decisions and values["first_id"] >= values["second_id"]:
        raise BadRowError("its two activities are not in order")
