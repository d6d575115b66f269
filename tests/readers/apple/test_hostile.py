"""Exports that are cut off, damaged or forged: what is whole is taken, memory stays bounded."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest

from tests.contracts.checks import problem_violations, violations
from tests.readers.apple.health import (
    DTD,
    Split,
    export,
    metadata,
    record,
    route,
    route_reference,
    workout,
)
from tests.readers.sources.archives import STORED, zipped
from trochlea.readers import DEFAULT_LIMITS, Limits, SourceFile, scan_path
from trochlea.readers.apple import blocks, split_export
from trochlea.readers.sources.found import RefusalError

BEATS = [record("HeartRate", 140, "count/min", second) for second in range(0, 600, 5)]
WHOLE = export(*BEATS, *(workout(begin=3600 * i, end=3600 * i + 600) for i in range(4)))


def checked(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Split | None:
    """Return what came out, which must be in the words and ranges of the house."""
    try:
        split = Split(data, limits=limits)
    except RefusalError:
        return None
    for problem in split.problems:
        assert list(problem_violations(problem)) == []
    for outcome in split.outcomes:
        assert violations(outcome) == []
    return split


def test_a_cut_export_gives_every_whole_workout_and_says_what_was_lost() -> None:
    split = checked(WHOLE[: WHOLE.rfind(b"</Workout>")])
    assert split is not None
    assert len(split.runs) == 3
    (problem,) = split.problems
    assert (problem.code, problem.kept) == ("xml_damaged", "3 whole workouts")
    assert "one of them cut in two" in problem.message


def test_an_export_cut_at_any_place_does_no_harm() -> None:
    for at in range(0, len(WHOLE), 97):
        split = checked(WHOLE[:at])
        if split is not None:
            assert split.problems, at


def test_an_export_cut_before_its_workouts_is_refused_with_its_reason() -> None:
    with pytest.raises(RefusalError) as refusal:
        Split(WHOLE[: WHOLE.find(b"<Workout ")])
    assert refusal.value.code == "xml_damaged"
    assert "no workout" in refusal.value.reason


def test_damage_in_one_workout_costs_that_one() -> None:
    second = WHOLE.find(b"</Workout>")
    split = checked(WHOLE[:second] + WHOLE[second + len(b"</Workout>") :])
    assert split is not None
    assert (len(split.runs), split.codes) == (3, ["workout_damaged"])


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE HealthData [<!ENTITY a "b">]>',
        '<!DOCTYPE HealthData [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>',
        '<!DOCTYPE HealthData SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE HealthData PUBLIC "a" "b">',
        '<!DOCTYPE HealthData [<!NOTATION a SYSTEM "b">]>',
    ],
)
def test_entities_and_other_files_are_refused(dtd: str) -> None:
    with pytest.raises(RefusalError) as refusal:
        Split(export(workout(), dtd=dtd))
    assert refusal.value.code == "xml_entities_refused"


def test_a_root_that_never_comes_is_refused() -> None:
    for data in (b"", DTD.encode(), b"<HealthDat", b" " * (1 << 21)):
        with pytest.raises(RefusalError):
            Split(data)


def test_a_limit_on_the_whole_export_is_held_and_what_was_before_it_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 1000)
    end = WHOLE.rfind(b"</Workout>")
    split = checked(WHOLE, replace(DEFAULT_LIMITS, apple_bytes=end))
    assert split is not None
    assert split.codes == ["file_too_large"]
    assert len(split.runs) >= 2


@pytest.mark.parametrize(
    "limits",
    [replace(DEFAULT_LIMITS, attribute_bytes=1000), replace(DEFAULT_LIMITS, xml_depth=3)],
)
def test_limits_on_one_workout_cost_that_one(limits: Limits) -> None:
    long = metadata("x", "y" * 2000)
    deep = "".join(f"<a{i}>" for i in range(5)) + "".join(f"</a{i}>" for i in range(4, -1, -1))
    split = checked(export(workout(long + deep), workout(begin=7200, end=7800)), limits)
    assert split is not None
    assert (len(split.runs), split.codes) == (1, ["workout_not_understood"])


def test_more_records_than_points_are_allowed_are_not_all_taken() -> None:
    split = Split(export(*BEATS, workout()), limits=replace(DEFAULT_LIMITS, points=10))
    assert len(split.run.streams) == 10


def test_a_stream_that_stands_still_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(0, 10_000, 11))
    monkeypatch.setattr(blocks, "BLOCK", 1000)
    monkeypatch.setattr("trochlea.readers.apple.blocks.time.monotonic", lambda: next(now))
    with pytest.raises(RefusalError):
        Split(WHOLE)


class _Endless(io.RawIOBase):
    """A stream of one text again and again, that counts how much was asked for at once."""

    def __init__(self, begin: bytes, again: bytes, size: int) -> None:
        self._parts = self._made(begin, again, size)
        self.largest = 0

    def _made(self, begin: bytes, again: bytes, size: int) -> Iterator[bytes]:
        yield begin
        for _ in range(size // len(again)):
            yield again

    def read(self, count: int = -1) -> bytes:
        self.largest = max(self.largest, count)
        return next(self._parts, b"")


HOSTILE = {
    "a text without an end": (b"<HealthData>", b"x" * (1 << 16)),
    "a comment without an end": (b"<HealthData><!--", b"x" * (1 << 16)),
    "one tag of attributes": (b"<HealthData><Record ", b'a="b" ' * 10_000),
    "a workout without an end": (b"<HealthData><Workout ", b'<a b="c"/>' * 6_000),
    "ends without starts": (b"<HealthData>", b"</Workout>" * 6_000),
    "starts without ends": (b"<HealthData>", b"<Workout >" * 6_000),
    "quotes": (b"<HealthData>", b"<Record a='\" b=\"' " * 3_000),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_is_in_it_no_more_than_a_block_is_held(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The largest block, and all that waits beside it, are bounded however long the file is."""
    begin, again = HOSTILE[what]
    held: list[int] = []
    plain = blocks.Blocks._plain

    def noted(self: blocks.Blocks, block: bytes) -> bytes:
        held.append(len(block))
        return plain(self, block)

    monkeypatch.setattr(blocks.Blocks, "_plain", noted)
    streams: list[_Endless] = []

    def opened() -> IO[bytes]:
        streams.append(_Endless(begin, again, 1 << 25))
        return streams[-1]  # type: ignore[return-value]

    with suppress(RefusalError):
        list(split_export(opened, lambda _: None, "x", DEFAULT_LIMITS))
    most = blocks.BLOCK + 16 * DEFAULT_LIMITS.attribute_bytes + len(again)
    assert max((stream.largest for stream in streams), default=0) <= blocks.BLOCK
    assert max(held, default=0) <= most


def test_thousands_of_workouts_at_once_do_not_multiply_the_records() -> None:
    many = [workout(begin=-i, end=600 + i, source=f"s{i}") for i in range(300)]
    split = checked(export(*BEATS, *many))
    assert split is not None
    assert len(split.runs) == 300
    assert sum(len(run.streams) for run in split.runs) <= 4 * len(BEATS)


def test_broken_exports_never_raise_anything_else() -> None:
    rng = random.Random(5)
    words = (b"<", b">", b'"', b"'", b"<!--", b"]]>", b"&amp;", b"\0", b"</Workout>", b"<Workout ")
    for _ in range(400):
        data = bytearray(WHOLE)
        for _ in range(rng.randint(1, 12)):
            at = rng.randrange(len(data))
            data[at : at + rng.randint(0, 30)] = rng.choice(words) * rng.randint(0, 3)
        checked(bytes(data))


def test_an_archive_whose_checksum_does_not_fit_gives_its_workouts_and_says_so(
    tmp_path: Path,
) -> None:
    data = bytearray(zipped({"apple_health_export/export.xml": WHOLE}, STORED))
    at = data.find(b'value="140"')
    data[at + 9] ^= 1
    (tmp_path / "export.zip").write_bytes(data)
    found = list(scan_path(tmp_path / "export.zip"))
    assert sum(isinstance(each, SourceFile) for each in found) == 4
    assert [each.code for each in found if not isinstance(each, SourceFile)] == ["archive_damaged"]


def test_more_workouts_than_a_life_has_are_not_all_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trochlea.readers.apple.export._MOST_WORKOUTS", 3)
    split = checked(WHOLE)
    assert split is not None
    assert (len(split.runs), split.codes) == (3, ["too_many_activities"])


def test_routes_that_fail_cost_only_themselves() -> None:
    def read_route(path: str) -> bytes | None:
        if "refused" in path:
            raise RefusalError("file_too_large", "it is too large")
        if "disk" in path:
            raise OSError(5, "Input/output error")
        return route(range(60)) if "good" in path else b"\xff\xfe<x"

    paths = ("refused", "disk", "odd", "good")
    inner = "".join(route_reference(f"/workout-routes/{each}.gpx") for each in paths)
    data = export(workout(inner))
    items = list(split_export(lambda: io.BytesIO(data), read_route, "x", DEFAULT_LIMITS))
    assert [each.code for each in items if not isinstance(each, SourceFile)] == [
        "file_too_large",
        "cannot_read",
        "route_empty",
    ]
