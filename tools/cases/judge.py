"""Runs the engine on one case and says what was right; and the baselines on the same case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.cases.coded import CodedCase
from trochlea.assess import Interview, assess
from trochlea.assess.belief import Belief, believe
from trochlea.assess.facts import Facts, facts_for
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.assess.questions import STOPPING_LEVELS
from trochlea.assess.triage import triage
from trochlea.knowledge import Knowledge
from trochlea.model import Assessment, Differential, Observation, Urgency, urgency_rank

TOP = 3
REGION = "pain_region"
SHOWN_AT_ONCE = 60
PRIORS, PLACE = "priors only", "place only"
# Reasons of an abstention that say to somebody out of list that it may be something else.
SAYS_SOMETHING_ELSE = ("something_else_leads", "minimum_top")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out for one case in one view, on the knee that the product puts first.

    Attributes:
        case: The case.
        urgency: The engine's level.
        rank: Place of the first right condition among all hypotheses, from 1; None out of list.
        shown_first: Whether the first of the list that is read out is right.
        shown: Whether one that is right is among the first three of the list that is read out.
        something_else_leads: Something else is the likeliest.
        abstained: Why no list was read out, or None.
        listed: How many hypotheses were listed.
        questions: Single questions that the interview asked this person.
        stopped: Triage stopped the interview, so the questions say nothing.
        baselines: Rank of the right one by priors alone and by the place of pain alone.
    """

    case: CodedCase
    urgency: Urgency
    rank: int | None
    shown_first: bool
    shown: bool
    something_else_leads: bool
    abstained: str | None
    listed: int
    questions: int
    stopped: bool
    baselines: dict[str, int | None]

    @property
    def off(self) -> int:
        """Levels too high (above 0) or too low (below 0)."""
        return urgency_rank(self.urgency) - urgency_rank(self.case.urgency)

    @property
    def out_of_list_right(self) -> bool:
        """Whether something else leads, or is why nothing is read out; an emergency is no such."""
        if self.abstained == "emergency":
            return False
        return self.something_else_leads or self.abstained in SAYS_SOMETHING_ELSE


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
    found = assess(rows, knowledge, case.answers.on, model)
    read_out = worst_knee(found)
    facts = facts_for(read_out.knee, rows)
    belief = believe(facts, model, knowledge)
    spoken = () if read_out.abstained else read_out.listed[:TOP]
    hits = [bool(set(row.conditions) & set(case.right)) for row in spoken]
    questions, stopped = _interviewed(rows, knowledge, model)
    return Verdict(
        case=case,
        urgency=found.triage.urgency,
        rank=_rank(belief, case.right),
        shown_first=any(hits[:1]),
        shown=any(hits),
        something_else_leads=belief.chances[-1] >= max(belief.chances[:-1]),
        abstained=read_out.abstained_because,
        listed=len(read_out.listed),
        questions=questions,
        stopped=stopped,
        baselines={
            PRIORS: _rank(_only(facts, (), model, knowledge), case.right),
            PLACE: _rank(_only(facts, (REGION,), model, knowledge), case.right),
        },
    )


def worst_knee(found: Assessment) -> Differential:
    """Return the list of the knee with the highest flag; of equals the product's first.

    Args:
        found: The assessment; its lists stand in the product's order.
    """

    def level(row: Differential) -> int:
        flags = found.triage.red_flags
        return max(
            (urgency_rank(flag.urgency) for flag in flags if flag.side == row.knee), default=0
        )

    return max(found.differentials, key=level)


def _rank(belief: Belief, right: Sequence[str]) -> int | None:
    order = sorted(range(len(belief.chances)), key=lambda place: (-belief.chances[place], place))
    for rank, place in enumerate(order, start=1):
        if set(belief.hypotheses[place]) & set(right):
            return rank
    return None


def _only(
    facts: Facts, findings: Sequence[str], model: LikelihoodModel, knowledge: Knowledge
) -> Belief:
    """Return the belief from age, sex and the named findings alone."""
    kept = {"age_years", "sex", *findings}
    few = {key: row for key, row in facts.by_finding.items() if key in kept}
    return believe(Facts(facts.side, few), model, knowledge)


def _interviewed(
    rows: Sequence[Observation], knowledge: Knowledge, model: LikelihoodModel
) -> tuple[int, bool]:
    """Return how many single questions are asked of this person, and whether triage stopped it."""
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
    asked = sum(name in knowledge.findings for name in shown)
    return asked, triage(told, knowledge).urgency in STOPPING_LEVELS
