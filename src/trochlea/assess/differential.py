"""The differential: exclusive hypotheses, weighed by what was seen, listed or abstained from.

Hypotheses are the single conditions, the listed pairs and "something else"; their probabilities
sum to 1. Findings of one group are correlated: within a group the most telling finding counts in
full and each next one less, by the stated correlation, and a group's total ratio is capped. Every
ratio is shrunk toward 1 by one exponent, because almost all stem from clinics or consensus. All
numbers come from the rule files `differential_listing` and `differential_abstains`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from trochlea.assess.facts import Facts
from trochlea.assess.likelihood import Candidate, LikelihoodModel
from trochlea.assess.logic import holds
from trochlea.knowledge import Knowledge
from trochlea.model import Differential, Fit, Ground, Hypothesis, Seen, Urgency

SOMETHING_ELSE: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """One answered finding: its log-likelihood under each candidate, and how much it counts."""

    seen: Seen
    group: str
    log_likelihoods: tuple[float, ...]
    counts: float

    @property
    def spread(self) -> float:
        """How far the candidates differ on this finding (natural log of a ratio)."""
        return max(self.log_likelihoods) - min(self.log_likelihoods)


def candidates(facts: Facts, knowledge: Knowledge) -> tuple[Candidate, ...]:
    """Return every hypothesis with its prior weight for this runner; something else is last."""
    priors: list[tuple[tuple[str, ...], float]] = [
        ((row.id,), row.prior.value) for row in knowledge.conditions.values()
    ]
    priors += [(row.conditions, row.prior.value) for row in knowledge.pairs.values()]
    known = [
        Candidate(
            conditions, weight * math.prod(_modifier(key, facts, knowledge) for key in conditions)
        )
        for conditions, weight in priors
    ]
    rest = knowledge.rules["differential_listing"].number("something_else_weight")
    return (*known, Candidate(SOMETHING_ELSE, rest))


def _modifier(condition: str, facts: Facts, knowledge: Knowledge) -> float:
    rows = knowledge.conditions[condition].prior_modifiers
    return math.prod(row.factor for row in rows if holds(row.when, facts))


def weigh(
    facts: Facts, found: Sequence[Candidate], model: LikelihoodModel, knowledge: Knowledge
) -> tuple[Weighed, ...]:
    """Return the answered findings, with what each counts within its group."""
    rule = knowledge.rules["differential_listing"]
    kept, shrinkage = 1 - rule.number("group_correlation"), rule.number("shrinkage")
    rows = []
    for finding in model.findings:
        seen = facts.seen(finding)
        if seen is None:
            continue
        logs = [model.log_likelihood(finding, seen.value, row.conditions) for row in found]
        said = tuple(log for log in logs if log is not None)
        if said:
            rows.append(Weighed(seen, knowledge.findings[finding].group, said, 1.0))
    ranked = sorted(rows, key=lambda row: (row.group, -row.spread, row.seen.finding))
    return tuple(replace(row, counts=shrinkage * kept**rank) for rank, row in _ranks(ranked))


def _ranks(rows: Sequence[Weighed]) -> list[tuple[int, Weighed]]:
    ranks: dict[str, int] = {}
    numbered = []
    for row in rows:
        rank = ranks.get(row.group, 0)
        ranks[row.group] = rank + 1
        numbered.append((rank, row))
    return numbered


def posterior(
    found: Sequence[Candidate], weighed: Sequence[Weighed], knowledge: Knowledge
) -> tuple[float, ...]:
    """Return the probability of each candidate, in order; something else keeps its minimum."""
    rule = knowledge.rules["differential_listing"]
    cap = math.log(rule.number("group_ratio_cap"))
    logs = [math.log(row.weight) for row in found]
    for group in dict.fromkeys(row.group for row in weighed):
        parts = [row for row in weighed if row.group == group]
        sums = [
            sum(part.counts * part.log_likelihoods[place] for part in parts)
            for place in range(len(found))
        ]
        floor = max(sums) - cap
        logs = [log + max(total, floor) for log, total in zip(logs, sums, strict=True)]
    top = max(logs)
    shares = [math.exp(log - top) for log in logs]
    total = math.fsum(shares)
    return _keep_minimum(
        [share / total for share in shares], rule.number("something_else_minimum")
    )


def _keep_minimum(chances: list[float], minimum: float) -> tuple[float, ...]:
    *known, rest = chances
    if rest >= minimum:
        return tuple(chances)
    scale = (1 - minimum) / math.fsum(known)
    return (*(chance * scale for chance in known), minimum)


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
    found = candidates(facts, knowledge)
    weighed = weigh(facts, found, model, knowledge)
    chances = posterior(found, weighed, knowledge)
    because = _abstains(chances, weighed, urgency, knowledge)
    order = sorted(
        range(len(found) - 1), key=lambda place: (-chances[place], found[place].conditions)
    )
    rule = knowledge.rules["differential_listing"]
    most, least = int(rule.number("maximum_listed")), rule.number("smallest_listed")
    worth = [place for rank, place in enumerate(order) if rank == 0 or chances[place] >= least]
    places = [] if because == "emergency" else worth[:most]
    listed = tuple(
        _hypothesis(place, rank, found, chances, weighed, knowledge)
        for rank, place in enumerate(places)
    )
    shown = math.fsum(row.probability for row in listed)
    return Differential(
        knee=facts.side,
        listed=listed,
        something_else=chances[-1],
        unlisted=max(0.0, 1 - shown - chances[-1]),
        abstained=because is not None,
        abstained_because=because,
        all_probabilities=_marginals(found, chances),
    )


def _marginals(
    found: Sequence[Candidate], chances: Sequence[float]
) -> tuple[tuple[str, float], ...]:
    totals: dict[str, float] = {}
    for row, chance in zip(found, chances, strict=True):
        for condition in row.conditions:
            totals[condition] = totals.get(condition, 0.0) + chance
    return tuple(sorted(totals.items()))


def _abstains(
    chances: Sequence[float], weighed: Sequence[Weighed], urgency: Urgency, knowledge: Knowledge
) -> str | None:
    rule = knowledge.rules["differential_abstains"]
    *known, rest = chances
    if urgency == "emergency":
        return "emergency"
    if len(weighed) < rule.number("minimum_findings"):
        return "minimum_findings"
    if max(known) < rule.number("minimum_top"):
        return "minimum_top"
    return "something_else_leads" if rest > max(known) else None


def _fit(chance: float, rank: int, knowledge: Knowledge) -> Fit:
    rule = knowledge.rules["differential_listing"]
    if rank == 0 and chance >= rule.number("fits_best_minimum"):
        return "fits_best"
    if chance >= rule.number("fits_minimum"):
        return "fits"
    return "possible" if chance >= rule.number("possible_minimum") else "cannot_rule_out"


def _hypothesis(
    place: int,
    rank: int,
    found: Sequence[Candidate],
    chances: Sequence[float],
    weighed: Sequence[Weighed],
    knowledge: Knowledge,
) -> Hypothesis:
    grounds = [_ground(place, row, found, knowledge) for row in weighed]
    telling = knowledge.rules["differential_listing"].number("ground_minimum_ratio")
    speaks_for = [row for row in grounds if row.likelihood_ratio >= telling]
    against = [row for row in grounds if row.likelihood_ratio <= 1 / telling]
    return Hypothesis(
        conditions=found[place].conditions,
        probability=chances[place],
        fit=_fit(chances[place], rank, knowledge),
        speaks_for=tuple(sorted(speaks_for, key=lambda row: -row.likelihood_ratio)),
        speaks_against=tuple(sorted(against, key=lambda row: row.likelihood_ratio)),
    )


def _ground(place: int, row: Weighed, found: Sequence[Candidate], knowledge: Knowledge) -> Ground:
    others = [index for index in range(len(found)) if index != place]
    weight = math.fsum(found[index].weight for index in others)
    rest = math.fsum(
        found[index].weight * math.exp(row.log_likelihoods[index]) for index in others
    )
    log_ratio = row.log_likelihoods[place] - math.log(rest / weight)
    basis, source, status = _grounds_of(row.seen, found[place].conditions, knowledge)
    return Ground(row.seen, math.exp(row.counts * log_ratio), basis, source, status)


def _grounds_of(
    seen: Seen, conditions: tuple[str, ...], knowledge: Knowledge
) -> tuple[str, str, str]:
    """Return basis, source and status of the likelihood that was used, the weakest part last."""
    for condition in conditions:
        for row in knowledge.conditions[condition].likelihoods:
            if row.finding == seen.finding and _names(row.choice, seen):
                return row.basis, row.source, row.status
    base = knowledge.findings[seen.finding].base_rates[0]
    return base.basis, base.source, base.status


def _names(choice: str | None, seen: Seen) -> bool:
    if isinstance(seen.value, tuple):
        return choice in seen.value
    return choice is None or choice == seen.value


def chances_by_conditions(
    facts: Facts, knowledge: Knowledge, model: LikelihoodModel
) -> Mapping[tuple[str, ...], float]:
    """Return the probability of every hypothesis by its conditions, for choosing questions."""
    found = candidates(facts, knowledge)
    chances = posterior(found, weigh(facts, found, model, knowledge), knowledge)
    return dict(zip((row.conditions for row in found), chances, strict=True))
