"""Read a whole GPX or TCX document: from bytes to points, and what was odd about it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from trochlea.errors import Problem
from trochlea.model.activity import Activity
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome, digest
from trochlea.readers.xml.bulk import PointKind
from trochlea.readers.xml.encoding import as_utf8
from trochlea.readers.xml.guard import checked
from trochlea.readers.xml.markup import Outside, StopError, Walk, only_tags
from trochlea.readers.xml.points import Points

# So many activities no watch writes into one file; a forged one would cost hours.
_MOST_ACTIVITIES = 1_000


@dataclass(frozen=True, slots=True)
class Document:
    """What a document holds.

    Attributes:
        name: Display name of the file.
        elsewhere: How many points stood outside of any activity.
        problems: What was odd about the text itself.
    """

    name: str
    elsewhere: int
    problems: tuple[Problem, ...]


def read_document(
    data: bytes, name: str, limits: Limits, kind: PointKind, outside: Outside, points: Points
) -> Document:
    """Read a document as far as it is well-formed, harmless and within limits.

    Args:
        data: The whole file.
        name: Display name, for problems.
        limits: What the file may ask for.
        kind: How the format writes a point.
        outside: What the format does with all other elements.
        points: Where the points go.
    """
    whole, problems = as_utf8(data, name)
    body = whole.lstrip()
    lead = whole.count(b"\n", 0, len(whole) - len(body))
    found = checked(body, limits)
    walk = Walk(kind, outside, points, limits)
    text = only_tags(body[found.start : found.end].decode("utf-8", "replace"))
    if found.start < 0:
        text = ""
    elif found.code is not None:
        # What was not ended is not known whole: a number may have lost its last digits.
        text = text[: max(text.rfind("<"), 0)]
    at_root = lead + body.count(b"\n", 0, max(found.start, 0))
    try:
        walk.walk(text)
        if found.code is not None:
            at = f"line {lead + found.line}"
            problems.append(_stopped(name, found.code, found.reason, at, points))
    except StopError as stop:
        line = at_root + text.count("\n", 0, walk.letters) + 1
        problems.append(_stopped(name, stop.code, stop.reason, f"after line {line}", points))
    return Document(name, walk.elsewhere, (*problems, *_odd(points, name)))


def _stopped(name: str, code: str, reason: str, at: str, points: Points) -> Problem:
    kept = _number(points.count, "point") + " before it"
    text = f"{name}: {reason} ({at}); the {kept} were used."
    return Problem(code, text, name, at, kept)


def _odd(points: Points, name: str) -> list[Problem]:
    """Return what was odd about values."""
    problems = []
    if points.beyond:
        text = (
            f"{name}: it holds {points.count + points.beyond} points, more than the limit of "
            f"{points.count}; the last {points.beyond} were left out."
        )
        problems.append(Problem("too_many_points", text, name, "points", "the first points"))
    if points.unreadable:
        parts = [f"{count} of {field}" for field, count in sorted(points.unreadable.items())]
        text = f"{name}: values that are no possible number were left out: {', '.join(parts)}."
        at = ", ".join(sorted(points.unreadable))
        problems.append(Problem("values_unreadable", text, name, at, "the other values"))
    if points.zoneless:
        text = f"{name}: {_number(points.zoneless, 'time')} without a zone; taken as UTC."
        problems.append(Problem("time_zone_unknown", text, name, "time", "all points"))
    return problems


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def outcome(
    data: bytes, document: Document, form: str, activities: list[Activity], odd: list[Problem]
) -> ReadOutcome:
    """Return what came of a document.

    Args:
        data: The whole file.
        document: As it was read.
        form: Id of the format.
        activities: What it holds, in any order.
        odd: Problems of the format itself, after those of the document.
    """
    problems = [*document.problems, *odd]
    activities = sorted(activities, key=lambda each: each.start_time)
    if len(activities) > _MOST_ACTIVITIES:
        text = (
            f"{document.name}: it holds {len(activities)} activities; the first "
            f"{_MOST_ACTIVITIES} were taken."
        )
        kept = f"the first {_MOST_ACTIVITIES}"
        problems.append(Problem("too_many_activities", text, document.name, None, kept))
        del activities[_MOST_ACTIVITIES:]
    if not activities:
        problems = [replace(each, kept="") for each in problems]
    return ReadOutcome(
        document.name, form, digest(data), tuple(activities), tuple(dict.fromkeys(problems))
    )
