"""Self-testing: which tests the journal's last full check allows."""

from __future__ import annotations

from trochlea.assess import OfferedTest, offered_tests
from trochlea.journal import Journal
from trochlea.knowledge import Knowledge
from trochlea.workflow.advising import assessments_of


def self_tests_offered(journal: Journal, knowledge: Knowledge) -> tuple[OfferedTest, ...]:
    """Return every self-test with whether the runner may do it now.

    Args:
        journal: The runner's store.
        knowledge: Gives the tests and their bars.

    What was told before the last full check no longer answers a bar; without a check none does.
    """
    dated = assessments_of(journal)
    since = dated[-1].made_at if dated else None
    told = journal.observations(since=since) if since else ()
    return offered_tests(told, knowledge)
