"""The parts of an activity that are read back whole and never asked for one by one, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from trochlea.journal.values import canonical
from trochlea.model import Activity, ActivityNotes, Pause, StreamQuality, WorkoutStep


def to_json(activity: Activity) -> str | None:
    """Return the pauses, workout, quality and notes of an activity as canonical JSON text.

    Returns:
        None where it has none of them.
    """
    parts: dict[str, object] = {
        name: [asdict(part) for part in getattr(activity, name)]
        for name in ("pauses", "workout", "quality")
        if getattr(activity, name)
    }
    if activity.notes is not None:
        parts["notes"] = asdict(activity.notes)
    return canonical(parts) if parts else None


def from_json(text: str | None) -> dict[str, Any]:
    """Return the attributes of `Activity` that a stored text holds."""
    parts = json.loads(text) if text else {}
    notes = parts.get("notes")
    return {
        "pauses": tuple(Pause(**part) for part in parts.get("pauses", ())),
        "workout": tuple(WorkoutStep(**part) for part in parts.get("workout", ())),
        "quality": tuple(StreamQuality(**part) for part in parts.get("quality", ())),
        "notes": None if notes is None else ActivityNotes(**notes),
    }
