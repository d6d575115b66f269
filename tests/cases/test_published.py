"""The published cases: how they are coded, the one pass mark, and the sums that judge them.

They are development cases: apart from the pass mark nothing here says how good the engine is;
`make cases` prints that.
"""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from tools.cases.agreement import agreement, cohen
from tools.cases.coded import FOLDER, CodedCase, read_cases
from tools.cases.intervals import exact_upper, wilson
from tools.cases.judge import judge
from tools.cases.tables import miss_lines, stratum_lines, urgency_lines
from tools.cases.worlds import Drawer, as_believed, calibrated, calibration_error
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.model import urgency_rank

CASES = 62
SOON = urgency_rank("urgent")


@pytest.fixture(scope="module")
def model(knowledge: Knowledge) -> LikelihoodModel:
    return LikelihoodModel(knowledge)


@pytest.fixture(scope="module")
def cases(knowledge: Knowledge) -> tuple[CodedCase, ...]:
    return read_cases(knowledge)


PATHS = sorted(FOLDER.glob("case-*.toml"))


def test_all_cases_are_coded_with_a_sentence_and_a_citation() -> None:
    assert len(PATHS) == CASES
    for path in PATHS:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        assert table["sentence"]
        assert table["expected"]["citation"]


def test_what_is_right_is_on_our_list(cases: tuple[CodedCase, ...], knowledge: Knowledge) -> None:
    for case in cases:
        assert set(case.right) <= set(knowledge.conditions), case.id


def test_a_name_leads_only_to_conditions_that_exist(knowledge: Knowledge) -> None:
    names = tomllib.loads((FOLDER / "names.toml").read_text(encoding="utf-8"))["names"]
    assert names
    for name, conditions in names.items():
        assert set(conditions) <= set(knowledge.conditions), name


def test_two_coders_agree_beyond_chance(knowledge: Knowledge) -> None:
    found = agreement(knowledge)
    assert found.cases >= 19
    assert found.kappa > 0.8
    assert found.kappa_said > 0.6


@pytest.mark.parametrize("path", PATHS, ids=lambda path: Path(path).stem)
def test_no_case_at_urgent_or_above_comes_out_below_its_level(
    path: Path, cases: tuple[CodedCase, ...], knowledge: Knowledge, model: LikelihoodModel
) -> None:
    case = next(row for row in cases if row.id == path.stem)
    for runner_only in (True, False):
        verdict = judge(case, knowledge, model, runner_only=runner_only)
        wanted = urgency_rank(case.urgency)
        assert wanted < SOON or urgency_rank(verdict.urgency) >= wanted


def test_the_tables_name_every_stratum_and_each_miss(
    cases: tuple[CodedCase, ...], knowledge: Knowledge, model: LikelihoodModel
) -> None:
    verdicts = [judge(case, knowledge, model, runner_only=True) for case in cases[:12]]
    text = "\n".join(stratum_lines(verdicts))
    assert "adult runner" in text
    assert "priors only" in text
    missed = [row for row in verdicts if row.case.in_list and (row.rank or 99) > 3]
    assert len(miss_lines(verdicts)) == len(missed)
    assert "upper bound" in urgency_lines(verdicts)[0]


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_that_of_newcombes_table(
    hits: int, total: int, low: float, high: float
) -> None:
    """Newcombe 1998, Statistics in Medicine 17:857, table I, method 3."""
    assert wilson(hits, total) == pytest.approx((low, high), abs=5e-5)


def test_beside_a_zero_stands_the_exact_bound() -> None:
    assert exact_upper(0, 40) == pytest.approx(1 - 0.05 ** (1 / 40), abs=1e-9)
    assert exact_upper(5, 5) == 1.0
    assert 0.2 < exact_upper(1, 20) < 0.25


def test_cohens_kappa_is_that_of_a_known_table() -> None:
    """20 and 15 agreed, 5 and 10 not: observed 0.70, by chance 0.50, kappa 0.40."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohen(pairs) == pytest.approx(0.4)


def test_a_calibration_error_is_the_gap_between_belief_and_truth() -> None:
    assert calibration_error([(0.75, True)] * 3 + [(0.75, False)]) == pytest.approx(0.0)
    assert calibration_error([(0.9, False)] * 10) == pytest.approx(0.9)


def test_the_arithmetic_is_right_on_patients_drawn_from_the_knowledge() -> None:
    """A thousand patients; the error of so small a sample alone is about 0.02."""
    knowledge = packaged_knowledge()
    model = LikelihoodModel(knowledge)
    error = calibrated(
        knowledge, model, as_believed(model), random.Random(7), patients=1000, answered=0.5
    )
    assert error <= 0.05


def test_the_same_chance_draws_the_same_patients(
    knowledge: Knowledge, model: LikelihoodModel
) -> None:
    first, second = (
        Drawer(knowledge, model, as_believed(model), random.Random(3)).draw() for _ in range(2)
    )
    assert first == second
