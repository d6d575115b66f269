"""Read a source file with what stands beside it: notes and sport from the export it is in."""

from __future__ import annotations

from dataclasses import replace

from trochlea.model import Activity, ActivityNotes
from trochlea.readers.formats import read_bytes
from trochlea.readers.limits import DEFAULT_LIMITS, Limits
from trochlea.readers.outcome import ReadOutcome
from trochlea.readers.sources import SourceFile


def read_source(source: SourceFile, limits: Limits = DEFAULT_LIMITS) -> ReadOutcome:
    """Read a file that a scan found.

    Args:
        source: The file, with the notes and the sport that its export gives it.
        limits: What the file may ask for.

    Returns:
        As `read_bytes`; each activity carries the notes, and the sport where it knew none.
    """
    outcome = read_bytes(source.name, source.data, limits, source.sport)
    if source.notes is None:
        return outcome
    noted = tuple(_noted(activity, source.notes) for activity in outcome.activities)
    return replace(outcome, activities=noted)


def _noted(activity: Activity, notes: ActivityNotes) -> Activity:
    """Return an activity with notes; what they leave open is taken from its own."""
    own = activity.notes
    if own is not None:
        notes = ActivityNotes(
            **{
                name: getattr(own, name) if getattr(notes, name) is None else getattr(notes, name)
                for name in ActivityNotes.__dataclass_fields__
            }
        )
    return replace(activity, notes=notes)
