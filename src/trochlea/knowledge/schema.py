"""The shapes of the knowledge files: one pydantic model a kind, frozen and closed.

A file with an unknown key, a missing source or a probability out of range does not load. What
goes across files (ids that must exist) is checked in `check`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from trochlea.errors import KnowledgeError
from trochlea.knowledge.pattern import PatternNode
from trochlea.model import Urgency

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
RequirementId = Annotated[str, Field(pattern=r"^R\d{3}$")]
Text = Annotated[str, Field(min_length=1)]
Probability = Annotated[float, Field(gt=0, lt=1)]
Status = Literal["draft", "source_checked", "reviewed"]
Basis = Literal["study", "definition", "consensus"]
Grade = Literal["A", "B", "C", "D", "X"]
FindingKind = Literal["yes_no", "choice", "many", "scale", "number", "region"]


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, allow_inf_nan=False)


class Record(_Closed):
    """What every knowledge file has: its id (the file's name) and how far it was checked.

    Attributes:
        id: snake_case, never changes, equals the file's name.
        status: draft, source_checked (place in the source stated) or reviewed (by a clinician).
        reviewed_by: The clinician; needed for `reviewed`, which no tool ever sets.
        reviewed_on: The day of the review.
        requirements: Ids of the requirements that the record carries.
        note: What a maintainer should know.
    """

    id: Id
    status: Status = "draft"
    reviewed_by: str | None = None
    reviewed_on: date | None = None
    requirements: tuple[RequirementId, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _reviewed_by_somebody(self) -> Record:
        if self.status == "reviewed" and not (self.reviewed_by and self.reviewed_on):
            raise ValueError("status reviewed needs reviewed_by and reviewed_on")
        return self


class Grounded(_Closed):
    """What every claim has: basis, grade, source, and how far it was checked.

    `place` says where in the source it stands (table, page) and is what makes a claim
    `source_checked`.
    """

    basis: Basis
    grade: Grade
    source: Id
    place: str | None = None
    status: Status = "draft"

    @model_validator(mode="after")
    def _place_where_checked(self) -> Grounded:
        if self.status == "source_checked" and not self.place:
            raise ValueError("status source_checked needs the place in the source")
        return self


class Claim(Grounded):
    """A sentence with its grounds.

    Attributes:
        text: The sentence.
        rolling: True where it recommends foam rolling or a massage gun, so that it is left out
            for who must not roll.
    """

    text: Text
    rolling: bool = False


class Quantity(Grounded):
    """A number with its unit, interval and grounds."""

    value: float
    unit: str = ""
    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _interval_holds_value(self) -> Quantity:
        if self.low is not None and self.low > self.value:
            raise ValueError(f"value {self.value} below its interval")
        if self.high is not None and self.high < self.value:
            raise ValueError(f"value {self.value} above its interval")
        return self


class Source(Record):
    """A publication, guideline or consensus that claims stand on.

    Attributes:
        size: How many took part, in words.
        participants: The same as a number; a likelihood from few counts less.
        setting: Who they were; a likelihood from a clinic counts less among runners.
        found: What it found, in our words.
        read: How much of it was read by whoever wrote the record.
    """

    authors: Text
    year: int | None
    title: Text
    journal: Text
    doi: str | None = None
    pmid: str | None = None
    design: Text
    size: str | None = None
    participants: int | None = None
    setting: Literal["runners", "primary_care", "clinic"] | None = None
    found: str = ""
    read: Literal["full_text", "abstract", "secondary", "not_read"] = "not_read"


class Choice(_Closed):
    """One choice of a finding, with the words a report uses for it."""

    id: Id
    label: Text


class BaseRate(Grounded):
    """How often a finding is present when none of the known conditions explains it."""

    choice: Id | None = None
    value: Probability
    low: Probability | None = None
    high: Probability | None = None


class Finding(Record):
    """Something that can be observed: the vocabulary of every `Observation`.

    Attributes:
        question: As a person is asked.
        present: Words for a report when it is there ("pain going down stairs").
        absent: Words for a report when it is not.
        kind: Shape of the value.
        choices: For choice, many and region.
        unit: Of a number or scale.
        minimum, maximum: Bounds of a number or scale.
        per_knee: Asked for each knee.
        observable_by: Who can observe it.
        group: Findings of one group are correlated and never counted in full.
        help: A line beside the question.
        base_rates: For the differential; one for yes_no, one a choice otherwise.
    """

    question: Text
    present: Text
    absent: str = ""
    kind: FindingKind
    choices: tuple[Choice, ...] = ()
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    per_knee: bool
    observable_by: Literal["runner", "clinician"] = "runner"
    group: Id
    help: str = ""
    base_rates: tuple[BaseRate, ...] = ()

    @model_validator(mode="after")
    def _choices_where_needed(self) -> Finding:
        if (self.kind in ("choice", "many", "region")) != bool(self.choices):
            raise ValueError(f"kind {self.kind} and its choices do not fit")
        if self.kind in ("scale", "number") and (self.minimum is None or self.maximum is None):
            raise ValueError(f"kind {self.kind} needs minimum and maximum")
        return self


class Prior(Quantity):
    """Weight of a condition among runners with knee pain; the code normalises."""


class PriorModifier(Grounded):
    """A factor on the prior where a pattern (age, sex, load, history) holds."""

    when: PatternNode
    factor: Annotated[float, Field(gt=0)]


class Likelihood(Grounded):
    """P(finding is present | condition), or of one choice of it, with its interval.

    Where nobody measured it the interval is what we would not be surprised by.
    """

    finding: Id
    choice: Id | None = None
    value: Probability
    low: Probability | None = None
    high: Probability | None = None

    @model_validator(mode="after")
    def _interval_holds_value(self) -> Likelihood:
        if not (self.low or self.value) <= self.value <= (self.high or self.value):
            raise ValueError(f"likelihood {self.value} outside its interval")
        return self


AdviceFamily = Literal[
    "kneecap",
    "outer_band",
    "tendon",
    "bone",
    "joint",
    "soft_tissue",
    "growth",
    "elsewhere",
    "ligament",
    "be_seen",
]


class Condition(Record):
    """A condition of the differential, with all that is said of it.

    Attributes:
        title: The clinical name.
        plain_name: What a runner would call it.
        also_called: Other names of the same thing.
        what_it_is: One or two sentences.
        where_it_hurts: Where, in words.
        pain_rule: The rule of today that holds while it is likely.
        advice: What family of advice it leads to; a question is worth asking where it moves
            belief from one family to another.
        seen_within: How soon a knee with this condition must be seen, were it known. It weighs
            questions and stands on the page; triage alone decides the runner's urgency.
        prior: Weight among runners with knee pain; the code normalises.
        prior_modifiers: Factors by age, sex, load and history.
        likelihoods: P(finding | condition); what is not listed keeps its base rate.
        prognosis, helps, does_not_help: Claims, each with its grade.
        conflicts: Claims in which sources disagree, both sides and the verdict in one text.
        settled_by: What would settle whether it is this.
        whom_to_see: When to see whom.
        confused_with: What it is mistaken for.
    """

    title: Text
    plain_name: Text
    also_called: tuple[Text, ...] = ()
    what_it_is: Claim
    where_it_hurts: Text
    pain_rule: Literal["default", "iliotibial_band", "tendon", "bone"]
    advice: AdviceFamily
    seen_within: Urgency
    prior: Prior
    prior_modifiers: tuple[PriorModifier, ...] = ()
    likelihoods: tuple[Likelihood, ...]
    prognosis: Annotated[tuple[Claim, ...], Field(min_length=1)]
    helps: Annotated[tuple[Claim, ...], Field(min_length=1)]
    does_not_help: tuple[Claim, ...] = ()
    conflicts: tuple[Claim, ...] = ()
    settled_by: Claim
    whom_to_see: Text
    confused_with: tuple[Id, ...] = ()


class Pair(Record):
    """Two conditions that are listed as one hypothesis because they occur together."""

    conditions: tuple[Id, Id]
    prior: Prior


class RedFlag(Record):
    """A pattern after which a runner must be seen, and how soon.

    Attributes:
        title: What a person reads first.
        urgency: Its level.
        within_hours: 0, 24, 48, 168, or None for routine.
        scope: `knee` when it is judged for each knee, `general` when it has no side.
        when: The pattern.
        why: One sentence: what it could be and why it cannot wait.
        whom_to_see: Who, in words.
        until_then: What to do and not to do until seen.
        on_the_phone: The words to say.
        bone: True where the bone rule of `today` comes into force.
        bars_rolling: True where foam rolling and massage guns are barred.
        covered_by: Flags of the same findings that say more: beside one of them, raised on the
            same side, this one is not raised. Each must be at least as urgent.
    """

    title: Text
    urgency: Urgency
    within_hours: int | None = None
    scope: Literal["knee", "general"]
    when: PatternNode
    why: Text
    whom_to_see: Text
    until_then: Text
    on_the_phone: Text
    bone: bool = False
    bars_rolling: bool = False
    covered_by: tuple[Id, ...] = ()
    grounds: tuple[Claim, ...]

    @model_validator(mode="after")
    def _hours_fit_level(self) -> RedFlag:
        allowed = {"emergency": (0,), "same_day": (24,), "urgent": (48, 168), "routine": (None,)}
        if self.within_hours not in allowed.get(self.urgency, ()):
            raise ValueError(f"{self.urgency} with within_hours {self.within_hours}")
        return self


class ClearanceRule(Record):
    """A circumstance in which a clinician's word is needed before a green light or a plan.

    Attributes:
        title: What a person reads.
        scope: `knee` when it is judged for each knee, `general` when it has no side.
        when: The pattern.
        why: One sentence.
        valid_days: How long a clearance counts before it must be given again.
    """

    title: Text
    scope: Literal["knee", "general"]
    when: PatternNode
    why: Text
    valid_days: Quantity
    grounds: tuple[Claim, ...]


class Screen(Record):
    """One screen of the interview: grouped items in which "none of these" is an answer."""

    order: int
    title: Text
    instruction: Text
    findings: tuple[Id, ...]
    part: Literal["safety", "today", "complaint"]


class FactorRule(Record):
    """A contributing factor: a pattern and what it may mean."""

    title: Text
    scope: Literal["knee", "general"]
    when: PatternNode
    weight: Literal["strong", "moderate", "weak"]
    says: Claim
    what_to_do: Text


class Band(Quantity):
    """One band of a rule: from `above` (exclusive) to `up_to` (inclusive)."""

    above: float
    up_to: float | None = None


class Rule(Record):
    """A rule of today or of the differential: named numbers, and the words around them."""

    title: Text
    says: Claim
    values: dict[Id, Quantity] = Field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    findings: tuple[Id, ...] = ()

    def number(self, name: str) -> float:
        """Return one of the rule's numbers, in the unit of its record.

        Raises:
            KnowledgeError: if the rule has no such number; there is no default.
        """
        if name not in self.values:
            raise KnowledgeError(f"The rule {self.id} has no number {name!r}; reinstall Trochlea.")
        return self.values[name].value


class Exercise(Record):
    """An exercise: how it is done, for whom, and what to watch for."""

    title: Text
    purpose: Text
    how: tuple[Text, ...]
    dose: Claim
    stop_when: Text
    conditions: tuple[Id, ...] = ()


class SelfTest(Record):
    """A test that a runner can do alone at home.

    Attributes:
        title: Its name.
        purpose: What it looks at, in one sentence.
        needs: Things needed, such as a chair or a step.
        how: The steps, in order.
        positive: What counts as positive.
        finding: The finding that the result answers.
        worth: Its measured worth, and for what.
        not_for: Who must not do it, in words.
        barred_when: The same as a pattern; unless it is settled to be false, the test is not
            offered. None where it is safe for everyone.
    """

    title: Text
    purpose: Text
    needs: tuple[Text, ...] = ()
    how: Annotated[tuple[Text, ...], Field(min_length=2)]
    positive: Text
    finding: Id
    worth: Annotated[tuple[Claim, ...], Field(min_length=1)]
    not_for: Text
    barred_when: PatternNode | None = None


class Treatment(Record):
    """A treatment, medicine, aid or habit that runners ask about.

    Attributes:
        title: Its name.
        advice: One short sentence of advice.
        what_it_is: What is meant.
        says: What is known of it, each with its grade.
        cautions: Who should not, and what to watch.
        conditions: The conditions it is for; empty where it is for none or all.
    """

    title: Text
    advice: Claim
    what_it_is: Text
    says: Annotated[tuple[Claim, ...], Field(min_length=1)]
    cautions: tuple[Text, ...] = ()
    conditions: tuple[Id, ...] = ()


class Topic(Record):
    """A question that runners ask, and its answer.

    Attributes:
        title: A short name for lists.
        question: As a runner asks it.
        advice: One short sentence that answers it.
        says: What is known, each with its grade; shown behind "why".
    """

    title: Text
    question: Text
    advice: Claim
    says: Annotated[tuple[Claim, ...], Field(min_length=1)]


class Conflict(Record):
    """A point on which the documents and newer evidence, or two documents, disagree.

    Attributes:
        title: What it is about.
        one_side: What the documents say.
        other_side: What the other documents or the evidence say.
        verdict: What Trochlea says, and how strongly.
        about: Records on whose pages it is shown, as kind/id.
    """

    title: Text
    one_side: Claim
    other_side: Claim
    verdict: Claim
    about: Annotated[tuple[str, ...], Field(min_length=1)]


class Requirement(_Closed):
    """A row of what was asked for, under a title of our own."""

    id: RequirementId
    title: Text
    feature: str = ""
    later: Literal["", "knowledge", "plan", "app", "form", "club", "loads"] = ""


class EmergencyNumber(_Closed):
    """The number to call for an ambulance in one country."""

    id: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    number: Annotated[str, Field(pattern=r"^\d{2,5}$")]
    status: Status = "draft"
    source: Id
