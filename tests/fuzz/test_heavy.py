"""No input of two megabytes takes ten seconds or half a gigabyte, whatever it repeats."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor

import pytest

from tests.contracts.samples import SAMPLES
from tests.fuzz.campaign import MOST_RESIDENT_MIB, resident_mib
from tests.fuzz.generators import ARCHIVE, Mutant, kinds
from tests.fuzz.heavy import cases
from tests.fuzz.verdict import faults

SIZE = 2_000_000
CASES = tuple((kind, name) for kind in kinds() if kind != ARCHIVE for name in cases(kind))

Read = tuple[list[str], float]


def read_in_here(kind: str, name: str) -> Read:
    """Read one heavy input in this process; return its faults and the memory it held at most."""
    data = cases(kind)[name](SIZE)
    return faults(Mutant(kind, SAMPLES[kind].name, data)), resident_mib()


@pytest.fixture(scope="module")
def readings() -> Iterator[dict[tuple[str, str], Future[Read]]]:
    """Each in a process of its own, as memory that was once held is never given back."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context, max_tasks_per_child=1) as pool:
        yield {case: pool.submit(read_in_here, *case) for case in CASES}


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_heavy_input_does_no_harm(
    readings: dict[tuple[str, str], Future[Read]], kind: str, name: str
) -> None:
    found, resident = readings[kind, name].result()
    assert found == []
    assert resident <= MOST_RESIDENT_MIB
