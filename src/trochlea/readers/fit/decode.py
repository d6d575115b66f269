"""Read one FIT file into activities, with everything that was odd about it."""

from __future__ import annotations

from trochlea.errors import Problem
from trochlea.model.activity import Activity
from trochlea.readers.fit import profile
from trochlea.readers.fit.activities import assemble, too_many_sessions
from trochlea.readers.fit.columns import SectionReader
from trochlea.readers.fit.everything import left_out
from trochlea.readers.fit.expand import expand
from trochlea.readers.fit.local_time import OFFSET_FIELDS
from trochlea.readers.fit.sections import Section, is_fit, read_messages
from trochlea.readers.fit.streams import RECORD_FIELDS
from trochlea.readers.fit.summary import DEVICE_FIELDS, LAP_FIELDS, SESSION_FIELDS
from trochlea.readers.fit.table import Tables
from trochlea.readers.fit.workout import STEP_FIELDS
from trochlea.readers.limits import DEFAULT_LIMITS, Limits
from trochlea.readers.outcome import ReadOutcome, digest, few, refused

_names = profile.field_numbers
# What of each kind of message an activity is made of.
_FIELDS: dict[int, frozenset[int]] = {
    profile.FILE_ID: _names(profile.FILE_ID, "manufacturer", "product", "serial_number"),
    profile.SPORT: _names(profile.SPORT, "sport", "sub_sport"),
    profile.SESSION: SESSION_FIELDS,
    profile.LAP: LAP_FIELDS,
    profile.RECORD: RECORD_FIELDS,
    profile.EVENT: _names(profile.EVENT, "timestamp", "event", "event_type"),
    profile.DEVICE_INFO: DEVICE_FIELDS,
    profile.ACTIVITY: _names(profile.ACTIVITY, "timestamp", "local_timestamp"),
    profile.DEVICE_SETTINGS: OFFSET_FIELDS,
    profile.TIMESTAMP_CORRELATION: _names(
        profile.TIMESTAMP_CORRELATION, "timestamp", "local_timestamp"
    ),
    profile.WORKOUT_STEP: STEP_FIELDS,
    profile.HRV: _names(profile.HRV, "time"),
}


def decode_fit(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> ReadOutcome:
    """Read a FIT file; bad bytes become problems and never an exception.

    Args:
        data: The whole file.
        name: Display name, for problems.
        limits: What the file may ask for.

    Returns:
        One activity a session, and one from the records of a section that has no session.
    """
    if not is_fit(data):
        reason = "it is not a FIT file, its header lacks the mark"
        return refused(data, name, "fit", "not_a_fit_file", reason)
    contents = read_messages(data, name)
    problems = list(contents.problems)
    activities: list[Activity] = []
    if len(contents.sections) > limits.sessions:
        problems.append(too_many_sessions(name, len(contents.sections), limits.sessions))
    for section in contents.sections[: limits.sessions]:
        tables = _tables(section, limits)
        problems.extend(_unread(tables, name))
        found, odd = assemble(tables, name, limits.sessions - len(activities))
        activities.extend(found)
        problems.extend(odd)
    if not activities:
        problems.append(
            Problem("no_activity", f"{name}: the file holds no activity (no dated record).", name)
        )
    activities.sort(key=lambda activity: activity.start_time)
    return ReadOutcome(name, "fit", digest(data), tuple(activities), tuple(few(problems, name)))


def _tables(section: Section, limits: Limits) -> Tables:
    """Return the tables of the kinds of message that an activity is made of."""
    reader = SectionReader(section)
    tables = {
        kind: reader.table(kind, fields, limits.points if kind == profile.RECORD else None)
        for kind, fields in _FIELDS.items()
    }
    expand(tables[profile.RECORD])
    return tables


def _unread(tables: Tables, name: str) -> list[Problem]:
    """Return a problem for each thing that could not be read."""
    problems = [problem for table in tables.values() for problem in left_out(table, name)]
    records = tables[profile.RECORD]
    for table in tables.values():
        for number in sorted(table.misfits):
            label = profile.field_name(table.message, number)
            if table is not records:
                label = f"{profile.MESSAGE_NAMES[table.message]} {label}"
            text = f"{name}: the size of {label} does not fit its type; it was not read."
            problems.append(
                Problem("field_size_impossible", text, name, label, "all other fields")
            )
    if records.total > records.count:
        text = (
            f"{name}: {records.total} records; only the first {records.count} were read. The "
            "limit `points` sets how many are."
        )
        problems.append(Problem("too_many_records", text, name, "record", "the first of them"))
    if records.undescribed:
        text = f"{name}: some third-party fields have no description and were not read."
        problems.append(
            Problem("developer_field_undescribed", text, name, "record", "all other fields")
        )
    return problems
