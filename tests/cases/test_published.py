"""The published cases: how they are coded, the one pass mark, and the sums that judge them.

They are development cases: apart from the pass mark nothing here says how good the engine is;
`make cases` prints that. The sums are held to verdicts made by hand.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tools.cases.agreement import Compared, agreement, cohen, compare, sums
from tools.cases.coded import FOLDER, CodedCase, read_cases
from tools.cases.intervals import exact_upper, wilson
from tools.cases.judge import PLACE, PRIORS, Verdict, judge, worst_knee
from tools.cases.paired import paired, sign_test
from tools.cases.silence import Reading, denying, read
from tools.cases.tables import (
    abstention_lines,
    agreement_lines,
    miss_lines,
    paired_lines,
    question_lines,
    stratum_lines,
)
from tools.cases.urgent import below, bound_lines, hours_line, reading_lines, urgency_lines
from tools.cases.worlds import (
    Drawer,
    Patient,
    as_believed,
    calibrated,
    calibration_error,
    off,
    perturbed,
    urgency_holds,
)
from trochlea.assess import assess
from trochlea.assess.belief import believe
from trochlea.assess.facts import affected_knees, facts_for
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.assess.triage import triage
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.model import Answers, Observation, Triage, Urgency, urgency_rank

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


def _level(path: Path) -> Urgency:
    level: Urgency = tomllib.loads(path.read_text(encoding="utf-8"))["expected"]["urgency"]
    return level


SOON_PATHS = [path for path in PATHS if urgency_rank(_level(path)) >= SOON]


@pytest.mark.parametrize("name", [path.stem for path in SOON_PATHS])
def test_no_case_at_urgent_or_above_comes_out_below_its_level(
    name: str, cases: tuple[CodedCase, ...], knowledge: Knowledge
) -> None:
    case = next(row for row in cases if row.id == name)
    for runner_only in (True, False):
        assert below([read(case, knowledge, runner_only=runner_only)]) == []


def test_the_cases_at_urgent_or_above_are_39() -> None:
    assert len(SOON_PATHS) == 39


def case_of(name: str = "case-1", **said: Any) -> CodedCase:
    """Return a made case: an adult runner in list at routine, unless said otherwise."""
    rest: dict[str, Any] = {
        "sentence": "",
        "answers": Answers(on=date(2026, 3, 1), age=30),
        "runner": True,
        "right": ("bursitis",),
        "urgency": "routine",
        "grade": "A",
        "leak": False,
        "thin": False,
    }
    return CodedCase(id=name, **{**rest, **said})


def verdict_of(case: CodedCase | None = None, **said: Any) -> Verdict:
    """Return a made verdict: right at the first place and read out, unless said otherwise."""
    rest: dict[str, Any] = {
        "urgency": "routine",
        "rank": 1,
        "shown_first": True,
        "shown": True,
        "something_else_leads": False,
        "abstained": None,
        "listed": 4,
        "questions": 6,
        "stopped": False,
        "baselines": {PLACE: 1, PRIORS: 1},
    }
    return Verdict(case=case or case_of(), **{**rest, **said})


def reading_of(urgency: Urgency, level: Urgency, denied: Urgency, **said: Any) -> Reading:
    """Return a made reading of a case whose key says `level`."""
    rest: dict[str, Any] = {
        "only_open": False,
        "later": (),
        "without_later": urgency,
        "within_hours": None,
    }
    name, hours = said.pop("name", "case-1"), said.pop("key_hours", None)
    case = case_of(name, urgency=level, within_hours=hours)
    return Reading(case=case, urgency=urgency, denied=denied, **{**rest, **said})


def test_three_readings_of_urgency_stand_side_by_side() -> None:
    rows = [
        reading_of("urgent", "urgent", "none", only_open=True, name="case-7"),
        reading_of("same_day", "urgent", "urgent", name="case-8"),
        reading_of("urgent", "emergency", "urgent", only_open=True, name="case-9"),
        reading_of("urgent", "routine", "routine"),
    ]
    text = "\n".join(reading_lines(rows))
    as_read, denied = (line for line in text.splitlines() if line.startswith(("| (a)", "| (b)")))
    assert [cell.split(" ")[0] for cell in as_read.split(" | ")[1:]] == [
        "1/3",
        "1/4",
        "1/4",
        "1/1",
    ]
    assert [cell.split(" ")[0] for cell in denied.split(" | ")[1:]] == ["2/3", "2/4", "2/4", "0/1"]
    assert "(c)" in text
    assert "unanswered items: 1/3 " in text
    assert "(7)." in text
    printed = "\n".join(urgency_lines(rows))
    assert "(a) below their level (1): 9 urgent for emergency." in printed
    assert "(b) below their level (2): 7 none for urgent, 9 urgent for emergency." in printed


def test_beside_the_bound_stands_that_it_is_none_for_new_cases() -> None:
    rows = [
        reading_of(
            "urgent",
            "urgent",
            "urgent",
            name="case-99",
            later=("can_hardly_walk",),
            without_later="none",
        ),
        reading_of("urgent", "urgent", "urgent", later=("joint_put_back",), name="case-47"),
    ]
    bound, later = bound_lines(rows)
    assert f"{100 * exact_upper(0, 2):.1f} %" in bound
    assert "18 of 39 were below then" in bound
    assert "no bound for new cases" in bound
    assert "2 cases (99, 47)" in later
    assert "Without them 1 of these fall below their level in (a) (99)." in later


def test_the_findings_coded_later_stand_in_three_cases(
    cases: tuple[CodedCase, ...], knowledge: Knowledge
) -> None:
    found = [case.id for case in cases if read(case, knowledge).later]
    assert found == ["case-022", "case-047", "case-099"]


def test_hours_are_compared_only_where_the_key_gives_them() -> None:
    assert "not compared" in hours_line([reading_of("urgent", "urgent", "urgent")])
    rows = [
        reading_of("urgent", "urgent", "urgent", key_hours=48, within_hours=48),
        reading_of("urgent", "urgent", "urgent", key_hours=48, within_hours=168, name="case-5"),
        reading_of("routine", "urgent", "none", key_hours=48, name="case-6"),
        reading_of("urgent", "urgent", "urgent", key_hours=168, within_hours=168),
    ]
    assert "2/3" in hours_line(rows)
    assert "(5, 6)" in hours_line(rows)


def _case(values: dict[str, Any], **said: Any) -> CodedCase:
    answers = Answers(on=date(2026, 3, 1), age=30, knees={"left": values})
    return case_of(answers=answers, **said)


def test_strict_silence_answers_no_to_what_nobody_stated(knowledge: Knowledge) -> None:
    case = _case({"joint_hot": True, "rest_pain": None, "pain_region": ("calf",)})
    rows = case.observations(knowledge, runner_only=True)
    found = {(row.finding, row.side): row.value for row in denying(rows, knowledge)}
    assert found["joint_hot", "left"] is True
    assert found["rest_pain", "left"] is None
    assert found["pain_region", "left"] == ("calf",)
    assert found["knee_swollen", "left"] is False
    assert found["fever_or_unwell", "none"] is False
    assert found["clot_risk", "none"] == ()
    assert ("knee_swollen", "right") not in found
    assert not {"onset", "days_since_onset"} & {name for name, _side in found}


def test_a_level_that_rests_on_silence_falls_when_silence_is_no(knowledge: Knowledge) -> None:
    open_ = read(_case({"joint_hot": True}, urgency="emergency"), knowledge)
    assert open_.urgency == "emergency"
    assert open_.only_open
    assert urgency_rank(open_.denied) < urgency_rank("emergency")
    told = read(_case({"cannot_bear_weight": True}, urgency="same_day"), knowledge)
    assert told.urgency == told.denied == "same_day"
    assert not told.only_open


def test_a_table_counts_over_all_and_over_those_read_out() -> None:
    rows = [
        verdict_of(),
        verdict_of(rank=3, shown_first=False, baselines={PLACE: 9, PRIORS: 9}),
        verdict_of(rank=2, shown_first=False, shown=False, abstained="emergency"),
        verdict_of(case_of(grade="B", leak=True), rank=8, shown_first=False, shown=False),
    ]
    lines = {line.split(" | ")[0]: line.split(" | ")[1:] for line in stratum_lines(rows)}
    wanted = ["1/4", "3/4", "3/4", "1/3", "2/3", "4.0", "3/4", "3/4"]
    assert [cell.split(" ")[0] for cell in lines["| adult runner"]] == wanted
    clean = ["1/3", "3/3", "2/3", "1/2", "2/2", "4.0", "2/3", "2/3"]
    for name in ("all of grade A", "all without leaks", "all of grade A, no leak, not thin"):
        assert [cell.split(" ")[0] for cell in lines[f"| {name}"]] == clean
    assert [cell.split(" ")[0] for cell in lines["| all without thin cases"]] == wanted
    assert miss_lines(rows) == ["- case-1 (adult runner): bursitis at place 8"]


def test_abstentions_stand_apart_and_an_emergency_is_not_something_else() -> None:
    out = case_of(right=())
    rows = [
        verdict_of(abstained="minimum_top"),
        verdict_of(abstained="emergency"),
        verdict_of(),
        verdict_of(out, rank=None, something_else_leads=True, abstained="something_else_leads"),
        verdict_of(out, rank=None, abstained="minimum_top"),
        verdict_of(out, rank=None, something_else_leads=True, abstained="emergency"),
        verdict_of(out, rank=None, abstained="minimum_findings"),
        verdict_of(out, rank=None),
    ]
    text = "\n".join(abstention_lines(rows))
    assert "| in list | 1/3 | 0/3 | 0/3 | 1/3 |" in text
    assert "| out of list | 1/5 | 1/5 | 1/5 | 1/5 |" in text
    assert "something else: 2/5 " in text


def test_interviews_that_triage_stopped_do_not_shorten_the_median() -> None:
    rows = [
        verdict_of(questions=10),
        verdict_of(questions=14),
        verdict_of(questions=0, stopped=True),
        verdict_of(questions=0, stopped=True),
    ]
    (line,) = question_lines(rows)
    assert "adult runner 12 (of 2, most 14)" in line
    assert "2 of 4 interviews are left out" in line


@pytest.mark.parametrize(
    ("wins", "losses", "p"), [(0, 0, 1.0), (1, 1, 1.0), (3, 0, 0.25), (9, 1, 22 / 1024)]
)
def test_a_sign_test_is_exact(wins: int, losses: int, p: float) -> None:
    assert sign_test(wins, losses) == pytest.approx(p)
    assert sign_test(losses, wins) == pytest.approx(p)


def test_wins_and_losses_are_counted_pair_by_pair() -> None:
    won = verdict_of(rank=3, baselines={PLACE: 4, PRIORS: 1})
    lost = verdict_of(rank=4, baselines={PLACE: 3, PRIORS: 50})
    found = paired("some", [won] * 7 + [lost] + [verdict_of()], PLACE)
    assert (found.total, found.wins, found.losses, found.beats) == (9, 7, 1, False)
    text = "\n".join(paired_lines([won] * 8 + [lost]))
    assert "| adult runner | place only | 9 | 8 | 1 | 0.039 |" in text
    wanted = "- adult runner: beats place only on these cases; does not beat priors only here."
    assert wanted in text.splitlines()
    few = "\n".join(paired_lines([won, won]))
    assert "does not beat place only here, more hits, but not beyond chance" in few


def test_of_several_knees_the_worst_is_judged(knowledge: Knowledge) -> None:
    """The left knee hurts more and more was said of it; the right one cannot carry weight."""
    said: dict[str, Any] = {"pain_during_run": 8, "pain_running": True, "grinding": True}
    right: dict[str, Any] = {"cannot_bear_weight": True}
    both = Answers(on=date(2026, 3, 1), age=30, knees={"left": said, "right": right})
    rows = case_of(answers=both).observations(knowledge, runner_only=True)
    assert worst_knee(assess(rows, knowledge, both.on)).knee == "right"
    calm = Answers(on=date(2026, 3, 1), age=30, knees={"right": said, "left": {"grinding": True}})
    rows = case_of(answers=calm).observations(knowledge, runner_only=True)
    assert worst_knee(assess(rows, knowledge, calm.on)).knee == "right"


def test_a_judged_case_says_whether_triage_stopped_it(
    knowledge: Knowledge, model: LikelihoodModel
) -> None:
    stopped = judge(_case({"cannot_bear_weight": True}), knowledge, model, runner_only=True)
    assert stopped.stopped
    assert stopped.questions == 0
    calm = judge(_case({"pain_running": True}), knowledge, model, runner_only=True)
    assert not calm.stopped
    assert calm.questions > 0


def test_two_coders_agree_beyond_chance(knowledge: Knowledge) -> None:
    found = agreement(knowledge)
    assert found.cases == 19
    assert found.kappa > 0.8
    assert found.kappa_said > 0.6
    low, high = found.interval
    assert 0.2 < low < found.kappa_said < high < 1.0
    assert agreement(knowledge) == found


def test_agreement_keeps_sides_apart_and_takes_unknown_as_unsaid(knowledge: Knowledge) -> None:
    day = date(2026, 3, 1)
    one = Answers(
        on=day, knees={"left": {"limp": True, "lump": None}}, general={"night_sweats": False}
    )
    two = Answers(on=day, knees={"right": {"limp": True}}, general={"night_sweats": True})
    found = compare(one, two, knowledge)
    assert not found.sides_same
    assert sorted(map(str, found.items)) == ["(False, True)", "(None, True)", "(True, None)"]
    said = [pair for pair in found.pairs if pair != ("unsaid", "unsaid")]
    assert sorted(said) == [("False", "True"), ("True", "unsaid"), ("unsaid", "True")]


def test_agreement_counts_silence_and_the_yeses() -> None:
    items = ((True, True), (True, None), (None, False), (True, False), ("dull", "dull"))
    pairs = (("True", "True"), ("True", "unsaid"), ("unsaid", "False"), ("True", "False"))
    case = Compared(True, items, (*pairs, *[("unsaid", "unsaid")] * 6))
    found = sums([case, replace(case, sides_same=False)], draws=50)
    assert (found.cases, found.sides_same) == (2, 1)
    assert (found.items, found.same, found.silent) == (10, 4, 4)
    assert (found.both_yes, found.either_yes) == (2, 6)
    assert found.kappa_said == pytest.approx(cohen(pairs))
    assert found.interval == pytest.approx((cohen(pairs), cohen(pairs)))
    lines = agreement_lines(found)
    assert lines[2].startswith("| kappa, yes/no items that either coded |")
    assert "| of the differences: one coder silent, the other not | 4/6 |" in lines


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


@pytest.fixture(scope="module")
def drawn(knowledge: Knowledge, model: LikelihoodModel) -> tuple[Patient, ...]:
    drawer = Drawer(knowledge, model, as_believed(model), random.Random(11))
    return tuple(drawer.draw() for _ in range(6))


def test_another_world_moves_the_list_and_not_the_urgency(
    knowledge: Knowledge, model: LikelihoodModel, drawn: tuple[Patient, ...]
) -> None:
    world = off(model, random.Random(5))
    other = perturbed(knowledge, world)
    before, after = (
        assess(drawn[0].observations, held, date(2026, 3, 1)).differentials[0].all_probabilities
        for held in (knowledge, other)
    )
    assert before != after
    key = next(iter(knowledge.conditions))
    old, new = knowledge.conditions[key], other.conditions[key]
    assert new.prior.value == pytest.approx(old.prior.value * world.prior_factors[0])
    assert all(a.value != b.value for a, b in zip(old.likelihoods, new.likelihoods, strict=True))
    assert urgency_holds(knowledge, model, world, drawn)


def _likeliest(observations: Sequence[Observation], knowledge: Knowledge) -> str:
    facts = facts_for(affected_knees(observations)[0], observations)
    belief = believe(facts, LikelihoodModel(knowledge), knowledge)
    first = max(range(len(belief.chances) - 1), key=lambda place: belief.chances[place])
    return belief.hypotheses[first][0]


def _raised_by_the_list(observations: Sequence[Observation], knowledge: Knowledge) -> Triage:
    found = triage(observations, knowledge)
    level = knowledge.conditions[_likeliest(observations, knowledge)].seen_within
    return replace(found, urgency=max(found.urgency, level, key=urgency_rank))


def _hastened_by_the_list(observations: Sequence[Observation], knowledge: Knowledge) -> Triage:
    found = triage(observations, knowledge)
    level = knowledge.conditions[_likeliest(observations, knowledge)].seen_within
    return replace(found, within_hours=48 if urgency_rank(level) >= SOON else 168)


@pytest.mark.parametrize("broken", [_raised_by_the_list, _hastened_by_the_list])
def test_a_triage_that_looks_at_the_list_is_caught(
    broken: Any,
    knowledge: Knowledge,
    model: LikelihoodModel,
    drawn: tuple[Patient, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("trochlea.assess.assessment.triage", broken)
    worlds = [off(model, random.Random(seed)) for seed in range(5)]
    assert any(not urgency_holds(knowledge, model, world, drawn) for world in worlds)
