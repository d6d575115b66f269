"""Runs the engine on one case and says what was right; and the baselines on the same case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.cases.coded import CodedCase
from trochlea.assess import Interview
from trochlea.assess.belief import Belief, believe
from trochlea.assess.differential import differential
from trochlea.assess.facts import Facts, affected_knees, facts_for
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.assess.triage import triage
from trochlea.knowledge import Knowledge
from trochlea.model import Observation, Urgency, urgency_rank

TOP = 3
REGION = "pain_region"
SHOWN_AT_ONCE = 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out for one case in one view.

    Attributes:
        case: The case.
        urgency: The engine's level.
        rank: Place of the first right condition among all hypotheses, from 1; None out of list.
        shown: Whether one that is right is among the first three of the list that is read out.
        something_else_leads: Something else is the likeliest, or the engine abstained.
        abstained: Why no list was read out, or None.
        listed: How many hypotheses were listed.
        questions: Single questions that the interview asked this person.
        baselines: Rank of the right one by priors alone and by the place of pain alone.
    """

    case: CodedCase
    urgency: Urgency
    rank: int | None
    shown: bool
    something_else_leads: bool
    abstained: str | None
    listed: int
    questions: int
    baselines: dict[str, int | None]

    @property
    def off(self) -> int:
        """Levels too high (above 0) or too low (below 0)."""
        return urgency_rank(self.urgency) - urgency_rank(self.case.urgency)


def judge(
    case: CodedCase, knowledge: Knowledge, model: LikelihoodModel, *, runner_only: bool
) -> Verdict:
    """Return the verdict on one case.

    Args:
        case: The coded case.
        knowledge: What the engine knows.
        model: Likelihoods of the same knowledge.
        runner_only: Leave out what only a clinician can find.
    """
    rows = case.observations(knowledge, runner_only=runner_only)
    found = triage(rows, knowledge)
    knees = [facts_for(side, rows) for side in affected_knees(rows)]
    facts = max(knees, key=lambda row: len(row.by_finding))
    belief = believe(facts, model, knowledge)
    read_out = differential(facts, knowledge, model, found.urgency)
    shown = {key for row in read_out.listed[:TOP] for key in row.conditions}
    return Verdict(
        case=case,
        urgency=found.urgency,
        rank=_rank(belief, case.right),
        shown=bool(shown & set(case.right)) and not read_out.abstained,
        something_else_leads=read_out.abstained or _leads(belief),
        abstained=read_out.abstained_because,
        listed=len(read_out.listed),
        questions=_questions(rows, knowledge, model),
        baselines={
            "priors only": _rank(_only(facts, (), model, knowledge), case.right),
            "place only": _rank(_only(facts, (REGION,), model, knowledge), case.right),
        },
    )


def _rank(belief: Belief, right: Sequence[str]) -> int | None:
    order = sorted(range(len(belief.chances)), key=lambda place: (-belief.chances[place], place))
    for rank, place in enumerate(order, start=1):
        if set(belief.hypotheses[place]) & set(right):
            return rank
    return None


def _leads(belief: Belief) -> bool:
    return belief.chances[-1] >= max(belief.chances[:-1])


def _only(
    facts: Facts, findings: Sequence[str], model: LikelihoodModel, knowledge: Knowledge
) -> Belief:
    """Return the belief from age, sex and the named findings alone."""
    kept = {"age_years", "sex", *findings}
    few = {key: row for key, row in facts.by_finding.items() if key in kept}
    return believe(Facts(facts.side, few), model, knowledge)


def _questions(rows: Sequence[Observation], knowledge: Knowledge, model: LikelihoodModel) -> int:
    """Return how many single questions are asked of somebody who knows what the case states."""
    interview = Interview(knowledge, model)
    known = {name: [row for row in rows if row.finding == name] for name in knowledge.findings}
    told = [row for row in rows if row.finding in ("age_years", "sex", "body_mass_index")]
    shown: list[str] = []
    while len(shown) < SHOWN_AT_ONCE:
        step = interview.next_step(told, shown)
        if step is None:
            break
        shown.append(step.screen)
        told += [row for name in step.findings for row in known[name]]
    return sum(name in knowledge.findings for name in shown)
