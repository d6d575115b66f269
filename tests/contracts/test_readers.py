"""The contract of every reader: one battery, run on each format that there is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.contracts.checks import violations
from tests.contracts.known_run import (
    COLUMNS,
    DISTANCE_M,
    DURATION_S,
    START,
    TIME_S,
    UTC_OFFSET_S,
)
from tests.contracts.same import digest, plain
from tests.contracts.samples import SAMPLES, Sample
from trochlea.readers import ReadOutcome, read_bytes
from trochlea.readers.formats import all_formats

FORMATS = tuple(each.id for each in all_formats())
MOST_UNKNOWN = 0.02  # share of the records that cleaning may leave without a value
CUTS = 20
FOREIGN = {
    "a picture": b"\xff\xd8\xff\xe0" + bytes(200),
    "a web page": b"<!DOCTYPE html><html><body>Sign in to go on</body></html>",
    "zeros": bytes(4_096),
    "a letter": b"Dear runner,\n\nthis is no activity.\n",
    "other JSON": b'{"hello": ["world", 1, 2, 3]}',
    "other XML": b'<?xml version="1.0"?><plist><dict/></plist>',
    "a list of words": b"name,colour\nann,blue\nbob,red\n",
    "no text": b"\x80\x81\xfe\xff" * 50,
}


@pytest.fixture(params=FORMATS)
def format_id(request: pytest.FixtureRequest) -> str:
    """Each format that there is."""
    return str(request.param)


@pytest.fixture
def sample(format_id: str) -> Sample:
    """What the battery knows of a format."""
    if format_id not in SAMPLES:
        pytest.fail(f"tests/contracts/samples.py has no sample of {format_id!r}", pytrace=False)
    return SAMPLES[format_id]


def documents(sample: Sample) -> dict[str, bytes]:
    made = {"minimal": sample.minimal(), "rich": sample.rich()}
    return made | {f"short {i}": data for i, data in enumerate(sample.short())}


def said(outcome: ReadOutcome) -> str:
    return "; ".join(problem.message for problem in outcome.problems)


def test_no_sample_is_of_a_format_that_there_is_not() -> None:
    assert set(SAMPLES) - set(FORMATS) == set()


def test_whole_documents_are_read_without_a_word(format_id: str, sample: Sample) -> None:
    for name, data in documents(sample).items():
        outcome = read_bytes(sample.name, data)
        assert outcome.format == format_id, name
        assert len(outcome.activities) == 1, (name, said(outcome))
        codes = {problem.code for problem in outcome.problems}
        assert codes <= sample.remarks, (name, said(outcome))


def test_every_value_is_in_its_range(sample: Sample) -> None:
    for name, data in documents(sample).items():
        assert violations(read_bytes(sample.name, data)) == [], name


def test_the_known_run_has_the_same_numbers_in_every_format(sample: Sample) -> None:
    (run,) = read_bytes(sample.name, sample.rich()).activities
    assert (run.sport, run.is_run) == ("running", True)
    assert abs(run.start_time - START) <= timedelta(seconds=sample.duration_s)
    assert run.utc_offset_s == (UTC_OFFSET_S if sample.offset else None)
    assert run.distance_m == pytest.approx(DISTANCE_M, abs=sample.distance_m)
    assert run.elapsed_s == pytest.approx(DURATION_S, abs=sample.duration_s)
    assert run.mean_heart_rate_bpm is None or abs(run.mean_heart_rate_bpm - 140) <= 1
    assert run.mean_cadence_spm is None or abs(run.mean_cadence_spm - 170) <= 1
    assert run.ascent_m is None or abs(run.ascent_m - 30) <= 3
    assert run.descent_m is None or abs(run.descent_m - 30) <= 3


def test_every_stream_of_the_known_run_is_there_in_its_unit(sample: Sample) -> None:
    (run,) = read_bytes(sample.name, sample.rich()).activities
    assert set(sample.resolution) <= set(run.streams.columns)
    times = run.streams.get("time_s")
    if sample.summary_only:
        assert sample.resolution == {}
        return
    assert times is not None
    np.testing.assert_allclose(times, TIME_S, atol=0.01)
    for name, resolution in sample.resolution.items():
        values = run.streams.columns[name]
        known = ~np.isnan(values)
        assert known.mean() >= 1 - MOST_UNKNOWN, name
        off = np.abs(values - COLUMNS[name])[known].max()
        assert off <= resolution, f"{name}: off by {off}"


def test_a_pace_is_no_surprise(sample: Sample) -> None:
    (run,) = read_bytes(sample.name, sample.rich()).activities
    speed = run.streams.get("speed_mps")
    if speed is not None:
        assert np.nanmedian(speed) == pytest.approx(3.0, abs=0.05)
    assert run.moving_s is None or run.moving_s == pytest.approx(DURATION_S, abs=5)


def test_times_never_run_backwards(sample: Sample) -> None:
    if sample.write is None:
        pytest.skip(f"{sample.name}: one document holds no order of records")
    outcome = read_bytes(sample.name, sample.disordered())
    assert violations(outcome) == []
    assert outcome.problems, "records out of order, and nothing said"
    for run in outcome.activities:
        assert run.elapsed_s is None or run.elapsed_s >= 0


def test_reading_twice_says_the_same(sample: Sample) -> None:
    for data in documents(sample).values():
        first = read_bytes(sample.name, data)
        read_bytes(sample.name, data[: len(data) // 2])
        assert plain(read_bytes(sample.name, bytes(bytearray(data)))) == plain(first)


def test_the_name_says_nothing(sample: Sample) -> None:
    data = sample.rich()
    (run,) = read_bytes(sample.name, data).activities
    for name in ("a.bin", "b.fit", "c.gpx", "noname", "d.JSON"):
        (other,) = read_bytes(name, data).activities
        assert plain(other) == plain(run), name


_DIGESTS = """
import sys
from tests.contracts.same import digest
from tests.contracts.samples import SAMPLES
from trochlea.readers import read_bytes
for each in SAMPLES.values():
    for data in (each.minimal(), each.rich()):
        print(digest(read_bytes(each.name, data)))
"""


@pytest.mark.parametrize(
    ("zone", "seed", "language"), [("UTC", "1", "C"), ("Pacific/Chatham", "2", "de_DE.UTF-8")]
)
def test_zone_language_and_hash_seed_of_the_machine_change_nothing(
    repository: Path, zone: str, seed: str, language: str
) -> None:
    machine = {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": language, "LANG": language}
    command = [sys.executable, "-c", _DIGESTS]
    done = subprocess.run(
        command, cwd=repository, env=os.environ | machine, check=True, capture_output=True
    )
    here = [
        digest(read_bytes(each.name, data))
        for each in SAMPLES.values()
        for data in (each.minimal(), each.rich())
    ]
    assert done.stdout.decode().split() == here


def problems_of(sample: Sample, data: bytes) -> ReadOutcome:
    """Return a reading that must have said something, in the words of the house."""
    outcome = read_bytes(sample.name, data)
    assert outcome.problems, "nothing said"
    assert violations(outcome) == []
    if not outcome.activities:
        assert [problem.kept for problem in outcome.problems if problem.kept] == []
    return outcome


def test_an_empty_file_is_named(sample: Sample) -> None:
    for data in (b"", b"\xef\xbb\xbf", b" \n", b"\x00"):
        outcome = problems_of(sample, data)
        assert outcome.activities == ()
        assert sample.name in said(outcome)


@pytest.mark.parametrize("what", FOREIGN)
def test_other_content_under_its_name_is_refused(sample: Sample, what: str) -> None:
    outcome = problems_of(sample, FOREIGN[what])
    assert outcome.activities == ()
    assert sample.name in said(outcome)


def cuts(sample: Sample) -> Iterator[tuple[int, bytes]]:
    data = sample.rich()
    for part in range(1, CUTS):
        at = len(data) * part // CUTS
        yield at, data[:at]


def test_a_cut_file_says_what_was_lost(sample: Sample) -> None:
    for at, data in cuts(sample):
        if sample.cut:
            problems_of(sample, data)
        else:
            assert violations(read_bytes(sample.name, data)) == [], at


def test_a_cut_file_keeps_what_stands_before_the_cut(sample: Sample) -> None:
    if sample.summary_only or not sample.salvage:
        pytest.skip(f"{sample.name}: the format gives nothing to keep")
    known = np.column_stack([COLUMNS["time_s"], COLUMNS["heart_rate_bpm"]])
    for at, data in cuts(sample):
        share = at / len(sample.rich())
        (run,) = read_bytes(sample.name, data).activities
        rows = len(run.streams)
        assert rows >= (share - 0.1) * len(TIME_S), at
        kept = np.column_stack(
            [run.streams.columns["time_s"], run.streams.columns["heart_rate_bpm"]]
        )
        np.testing.assert_allclose(kept[: rows - 1], known[: rows - 1], atol=0.5)


@pytest.mark.parametrize("tail", [b"\x00\x01garbage" * 5, b"<x>", b"}]", b"\xff" * 40])
def test_garbage_after_the_end_is_said_and_the_run_is_kept(sample: Sample, tail: bytes) -> None:
    outcome = read_bytes(sample.name, sample.rich() + tail)
    assert violations(outcome) == []
    if sample.cut:
        assert outcome.problems, "nothing said"
        assert len(outcome.activities) == 1, said(outcome)


def test_bytes_that_break_off_in_the_middle_of_a_letter_never_raise(sample: Sample) -> None:
    data = sample.minimal()
    for at in range(len(data)):
        assert violations(read_bytes(sample.name, data[:at])) == [], at


@pytest.mark.parametrize("name", ["../../x.fit", "/etc/passwd", "C:\\x.gpx", "a\x00b.tcx", "-"])
def test_a_name_is_never_used_as_a_path(sample: Sample, name: str) -> None:
    data = sample.rich()
    read_bytes(name, data)  # what is imported late is imported now
    read_bytes(name, data[:-40])
    assert opened_by(lambda: read_bytes(name, data)) == []
    assert opened_by(lambda: read_bytes(name, data[:-40])) == []


class _Watch:
    """Notes what is opened; a hook cannot be taken away again, so there is one for all tests."""

    def __init__(self) -> None:
        self.on = False
        self.opened: list[str] = []
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.on and event in ("open", "os.listdir", "os.scandir", "socket.connect"):
            self.opened.append(f"{event} {arguments[0]!r}")


@cache
def _watch() -> _Watch:
    return _Watch()


def opened_by(act: Callable[[], object]) -> list[str]:
    """Return the files, folders and connections that something opens."""
    watch = _watch()
    watch.opened, watch.on = [], True
    try:
        act()
    finally:
        watch.on = False
    return watch.opened
