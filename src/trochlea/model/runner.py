"""`Runner`: who the journal belongs to, as far as advice needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Sex = Literal["F", "M", "other"]
DistanceUnit = Literal["km", "mi"]


@dataclass(frozen=True, slots=True)
class Runner:
    """One runner of a journal; everything but the id may be unknown (None).

    Attributes:
        runner_id: Stable id within the journal.
        born_on: Date of birth.
        sex: As the evidence is split.
        height_cm: Height in centimetres.
        mass_kg: Body mass in kilograms.
        time_zone: IANA name, used for runs whose file gives no offset.
        distance_unit: What the person reads; never changes advice.
        country: ISO 3166 code of two letters, for the emergency number.
        simulated: True for the demonstration runner; every page then says so.
    """

    runner_id: str
    born_on: date | None = None
    sex: Sex | None = None
    height_cm: float | None = None
    mass_kg: float | None = None
    time_zone: str = "UTC"
    distance_unit: DistanceUnit = "km"
    country: str | None = None
    simulated: bool = False

    def age_on(self, day: date) -> int | None:
        """Return the age in whole years on a day, or None when the birth date is unknown."""
        if self.born_on is None:
            return None
        before_birthday = (day.month, day.day) < (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - int(before_birthday)
