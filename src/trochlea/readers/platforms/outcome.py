"""Put together what came of a platform's document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from trochlea.errors import Problem
from trochlea.model.activity import Activity
from trochlea.readers.outcome import ReadOutcome, digest

MOST_ACTIVITIES = 20_000  # a life of runs; more are no table of a person
_LONGEST_TEXT = 10_000


def gathered(
    data: bytes, name: str, format_id: str, found: Iterable[Activity], problems: Sequence[Problem]
) -> ReadOutcome:
    """Return the outcome of a document that may hold several activities.

    Args:
        data: Its bytes.
        name: Its display name.
        format_id: Id of the format.
        found: Its activities, in any order; taken up to a limit.
        problems: What was odd; more may be appended by `found` while it is gone through.
    """
    activities: list[Activity] = []
    more: list[Problem] = []
    for each in found:
        if len(activities) == MOST_ACTIVITIES:
            text = f"{name}: it holds more than {MOST_ACTIVITIES} activities; the rest was left "
            text += "out."
            more.append(Problem("too_many_activities", text, name, None, "the first ones"))
            break
        activities.append(each)
    activities.sort(key=lambda each: each.start_time)
    said = [*problems, *more]
    if not activities and not said:
        text = f"{name}: it holds no activity with a date."
        said.append(Problem("no_activity", text, name))
    if not activities:
        said = [replace(each, kept="") for each in said]
    return ReadOutcome(name, format_id, digest(data), tuple(activities), tuple(said))


def words(text: object) -> str | None:
    """Return what a person wrote, or None where that is nothing."""
    plain = text.strip()[:_LONGEST_TEXT] if isinstance(text, str) else ""
    return plain or None
