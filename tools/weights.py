"""Every number in use by what it weighs, and how far it was checked.

    python -m tools.weights --first 60 --status draft

A likelihood weighs what it tells: the prior share of its condition times the information, in
bits, by which it sets the condition apart from a runner of whom nothing is known. A prior weighs
its share. The numbers of today's rules and the red flags' bounds are used on everybody and come
first, without a weight. Intervals and words are not counted.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from trochlea.assess.belief import prior_weights
from trochlea.assess.facts import Facts
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.knowledge.schema import Grounded

NOT_OF_TODAY = ("differential", "likelihood", "question", "correlated", "next_questions")


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the knowledge.

    Attributes:
        place: Record and row.
        value: The number.
        weight: Bits, or None for a number that holds for everybody.
        grounds: Where it comes from.
    """

    place: str
    value: float
    weight: float | None
    grounds: Grounded


def numbers(knowledge: Knowledge) -> list[Number]:
    """Return every number in use, heaviest first."""
    found = [*_rules(knowledge), *_differential(knowledge)]
    return sorted(found, key=lambda row: (row.weight is not None, -(row.weight or 0), row.place))


def _rules(knowledge: Knowledge) -> Iterator[Number]:
    for key, rule in knowledge.rules.items():
        if not key.startswith(NOT_OF_TODAY):
            for name, value in rule.values.items():
                yield Number(f"rules/{key}: {name}", value.value, None, value)
            for band in rule.bands:
                yield Number(f"rules/{key}: above {band.above:g}", band.value, None, band)


def _differential(knowledge: Knowledge) -> Iterator[Number]:
    model = LikelihoodModel(knowledge)
    weights = prior_weights(Facts("none", {}), knowledge)
    total = math.fsum(weights)
    share = {names: w / total for names, w in zip(model.hypotheses, weights, strict=True)}
    for key, condition in knowledge.conditions.items():
        own = share[key,]
        yield Number(f"conditions/{key}: prior", condition.prior.value, own, condition.prior)
        for row in condition.likelihoods:
            told = model.rate(row.finding, row.choice).given[model.hypotheses.index((key,))]
            weight = own * _bits(told, _mixed(model, row.finding, row.choice, share))
            name = row.finding if row.choice is None else f"{row.finding}.{row.choice}"
            yield Number(f"conditions/{key}: {name}", row.value, weight, row)
    for key, finding in knowledge.findings.items():
        for rate in finding.base_rates:
            if key in model.findings:
                name = key if rate.choice is None else f"{key}.{rate.choice}"
                mixed = _mixed(model, key, rate.choice, share)
                base = model.rate(key, rate.choice).base
                weight = share[()] * _bits(base, mixed)
                yield Number(f"findings/{name}: base rate", rate.value, weight, rate)


def _mixed(
    model: LikelihoodModel, finding: str, choice: str | None, share: dict[tuple[str, ...], float]
) -> float:
    given = model.rate(finding, choice).given
    return math.fsum(share[key] * p for key, p in zip(model.hypotheses, given, strict=True))


def _bits(p: float, mixed: float) -> float:
    """Return how far a yes-or-no chance lies from the mixed one (Kullback and Leibler 1951)."""
    return p * math.log2(p / mixed) + (1 - p) * math.log2((1 - p) / (1 - mixed))


def main() -> int:
    """Print the numbers, heaviest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=None, help="only so many with a weight")
    parser.add_argument("--status", default=None, help="draft, source_checked or reviewed")
    chosen = parser.parse_args()
    found = numbers(packaged_knowledge())
    shown = 0
    for row in found:
        if chosen.status and row.grounds.status != chosen.status:
            continue
        if row.weight is not None:
            shown += 1
            if chosen.first is not None and shown > chosen.first:
                break
        weight = "rule" if row.weight is None else f"{row.weight:.4f}"
        grounds = row.grounds
        print(
            f"{weight}\t{row.place}\t{row.value:g}\t{grounds.status}\t{grounds.basis}"
            f"\t{grounds.source}\t{grounds.place or ''}"
        )
    checked = sum(row.grounds.status == "source_checked" for row in found)
    print(f"{len(found)} numbers, {checked} of them checked in their source")
    return 0


if __name__ == "__main__":
    sys.exit(main())
