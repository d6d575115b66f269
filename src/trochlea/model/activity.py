"""`Activity`: one recorded or hand-entered run, in SI units, whatever file it came from.

Streams are NumPy columns of equal length, NaN where the watch gave nothing. This is the only
record of `model` that holds arrays; NumPy itself is imported by whoever makes one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.float64]

ActivityOrigin = Literal["file", "hand"]
AltitudeSource = Literal["barometric", "gps", "unknown"]

STREAM_UNITS: dict[str, str] = {
    "time_s": "s since the start",
    "latitude_deg": "degrees",
    "longitude_deg": "degrees",
    "distance_m": "m since the start",
    "speed_mps": "m/s",
    "altitude_m": "m",
    "heart_rate_bpm": "beats per minute",
    "cadence_spm": "steps per minute, both feet",
    "ground_contact_ms": "ms",
    "ground_contact_balance_left_pct": "% left",
    "vertical_oscillation_mm": "mm",
    "vertical_ratio_pct": "%",
    "step_length_mm": "mm",
    "power_w": "W",
    "temperature_c": "degrees Celsius",
    "grade_pct": "% rise over run, over at least 20 m",
}


@dataclass(frozen=True, slots=True)
class Lap:
    """One lap as the watch marked it; None where the file gives nothing."""

    start_time: datetime | None
    elapsed_s: float | None
    moving_s: float | None
    distance_m: float | None
    mean_cadence_spm: float | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """A device named in the file: its role, maker and product as the file's own numbers."""

    index: int | None
    manufacturer: int | None
    product: int | None
    serial_number: int | None = None
    software_version: float | None = None


@dataclass(frozen=True, slots=True)
class DeveloperField:
    """A stream that a third party's app wrote into the file, by its own name and unit."""

    name: str
    units: str
    values: Column


@dataclass(frozen=True, slots=True)
class Streams:
    """The per-record columns of an activity, all of the same length.

    Attributes:
        columns: Name (a key of `STREAM_UNITS`) to values; a stream that the file lacks is absent.
        developer: Third-party streams, in the order of the file.
        rr_ms: Times from heart beat to heart beat, ms, in order; has a length of its own.
    """

    columns: dict[str, Column] = field(default_factory=dict)
    developer: tuple[DeveloperField, ...] = ()
    rr_ms: Column | None = None

    def __len__(self) -> int:
        """Return the number of records."""
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def get(self, name: str) -> Column | None:
        """Return a column by its name, or None where the file has none."""
        return self.columns.get(name)


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the timer stood still, in seconds since the start."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class WorkoutStep:
    """One step of the planned workout that the file carries, as it was written there.

    Attributes:
        name: Its own name or note, or None.
        duration_type: What ends it (`time`, `distance`, `open`, ...), or None.
        duration: Seconds or metres, by the type, or None.
        target_type: What is aimed at (`speed`, `heart_rate`, ...), or None.
        intensity: Such as `warmup`, `active`, `rest`, `cooldown`, or None.
    """

    name: str | None = None
    duration_type: str | None = None
    duration: float | None = None
    target_type: str | None = None
    intensity: str | None = None


@dataclass(frozen=True, slots=True)
class StreamQuality:
    """How good one stream is: a statement about the recording, not about the runner.

    Attributes:
        stream: A key of `STREAM_UNITS`.
        coverage: Share of the records that have a value, 0 to 1, after cleaning.
        longest_gap_s: Longest time without a value.
        removed: How many values were left out: out of range, not finite, or a spike.
        stuck_s: How long it stood at one value as no living runner's does.
        repaired: Id of the rule that repaired it (such as `cadence_doubled`), or None.
    """

    stream: str
    coverage: float
    longest_gap_s: float
    removed: int = 0
    stuck_s: float = 0.0
    repaired: str | None = None


@dataclass(frozen=True, slots=True)
class ActivityNotes:
    """What the runner or a platform wrote beside an activity; never read as a measurement.

    Attributes:
        title: Its name there.
        description: Free text.
        gear: Name of the shoes (or bike), or None.
        perceived_exertion: Rating from 0 to 10, or None.
        platform: Where it comes from, such as `strava`.
        platform_id: Its id there, or None.
    """

    title: str | None = None
    description: str | None = None
    gear: str | None = None
    perceived_exertion: float | None = None
    platform: str | None = None
    platform_id: str | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity of a runner.

    Attributes:
        sport: Lower-case sport name (`running`, `cycling`, ...), `unknown` where not given.
        sub_sport: Finer kind (`treadmill`, `trail`, ...) or None.
        start_time: UTC, aware.
        utc_offset_s: Local offset from UTC at the start, or None where the file gives none.
        distance_m: Total distance, or None.
        elapsed_s: From start to end, pauses included, or None.
        moving_s: Timer time (without pauses), or None.
        ascent_m: Total climb, or None.
        descent_m: Total descent, or None.
        altitude_source: What measured the altitude, None where there is none.
        altitude_uncertainty_m: Half width of what one altitude may be off relative to the next
            kilometre's, or None; see `readers.refine.elevation`.
        mean_cadence_spm: Steps per minute, both feet, or None.
        mean_ground_contact_ms: Mean ground contact time, or None.
        mean_heart_rate_bpm: Mean heart rate, or None.
        laps: In the order of the file.
        devices: As named in the file.
        streams: Per-record columns.
        origin: `file`, or `hand` for a run without a watch.
        pauses: Stretches in which the timer stood still.
        workout: Steps of the planned workout, where the file carries it.
        quality: How good each stream is.
        notes: What was written beside it, or None.
    """

    sport: str
    start_time: datetime
    sub_sport: str | None = None
    utc_offset_s: int | None = None
    distance_m: float | None = None
    elapsed_s: float | None = None
    moving_s: float | None = None
    ascent_m: float | None = None
    mean_cadence_spm: float | None = None
    mean_ground_contact_ms: float | None = None
    mean_heart_rate_bpm: float | None = None
    laps: tuple[Lap, ...] = ()
    devices: tuple[Device, ...] = ()
    streams: Streams = field(default_factory=Streams)
    origin: ActivityOrigin = "file"
    descent_m: float | None = None
    altitude_source: AltitudeSource | None = None
    altitude_uncertainty_m: float | None = None
    pauses: tuple[Pause, ...] = ()
    workout: tuple[WorkoutStep, ...] = ()
    quality: tuple[StreamQuality, ...] = ()
    notes: ActivityNotes | None = None

    @property
    def is_run(self) -> bool:
        """True where the sport is running of any kind (road, trail, track, treadmill)."""
        return self.sport == "running"

    @property
    def local_start(self) -> datetime:
        """The start as the runner's wall clock showed it; UTC where no offset is known."""
        return self.start_time + timedelta(seconds=self.utc_offset_s or 0)
