"""The differential: exclusive hypotheses, weighed by what was seen, listed or abstained from.

Hypotheses are the single conditions, the listed pairs and "something else"; their probabilities
sum to 1 (`belief` works them out). This room decides what of it is read out: at most four, the
last place kept for a condition that must be seen sooner than those before it; with what speaks
for and against each; or nothing, by the stated rule. All numbers come from the rule files
`differential_listing` and `differential_abstains`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from trochlea.assess.belief import Answered, Belief, believe, marginals, ratios, unsure
from trochlea.assess.facts import Facts
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.assess.pain_rule import pain_rule_shares
from trochlea.knowledge import Knowledge
from trochlea.model import Differential, Fit, Ground, Hypothesis, Urgency, urgency_rank

_Told = Sequence[tuple[Answered, tuple[float, ...]]]


def differential(
    facts: Facts, knowledge: Knowledge, model: LikelihoodModel, urgency: Urgency
) -> Differential:
    """Return the listed hypotheses of one knee, with what speaks for and against each.

    Args:
        facts: What is known of the knee.
        knowledge: Priors, likelihoods and rules.
        model: The likelihoods of the same knowledge.
        urgency: Triage's level; an emergency leaves the list unread.
    """
    belief = believe(facts, model, knowledge)
    because = "emergency" if urgency == "emergency" else unsure(belief, knowledge)
    places = () if because == "emergency" else listed_places(belief, knowledge)
    told = [(row, ratios(belief, row)) for row in belief.rows] if places else []
    listed = tuple(
        _listed(place, rank, told, belief, model, knowledge) for rank, place in enumerate(places)
    )
    rest = belief.chances[-1]
    return Differential(
        knee=facts.side,
        listed=listed,
        something_else=rest,
        unlisted=max(0.0, 1 - math.fsum(row.probability for row in listed) - rest),
        abstained=because is not None,
        abstained_because=because,
        all_probabilities=tuple(sorted(marginals(belief).items())),
        for_pain_rule=pain_rule_shares(facts, belief, model, knowledge),
    )


def _listed(
    place: int,
    rank: int,
    told: _Told,
    belief: Belief,
    model: LikelihoodModel,
    knowledge: Knowledge,
) -> Hypothesis:
    speaks_for = _speaking(place, told, belief, model, knowledge, True)
    return Hypothesis(
        conditions=belief.hypotheses[place],
        probability=belief.chances[place],
        fit=_fit(belief.chances[place], rank, len(speaks_for), knowledge),
        speaks_for=speaks_for,
        speaks_against=_speaking(place, told, belief, model, knowledge, False),
    )


def listed_places(belief: Belief, knowledge: Knowledge) -> tuple[int, ...]:
    """Return which hypotheses are listed, most probable first.

    Args:
        belief: Of one knee.
        knowledge: Gives the rule and how soon each condition must be seen.
    """
    rule = knowledge.rules["differential_listing"]
    most, least = int(rule.number("maximum_listed")), rule.number("smallest_listed")
    order = sorted(
        range(len(belief.chances) - 1),
        key=lambda place: (-belief.chances[place], belief.hypotheses[place]),
    )
    worth = [
        place for rank, place in enumerate(order) if rank == 0 or belief.chances[place] >= least
    ]
    first = worth[:most]
    if len(worth) > most:
        shown = max(_rank(belief.hypotheses[place], knowledge) for place in first)
        sooner = [
            place for place in worth[most:] if _rank(belief.hypotheses[place], knowledge) > shown
        ]
        first = [*first[:-1], sooner[0]] if sooner else first
    return tuple(first)


def _rank(conditions: tuple[str, ...], knowledge: Knowledge) -> int:
    return max(urgency_rank(knowledge.conditions[key].seen_within) for key in conditions)


def _fit(chance: float, rank: int, grounds: int, knowledge: Knowledge) -> Fit:
    """Return the word for a chance; *fits best* needs more than one answer that speaks for it."""
    rule = knowledge.rules["differential_listing"]
    enough = grounds >= rule.number("fits_best_grounds")
    if rank == 0 and enough and chance >= rule.number("fits_best_minimum"):
        return "fits_best"
    if chance >= rule.number("fits_minimum"):
        return "fits"
    return "possible" if chance >= rule.number("possible_minimum") else "cannot_rule_out"


def _speaking(
    place: int,
    told: _Told,
    belief: Belief,
    model: LikelihoodModel,
    knowledge: Knowledge,
    speaks_for: bool,
) -> tuple[Ground, ...]:
    """Return the grounds on one side whose ratio is worth telling, the strongest first."""
    telling = knowledge.rules["differential_listing"].number("ground_minimum_ratio")
    grounds = []
    for row, (_row, found) in zip(belief.rows, told, strict=True):
        ratio = found[place]
        if (ratio >= telling) if speaks_for else (ratio <= 1 / telling):
            basis = model.grounds(row.seen.finding, row.seen.value, belief.hypotheses[place])
            grounds.append(Ground(row.seen, ratio, basis.basis, basis.source, basis.status))
    return tuple(sorted(grounds, key=lambda ground: (-abs(math.log(ground.likelihood_ratio)),)))
