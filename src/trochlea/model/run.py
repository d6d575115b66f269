"""`Run`: one line of the run table, what `loads` and `plan` need of an activity, no streams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Run:
    """One run at the grain of the run.

    Attributes:
        activity_id: Id in the journal.
        start_time: UTC, aware.
        utc_offset_s: Local offset at the start (0 where unknown).
        distance_m: Metres.
        moving_s: Seconds without pauses, or None.
        ascent_m: Metres climbed, or None.
        descent_m: Metres of descent, or None.
        mean_cadence_spm: Both feet, or None.
        entered_by_hand: True where no watch recorded it.
    """

    activity_id: str
    start_time: datetime
    distance_m: float
    utc_offset_s: int = 0
    moving_s: float | None = None
    ascent_m: float | None = None
    mean_cadence_spm: float | None = None
    entered_by_hand: bool = False
    descent_m: float | None = None

    @property
    def day(self) -> date:
        """The runner's own calendar day of the start."""
        return (self.start_time + timedelta(seconds=self.utc_offset_s)).date()
