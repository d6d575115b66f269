"""Which question helps most next: open safety questions, then the greatest gain for the decision.

A question is worth what it may change. Hypotheses that lead to the same family of advice are one
decision, and each counts by how soon a knee with it must be seen (rule `question_value`). For an
unanswered finding the gain has three parts, each the expected fall of a concave measure, so none
is ever negative: the loss of the best single decision, the uncertainty about the family of advice
(both weighed by urgency), and with a small weight the uncertainty about the hypothesis itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from trochlea.assess.belief import Belief, Group, believe
from trochlea.assess.facts import Facts
from trochlea.assess.likelihood import MANY_KINDS, LikelihoodModel, Rate
from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Rule
from trochlea.model import Triage, urgency_rank

STOPPING_LEVELS = ("same_day", "emergency")


def open_safety_questions(triage: Triage, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the unanswered findings of unsettled flags, the most urgent flags first."""
    names = (name for flag in triage.unknown_red_flags for name in flag.missing)
    asked = (name for name in names if knowledge.findings[name].observable_by == "runner")
    return tuple(dict.fromkeys(asked))


@dataclass(frozen=True, slots=True)
class Decisions:
    """The hypotheses in the order of their families of advice, with what each weighs.

    Attributes:
        order: Places of the hypotheses, sorted by family; something else is a family of its own.
        ends: Where each family ends in that order.
        costs: Weight of each hypothesis in that order.
    """

    order: tuple[int, ...]
    ends: tuple[int, ...]
    costs: tuple[float, ...]


def decisions_of(model: LikelihoodModel, knowledge: Knowledge) -> Decisions:
    """Return how hypotheses fall into families of advice.

    Args:
        model: Gives the hypotheses.
        knowledge: Gives each condition's family and urgency, and the rule `question_value`.
    """
    rule = knowledge.rules["question_value"]
    families = [_family(key, knowledge) for key in model.hypotheses]
    order = sorted(range(len(families)), key=lambda place: (families[place], place))
    sizes = [len(list(rows)) for _name, rows in groupby(order, key=lambda place: families[place])]
    costs = [_cost(model.hypotheses[place], knowledge, rule) for place in order]
    return Decisions(tuple(order), tuple(accumulate(sizes)), tuple(costs))


def _family(conditions: tuple[str, ...], knowledge: Knowledge) -> str:
    """Return the family of a hypothesis; a pair leads to that of its more urgent part."""
    rows = [knowledge.conditions[key] for key in conditions]
    if not rows:
        return ""
    return max(rows, key=lambda row: urgency_rank(row.seen_within)).advice


def _cost(conditions: tuple[str, ...], knowledge: Knowledge, rule: Rule) -> float:
    levels = [knowledge.conditions[key].seen_within for key in conditions] or ["none"]
    return rule.number(f"cost_{max(levels, key=urgency_rank)}")


_Masses = Sequence[Sequence[float]]
_Fall = Callable[[_Masses, "_Shares", bool], float]


class Questions:
    """Works out the gain of unanswered findings, from one version of the knowledge."""

    def __init__(self, knowledge: Knowledge, model: LikelihoodModel) -> None:
        """Prepare the decisions.

        Args:
            knowledge: Rules, findings and conditions.
            model: Likelihoods of the same knowledge.
        """
        self._knowledge = knowledge
        self._model = model
        self._decisions = decisions_of(model, knowledge)
        rule = knowledge.rules["question_value"]
        self._loss_weight = rule.number("loss_weight")
        self._family_weight = rule.number("family_weight")
        self._hypothesis_weight = rule.number("hypothesis_weight")
        self._one_list_weight = rule.number("one_list_weight")
        self._looked_at = int(rule.number("looked_at"))
        self._rates: dict[tuple[str, str | None], tuple[float, ...]] = {}
        self._askable = tuple(
            name for name in model.findings if knowledge.findings[name].observable_by == "runner"
        )

    def by_gain(self, facts: Facts) -> tuple[tuple[float, str], ...]:
        """Return gain and id of the unanswered findings of one knee, greatest first.

        The uncertainty about the hypothesis itself costs most to work out and weighs least, so it
        is worked out only for the stated number of findings that are worth most without it.
        """
        belief = believe(facts, self._model, self._knowledge)
        unanswered = [name for name in self._askable if facts.seen(name) is None]
        groups = {self._model.group_of(name) for name in unanswered}
        shares = {group: _shares(belief, group, self._decisions) for group in groups}
        first = sorted(
            (
                (self._gain(name, shares[self._model.group_of(name)], self._decided), name)
                for name in unanswered
            ),
            key=lambda row: (-row[0], row[1]),
        )
        looked_at = [
            (gain + self._gain(name, shares[self._model.group_of(name)], self._told_apart), name)
            for gain, name in first[: self._looked_at]
        ]
        return tuple(sorted(looked_at, key=lambda row: (-row[0], row[1])))

    def _gain(self, finding: str, shares: _Shares, fall: _Fall) -> float:
        model = self._model
        masses = [self._mass(finding, choice, shares) for choice in model.choices(finding)]
        if model.is_one_of_many(finding):
            return fall(masses, shares, False)
        total = sum(fall([mass], shares, True) for mass in masses)
        kind = self._knowledge.findings[finding].kind
        # Ticks of one list are partly exclusive: their summed gain is an upper bound.
        return self._one_list_weight * total if kind in MANY_KINDS else total

    def _mass(self, finding: str, choice: str | None, shares: _Shares) -> list[float]:
        """Return the joint probability of each hypothesis with the answer, in family order."""
        rate = self._model.rate(finding, choice)
        given = self._ordered(finding, choice, rate)
        rest = shares.plain * rate.base + shares.raised * rate.raised
        return [
            a * p + b * rest for a, p, b in zip(shares.typical, given, shares.other, strict=True)
        ]

    def _ordered(self, finding: str, choice: str | None, rate: Rate) -> tuple[float, ...]:
        found = self._rates.get((finding, choice))
        if found is None:
            found = tuple(rate.given[place] for place in self._decisions.order)
            self._rates[finding, choice] = found
        return found

    def _decided(self, masses: _Masses, shares: _Shares, or_not: bool) -> float:
        """Return the expected fall of the loss, and of the uncertainty about the advice.

        `or_not` adds the answer "no" to the one mass given: what is left of the present belief.
        """
        families = [_families(mass, self._decisions) for mass in masses]
        if or_not:
            families.append(_left(shares.families, families[0]))
        fall_loss = shares.loss - sum(map(_loss, families))
        fall_family = shares.family - sum(map(_spread, families))
        return self._loss_weight * fall_loss + self._family_weight * fall_family

    def _told_apart(self, masses: _Masses, shares: _Shares, or_not: bool) -> float:
        """Return the expected fall of the uncertainty about the hypothesis itself."""
        answers = [*masses, _left(shares.chances, masses[0])] if or_not else masses
        return self._hypothesis_weight * (shares.own - sum(map(_spread, answers)))


def _left(whole: Sequence[float], part: Sequence[float]) -> list[float]:
    return [a - b for a, b in zip(whole, part, strict=True)]


@dataclass(frozen=True, slots=True)
class _Shares:
    """Of one group: how the present belief splits into its ways to show itself.

    `typical[h]` and `other[h]` are such that P(h, answer) = typical * p + other * (plain * b +
    raised * b'); in family order.
    """

    chances: tuple[float, ...]
    typical: tuple[float, ...]
    other: tuple[float, ...]
    plain: float
    raised: float
    families: list[float]
    loss: float
    family: float
    own: float


def _shares(belief: Belief, name: str, decisions: Decisions) -> _Shares:
    count = len(belief.chances)
    group = belief.groups.get(name, Group((1.0,) * count, 1.0, 1.0))
    ways, likely = belief.ways, group.likelihoods(belief.ways)
    chances = tuple(belief.chances[place] for place in decisions.order)
    families = _families(chances, decisions)
    return _Shares(
        chances=chances,
        typical=tuple(
            belief.chances[place] * ways.typical * group.given[place] / likely[place]
            for place in decisions.order
        ),
        other=tuple(belief.chances[place] / likely[place] for place in decisions.order),
        plain=ways.plain * group.plain,
        raised=ways.raised * group.raised,
        families=families,
        loss=_loss(families),
        family=_spread(families),
        own=_spread(chances),
    )


def _families(mass: Sequence[float], decisions: Decisions) -> list[float]:
    """Return the mass of each family, every hypothesis weighed by its cost."""
    weighed = [a * b for a, b in zip(mass, decisions.costs, strict=True)]
    start, sums = 0, []
    for end in decisions.ends:
        sums.append(sum(weighed[start:end]))
        start = end
    return sums


def _loss(families: Sequence[float]) -> float:
    """Return what the best single decision still gets wrong."""
    return sum(families) - max(families)


def _spread(mass: Sequence[float]) -> float:
    """Return the entropy of a mass times its total, in bits; concave and homogeneous."""
    total = sum(mass)
    if total <= 0:
        return 0.0
    return total * math.log2(total) - sum(x * math.log2(x) for x in mass if x > 0)


def next_questions(
    triage: Triage, facts: Facts, knowledge: Knowledge, model: LikelihoodModel
) -> tuple[str, ...]:
    """Return the few questions that help most next; none once triage has stopped."""
    if triage.urgency in STOPPING_LEVELS:
        return ()
    rule = knowledge.rules["next_questions"]
    most, smallest = int(rule.number("put_forward")), rule.number("smallest_gain")
    open_first = open_safety_questions(triage, knowledge)[:most]
    if len(open_first) >= most:
        return open_first
    gains = Questions(knowledge, model).by_gain(facts)
    clever = tuple(name for gain, name in gains if gain >= smallest)
    return tuple(dict.fromkeys((*open_first, *clever)))[:most]
