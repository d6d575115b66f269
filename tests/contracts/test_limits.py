"""Each limit, lowered, makes a reader refuse the file or keep less of it, and say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contracts.checks import problem_violations, violations
from tests.contracts.known_run import START, TIME_S
from tests.contracts.samples import SAMPLES
from tests.fuzz.archive_mutants import zipped
from trochlea.errors import Problem
from trochlea.model.activity import Activity
from trochlea.readers import SourceFile, read_bytes, scan_path
from trochlea.readers.formats import all_formats
from trochlea.readers.limits import DEFAULT_LIMITS, NUMERIC_LIMITS, Limits

FORMATS = tuple(each.id for each in all_formats() if each.id in SAMPLES)
XML = tuple(each for each in FORMATS if SAMPLES[each].minimal().startswith(b"<"))
RECORDS = tuple(each for each in FORMATS if not SAMPLES[each].summary_only)
POINTS = 100
OF_FILES = {"file_bytes", "points", "xml_depth", "attribute_bytes"}
OF_ARCHIVES = {"archive_bytes", "inflated_bytes", "entries", "ratio", "depth"}
# Of a stream or of a worker process: held in tests/readers and tests/workflow.
ELSEWHERE = {"sessions", "apple_bytes", "stall_s", "cpu_s", "memory_bytes"}


def imported(path: Path, limits: Limits) -> tuple[list[Activity], list[Problem]]:
    """Return all that a path gives under limits, as an import reads it."""
    activities: list[Activity] = []
    problems: list[Problem] = []
    for found in scan_path(path, limits):
        if isinstance(found, SourceFile):
            outcome = read_bytes(found.name, found.data, limits)
            assert violations(outcome) == []
            activities += outcome.activities
            problems += outcome.problems
        elif isinstance(found, Problem):
            assert list(problem_violations(found)) == []
            problems.append(found)
    return activities, problems


def codes(problems: Iterable[Problem]) -> set[str]:
    return {problem.code for problem in problems}


def test_every_limit_has_its_test() -> None:
    assert set(NUMERIC_LIMITS) == OF_FILES | OF_ARCHIVES | ELSEWHERE


@pytest.mark.parametrize("format_id", FORMATS)
def test_a_file_above_its_limit_is_refused(format_id: str, tmp_path: Path) -> None:
    sample = SAMPLES[format_id]
    path = tmp_path / sample.name
    path.write_bytes(sample.rich())
    size = len(sample.rich())
    said = imported(path, replace(DEFAULT_LIMITS, file_bytes=size))[1]
    assert codes(said) <= sample.remarks
    activities, problems = imported(path, replace(DEFAULT_LIMITS, file_bytes=size - 1))
    assert (activities, codes(problems)) == ([], {"file_too_large"})


@pytest.mark.parametrize("format_id", RECORDS)
def test_more_points_than_the_limit_are_refused_or_left_out(format_id: str) -> None:
    sample = SAMPLES[format_id]
    whole = replace(DEFAULT_LIMITS, points=len(TIME_S))
    assert read_bytes(sample.name, sample.rich(), whole).problems == ()
    outcome = read_bytes(sample.name, sample.rich(), replace(DEFAULT_LIMITS, points=POINTS))
    assert violations(outcome) == []
    assert outcome.problems, "nothing said"
    assert sum(len(run.streams) for run in outcome.activities) <= POINTS


@pytest.mark.parametrize("limit", ["xml_depth", "attribute_bytes"])
@pytest.mark.parametrize("format_id", XML)
def test_xml_beyond_its_limits_is_refused_or_cut(format_id: str, limit: str) -> None:
    sample = SAMPLES[format_id]
    lowered = Limits(xml_depth=3) if limit == "xml_depth" else Limits(attribute_bytes=8)
    outcome = read_bytes(sample.name, sample.rich(), lowered)
    assert violations(outcome) == []
    assert outcome.problems, "nothing said"


@pytest.mark.parametrize("format_id", FORMATS)
def test_a_start_in_the_future_is_a_fault_of_the_clock(format_id: str) -> None:
    sample = SAMPLES[format_id]
    before = replace(DEFAULT_LIMITS, latest=START - timedelta(days=365))
    outcome = read_bytes(sample.name, sample.rich(), before)
    assert violations(outcome) == []
    assert outcome.problems, "nothing said"
    after = replace(DEFAULT_LIMITS, latest=START + timedelta(days=365))
    assert codes(read_bytes(sample.name, sample.rich(), after).problems) <= sample.remarks


def archive(tmp_path: Path, *, nested: bool = False) -> Path:
    """Return an archive of two runs and of a third one that packs well."""
    run = SAMPLES["fit"].rich()
    members = [("1.fit", run), ("2.fit", SAMPLES["fit"].minimal()), ("3.fit", run + bytes(90_000))]
    if nested:
        members.append(("inner.zip", zipped([("4.fit", run)])))
    path = tmp_path / "export.zip"
    path.write_bytes(zipped(members))
    return path


LOWERED = {
    "archive_bytes": (Limits(archive_bytes=1_000), 0),
    "inflated_bytes": (Limits(inflated_bytes=20_000), 2),
    "entries": (Limits(entries=2), 2),
    "ratio": (Limits(ratio=2), 3),
    "depth": (Limits(depth=1), 3),
}


@pytest.mark.parametrize("limit", LOWERED)
def test_an_archive_beyond_a_limit_is_refused_or_cut(limit: str, tmp_path: Path) -> None:
    assert set(LOWERED) == OF_ARCHIVES
    path = archive(tmp_path, nested=limit == "depth")
    whole = len(imported(path, DEFAULT_LIMITS)[0])
    lowered, most = LOWERED[limit]
    activities, problems = imported(path, lowered)
    assert len(activities) <= min(most, whole)
    assert problems, "nothing said"
    if limit != "ratio":
        assert len(activities) < whole
