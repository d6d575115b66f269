"""One reader for all tests, and a short way to see what it proposes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trochlea.assess.free_words import FreeWords, Heard
from trochlea.knowledge import load_knowledge

Hear = Callable[[str], Heard]
Find = Callable[[str], dict[str, object]]


@pytest.fixture(scope="session")
def hear() -> Hear:
    return FreeWords(load_knowledge()).understand


@pytest.fixture(scope="session")
def find(hear: Hear) -> Find:
    return lambda text: {row.finding: row.value for row in hear(text).proposals}
