"""Belief: how probable each hypothesis is after what was answered, group by group.

Findings of one group (what makes it hurt, what is felt inside, the examination) are correlated:
in one person a condition shows itself as the books say, in another hardly, and in a third
everything hurts. A group is therefore a mixture of three ways to show itself, with stated
weights: *typical* (the hypothesis's own likelihoods), *plain* (the base rates) and *raised* (all
of it more often). Given the way, findings are independent. The mixture is exact, does not depend
on the order of answers, and no group alone can drive a hypothesis to nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from trochlea.assess.facts import Facts
from trochlea.assess.likelihood import LikelihoodModel, Rate, Vector
from trochlea.assess.logic import holds
from trochlea.knowledge import Knowledge
from trochlea.model import Seen


@dataclass(frozen=True, slots=True)
class Ways:
    """The weights of the three ways in which a group shows itself; they sum to 1."""

    typical: float
    plain: float
    raised: float


@dataclass(frozen=True, slots=True)
class Answered:
    """One answered finding and its likelihoods."""

    seen: Seen
    group: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Group:
    """What the answered findings of one group say together.

    Attributes:
        given: Product of the typical likelihoods under each hypothesis.
        plain: Product of the base rates.
        raised: Product of the raised rates.
    """

    given: Vector
    plain: float
    raised: float

    def likelihoods(self, ways: Ways) -> Vector:
        """Return P(all answers of the group | hypothesis), up to nothing."""
        rest = ways.plain * self.plain + ways.raised * self.raised
        return tuple(ways.typical * p + rest for p in self.given)


def ways_of(knowledge: Knowledge) -> Ways:
    """Return the stated weights.

    Args:
        knowledge: Gives the rule `correlated_findings`.
    """
    rule = knowledge.rules["correlated_findings"]
    return Ways(rule.number("typical"), rule.number("plain"), rule.number("raised"))


def prior_weights(facts: Facts, knowledge: Knowledge) -> Vector:
    """Return every hypothesis's weight for this runner before any finding; something else last.

    Args:
        facts: Give age, sex and what else modifies a prior.
        knowledge: Gives priors and their modifiers.
    """
    own = {key: modified_by(key, facts, knowledge) for key in knowledge.conditions}
    singles = [row.prior.value * own[key] for key, row in knowledge.conditions.items()]
    pairs = [
        row.prior.value * math.prod(own[key] for key in row.conditions)
        for row in knowledge.pairs.values()
    ]
    rest = knowledge.rules["differential_listing"].number("something_else_weight")
    return (*singles, *pairs, rest)


def modified_by(condition: str, facts: Facts, knowledge: Knowledge) -> float:
    """Return the product of a condition's prior modifiers that hold."""
    rows = knowledge.conditions[condition].prior_modifiers
    return math.prod(row.factor for row in rows if holds(row.when, facts))


def answered_findings(facts: Facts, model: LikelihoodModel) -> tuple[Answered, ...]:
    """Return what was answered and says something, in the order of the findings' ids."""
    rows = []
    for finding in model.findings:
        seen = facts.seen(finding)
        rate = None if seen is None else model.answered(finding, seen.value)
        if seen is not None and rate is not None:
            rows.append(Answered(seen, model.group_of(finding), rate))
    return tuple(rows)


def by_group(rows: Sequence[Answered], count: int) -> dict[str, Group]:
    """Return the groups of the answered findings, by name.

    Args:
        rows: What was answered.
        count: How many hypotheses there are.
    """
    groups: dict[str, Group] = {}
    for row in rows:
        old = groups.get(row.group, Group((1.0,) * count, 1.0, 1.0))
        groups[row.group] = Group(
            tuple(a * b for a, b in zip(old.given, row.rate.given, strict=True)),
            old.plain * row.rate.base,
            old.raised * row.rate.raised,
        )
    return groups


def posterior(weights: Vector, groups: Sequence[Group], ways: Ways, minimum: float) -> Vector:
    """Return the probability of each hypothesis, in order.

    Args:
        weights: Prior weights; the code normalises.
        groups: What was answered.
        ways: How a group may show itself.
        minimum: Below this, something else (the last hypothesis) never falls.
    """
    shares = list(weights)
    for group in groups:
        likely = group.likelihoods(ways)
        top = max(likely)
        shares = [share * p / top for share, p in zip(shares, likely, strict=True)]
    total = math.fsum(shares)
    return _keep_minimum([share / total for share in shares], minimum)


def _keep_minimum(chances: list[float], minimum: float) -> Vector:
    *known, rest = chances
    if rest >= minimum:
        return tuple(chances)
    scale = (1 - minimum) / math.fsum(known)
    return (*(chance * scale for chance in known), minimum)


@dataclass(frozen=True, slots=True)
class Belief:
    """All that is believed of one knee: priors, answers, groups, and the result."""

    hypotheses: tuple[tuple[str, ...], ...]
    weights: Vector
    rows: tuple[Answered, ...]
    groups: dict[str, Group]
    ways: Ways
    chances: Vector


def marginals(belief: Belief) -> dict[str, float]:
    """Return, for each condition, the probability that it takes part, pairs included."""
    totals: dict[str, float] = {}
    for conditions, chance in zip(belief.hypotheses, belief.chances, strict=True):
        for condition in conditions:
            totals[condition] = totals.get(condition, 0.0) + chance
    return totals


def unsure(belief: Belief, knowledge: Knowledge) -> str | None:
    """Return the part of the rule `differential_abstains` that a belief meets, or None."""
    rule = knowledge.rules["differential_abstains"]
    *known, rest = belief.chances
    if len(belief.rows) < rule.number("minimum_findings"):
        return "minimum_findings"
    if rest > max(known):
        return "something_else_leads"
    return "minimum_top" if max(known) < rule.number("minimum_top") else None


def believe(facts: Facts, model: LikelihoodModel, knowledge: Knowledge) -> Belief:
    """Return the belief about one knee.

    Args:
        facts: What is known of it.
        model: Likelihoods of the same knowledge.
        knowledge: Priors and rules.
    """
    ways, weights = ways_of(knowledge), prior_weights(facts, knowledge)
    rows = answered_findings(facts, model)
    groups = by_group(rows, len(weights))
    least = knowledge.rules["differential_listing"].number("something_else_minimum")
    chances = posterior(weights, tuple(groups.values()), ways, least)
    return Belief(model.hypotheses, weights, rows, groups, ways, chances)


def ratios(belief: Belief, row: Answered) -> Vector:
    """Return, for each hypothesis, P(this answer | it) over P(this answer | the others).

    The answer is judged beside all others of its group, so a finding that only repeats them
    says little. The others are weighed by their priors.
    """
    group = belief.groups[row.group]
    without = Group(
        tuple(a / b for a, b in zip(group.given, row.rate.given, strict=True)),
        group.plain / row.rate.base,
        group.raised / row.rate.raised,
    )
    told = [
        a / b
        for a, b in zip(
            group.likelihoods(belief.ways), without.likelihoods(belief.ways), strict=True
        )
    ]
    mass = math.fsum(w * p for w, p in zip(belief.weights, told, strict=True))
    total = math.fsum(belief.weights)
    return tuple(
        p * (total - w) / (mass - w * p) for w, p in zip(belief.weights, told, strict=True)
    )
