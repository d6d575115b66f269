"""The differential: exact arithmetic, honest remainders, and what makes it abstain."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.patients import NOW, TODAY, benign, observed
from trochlea.assess import assess
from trochlea.assess.belief import Group, Ways, believe, posterior, ratios
from trochlea.assess.differential import differential
from trochlea.assess.facts import facts_for
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.model import FindingValue, Observation

FEW = settings(max_examples=150, deadline=None)


def _answers() -> st.SearchStrategy[dict[str, FindingValue]]:
    knowledge = packaged_knowledge()
    names = [
        row.id for row in knowledge.findings.values() if row.base_rates and row.kind == "yes_no"
    ]
    return st.dictionaries(st.sampled_from(names), st.sampled_from([True, False]), max_size=25)


def _observations(values: dict[str, FindingValue]) -> tuple[Observation, ...]:
    knowledge = packaged_knowledge()
    return tuple(
        Observation(
            name, value, "left" if knowledge.findings[name].per_knee else "none", NOW, "answer"
        )
        for name, value in values.items()
    )


@FEW
@given(_answers())
def test_hypotheses_sum_to_one_and_something_else_keeps_five_percent(
    values: dict[str, FindingValue],
) -> None:
    knowledge = packaged_knowledge()
    found = assess(_observations(values), knowledge, TODAY).differentials[0]
    total = sum(row.probability for row in found.listed) + found.something_else + found.unlisted
    assert total == pytest.approx(1.0, abs=1e-9)
    assert found.something_else >= 0.05 - 1e-12
    assert len(found.listed) <= 4
    assert all(math.isfinite(row.probability) for row in found.listed)


@FEW
@given(_answers(), st.randoms(use_true_random=False))
def test_the_order_of_answers_never_changes_the_list(
    values: dict[str, FindingValue], random: object
) -> None:
    knowledge = packaged_knowledge()
    rows = list(_observations(values))
    other = list(rows)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert assess(rows, knowledge, TODAY) == assess(other, knowledge, TODAY)


@FEW
@given(_answers())
def test_a_mirrored_knee_gives_the_mirrored_list(values: dict[str, FindingValue]) -> None:
    knowledge = packaged_knowledge()
    left = facts_for("left", _observations(values))
    swapped = [
        Observation(
            row.finding, row.value, "right" if row.side == "left" else row.side, NOW, "answer"
        )
        for row in _observations(values)
    ]
    right = facts_for("right", swapped)
    model = LikelihoodModel(knowledge)
    ours = differential(left, knowledge, model, "none")
    theirs = differential(right, knowledge, model, "none")
    assert [(r.conditions, r.probability) for r in ours.listed] == [
        (r.conditions, r.probability) for r in theirs.listed
    ]


def test_noisy_or_of_a_pair_is_the_sum_over_all_causes(knowledge: Knowledge) -> None:
    """The closed form against brute force over which causes were active."""
    model = LikelihoodModel(knowledge)
    pair = next(iter(knowledge.pairs.values())).conditions
    checked = 0
    for name in model.findings:
        finding = knowledge.findings[name]
        if finding.kind != "yes_no":
            continue
        base = model.present(name, None, ())
        alone = [model.present(name, None, (condition,)) for condition in pair]
        if min(alone) < base:
            continue
        active = [(p - base) / (1 - base) for p in alone]
        total = 0.0
        for causes in itertools.product([True, False], repeat=3):
            chance = math.prod(
                p if on else 1 - p for p, on in zip([base, *active], causes, strict=True)
            )
            total += chance * any(causes)
        assert model.present(name, None, pair) == pytest.approx(total, abs=1e-12)
        checked += 1
    assert checked >= 5


def test_a_stated_likelihood_is_drawn_toward_the_base_rate_and_never_past_it(
    knowledge: Knowledge,
) -> None:
    model = LikelihoodModel(knowledge)
    for condition in knowledge.conditions.values():
        for row in condition.likelihoods:
            base = model.base_rate(row.finding, row.choice)
            drawn = model.present(row.finding, row.choice, (condition.id,))
            if not model.is_one_of_many(row.finding):
                assert min(base, row.value) - 1e-9 <= drawn <= max(base, row.value) + 1e-9


def test_a_number_of_ours_counts_less_than_one_measured_in_runners(knowledge: Knowledge) -> None:
    rule = knowledge.rules["likelihood_shrinkage"]
    assert rule.number("consensus") < rule.number("study_runners")
    assert rule.number("study_clinic") < rule.number("study_primary_care") <= 1.0


def test_choices_of_one_question_sum_to_one_under_every_hypothesis(knowledge: Knowledge) -> None:
    model = LikelihoodModel(knowledge)
    for name in model.findings:
        if model.is_one_of_many(name):
            rates = [model.rate(name, choice) for choice in model.choices(name)]
            for place in range(len(model.hypotheses)):
                assert sum(rate.given[place] for rate in rates) == pytest.approx(1.0)


def test_the_ways_a_group_shows_itself_share_one_hundred_percent(knowledge: Knowledge) -> None:
    rule = knowledge.rules["correlated_findings"]
    weights = [rule.number(name) for name in ("typical", "plain", "raised")]
    assert sum(weights) == pytest.approx(1.0)
    assert min(weights) > 0


def test_the_posterior_is_bayes_over_the_three_ways_by_brute_force() -> None:
    """Two hypotheses, one group of two findings, summed over the ways by hand."""
    ways = Ways(0.7, 0.2, 0.1)
    group = Group((0.8 * 0.6, 0.3 * 0.5), 0.4 * 0.5, 0.7 * 0.8)
    found = posterior((2.0, 1.0), (group,), ways, 0.0)
    joint = [
        weight * (0.7 * typical + 0.2 * 0.4 * 0.5 + 0.1 * 0.7 * 0.8)
        for weight, typical in ((2.0, 0.8 * 0.6), (1.0, 0.3 * 0.5))
    ]
    assert found == pytest.approx([part / sum(joint) for part in joint])


def test_one_group_alone_never_drives_a_condition_to_nothing() -> None:
    ways = Ways(0.7, 0.2, 0.1)
    group = Group((1e-12, 0.9), 1e-3, 1e-3)
    first, _second = posterior((1.0, 1.0), (group,), ways, 0.0)
    assert first >= 0.3 * 1e-3 / 2


def test_a_finding_that_repeats_others_of_its_group_tells_less(knowledge: Knowledge) -> None:
    alone = {"pain_going_downstairs": True}
    beside: dict[str, FindingValue] = {
        **alone,
        "pain_squatting": True,
        "pain_kneeling": True,
        "pain_prolonged_sitting": True,
        "pain_going_upstairs": True,
    }
    model = LikelihoodModel(knowledge)
    place = model.hypotheses.index(("iliotibial_band_syndrome",))

    def told(values: dict[str, FindingValue]) -> float:
        belief = believe(facts_for("left", _observations(values)), model, knowledge)
        row = next(row for row in belief.rows if row.seen.finding == "pain_prolonged_sitting")
        return abs(math.log(ratios(belief, row)[place]))

    assert told(beside) < told({"pain_prolonged_sitting": True})


def test_with_nothing_answered_only_priors_speak(knowledge: Knowledge) -> None:
    model = LikelihoodModel(knowledge)
    belief = believe(facts_for("left", ()), model, knowledge)
    total = sum(belief.weights)
    assert sum(belief.chances) == pytest.approx(1.0)
    first = belief.chances[0] / belief.chances[1]
    assert first == pytest.approx(belief.weights[0] / belief.weights[1])
    assert total > 0


def test_with_three_answers_missing_it_abstains(knowledge: Knowledge) -> None:
    found = assess(_observations({"grinding": True}), knowledge, TODAY).differentials[0]
    assert (found.abstained, found.abstained_because) == (True, "minimum_findings")


def test_an_emergency_leaves_the_list_unread(knowledge: Knowledge) -> None:
    told = observed(benign(knowledge, joint_hot=True, fever_or_unwell=True))
    found = assess(told, knowledge, TODAY)
    assert found.differentials[0].listed == ()
    assert found.differentials[0].abstained_because == "emergency"
    assert found.next_questions == ()


def test_runners_knee_is_told_apart_by_where_it_hurts(knowledge: Knowledge) -> None:
    front = observed(
        benign(knowledge, pain_region=("behind_kneecap",), pain_prolonged_sitting=True)
    )
    outer = observed(
        benign(knowledge, pain_region=("outer_side",), starts_after_set_distance=True)
    )
    first = [assess(rows, knowledge, TODAY).differentials[0].listed[0] for rows in (front, outer)]
    assert first[0].conditions == ("patellofemoral_pain",)
    assert first[1].conditions == ("iliotibial_band_syndrome",)


def test_a_no_is_the_complement_of_a_yes(knowledge: Knowledge) -> None:
    model = LikelihoodModel(knowledge)
    for name in model.findings:
        if knowledge.findings[name].kind == "yes_no":
            yes, no = model.answered(name, True), model.answered(name, False)
            assert yes is not None
            assert no is not None
            assert [a + b for a, b in zip(yes.given, no.given, strict=True)] == pytest.approx(
                [1.0] * len(yes.given)
            )


def test_safety_questions_come_before_clever_ones(knowledge: Knowledge) -> None:
    answers = benign(knowledge)
    del answers.general["leg_swelling_one_sided"]
    found = assess(observed(answers), knowledge, TODAY)
    assert found.next_questions[0] == "leg_swelling_one_sided"


def test_one_tick_alone_never_fits_best(knowledge: Knowledge) -> None:
    told = observed(benign(knowledge, pain_region=("around_kneecap", "behind_kneecap")))
    first = assess(told, knowledge, TODAY).differentials[0].listed[0]
    assert first.conditions == ("patellofemoral_pain",)
    if len(first.speaks_for) < 2:
        assert first.fit != "fits_best"
    few: dict[str, FindingValue] = {
        "pain_region": ("around_kneecap",),
        "pain_running": True,
        "onset": "gradual",
    }
    rows = _observations(few)
    found = assess(rows, knowledge, TODAY).differentials[0].listed[0]
    assert len(found.speaks_for) < 2
    assert found.fit != "fits_best"
