"""Which question helps most next: open safety questions, then the greatest expected gain."""

from __future__ import annotations

from trochlea.assess.differential import chances_by_conditions
from trochlea.assess.facts import Facts
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.knowledge import Knowledge
from trochlea.model import Triage

STOPPING_LEVELS = ("same_day", "emergency")


def open_safety_questions(triage: Triage, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the unanswered findings of unsettled flags, the most urgent flags first."""
    names = (name for flag in triage.unknown_red_flags for name in flag.missing)
    asked = (name for name in names if knowledge.findings[name].observable_by == "runner")
    return tuple(dict.fromkeys(asked))


def by_expected_gain(
    facts: Facts, knowledge: Knowledge, model: LikelihoodModel
) -> tuple[str, ...]:
    """Return unanswered findings of one knee, greatest expected gain first.

    The gain is the mutual information with the hypotheses, in bits, discounted as the finding
    itself would be when others of its group are already answered; questions below the stated
    smallest gain are left out.
    """
    correlation = knowledge.rules["differential_listing"].number("group_correlation")
    smallest = knowledge.rules["next_questions"].number("smallest_gain")
    chances = chances_by_conditions(facts, knowledge, model)
    answered: dict[str, int] = {}
    for name in model.findings:
        if facts.seen(name) is not None:
            group = knowledge.findings[name].group
            answered[group] = answered.get(group, 0) + 1
    gains = []
    for name in model.findings:
        finding = knowledge.findings[name]
        if facts.seen(name) is None and finding.observable_by == "runner":
            discount = (1 - correlation) ** answered.get(finding.group, 0)
            gains.append((discount * model.gain_bits(name, chances), name))
    worth = [(gain, name) for gain, name in gains if gain >= smallest]
    return tuple(name for _gain, name in sorted(worth, key=lambda row: (-row[0], row[1])))


def next_questions(
    triage: Triage, facts: Facts, knowledge: Knowledge, model: LikelihoodModel
) -> tuple[str, ...]:
    """Return the few questions that help most next; none once triage has stopped."""
    if triage.urgency in STOPPING_LEVELS:
        return ()
    most = int(knowledge.rules["next_questions"].number("put_forward"))
    wanted = (
        *open_safety_questions(triage, knowledge),
        *by_expected_gain(facts, knowledge, model),
    )
    return tuple(dict.fromkeys(wanted))[:most]
