"""Workers: a file that ends or exhausts its reader fails alone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from trochlea.model import Activity, Streams
from trochlea.readers import DEFAULT_LIMITS, SourceFile
from trochlea.readers.fit import encode_activity
from trochlea.workflow.crew import Crew
from trochlea.workflow.worker import Reading


def a_run(records: int) -> SourceFile:
    time_s = np.arange(float(records))
    run = Activity(
        "running",
        datetime(2026, 3, 1, 6, tzinfo=UTC),
        distance_m=2.9 * records,
        elapsed_s=float(records),
        streams=Streams({"time_s": time_s, "distance_m": 2.9 * time_s}),
    )
    return SourceFile(f"{records}.fit", encode_activity(run))


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def same(reading: Reading) -> Reading:
    return reading


@pytest.fixture
def crew() -> Iterator[Crew]:
    with Crew(2, DEFAULT_LIMITS) as workers:
        yield workers


def test_files_come_back_read_whoever_read_them(crew: Crew) -> None:
    sources = [a_run(60 + index) for index in range(8)]
    readings = [future.result() for future in [crew.read(each, same) for each in sources]]
    lengths = [reading.activities[0].activity.elapsed_s for reading in readings]
    assert lengths == [60.0 + index for index in range(8)]
    assert {reading.format for reading in readings} == {"fit"}
    assert all(reading.activities[0].streams for reading in readings)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is bounded on Linux")
def test_a_file_that_wants_too_much_memory_fails_alone() -> None:
    limits = replace(DEFAULT_LIMITS, memory_bytes=24 * 2**20)
    with Crew(1, limits) as workers:
        greedy = workers.read(a_run(900_000), same).result()
        modest = workers.read(a_run(60), same).result()
    assert codes(greedy) == ["too_much_memory"]
    assert "more than 24 MiB" in greedy.problems[0].message
    assert codes(modest) == []
    assert modest.activities


@pytest.mark.skipif(not hasattr(signal, "SIGXCPU"), reason="the system bounds no time")
def test_a_file_that_takes_too_long_fails_alone() -> None:
    point = b"<trkpt lat='48' lon='11'><time>2026-03-01T06:00:00Z</time><a/></trkpt>\n"
    track = b"<gpx><trk><trkseg>" + point * 600_000 + b"</trkseg></trk></gpx>"
    with Crew(1, replace(DEFAULT_LIMITS, cpu_s=0, memory_bytes=8 * 2**30)) as workers:
        slow = workers.read(SourceFile("slow.gpx", track), same).result()
        quick = workers.read(a_run(60), same).result()
    assert codes(slow) == ["too_slow"]
    assert codes(quick) == []


def test_a_worker_that_is_killed_fails_the_file_it_read(crew: Crew) -> None:
    assert codes(crew.read(a_run(60), same).result()) == []
    for child in _children():
        os.kill(child, signal.SIGKILL)
    lost = crew.read(a_run(61), same).result()
    assert codes(lost) == ["reader_died"]
    assert lost.problems[0].message.startswith("61.fit: not taken, reading it ended the reader")
    assert codes(crew.read(a_run(62), same).result()) == []


def _children() -> list[int]:
    """Return the processes that this one started."""
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    if not path.exists():
        pytest.skip("the system does not list the children of a process")
    started: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        started |= {int(each) for each in (task / "children").read_text().split()}
    return sorted(started)
