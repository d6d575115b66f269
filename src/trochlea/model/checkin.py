"""`CheckIn`: how one knee took its last run, in a few taps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from trochlea.model.observation import Knee


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Pain and signs of one knee at one time; None is "not answered" and never "no".

    Attributes:
        knee: Which knee.
        observed_at: When it was given, with its offset.
        pain_during: Worst pain during the last run, 0-10 (NPRS); in daily life where not run.
        pain_hour_after: Pain about an hour after it, 0-10.
        pain_next_morning: Pain the morning after it, 0-10.
        pain_before: The usual level before that run, 0-10.
        morning_stiffness_min: Minutes of stiffness on getting up.
        new_swelling: The knee is newly swollen.
        new_limp: A limp or changed gait that is new.
        pain_medicine_24h: Any pain medicine in the last 24 hours (no dose is asked).
        symptoms_changed: Something new or different since the last full check.
        pain_began_m: Distance at which pain began on that run, metres; None if none or unknown.
        note: The runner's own words.
    """

    knee: Knee
    observed_at: datetime
    pain_during: int | None = None
    pain_hour_after: int | None = None
    pain_next_morning: int | None = None
    pain_before: int | None = None
    morning_stiffness_min: float | None = None
    new_swelling: bool | None = None
    new_limp: bool | None = None
    pain_medicine_24h: bool | None = None
    symptoms_changed: bool | None = None
    pain_began_m: float | None = None
    note: str = ""

    @property
    def worst_pain(self) -> int | None:
        """The highest score given, before, during and after the run; None where none was."""
        scores = (
            self.pain_before,
            self.pain_during,
            self.pain_hour_after,
            self.pain_next_morning,
        )
        return max((score for score in scores if score is not None), default=None)
