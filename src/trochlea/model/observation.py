"""`Observation`: the one currency of the house.

An answer, a number from a watch, an angle from a video, a clinician's finding and what the
journal shows over weeks all become this record, and `assess` eats nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Side = Literal["left", "right", "both", "none"]
Knee = Literal["left", "right"]
Origin = Literal["answer", "watch", "video", "clinician", "journal"]
FindingValue = bool | int | float | str | tuple[str, ...] | None

KNEES: tuple[Knee, Knee] = ("left", "right")


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing known (or known to be unknown) about one runner at one time.

    Attributes:
        finding: Id of a finding of the knowledge base.
        value: Bool for yes_no, text for choice, tuple of ids for many and region, number for
            scale and number; None means that the runner was asked and does not know.
        side: The knee meant; `none` for what has no side (age), `both` for either.
        observed_at: When it was true, with its offset.
        source: Where it came from.
        certainty: 0 to 1; 1 for a plain answer.
        low: Lower bound of a measured value, in the finding's unit.
        high: Upper bound of a measured value, in the finding's unit.
        ref: What it came from (an activity id, an answer session, a clinician's name).
    """

    finding: str
    value: FindingValue
    side: Side
    observed_at: datetime
    source: Origin
    certainty: float = 1.0
    low: float | None = None
    high: float | None = None
    ref: str | None = None
