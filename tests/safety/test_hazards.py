"""The register of hazards: each has its control, and tests that exist and are not passed over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.safety.hazards import fault_of, hazards, marked_tests

FIELDS = ("title", "cause", "harm", "severity", "likelihood", "control", "tests", "residual")
LATER = ("app", "form", "plan")
FIRST_TWENTY = 20
TWO_TESTS_FROM = 12
IDS = tuple(hazards())


@pytest.mark.parametrize("name", IDS)
def test_a_hazard_says_what_happens_and_what_holds_it(name: str) -> None:
    hazard: dict[str, Any] = dict(hazards()[name])
    assert set(FIELDS) - set(hazard) == set()
    for field in ("title", "cause", "harm", "control"):
        assert len(hazard[field]) > 10, field
    assert hazard["severity"] in range(1, 6)
    assert hazard["likelihood"] in range(1, 6)
    assert hazard["residual"] in range(1, 6) or len(str(hazard["residual"])) > 10
    assert hazard["status"] in ("controlled", "not_yet")
    assert hazard.get("later") in (LATER if hazard["status"] == "not_yet" else (None,))
    assert set(hazard) - {*FIELDS, "status", "later"} == set()


@pytest.mark.parametrize("name", IDS)
def test_every_test_of_a_hazard_exists_and_runs(name: str) -> None:
    named = hazards()[name]["tests"]
    assert named, "a hazard without a test"
    assert len(set(named)) == len(named)
    assert {test: fault_of(test) for test in named if fault_of(test)} == {}


@pytest.mark.parametrize("name", IDS)
def test_a_great_hazard_is_held_by_two_tests(name: str) -> None:
    hazard = hazards()[name]
    if hazard["severity"] * hazard["likelihood"] >= TWO_TESTS_FROM:
        assert len(hazard["tests"]) >= 2


def test_hazards_are_numbered_without_a_gap() -> None:
    assert [*IDS] == [f"H{number}" for number in range(1, len(IDS) + 1)]
    assert len(IDS) > FIRST_TWENTY


SAMPLE = '''
import pytest

def test_plain() -> None: ...

@pytest.mark.parametrize("x", [1])
def test_with_values(x: int) -> None: ...

@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.xfail)])
def test_with_a_value_set_aside(x: int) -> None: ...

@pytest.mark.skip
def test_set_aside() -> None: ...

def test_gives_up() -> None:
    """Some day."""
    pytest.skip("no time")

class TestOfAClass:
    def test_inside(self) -> None: ...

@pytest.mark.skipif(True, reason="x")
class TestAside:
    def test_inside(self) -> None: ...
'''


@pytest.mark.parametrize(
    ("test", "fault"),
    [
        ("test_plain", None),
        ("test_with_values", None),
        ("test_with_values[1]", None),
        ("TestOfAClass::test_inside", None),
        ("test_with_a_value_set_aside", "is marked xfail"),
        ("test_set_aside", "is marked skip"),
        ("test_gives_up", "is marked skip"),
        ("TestAside::test_inside", "is marked skipif"),
        ("test_that_is_gone", "names no test of that file"),
    ],
)
def test_the_search_knows_a_test_that_runs(test: str, fault: str | None, tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_it.py").write_text(SAMPLE, encoding="utf-8")
    assert fault_of(f"tests/test_it.py::{test}", tmp_path) == fault
    assert fault_of(f"tests/test_other.py::{test}", tmp_path) == "names no test file"


def test_a_file_that_is_wholly_set_aside_counts_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "test_it.py"
    path.write_text("import pytest\npytestmark = pytest.mark.skip\ndef test_it(): ...\n", "utf-8")
    assert marked_tests(path) == {"test_it": frozenset({"skip"})}
