"""The shares that today's pain rule rests on: the highest, whatever the signs had been.

Giving way, swelling, a limp and night pain move the list of conditions. If that could push a
condition with a strict pain rule below its share, telling a sign would make the light greener. So
each share is the highest over every way these signs could have been answered. For a condition of
bone only those signs are varied that say nothing of bone, or a quiet knee would be stopped by a
night pain that it does not have. The signs stand in the rule `signs_never_soften`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from trochlea.assess.belief import Belief, believe, marginals, unsure
from trochlea.assess.facts import Facts
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.knowledge import Knowledge
from trochlea.model import Observation, PainRuleShares


def pain_rule_shares(
    facts: Facts, belief: Belief, model: LikelihoodModel, knowledge: Knowledge
) -> PainRuleShares:
    """Return the highest shares over all readings of the signs.

    Args:
        facts: What is known of one knee.
        belief: What is believed of it as answered.
        model: Likelihoods of the same knowledge.
        knowledge: Gives the rules.
    """
    bone_rule = set(knowledge.rules["bone_rule"].findings)
    signs = knowledge.rules["signs_never_soften"].findings
    of_bone = {sign for sign in signs if knowledge.findings[sign].group == "bone"} | bone_rule
    shares, rest, abstained = (
        marginals(belief),
        belief.chances[-1],
        unsure(belief, knowledge) is not None,
    )
    for reading, moved in _readings(facts, signs):
        other = believe(reading, model, knowledge)
        rest = max(rest, other.chances[-1])
        abstained = abstained or unsure(other, knowledge) is not None
        for condition, share in marginals(other).items():
            bone = knowledge.conditions[condition].pain_rule == "bone"
            if not (bone and moved & of_bone):
                shares[condition] = max(share, shares[condition])
    return PainRuleShares(tuple(sorted(shares.items())), rest, abstained)


def _readings(facts: Facts, signs: tuple[str, ...]) -> Iterator[tuple[Facts, set[str]]]:
    """Yield the facts under every reading of the signs, with the signs that differ."""
    known = facts.by_finding.values()
    if not known:
        return
    pattern = max(known, key=lambda row: row.observed_at)
    for values in product((True, False), repeat=len(signs)):
        moved = {
            sign for sign, value in zip(signs, values, strict=True) if facts.value(sign) != value
        }
        if moved:
            changed = {
                sign: _as(pattern, sign, value, facts)
                for sign, value in zip(signs, values, strict=True)
            }
            yield Facts(facts.side, facts.by_finding | changed), moved


def _as(pattern: Observation, sign: str, value: bool, facts: Facts) -> Observation:
    return replace(pattern, finding=sign, value=value, side=facts.side, low=None, high=None)
