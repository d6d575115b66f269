"""The simulated runner: eleven weeks of runs, one long hilly run, and a knee that began to ache.

All numbers are made up so that each part of the walk has something to show; they are no model
of how knees behave. The same last day gives the same files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

import numpy as np

from trochlea.model import Activity, CheckIn, Lap, Runner, Streams

SIMULATED_RUNNER = Runner(
    runner_id="simulated-runner",
    born_on=date(1992, 4, 2),
    sex="F",
    height_cm=168.0,
    mass_kg=61.0,
    simulated=True,
)
KNEE = "right"
WEEKS = 11
ONSET_DAYS_AGO = 17
SECONDS_PER_RECORD = 2.0
BASE_SPEED_MPS = 2.85
UTC_OFFSET = timedelta(hours=1)
START_OF_RUN = time(6, 30)


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """One made-up run: how many days before the last day, how far, how hilly."""

    days_ago: int
    distance_km: float
    climb_m_per_km: float = 4.0


def planned_runs() -> tuple[PlannedRun, ...]:
    """Return the made-up runs, oldest first: four a week, then the spike, then less."""
    before = [PlannedRun(7 * WEEKS, 9.6)]
    usual = [
        PlannedRun(7 * week + day, km + 0.3 * (WEEKS - week) * (km > 8))
        for week in range(WEEKS - 1, 2, -1)
        for day, km in ((5, 6.2), (3, 8.1), (1, 5.1), (0, 9.4))
    ]
    spike = [PlannedRun(20, 6.0), PlannedRun(ONSET_DAYS_AGO, 17.6, 26.0)]
    sore = [
        PlannedRun(14, 6.1),
        PlannedRun(11, 5.2),
        PlannedRun(8, 6.0),
        PlannedRun(5, 4.6),
        PlannedRun(3, 5.0),
        PlannedRun(1, 5.2),
    ]
    return (*before, *usual, *spike, *sore)


def simulated_history(last_day: date) -> tuple[Activity, ...]:
    """Return the simulated runner's activities up to the day before `last_day`."""
    return tuple(_activity(plan, last_day) for plan in planned_runs())


def simulated_checkins(now: datetime) -> tuple[CheckIn, ...]:
    """Return the check-ins of the days after the earlier sore runs (today's comes by answers)."""
    rows = ((13, 5, 3, 1), (10, 4, 2, 1), (7, 4, 2, 0), (4, 3, 1, 0), (2, 3, 1, 0))
    return tuple(
        CheckIn(
            knee="right",
            observed_at=now - timedelta(days=days_ago),
            pain_during=during,
            pain_hour_after=after,
            pain_next_morning=morning,
            pain_before=0,
            new_swelling=False,
            new_limp=False,
            pain_medicine_24h=False,
            symptoms_changed=False,
        )
        for days_ago, during, after, morning in rows
    )


def _activity(plan: PlannedRun, last_day: date) -> Activity:
    start = datetime.combine(
        last_day - timedelta(days=plan.days_ago), START_OF_RUN, tzinfo=timezone(UTC_OFFSET)
    )
    columns = _columns(plan)
    elapsed_s = float(columns["time_s"][-1])
    distance_m = float(columns["distance_m"][-1])
    cadence = float(columns["cadence_spm"].mean())
    return Activity(
        sport="running",
        start_time=start.astimezone(timezone.utc),  # noqa: UP017 - the same on every Python
        utc_offset_s=int(UTC_OFFSET.total_seconds()),
        distance_m=distance_m,
        elapsed_s=elapsed_s,
        moving_s=elapsed_s,
        ascent_m=float(np.clip(np.diff(columns["altitude_m"]), 0, None).sum()),
        mean_cadence_spm=cadence,
        mean_ground_contact_ms=float(columns["ground_contact_ms"].mean()),
        mean_heart_rate_bpm=float(columns["heart_rate_bpm"].mean()),
        laps=(Lap(start, elapsed_s, elapsed_s, distance_m, cadence),),
        streams=Streams(columns),
    )


def _columns(plan: PlannedRun) -> dict[str, np.ndarray]:
    distance_m = 1000.0 * plan.distance_km
    seconds = distance_m / BASE_SPEED_MPS
    time_s = np.arange(0.0, seconds + SECONDS_PER_RECORD, SECONDS_PER_RECORD)
    wave = np.sin(time_s / 97.0 + plan.days_ago)
    speed = BASE_SPEED_MPS + 0.12 * wave - 0.1 * time_s / max(time_s[-1], 1.0)
    covered = np.concatenate(([0.0], np.cumsum(speed[:-1]) * SECONDS_PER_RECORD))
    hills = plan.climb_m_per_km * np.sin(covered / 320.0)
    return {
        "time_s": time_s,
        "distance_m": np.round(covered, 2),
        "speed_mps": np.round(speed, 3),
        "altitude_m": np.round(140.0 + 5.0 * hills, 1),
        "heart_rate_bpm": np.round(146.0 + 8.0 * wave + 10.0 * time_s / time_s[-1]),
        "cadence_spm": np.round(162.0 + 2.0 * wave),
        "ground_contact_ms": np.round(262.0 - 6.0 * wave, 1),
        "vertical_oscillation_mm": np.round(88.0 + 3.0 * wave, 1),
        "step_length_mm": np.round(speed / (162.0 + 2.0 * wave) * 60_000.0, 1),
    }
