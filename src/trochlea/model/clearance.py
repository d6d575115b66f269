"""`Clearance`: a clinician's word that lifts a red flag or a gate, with name, date and reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Clearance:
    """Recorded clearance by a clinician.

    Attributes:
        subject: Id of the red flag or clearance rule that is lifted.
        by: The clinician's name.
        on: The day it was given.
        reason: Why, in the clinician's or the runner's words.
    """

    subject: str
    by: str
    on: date
    reason: str
