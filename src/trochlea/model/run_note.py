"""`RunNote`: what the runner says of one run, beside what the watch recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Surface = Literal["road", "track", "trail", "grass", "sand", "treadmill", "mixed"]


@dataclass(frozen=True, slots=True)
class RunNote:
    """What was told of one run; None is "not told". The latest note of a run holds.

    Attributes:
        activity_id: Which run.
        told_at: When it was told, aware.
        perceived_exertion: The whole session, 0 (rest) to 10 (maximal), CR10.
        surface: What it was mostly run on.
        is_race: A race or a test.
        shoe_id: Which pair was worn.
    """

    activity_id: str
    told_at: datetime
    perceived_exertion: float | None = None
    surface: Surface | None = None
    is_race: bool | None = None
    shoe_id: str | None = None
