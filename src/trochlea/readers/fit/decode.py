"""Read one FIT file into activities, with everything that was odd about it."""

from __future__ import annotations

from trochlea.errors import Problem
from trochlea.model.activity import Activity
from trochlea.readers.fit import profile
from trochlea.readers.fit.activities import assemble
from trochlea.readers.fit.columns import Table, table
from trochlea.readers.fit.sections import Section, is_fit, read_messages
from trochlea.readers.fit.streams import RECORD_FIELDS
from trochlea.readers.limits import DEFAULT_LIMITS, Limits
from trochlea.readers.outcome import ReadOutcome, digest, refused

_KINDS = (
    profile.FILE_ID,
    profile.SPORT,
    profile.SESSION,
    profile.LAP,
    profile.EVENT,
    profile.DEVICE_INFO,
    profile.ACTIVITY,
)


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
    for section in contents.sections:
        tables = _tables(section)
        problems.extend(_unread(tables[profile.RECORD], name))
        found, odd = assemble(tables, name, limits.points)
        activities.extend(found)
        problems.extend(odd)
    if not activities:
        problems.append(
            Problem("no_activity", f"{name}: the file holds no activity (no dated record).", name)
        )
    activities.sort(key=lambda activity: activity.start_time)
    return ReadOutcome(name, "fit", digest(data), tuple(activities), tuple(problems))


def _tables(section: Section) -> dict[int, Table]:
    """Return the tables of the kinds of message that an activity is made of."""
    tables = {kind: table(section, kind, profile.FIELDS[kind]) for kind in _KINDS}
    tables[profile.RECORD] = table(section, profile.RECORD, RECORD_FIELDS)
    return tables


def _unread(records: Table, name: str) -> list[Problem]:
    """Return a problem for each record field that could not be read."""
    problems = []
    for number in sorted(records.misfits):
        known = profile.FIELDS[profile.RECORD].get(number)
        label = known.name if known else f"field {number}"
        text = f"{name}: the size of {label} does not fit its type; it was not read."
        problems.append(Problem("field_size_impossible", text, name, label, "all other fields"))
    if records.undescribed:
        text = f"{name}: some third-party fields have no description and were not read."
        problems.append(
            Problem("developer_field_undescribed", text, name, "record", "all other fields")
        )
    return problems
