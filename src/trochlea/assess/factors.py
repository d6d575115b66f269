"""Contributing factors: what may drive the complaint, several at once, never one culprit."""

from __future__ import annotations

from collections.abc import Sequence

from trochlea.assess.facts import affected_knees, facts_for
from trochlea.assess.logic import holds, supporting
from trochlea.knowledge import Knowledge
from trochlea.model import Factor, Observation

WEIGHT_ORDER = ("strong", "moderate", "weak")


def contributing_factors(
    observations: Sequence[Observation], knowledge: Knowledge
) -> tuple[Factor, ...]:
    """Return the factors whose pattern holds, heaviest first, then by id."""
    rows = []
    for rule in knowledge.factors.values():
        sides = ("none",) if rule.scope == "general" else affected_knees(observations)
        for side in sides:
            facts = facts_for(side, observations)
            if holds(rule.when, facts):
                says = rule.says
                seen = supporting(rule.when, facts)
                rows.append(
                    Factor(rule.id, rule.weight, side, seen, says.source, says.grade, says.status)
                )
    return tuple(sorted(rows, key=lambda row: (WEIGHT_ORDER.index(row.weight), row.factor)))
