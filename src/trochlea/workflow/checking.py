"""Check: from answers (and what the watch saw) to an assessment, and into the journal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from trochlea.assess import (
    assess,
    checkins_from_observations,
    observations_from_answers,
    parse_answers,
    questionnaire_version,
)
from trochlea.errors import AnswersError
from trochlea.knowledge import Knowledge
from trochlea.loads import observe_before_onset
from trochlea.model import Answers, Assessment, CheckIn, Observation, Run, Runner, RunSummary
from trochlea.workflow.form_seen import form_observations
from trochlea.workflow.lasting import lasting_observations
from trochlea.workflow.records import hash_of, to_json
from trochlea.workflow.told import complaint_began

if TYPE_CHECKING:
    from trochlea.journal import Journal

# What is read of the runs: more than any window that a rule of load, form or shoes looks through.
RUNS_BACK_DAYS = 135
NOON = time(12)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: what was observed, what was made of it, and the first check-ins."""

    observed_at: datetime
    observations: tuple[Observation, ...]
    assessment: Assessment
    checkins: tuple[CheckIn, ...]


def read_answers(path: Path, knowledge: Knowledge, today: date) -> Answers:
    """Return the answers of a JSON file of schema 1.

    Raises:
        AnswersError: one sentence naming the file and what is wrong in it.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_each_once)
    except OSError as error:
        raise AnswersError(f"Cannot read the answers {path}: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        raise AnswersError(f"{path} is not a JSON file of answers: {error}.") from None
    try:
        answers = parse_answers(table, knowledge, today)
    except AnswersError as error:
        raise AnswersError(f"{path}: {error}") from None
    if answers.on > today + timedelta(days=1):
        raise AnswersError(f'{path}: "on" is {answers.on}, which is still to come.')
    return answers


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return a JSON object; a name that stands in it twice would hide the first answer."""
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} stands in it twice")
    return table


def moment_of(answers: Answers, now: datetime) -> datetime:
    """Return when answers count from: noon of an earlier day, and never later than now.

    Answers of a day that has begun elsewhere only count at once, so that no red flag waits.
    """
    if answers.on >= now.date():
        return now
    return datetime.combine(answers.on, NOON, tzinfo=now.tzinfo)


def check(
    answers: Answers,
    observed_at: datetime,
    knowledge: Knowledge,
    runs: Sequence[Run] = (),
    others: Sequence[Observation] = (),
    summaries: Sequence[RunSummary] = (),
) -> CheckResult:
    """Return the assessment of one filled-in questionnaire; nothing is stored.

    Args:
        answers: Checked answers.
        observed_at: When they hold, with its offset.
        knowledge: The cited facts.
        runs: The runner's runs, for what the watch saw.
        others: Observations of other sources, such as a clinician's findings.
        summaries: Of those runs, where there are any.
    """
    told = observations_from_answers(answers, observed_at)
    past = [run for run in runs if run.start_time <= observed_at]
    by_run = {row.activity_id: row for row in summaries}
    seen = observe_before_onset(past, by_run, complaint_began(told), observed_at, knowledge)
    observations = (*told, *seen, *others)
    return CheckResult(
        observed_at=observed_at,
        observations=observations,
        assessment=assess(observations, knowledge, answers.on),
        checkins=checkins_from_observations(told, observed_at),
    )


def with_age(answers: Answers, runner: Runner | None) -> Answers:
    """Return the answers with the age by the runner's birth date, where that is known.

    Raises:
        AnswersError: if the age in the answers is another one; a wrong age hides red flags.
    """
    born = runner.age_on(answers.on) if runner else None
    if born is None or answers.age == born:
        return answers
    if answers.age is not None and abs(answers.age - born) > 1:
        raise AnswersError(
            f"The answers say {answers.age} years, but the birth date of this journal's runner "
            f"gives {born}; correct one of them (`trochlea me --born DATE`)."
        )
    return replace(answers, age=born)


def clinicians_findings(
    journal: Journal, now: datetime, knowledge: Knowledge
) -> tuple[Observation, ...]:
    """Return what clinicians found: a "no" for as long as a full check counts, the rest for good.

    Args:
        journal: The runner's store.
        now: The moment that it counts for.
        knowledge: Gives how long.
    """
    days = knowledge.rules["assessment_validity"].number("days")
    oldest = now - timedelta(days=days)
    return tuple(
        row
        for row in journal.observations(source="clinician")
        if row.observed_at <= now
        and (row.observed_at >= oldest or not (row.value is False or row.value == ()))
    )


def entered_at(journal: Journal, answers: Answers, now: datetime) -> datetime:
    """Return when answers count from, and never before a clearance that was recorded already.

    What is told after a clinician's word cannot be lifted by that word.
    """
    moment = moment_of(answers, now)
    recorded = [row.recorded_at for row in journal.clearances() if row.recorded_at <= now]
    after = max(recorded, default=moment) + timedelta(seconds=1)
    return min(now, max(moment, after)) if recorded else moment


def check_against(
    journal: Journal, answers: Answers, now: datetime, knowledge: Knowledge
) -> CheckResult:
    """Return the assessment beside the journal's runs and clinician's findings; keep nothing.

    Args:
        journal: The runner's store.
        answers: Checked answers.
        now: The clock, with the runner's offset.
        knowledge: The cited facts.
    """
    # Imported here, so that a check without a journal does not pay for the shoe log.
    from trochlea.workflow.shoes import shoe_observations

    observed_at = entered_at(journal, answers, now)
    answers = with_age(answers, journal.runner())
    runs = journal.runs(since=observed_at - timedelta(days=RUNS_BACK_DAYS))
    clinician = clinicians_findings(journal, observed_at, knowledge)
    told = observations_from_answers(answers, observed_at)
    lasting = lasting_observations(journal, told, runs, observed_at, knowledge)
    shoes = shoe_observations(journal, runs, complaint_began(told), observed_at, knowledge)
    summaries = journal.summaries(since=runs[0].start_time) if runs else ()
    form = form_observations(runs, summaries, observed_at, knowledge)
    others = (*clinician, *lasting, *shoes, *form)
    return check(answers, observed_at, knowledge, runs, others, summaries)


def check_and_keep(
    journal: Journal, answers: Answers, now: datetime, knowledge: Knowledge
) -> CheckResult:
    """Check as `check_against` does, and keep all of it in one piece."""
    # Imported here, so that a check that keeps nothing does not pay for the database.
    from trochlea.journal import NewCheck
    from trochlea.workflow.summarising import summarise_missing

    summarise_missing(journal)
    result = check_against(journal, answers, now, knowledge)
    answers = with_age(answers, journal.runner())
    observations = result.observations
    journal.add_check(
        NewCheck(
            answers=answers,
            at=result.observed_at,
            questionnaire_version=questionnaire_version(knowledge),
            knowledge_version=knowledge.version,
            observations=tuple(row for row in observations if row.source != "clinician"),
            assessment_json=to_json(result.assessment),
            inputs_hash=hash_of("".join(to_json(row) for row in observations)),
            checkins=result.checkins,
        )
    )
    return result
