"""Today: gather what the journal holds, ask the plan, and keep the advice with its inputs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from trochlea import __version__
from trochlea.journal import Journal, StoredAdvice
from trochlea.knowledge import Knowledge
from trochlea.model import (
    KNEES,
    Advice,
    Assessment,
    Clearance,
    Differential,
    Knee,
    Observation,
    PainRuleShares,
    Side,
    UnknownFlag,
    urgency_rank,
)
from trochlea.plan import OpenFlag, TodayInputs, advise_today
from trochlea.units import m_from_km
from trochlea.workflow.answering import is_answered
from trochlea.workflow.records import from_json, hash_of, to_json
from trochlea.workflow.told import ONSET, complaint_began, told_in, told_number

RUNS_BACK_DAYS = 75
CHECKINS_BACK_DAYS = 45
LASTING = urgency_rank("urgent")
BONE_CLEARANCE = "bone_rule"
AGE = "age_years"


@dataclass(frozen=True, slots=True)
class DatedAssessment:
    """An assessment with the moment it was made."""

    made_at: datetime
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Replay:
    """Stored advice beside what the same inputs give now.

    Attributes:
        stored: As it was kept.
        inputs: What it was made of.
        advice: As it was given then.
        again: What this code and this knowledge make of the same inputs.
        same_bytes: True where nothing differs.
        same_versions: True where knowledge and code are those of then.
    """

    stored: StoredAdvice
    inputs: TodayInputs
    advice: Advice
    again: Advice
    same_bytes: bool
    same_versions: bool


def assessments_of(journal: Journal) -> tuple[DatedAssessment, ...]:
    """Return all stored assessments, oldest first."""
    return tuple(
        DatedAssessment(row.assessed_at, from_json(Assessment, row.payload_json))
        for row in journal.assessments()
    )


def is_cleared(
    subject: str, side: Side, raised_at: datetime, clearances: Iterable[Clearance]
) -> bool:
    """Return whether a clinician lifted something of a side after it was raised.

    A clearance counts from the moment it was recorded, and never for what was raised later.
    """
    return any(
        row.subject == subject
        and row.is_whole
        and row.recorded_at > raised_at
        and row.on >= raised_at.date()
        and (row.side in (side, "both") or side in ("none", "both"))
        for row in clearances
    )


def open_flags(
    assessments: Sequence[DatedAssessment],
    clearances: Sequence[Clearance],
    observations: Sequence[Observation] = (),
) -> tuple[OpenFlag, ...]:
    """Return the flags at urgent or above of any assessment that no clinician has cleared.

    A flag stays open when a later check no longer meets it, unless it rested on what nobody had
    answered and the later check answers that.
    """
    later = [(row.made_at, row.assessment) for row in assessments]
    rows = [
        OpenFlag(flag.flag, flag.urgency, flag.side)
        for dated in assessments
        for flag in dated.assessment.triage.red_flags
        if urgency_rank(flag.urgency) >= LASTING
        and not is_cleared(flag.flag, flag.side, dated.made_at, clearances)
        and not is_answered(flag, dated.made_at, later, observations)
    ]
    return tuple(
        sorted(dict.fromkeys(rows), key=lambda row: (-urgency_rank(row.urgency), row.flag))
    )


def bone_findings(
    assessments: Sequence[DatedAssessment], clearances: Sequence[Clearance]
) -> tuple[str, ...]:
    """Return the bone findings of any assessment that no clinician has cleared."""
    rows = (
        seen.finding
        for dated in assessments
        for seen in dated.assessment.triage.bone_findings
        if not is_cleared(BONE_CLEARANCE, seen.side, dated.made_at, clearances)
    )
    return tuple(dict.fromkeys(rows))


def today_inputs(
    journal: Journal, now: datetime, knowledge: Knowledge, wish_m: float | None = None
) -> TodayInputs:
    """Return everything today's advice is made of, as the journal holds it.

    Args:
        journal: The runner's store.
        now: The clock, with the runner's offset.
        knowledge: Tells which conditions are of bone.
        wish_m: The distance the runner would like, metres, or None.
    """
    now = with_fixed_offset(now)
    ever_dated = assessments_of(journal)
    dated = tuple(row for row in ever_dated if row.made_at <= now)
    latest = dated[-1] if dated else None
    clearances = tuple(row for row in journal.clearances() if row.on <= now.date())
    told = _told(journal, latest)
    lately = now - timedelta(days=knowledge.rules["assessment_validity"].number("days"))
    ever = (*_told_since(journal, latest, lately), *told)
    current = _current(dated, lately)
    differentials = tuple(row for one in current for row in one.differentials())
    return TodayInputs(
        now=now,
        age_years=_age(journal, ever, now.date()),
        assessed_at=latest.made_at if latest else None,
        later_check=len(dated) < len(ever_dated),
        open_flags=open_flags(ever_dated, clearances, _of_silence(journal, ever_dated)),
        unknown_flags=_open_questions(current),
        bone_findings=bone_findings(ever_dated, clearances),
        condition_shares=_shares(current, clearances, knowledge),
        something_else_share=max(
            (_for_pain_rule(row).something_else for row in differentials), default=0.0
        ),
        abstained=latest is None
        or any(row.abstained or _for_pain_rule(row).abstained for row in differentials),
        clearances_missing=_uncleared(
            (row for one in current for row in one.dated.assessment.triage.needed_at()),
            clearances,
            now.date(),
            knowledge,
        ),
        clearances_unknown=_uncleared(
            (row for one in current for row in one.dated.assessment.triage.unknown_at()),
            clearances,
            now.date(),
            knowledge,
        ),
        knees=_knees(dated, lately),
        checkins=journal.checkins(since=now - timedelta(days=CHECKINS_BACK_DAYS)),
        runs=journal.runs(since=now - timedelta(days=RUNS_BACK_DAYS)),
        complaint_began=complaint_began(ever),
        confirmed_settled_m=_confirmed_m(told),
        last_run_day=_last_run_day(told),
        wish_m=wish_m,
    )


def with_fixed_offset(now: datetime) -> datetime:
    """Return a moment with its offset for its zone, so that a replay counts the same hours."""
    return now.replace(tzinfo=timezone(now.utcoffset() or timedelta()))


@dataclass(frozen=True, slots=True)
class _Current:
    """A check that still speaks for some knees: the latest one that looked at each of them."""

    dated: DatedAssessment
    sides: frozenset[Side]

    def differentials(self) -> tuple[Differential, ...]:
        rows = self.dated.assessment.differentials
        return tuple(row for row in rows if row.knee in self.sides)


def _current(dated: Sequence[DatedAssessment], since: datetime) -> tuple[_Current, ...]:
    """Return the latest check, and for each other knee the latest one of the last days."""
    found: list[_Current] = []
    seen: set[Side] = set()
    for place, row in enumerate(reversed(dated)):
        if place and row.made_at < since:
            break
        sides = frozenset(one.knee for one in row.assessment.differentials) - seen
        if sides or not place:
            found.append(_Current(row, sides))
            seen |= sides
    return tuple(found)


def _open_questions(current: Sequence[_Current]) -> tuple[UnknownFlag, ...]:
    """Return what the latest check left open, and what an earlier one did of another knee."""
    rows = [
        flag
        for place, one in enumerate(current)
        for flag in one.dated.assessment.triage.unknown_red_flags
        if not place or flag.side in one.sides
    ]
    return tuple(dict.fromkeys(rows))


def _told(journal: Journal, latest: DatedAssessment | None) -> tuple[Observation, ...]:
    """Return what the runner said at the latest check; of several of one moment, the last."""
    if latest is None:
        return ()
    stored = journal.latest_answers()
    if stored is not None and stored.observed_at == latest.made_at:
        return told_in(stored.answers, latest.made_at)
    rows = journal.observations(since=latest.made_at)
    return tuple(row for row in rows if row.observed_at == latest.made_at)


def _of_silence(
    journal: Journal, assessments: Sequence[DatedAssessment]
) -> tuple[Observation, ...]:
    """Return all that was told of the findings of flags that rested on what nobody answered."""
    flags = [
        flag
        for dated in assessments
        for flag in dated.assessment.triage.red_flags
        if flag.left_open
    ]
    names = {name for flag in flags for name in flag.left_open}
    names |= {row.finding for flag in flags for row in flag.seen}
    return journal.observations(findings=names) if names else ()


def _told_since(
    journal: Journal, latest: DatedAssessment | None, since: datetime
) -> tuple[Observation, ...]:
    """Return the ages and onsets told at the checks of the last days before the latest one."""
    if latest is None:
        return ()
    rows = journal.observations(since=since, findings=(AGE, ONSET))
    return tuple(row for row in rows if row.observed_at < latest.made_at)


def _age(journal: Journal, observations: Sequence[Observation], day: date) -> int | None:
    """Return the age by the birth date; else the lowest age that was answered lately."""
    runner, stored = journal.runner(), journal.latest_answers()
    born = runner.age_on(day) if runner else None
    if born is not None:
        return born
    ages = [row.value for row in observations if row.finding == AGE]
    ages += [stored.answers.age] if stored else []
    return min((int(age) for age in ages if isinstance(age, int | float)), default=None)


def _shares(
    current: Sequence[_Current], clearances: Sequence[Clearance], knowledge: Knowledge
) -> tuple[tuple[str, float], ...]:
    """Return each condition's highest share over the knees, bone left out where it is cleared."""
    highest: dict[str, float] = {}
    for one in current:
        for row in one.differentials():
            cleared = is_cleared(BONE_CLEARANCE, row.knee, one.dated.made_at, clearances)
            for condition, share in _for_pain_rule(row).conditions:
                record = knowledge.conditions.get(condition)
                if not (cleared and record and record.pain_rule == "bone"):
                    highest[condition] = max(share, highest.get(condition, 0.0))
    return tuple(sorted(highest.items()))


def _for_pain_rule(row: Differential) -> PainRuleShares:
    """Return the shares for today's pain rule; of an older record what it holds."""
    return row.for_pain_rule or PainRuleShares(
        row.all_probabilities, row.something_else, row.abstained
    )


def _uncleared(
    subjects: Iterable[tuple[str, Side]],
    clearances: Sequence[Clearance],
    day: date,
    knowledge: Knowledge,
) -> tuple[str, ...]:
    """Return the gates that no clearance lifts on a day: each counts only for its stated time.

    A clearance of one knee lifts nothing of the other; one without a side is of both.
    """

    def lifted(subject: str, side: Side) -> bool:
        valid = timedelta(days=knowledge.clearances[subject].valid_days.value)
        return any(
            row.subject == subject
            and row.is_whole
            and row.on <= day <= row.on + valid
            and (row.side in (side, "both", "none") or side == "none")
            for row in clearances
        )

    left = (subject for subject, side in subjects if not lifted(subject, side))
    return tuple(dict.fromkeys(left))


def _knees(dated: Sequence[DatedAssessment], since: datetime) -> tuple[Knee, ...]:
    """Return the knees with a complaint at the latest check, or at any other lately."""
    lately = [row for row in dated[:-1] if row.made_at >= since] + list(dated[-1:])
    sides = {found.knee for row in lately for found in row.assessment.differentials}
    return tuple(knee for knee in KNEES if knee in sides)


def _confirmed_m(told: Sequence[Observation]) -> float | None:
    """Return the longest settled run as told.

    Never longer than the longest run as told, nor, where that is not told, than a whole week.
    """
    settled_km = told_number(told, "longest_settled_run_km")
    bounds = ("longest_run_30_days_km", "weekly_distance_km")
    longest_km = next((km for name in bounds if (km := told_number(told, name)) is not None), None)
    if not settled_km:
        return None
    return m_from_km(settled_km if longest_km is None else min(settled_km, longest_km))


def _last_run_day(told: Sequence[Observation]) -> date | None:
    days = told_number(told, "days_since_last_run")
    if days is None or not told:
        return None
    return told[0].observed_at.date() - timedelta(days=days)


def advise_and_keep(
    journal: Journal, now: datetime, knowledge: Knowledge, wish_m: float | None = None
) -> Advice:
    """Return today's advice, stored once with all it was made from."""
    inputs = today_inputs(journal, now, knowledge, wish_m)
    advice = advise_today(inputs, knowledge)
    inputs_json = to_json(inputs)
    journal.add_advice(
        advice.on,
        inputs.now,
        inputs_json,
        hash_of(inputs_json),
        to_json(advice),
        knowledge.version,
        __version__,
    )
    return advice


def why(journal: Journal, day: date, knowledge: Knowledge) -> tuple[Replay, ...]:
    """Return the advice given for a day, each replayed under this code and knowledge."""
    return tuple(_replay(row, knowledge) for row in journal.advice_on(day))


def _replay(stored: StoredAdvice, knowledge: Knowledge) -> Replay:
    inputs = from_json(TodayInputs, stored.inputs_json)
    again = advise_today(inputs, knowledge)
    return Replay(
        stored=stored,
        inputs=inputs,
        advice=from_json(Advice, stored.output_json),
        again=again,
        same_bytes=to_json(again) == stored.output_json,
        same_versions=(stored.knowledge_version, stored.code_version)
        == (knowledge.version, __version__),
    )
