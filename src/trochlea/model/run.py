"""`Run`: one line of the run table, what `loads` and `plan` need of an activity, no streams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from trochlea.model.run_note import Surface


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
        elapsed_s: Seconds with pauses, or None.
        mean_heart_rate_bpm: Or None.
        mean_ground_contact_ms: Or None.
        perceived_exertion: The session as the runner rates it, 0-10 (CR10), or None.
        surface: What it was mostly run on, or None.
        is_race: A race or a test; None where it was not told.
        shoe_id: The pair that was worn, or None where it was not told.
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
    elapsed_s: float | None = None
    mean_heart_rate_bpm: float | None = None
    mean_ground_contact_ms: float | None = None
    perceived_exertion: float | None = None
    surface: Surface | None = None
    is_race: bool | None = None
    shoe_id: str | None = None

    @property
    def day(self) -> date:
        """The runner's own calendar day of the start."""
        return (self.start_time + timedelta(seconds=self.utc_offset_s)).date()
