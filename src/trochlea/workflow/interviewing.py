"""Interviewing: an interview that is put down is kept in the journal, and taken up again."""

from __future__ import annotations

from datetime import date, timedelta

from trochlea.assess import Session, session_from_table, session_to_table
from trochlea.errors import AnswersError
from trochlea.journal import Journal
from trochlea.knowledge import Knowledge


def keep_session(journal: Journal, session: Session) -> None:
    """Keep a session as the journal's one unfinished interview."""
    journal.keep_interview(session_to_table(session))


def unfinished_session(journal: Journal, today: date, knowledge: Knowledge) -> Session | None:
    """Return the unfinished interview, if it still holds.

    Args:
        journal: The runner's store.
        today: The present day.
        knowledge: The present questions.

    Answers hold for the day they were given, so one from before yesterday is not taken up; nor
    is one that names questions which this version does not know.
    """
    table = journal.interview()
    if table is None:
        return None
    try:
        session = session_from_table(table, knowledge)
    except AnswersError:
        return None
    return session if today - session.on <= timedelta(days=1) else None
