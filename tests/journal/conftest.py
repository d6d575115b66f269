"""A journal on a real disk, and small runs and files to put into it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from trochlea.errors import Problem
from trochlea.journal import AddedFile, Journal
from trochlea.model import Activity, DeveloperField, Device, Lap, Streams

MakeRun = Callable[..., Activity]
Put = Callable[..., AddedFile]
START = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)


@pytest.fixture
def make_run() -> MakeRun:
    def make(
        after_s: float = 0.0,
        distance_m: float | None = 5000.0,
        sport: str = "running",
        utc_offset_s: int | None = 3600,
    ) -> Activity:
        start = START + timedelta(seconds=after_s)
        return Activity(
            sport=sport,
            sub_sport="trail",
            start_time=start,
            utc_offset_s=utc_offset_s,
            distance_m=distance_m,
            elapsed_s=1900.5,
            moving_s=1800.0,
            ascent_m=42.0,
            mean_cadence_spm=168.5,
            mean_ground_contact_ms=251.0,
            mean_heart_rate_bpm=150.0,
            laps=(Lap(start, 900.0, 880.0, 2500.0, 167.0), Lap(None, None, None, None)),
            devices=(Device(0, 1, 3122, 987_654_321, 12.5), Device(None, None, None)),
            streams=Streams(
                {
                    "time_s": np.arange(4, dtype=np.float64),
                    "speed_mps": np.array([2.5, np.nan, 2.75, 3.0]),
                },
                (
                    DeveloperField("Form", "W", np.array([1.0, 2.0, np.nan, 4.0])),
                    DeveloperField("Form", "", np.array([0.0, 0.0, 1.0, 1.0])),
                ),
            ),
        )

    return make


@pytest.fixture
def put() -> Put:
    def put_file(
        journal: Journal,
        data: bytes,
        *activities: Activity,
        problems: tuple[Problem, ...] = (),
        import_id: int | None = None,
    ) -> AddedFile:
        return journal.add_file(
            journal.begin_import("a folder") if import_id is None else import_id,
            "run.fit",
            "fit",
            data,
            hashlib.sha256(data).hexdigest(),
            activities,
            problems,
        )

    return put_file
