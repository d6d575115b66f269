"""`Answers`: one filled-in questionnaire, before it becomes observations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from trochlea.model.observation import FindingValue, Knee
from trochlea.model.runner import Sex

ANSWERS_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Answers:
    """What a runner (or a file of schema 1) answered; an absent finding was not asked.

    Attributes:
        on: The day the answers hold for.
        age: Whole years, or None.
        sex: F, M or other, or None.
        height_cm: Centimetres, or None.
        mass_kg: Kilograms, or None.
        knees: For each knee, finding id to value; None is "does not know".
        general: Finding id to value for what has no side.
    """

    on: date
    age: int | None = None
    sex: Sex | None = None
    height_cm: float | None = None
    mass_kg: float | None = None
    knees: dict[Knee, dict[str, FindingValue]] = field(default_factory=dict)
    general: dict[str, FindingValue] = field(default_factory=dict)
