"""`Advice`: today's light, its distance and its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from trochlea.model.reason import Reason

Light = Literal["green", "amber", "red", "grey"]

LIGHT_PRECEDENCE: tuple[Light, ...] = ("green", "amber", "grey", "red")


def stricter(first: Light, second: Light) -> Light:
    """Return the light that wins: red over grey over amber over green."""
    return max(first, second, key=LIGHT_PRECEDENCE.index)


@dataclass(frozen=True, slots=True)
class WalkRun:
    """A walk-run session in minutes: `repeats` times walk, then run."""

    walk_min: int
    run_min: int
    repeats_low: int
    repeats_high: int


@dataclass(frozen=True, slots=True)
class RunHow:
    """How to run what is advised; it never adds to how far.

    Attributes:
        pace_s_per_km: No faster than this, seconds a kilometre; None where it is not known.
        cadence_spm: No slower a step rate than this, both feet; None where it is not known.
        descent_m_per_km: No more descent than this, metres a kilometre; None for flat ground.
    """

    pace_s_per_km: float | None
    cadence_spm: float | None
    descent_m_per_km: float | None


@dataclass(frozen=True, slots=True)
class Advice:
    """May I run today, and how far?

    Attributes:
        on: The runner's day it is for.
        light: Green, amber, red or grey.
        max_distance_m: Longest advised distance in metres; None for red, grey and walk-run.
        walk_run: The session in minutes where no distance can be advised, else None.
        reasons: Every rule that spoke, the deciding ones first.
        valid_until: When it goes stale; None for grey.
        how: Pace, cadence and terrain; None where nothing is to be run.
    """

    on: date
    light: Light
    max_distance_m: float | None
    walk_run: WalkRun | None
    reasons: tuple[Reason, ...]
    valid_until: datetime | None
    how: RunHow | None = None
