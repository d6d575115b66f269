"""Report: gather what the journal holds into the material that a report is made from."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypedDict

from trochlea import __version__
from trochlea.assess import questionnaire_version
from trochlea.errors import Problem
from trochlea.journal import DEFAULT_RUNNER_ID, Journal
from trochlea.knowledge import Knowledge
from trochlea.loads.pain_distance import (
    PainFreeDistance,
    PainFreeTrend,
    pain_free_distance,
    pain_free_trend,
)
from trochlea.loads.watch_form import FormChange, form_changes
from trochlea.model import KNEES, Advice, Runner
from trochlea.report import ReportMaterial
from trochlea.workflow.advising import DatedAssessment, advise_and_keep, assessments_of
from trochlea.workflow.checking import CheckResult
from trochlea.workflow.load_view import before_complaint_view
from trochlea.workflow.shoes import shoes_now
from trochlea.workflow.summarising import summarise_missing

WEEKS_SHOWN = 12
DAYS_BEFORE = 30


def report_material(
    journal: Journal, now: datetime, knowledge: Knowledge, wish_m: float | None = None
) -> ReportMaterial:
    """Return the material of a report on everything the journal holds, with today's advice.

    Args:
        journal: The runner's store.
        now: The clock, with the runner's offset.
        knowledge: The cited facts.
        wish_m: The distance the runner would like, metres, or None.
    """
    advice = advise_and_keep(journal, now, knowledge, wish_m)
    return material_with(journal, now, knowledge, advice)


def material_with(
    journal: Journal, now: datetime, knowledge: Knowledge, advice: Advice | None
) -> ReportMaterial:
    """Return the material of a report with advice that was already given."""
    since = now - timedelta(weeks=WEEKS_SHOWN, days=DAYS_BEFORE)
    runner = journal.runner() or Runner(DEFAULT_RUNNER_ID)
    dated = tuple(row for row in assessments_of(journal) if row.made_at <= now)
    latest = dated[-1] if dated else None
    told = journal.observations(since=latest.made_at) if latest else ()
    return ReportMaterial(
        runner=runner,
        made_at=now,
        assessment=latest.assessment if latest else None,
        advice=advice,
        runs=tuple(run for run in journal.runs(since=since) if run.start_time <= now),
        checkins=tuple(row for row in journal.checkins(since=since) if row.observed_at <= now),
        observations=tuple(row for row in told if row.observed_at <= now),
        clearances=journal.clearances(),
        import_problems=_import_problems(journal),
        questionnaire_version=questionnaire_version(knowledge),
        code_version=__version__,
        emergency_number=knowledge.emergency_number(runner.country),
        before=before_complaint_view(journal, now, None, knowledge),
        **_pain_free(journal, now, latest, knowledge),
        shoes=shoes_now(journal, now, knowledge).log,
        form=_form(journal, now, knowledge),
    )


class _PainFree(TypedDict):
    """The two fields of the material on the distance without pain."""

    pain_free: tuple[PainFreeDistance, ...]
    pain_free_trends: tuple[PainFreeTrend, ...]


def _pain_free(
    journal: Journal, now: datetime, latest: DatedAssessment | None, knowledge: Knowledge
) -> _PainFree:
    """Return how far each knee of the latest check runs without pain, and whether that grows."""
    sore = {row.knee for row in latest.assessment.differentials} if latest else set()
    knees = [knee for knee in KNEES if knee in sore]
    runs = [row for row in journal.runs() if row.start_time <= now] if knees else []
    checkins = [row for row in journal.checkins() if row.observed_at <= now] if knees else []
    return {
        "pain_free": tuple(pain_free_distance(runs, checkins, row, knowledge) for row in knees),
        "pain_free_trends": tuple(
            pain_free_trend(runs, checkins, row, now, knowledge) for row in knees
        ),
    }


def _form(journal: Journal, now: datetime, knowledge: Knowledge) -> tuple[FormChange, ...]:
    """Return the changes of form over the days that its own rule compares."""
    summarise_missing(journal)
    rule = knowledge.rules["watch_form_windows"]
    days = rule.number("recent_days") + rule.number("before_days") + 1
    since = now - timedelta(days=days)
    runs = [row for row in journal.runs(since=since) if row.start_time <= now]
    return form_changes(runs, journal.summaries(since=since), now, knowledge) if runs else ()


def _import_problems(journal: Journal) -> tuple[Problem, ...]:
    """Return what was odd in the latest import that brought anything; a repeated one did not."""
    files = journal.files()
    latest = max((file.import_id for file in files), default=None)
    return tuple(row for file in files if file.import_id == latest for row in file.problems)


def material_of_check(
    result: CheckResult, runner: Runner | None, knowledge: Knowledge
) -> ReportMaterial:
    """Return the material of a report on one check alone, without a journal's history."""
    known = runner or Runner(DEFAULT_RUNNER_ID)
    return ReportMaterial(
        runner=known,
        made_at=result.observed_at,
        assessment=result.assessment,
        checkins=result.checkins,
        observations=result.observations,
        questionnaire_version=questionnaire_version(knowledge),
        code_version=__version__,
        emergency_number=knowledge.emergency_number(known.country),
    )
