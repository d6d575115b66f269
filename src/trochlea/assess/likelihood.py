"""P(what was seen | hypothesis): exact noisy-OR over the conditions of a hypothesis.

A finding that is present may come from any condition of the hypothesis or from the background
(its base rate, the leak). For one condition the file's own P(present | condition) is used as it
stands; for a pair the causes are independent: 1 - (1 - b) * prod(1 - a_c) with the activation
a_c = max(0, (p_c - b) / (1 - b)) (Pearl 1988, noisy-OR with leak). A condition that makes a
finding rarer than its base rate cannot inhibit another one in this model.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Condition, Finding
from trochlea.model import FindingValue

Rates = Mapping[tuple[str, str | None], float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hypothesis before anything is known: its conditions (empty for something else)."""

    conditions: tuple[str, ...]
    weight: float


def rates_of(condition: Condition) -> Rates:
    """Return P(present | condition) by finding and choice."""
    return {(row.finding, row.choice): row.value for row in condition.likelihoods}


def base_rates_of(finding: Finding) -> dict[str | None, float]:
    """Return the base rate by choice (None for a yes_no finding)."""
    return {rate.choice: rate.value for rate in finding.base_rates}


class LikelihoodModel:
    """Likelihoods of all findings under all hypotheses, from one version of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Read the rates once.

        Args:
            knowledge: Gives findings with base rates, and conditions with likelihoods.
        """
        self._base = {key: base_rates_of(row) for key, row in knowledge.findings.items()}
        self._kinds = {key: row.kind for key, row in knowledge.findings.items()}
        self._rates = {key: rates_of(row) for key, row in knowledge.conditions.items()}
        named = {finding for rates in self._rates.values() for finding, _choice in rates}
        self.findings = tuple(key for key, base in self._base.items() if base and key in named)

    def present(self, finding: str, choice: str | None, conditions: tuple[str, ...]) -> float:
        """Return P(finding, or its choice, is present | exactly these conditions)."""
        base = self._base[finding][choice]
        stated = [self._rates[key].get((finding, choice), base) for key in conditions]
        if not stated:
            return base
        if len(stated) == 1:
            return stated[0]
        if self._kinds[finding] == "choice":
            return sum(stated) / len(stated)
        spared = math.prod(1 - max(0.0, (p - base) / (1 - base)) for p in stated)
        return 1 - (1 - base) * spared

    def log_likelihood(
        self, finding: str, value: FindingValue, conditions: tuple[str, ...]
    ) -> float | None:
        """Return log P(value | conditions), or None where the value says nothing.

        A `many` or `region` value is judged whole, by what is ticked and what is not, the
        choices taken as independent given the conditions.
        """
        base = self._base[finding]
        if isinstance(value, bool):
            p = self.present(finding, None, conditions)
            return math.log(p if value else 1 - p)
        if isinstance(value, str) and value in base:
            return math.log(self.present(finding, value, conditions))
        if isinstance(value, tuple) and value:
            chances = {choice: self.present(finding, choice, conditions) for choice in base}
            return sum(math.log(p if key in value else 1 - p) for key, p in chances.items())
        return None

    def gain_bits(self, finding: str, chances: Mapping[tuple[str, ...], float]) -> float:
        """Return the mutual information between a finding and the hypotheses, in bits.

        Args:
            finding: An unanswered finding with base rates.
            chances: Conditions of a hypothesis to its present probability (summing to 1).

        For a `many` or `region` finding the choices' gains are added, an upper bound.
        """
        total = 0.0
        for choice in self._base[finding]:
            given = {key: self.present(finding, choice, key) for key in chances}
            mixed = sum(chances[key] * p for key, p in given.items())
            total += _entropy(mixed) - sum(chances[key] * _entropy(p) for key, p in given.items())
        return max(0.0, total)


def _entropy(p: float) -> float:
    if p <= 0 or p >= 1:
        return 0.0
    return -(p * math.log2(p) + (1 - p) * math.log2(1 - p))
