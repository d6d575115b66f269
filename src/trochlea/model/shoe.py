"""`Shoe`: one pair in the runner's log, and what was said of it over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

ShoeEventKind = Literal["sign_of_wear", "looked_at", "retired", "taken_up_again"]


@dataclass(frozen=True, slots=True)
class Shoe:
    """One pair of shoes.

    Attributes:
        shoe_id: Stable id within the journal.
        name: What the runner calls it.
        first_worn_on: First day, or None where it is not known.
        distance_before_m: Metres it had before it was logged; None where that is not known.
        from_export: True where it was made from a platform's export.
    """

    shoe_id: str
    name: str
    first_worn_on: date | None = None
    distance_before_m: float | None = 0.0
    from_export: bool = False


@dataclass(frozen=True, slots=True)
class ShoeEvent:
    """Something said of a pair: a first sign of wear, that it was looked at, that it is done.

    Attributes:
        shoe_id: Which pair.
        on: The day.
        kind: What.
        note: The runner's own words, such as where it is worn.
    """

    shoe_id: str
    on: date
    kind: ShoeEventKind
    note: str = ""
