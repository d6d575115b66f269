"""The assessment: triage first, then what fits, what may drive it, and what to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from trochlea.assess.differential import differential
from trochlea.assess.factors import contributing_factors
from trochlea.assess.facts import Facts, affected_knees, facts_for
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.assess.questions import next_questions
from trochlea.assess.triage import triage
from trochlea.knowledge import Knowledge
from trochlea.model import Assessment, Observation

WORST_PAIN = ("pain_during_run", "pain_hour_after", "pain_next_morning")


def assess(
    observations: Sequence[Observation],
    knowledge: Knowledge,
    on: date,
    model: LikelihoodModel | None = None,
) -> Assessment:
    """Return the assessment of everything known of a runner on a day.

    Args:
        observations: Answers, watch, video and clinician's findings alike.
        knowledge: The cited facts; its version is written into the result.
        on: The day it holds for.
        model: Likelihoods of the same knowledge, for whoever asks many times; made anew without.

    The same observations in any order give the same assessment.
    """
    found = triage(observations, knowledge)
    model = model or LikelihoodModel(knowledge)
    knees = sorted(
        (facts_for(side, observations) for side in affected_knees(observations)), key=_worse_first
    )
    return Assessment(
        on=on,
        triage=found,
        differentials=tuple(
            differential(facts, knowledge, model, found.urgency) for facts in knees
        ),
        factors=contributing_factors(observations, knowledge),
        next_questions=next_questions(found, knees[0], knowledge, model),
        knowledge_version=knowledge.version,
    )


def _worse_first(facts: Facts) -> tuple[float, int, str]:
    scores = [value for name in WORST_PAIN if isinstance(value := facts.value(name), int | float)]
    own = sum(row.side == facts.side for row in facts.by_finding.values())
    return (-max(scores, default=-1), -own, facts.side)
