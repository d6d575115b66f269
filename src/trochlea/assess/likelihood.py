"""P(what was seen | hypothesis): exact noisy-OR over the conditions of a hypothesis.

A finding that is present may come from any condition of the hypothesis or from the background
(its base rate b, the leak). One condition uses its file's P(present | condition), drawn toward
the base rate on the logit scale by an exponent that depends on where the number comes from
(rule `likelihood_shrinkage`): logit p' = logit b + e (logit p - logit b). A pair joins the drawn
values of its conditions as independent causes: 1 - (1 - b) * prod(1 - a_c) with the activation
a_c = max(0, (p_c - b) / (1 - b)) (Pearl 1988, noisy-OR with leak); a condition that makes a
finding rarer than its base rate cannot inhibit another one in this model. Last, with a small
stated chance an answer is careless and says what is usual, so that no sign is ever certain and a
rare one stays telling.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Finding, Grounded
from trochlea.model import FindingValue

SOMETHING_ELSE: tuple[str, ...] = ()
Vector = tuple[float, ...]
MANY_KINDS = ("many", "region")


@dataclass(frozen=True, slots=True)
class Rate:
    """How likely one finding, or one choice of it, is under every way of explaining it.

    Attributes:
        given: P(present | hypothesis), in the order of the model's hypotheses.
        base: P(present) when none of them explains it.
        raised: P(present) in a knee so sore that everything hurts.
    """

    given: Vector
    base: float
    raised: float

    def absent(self) -> Rate:
        """Return the same of "not present"."""
        return Rate(tuple(1 - p for p in self.given), 1 - self.base, 1 - self.raised)


class LikelihoodModel:
    """Likelihoods of all findings under all hypotheses, from one version of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Read the rates once.

        Args:
            knowledge: Gives findings with base rates, conditions with likelihoods, and pairs.
        """
        self.hypotheses: tuple[tuple[str, ...], ...] = (
            *((key,) for key in knowledge.conditions),
            *(pair.conditions for pair in knowledge.pairs.values()),
            SOMETHING_ELSE,
        )
        self._rule = knowledge.rules["likelihood_shrinkage"]
        self._findings = knowledge.findings
        self._sources = knowledge.sources
        self._base = {key: base_rates_of(row) for key, row in knowledge.findings.items()}
        self._stated = {
            (condition.id, row.finding, row.choice): row
            for condition in knowledge.conditions.values()
            for row in condition.likelihoods
        }
        named = {finding for _condition, finding, _choice in self._stated}
        self.findings = tuple(key for key, base in self._base.items() if base and key in named)
        self._rates: dict[tuple[str, str | None], Rate] = {}

    def group_of(self, finding: str) -> str:
        """Return the group of findings within which this one is correlated."""
        return self._findings[finding].group

    def base_rate(self, finding: str, choice: str | None) -> float:
        """Return the file's own base rate."""
        return self._base[finding][choice]

    def choices(self, finding: str) -> tuple[str | None, ...]:
        """Return the choices that have a base rate; (None,) for a yes_no finding."""
        return tuple(self._base[finding])

    def is_one_of_many(self, finding: str) -> bool:
        """Return whether exactly one choice is true (kind `choice`)."""
        return self._findings[finding].kind == "choice"

    def present(self, finding: str, choice: str | None, conditions: tuple[str, ...]) -> float:
        """Return P(finding, or its choice, is present | exactly these conditions)."""
        base = self._base[finding][choice]
        drawn = [self._drawn(key, finding, choice) for key in conditions]
        if not drawn:
            return base
        if len(drawn) == 1:
            return drawn[0]
        if self.is_one_of_many(finding):
            return sum(drawn) / len(drawn)
        spared = math.prod(1 - max(0.0, (p - base) / (1 - base)) for p in drawn)
        return 1 - (1 - base) * spared

    def _drawn(self, condition: str, finding: str, choice: str | None) -> float:
        """Return a stated likelihood drawn toward the base rate; the base rate where unstated."""
        if self.is_one_of_many(finding):
            return self._drawn_choice(condition, finding)[choice]
        base = self._base[finding][choice]
        row = self._stated.get((condition, finding, choice))
        if row is None:
            return base
        exponent = self.exponent(row)
        logit = _logit(base) + exponent * (_logit(row.value) - _logit(base))
        return 1 / (1 + math.exp(-logit))

    def _drawn_choice(self, condition: str, finding: str) -> dict[str | None, float]:
        """Return the choices' likelihoods, drawn toward the base rates and summing to 1."""
        base = self._base[finding]
        rows = [self._stated.get((condition, finding, key)) for key in base]
        weights = {
            key: rate if row is None else rate * (row.value / rate) ** self.exponent(row)
            for (key, rate), row in zip(base.items(), rows, strict=True)
        }
        total = sum(weights.values())
        return {key: weight / total for key, weight in weights.items()}

    def exponent(self, row: Grounded) -> float:
        """Return how far a stated ratio counts: 1 in full, 0 not at all."""
        rule = self._rule
        if row.basis != "study":
            return rule.number(row.basis)
        source = self._sources[row.source]
        in_full = rule.number(f"study_{source.setting or 'clinic'}")
        if source.participants is None or source.participants < rule.number("small_study_below"):
            return in_full * rule.number("small_study_factor")
        return in_full

    def rate(self, finding: str, choice: str | None) -> Rate:
        """Return P(answered as present) under every hypothesis, answers' errors included."""
        found = self._rates.get((finding, choice))
        if found is None:
            found = self._rates[finding, choice] = self._made(finding, choice)
        return found

    def _made(self, finding: str, choice: str | None) -> Rate:
        base = self._base[finding][choice]
        careless = self._rule.number("careless_answer")
        given = tuple(
            (1 - careless) * self.present(finding, choice, key) + careless * base
            for key in self.hypotheses
        )
        if self.is_one_of_many(finding):
            return Rate(given, base, base)
        raised = 1 / (1 + math.exp(-(_logit(base) + self._rule.number("raised_by"))))
        return Rate(given, base, raised)

    def answered(self, finding: str, value: FindingValue) -> Rate | None:
        """Return P(value | ...) under every hypothesis, or None where the value says nothing.

        A `many` or `region` value is judged whole, by what is ticked and what is not, the
        choices taken as independent given the conditions. An empty one says nothing.
        """
        base = self._base[finding]
        if isinstance(value, bool):
            rate = self.rate(finding, None)
            return rate if value else rate.absent()
        if isinstance(value, str) and value in base:
            return self.rate(finding, value)
        if isinstance(value, tuple) and value:
            ticks = [(self.rate(finding, key), key in value) for key in base]
            return _product([rate if ticked else rate.absent() for rate, ticked in ticks])
        return None

    def grounds(self, finding: str, value: FindingValue, conditions: tuple[str, ...]) -> Grounded:
        """Return where the likelihood of a value comes from: its row, or the base rate's."""
        for condition in conditions:
            for choice in self._base[finding]:
                row = self._stated.get((condition, finding, choice))
                if row is not None and _names(choice, value):
                    return row
        return self._findings[finding].base_rates[0]


def base_rates_of(finding: Finding) -> dict[str | None, float]:
    """Return the base rate by choice (None for a yes_no finding)."""
    return {rate.choice: rate.value for rate in finding.base_rates}


def _product(rates: list[Rate]) -> Rate:
    return Rate(
        tuple(math.prod(ps) for ps in zip(*(rate.given for rate in rates), strict=True)),
        math.prod(rate.base for rate in rates),
        math.prod(rate.raised for rate in rates),
    )


def _names(choice: str | None, value: FindingValue) -> bool:
    if isinstance(value, tuple):
        return choice in value
    return choice is None or choice == value


def _logit(p: float) -> float:
    return math.log(p / (1 - p))
