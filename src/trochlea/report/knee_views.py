"""What the words on the load on the knee are made from: views of one run, and of one distance.

They stand here, below the workflow that fills them, so that the words need not know it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from trochlea.loads.knee.own_cadence import OwnCadence
from trochlea.model import Run

if TYPE_CHECKING:  # with them NumPy would be loaded before there is anything to tell
    from trochlea.loads.knee.equivalents import KneeKilometres
    from trochlea.loads.knee.run_load import RunLoad
    from trochlea.loads.knee.what_if import WhatIf

Unknown = Literal[
    "no_summary", "no_time", "outside", "easy_unknown", "easy_outside", "pace_outside"
]


@dataclass(frozen=True, slots=True)
class EasySpeed:
    """The runner's easy speed, m/s, and from how many runs."""

    speed_mps: float
    runs: int


@dataclass(frozen=True, slots=True)
class KneeView:
    """What one run loaded the kneecap joint with, as far as it is known.

    Attributes:
        run: Which run.
        load: Force, sums and how much is unknown; None without a summary.
        kilometres: Knee-kilometres of the part that can be judged, or None.
        unknown: Why there are none, or None.
        what_if: The changes that can be judged.
        what_if_left_out: Names of those of which nothing can be said.
        own: The runner's own cadence before the run, or None.
        easy: The runner's easy speed before the run, or None.
    """

    run: Run
    load: RunLoad | None = None
    kilometres: KneeKilometres | None = None
    unknown: Unknown | None = None
    what_if: tuple[WhatIf, ...] = ()
    what_if_left_out: tuple[str, ...] = ()
    own: OwnCadence | None = None
    easy: EasySpeed | None = None


@dataclass(frozen=True, slots=True)
class KneeDistance:
    """A distance on the flat at the runner's own cadence, as knee-kilometres.

    Attributes:
        distance_m: How far, metres.
        speed_mps: How fast, m/s, or None where neither pace nor easy speed is known.
        at_easy_speed: True where no pace was given, so that the easy speed was taken.
        kilometres: Knee-kilometres, or None.
        unknown: Why there are none, or None.
        easy: The runner's easy speed now, or None.
        last: The last run of the half year before, against what is usual now, or None.
    """

    distance_m: float
    speed_mps: float | None
    at_easy_speed: bool
    kilometres: KneeKilometres | None
    unknown: Unknown | None
    easy: EasySpeed | None
    last: KneeView | None
