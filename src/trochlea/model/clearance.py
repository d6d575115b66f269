"""`Clearance`: a clinician's word that lifts a red flag or a gate, with name, date and reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from trochlea.model.observation import Side


@dataclass(frozen=True, slots=True)
class Clearance:
    """Recorded clearance by a clinician.

    Attributes:
        subject: Id of the red flag or clearance rule that is lifted.
        by: The clinician's name.
        on: The day it was given.
        reason: Why, in the clinician's or the runner's words.
        recorded_at: When it was entered, aware; it lifts only what was raised before that.
        side: The knee it is for; `none` for what has no side.
    """

    subject: str
    by: str
    on: date
    reason: str
    recorded_at: datetime
    side: Side = "none"

    @property
    def is_whole(self) -> bool:
        """Whether a name and a reason are given; without both it lifts nothing."""
        return bool(self.by.strip() and self.reason.strip())
