"""`Assessment`: what triage, the differential and the factors made of the observations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from trochlea.model.observation import FindingValue, Origin, Side
from trochlea.model.reason import Reason

Urgency = Literal["none", "routine", "urgent", "same_day", "emergency"]
Fit = Literal["fits_best", "fits", "possible", "cannot_rule_out"]

URGENCY_ORDER: tuple[Urgency, ...] = ("none", "routine", "urgent", "same_day", "emergency")


def urgency_rank(urgency: Urgency) -> int:
    """Return 0 for none up to 4 for emergency."""
    return URGENCY_ORDER.index(urgency)


@dataclass(frozen=True, slots=True)
class Seen:
    """One observed value that a flag, condition or factor rests on."""

    finding: str
    value: FindingValue
    side: Side
    source: Origin


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """A red flag whose pattern was met.

    Attributes:
        flag: Id of the red flag.
        urgency: Its level.
        within_hours: How soon to be seen; None for none.
        side: The knee it was met on, `none` for what has no side.
        seen: The observed values that met it.
        left_open: Unanswered findings that it rests on; a "no" to them would lift it.
    """

    flag: str
    urgency: Urgency
    within_hours: int | None
    side: Side
    seen: tuple[Seen, ...]
    left_open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnknownFlag:
    """A red flag that could not be ruled out, because something was not answered."""

    flag: str
    urgency: Urgency
    side: Side
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Triage:
    """How soon to be seen, and why; made before and without the differential.

    Attributes:
        urgency: Highest level of the raised flags, `none` where there is none.
        within_hours: Smallest `within_hours` of the raised flags, or None.
        red_flags: Raised flags, most urgent first, then by id.
        unknown_red_flags: Flags that cannot be ruled out, most urgent first, then by id.
        bone_findings: Present findings that put the bone rule in force.
        clearances_needed: Ids of clearances that the answers call for.
        clearances_unknown: Ids of clearances whose question is unanswered.
        clearance_sides: For each of both, the knees that it is of; empty in older records.
    """

    urgency: Urgency
    within_hours: int | None
    red_flags: tuple[RaisedFlag, ...]
    unknown_red_flags: tuple[UnknownFlag, ...]
    bone_findings: tuple[Seen, ...] = ()
    clearances_needed: tuple[str, ...] = ()
    clearances_unknown: tuple[str, ...] = ()
    clearance_sides: tuple[tuple[str, Side], ...] = ()

    def needed_at(self) -> tuple[tuple[str, Side], ...]:
        """Return the clearances that are called for, each with its knee or `none`."""
        return self._at(self.clearances_needed)

    def unknown_at(self) -> tuple[tuple[str, Side], ...]:
        """Return the clearances whose question is open, each with its knee or `none`."""
        return self._at(self.clearances_unknown)

    def _at(self, subjects: tuple[str, ...]) -> tuple[tuple[str, Side], ...]:
        known = {subject for subject, _side in self.clearance_sides}
        sided = tuple(row for row in self.clearance_sides if row[0] in subjects)
        bare: tuple[tuple[str, Side], ...] = tuple(
            (subject, "none") for subject in subjects if subject not in known
        )
        return (*sided, *bare)


@dataclass(frozen=True, slots=True)
class Ground:
    """One observed finding that speaks for or against a hypothesis.

    Attributes:
        seen: The observed value.
        likelihood_ratio: P(value | hypothesis) over P(value | the other hypotheses), as used
            (after the correlation of its group was taken into account).
        basis: study, definition or consensus.
        source_id: Id of the source record.
        status: draft, source_checked or reviewed.
    """

    seen: Seen
    likelihood_ratio: float
    basis: str
    source_id: str
    status: str


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One hypothesis of the differential: a condition, or a listed pair of them."""

    conditions: tuple[str, ...]
    probability: float
    fit: Fit
    speaks_for: tuple[Ground, ...]
    speaks_against: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class PainRuleShares:
    """What today's pain rule rests on: the highest shares whatever the signs had been.

    A sign that is told (it gives way, it is swollen) moves the list, and must never by that let a
    gentler pain rule in.

    Attributes:
        conditions: Condition id to its highest probability.
        something_else: The highest of something else.
        abstained: True where the rule would abstain in any of these readings.
    """

    conditions: tuple[tuple[str, float], ...]
    something_else: float
    abstained: bool


@dataclass(frozen=True, slots=True)
class Differential:
    """The listed hypotheses of one knee; with something else and the unlisted they sum to 1.

    Attributes:
        knee: The knee meant; `none` where no side was given.
        listed: At most four, most probable first.
        something_else: Probability that it is none of the known conditions.
        unlisted: Probability of known hypotheses that are not listed.
        abstained: True where by the stated rule no list should be read.
        abstained_because: Id of the part of the rule that spoke, or None.
        all_probabilities: Condition id to the probability that it takes part, pairs included.
        for_pain_rule: The shares that today's pain rule rests on; None in records made before
            there were any.
    """

    knee: Side
    listed: tuple[Hypothesis, ...]
    something_else: float
    unlisted: float
    abstained: bool
    abstained_because: str | None
    all_probabilities: tuple[tuple[str, float], ...] = ()
    for_pain_rule: PainRuleShares | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """A contributing factor: what may drive the complaint, never "the cause"."""

    factor: str
    weight: Literal["strong", "moderate", "weak"]
    side: Side
    seen: tuple[Seen, ...]
    source_id: str
    grade: str
    status: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that was made of one set of observations, under one version of the knowledge.

    Attributes:
        on: The day the assessment holds for.
        triage: How soon, and why.
        differentials: One for each knee that has a complaint, the worse knee first.
        factors: Contributing factors, heaviest first.
        next_questions: Finding ids that would help most next, best first.
        knowledge_version: Hash of the knowledge used.
        notes: Reasons that belong to no other part (a rule of words, a conflict shown).
    """

    on: date
    triage: Triage
    differentials: tuple[Differential, ...]
    factors: tuple[Factor, ...]
    next_questions: tuple[str, ...]
    knowledge_version: str
    notes: tuple[Reason, ...] = ()
