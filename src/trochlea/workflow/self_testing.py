"""Self-testing: which tests the journal's last full check, and all that is open, allow."""

from __future__ import annotations

from datetime import datetime, timedelta

from trochlea.assess import OfferedTest, offered_tests
from trochlea.journal import Journal
from trochlea.knowledge import Knowledge
from trochlea.model import urgency_rank
from trochlea.workflow.advising import assessments_of, today_inputs
from trochlea.workflow.checking import clinicians_findings

STOPS = urgency_rank("urgent")


def self_tests_offered(
    journal: Journal, now: datetime, knowledge: Knowledge
) -> tuple[OfferedTest, ...]:
    """Return every self-test with whether the runner may do it now.

    Args:
        journal: The runner's store.
        now: The clock, with the runner's offset.
        knowledge: Gives the tests and their bars.

    None is offered without a full check that still counts, nor while a flag at urgent or above or
    a bone finding is open; a clinician's findings take part.
    """
    dated = [row for row in assessments_of(journal) if row.made_at <= now]
    since = dated[-1].made_at if dated else now
    told = [row for row in journal.observations(since=since) if row.source != "clinician"]
    rows = offered_tests((*told, *clinicians_findings(journal, now, knowledge)), knowledge)
    held_back = _held_back(journal, now, knowledge)
    if held_back is None:
        return rows
    return tuple(
        OfferedTest(row.test, False, row.barred_by, row.open_questions, held_back) for row in rows
    )


def _held_back(journal: Journal, now: datetime, knowledge: Knowledge) -> str | None:
    """Return why no test at all is offered now, or None."""
    inputs = today_inputs(journal, now, knowledge)
    days = knowledge.rules["assessment_validity"].number("days")
    if inputs.assessed_at is None or now - inputs.assessed_at > timedelta(days=days):
        return "no_check"
    if inputs.bone_findings or any(
        urgency_rank(row.urgency) >= STOPS for row in inputs.open_flags
    ):
        return "open_flag"
    return None
