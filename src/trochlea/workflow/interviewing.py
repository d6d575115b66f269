"""Interviewing: an interview that is put down is kept in the journal, and taken up again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from trochlea.assess import About, Session, session_from_table, session_to_table
from trochlea.errors import AnswersError, JournalError
from trochlea.journal import Journal
from trochlea.knowledge import Knowledge
from trochlea.loads import observe_loads
from trochlea.model import KNEES, Observation, Runner
from trochlea.workflow.checking import RUNS_BACK_DAYS, clinicians_findings
from trochlea.workflow.lasting import lasting_observations

DROPPED = "An unfinished interview was dropped, because {why}."
CHANGED = "The questions have changed since, so the safety questions come again."


@dataclass(frozen=True, slots=True)
class Sitting:
    """Where an interview stands when somebody sits down to it.

    Attributes:
        known: What the journal knows of who answers; all None where it knows nobody.
        others: What clinicians, the watch and the diary say beside the answers.
        session: The unfinished interview, if there is one that still holds.
        notice: One sentence where an unfinished one was dropped or partly comes again.
    """

    known: About
    others: tuple[Observation, ...] = ()
    session: Session | None = None
    notice: str = ""


def keep_session(journal: Journal, session: Session) -> None:
    """Keep a session as the journal's one unfinished interview."""
    journal.keep_interview(session_to_table(session))


def unfinished_session(
    journal: Journal, now: datetime, knowledge: Knowledge, *, anew: bool = False
) -> Sitting:
    """Return where the interview stands: what is known without asking, and an unfinished one.

    Args:
        journal: The runner's store.
        now: The clock, with the runner's offset.
        knowledge: The present questions.
        anew: Leave an unfinished interview alone.

    Answers hold for the day they were given, so one from before yesterday (rule
    `next_questions`) or of a day to come is dropped; so is one that cannot be read, or names
    questions that this version does not know. What the journal knows of its runner comes before
    what was said of them then.
    """
    runner, others = journal.runner(), _others(journal, now, knowledge)
    fresh = Sitting(_known(runner, now.date()), others)
    if anew:
        return fresh
    try:
        table = journal.interview()
        if table is None:
            return fresh
        session = session_from_table(table, knowledge)
        why = _outdated(session, now.date(), knowledge)
    except (AnswersError, JournalError):
        why = "it cannot be read or is of another version"
    if why:
        with suppress(OSError):
            journal.drop_interview()
        return replace(fresh, notice=DROPPED.format(why=why))
    return Sitting(
        known=_known(runner, session.on),
        others=others,
        session=replace(session, about=_corrected(session.about, _known(runner, session.on))),
        notice=CHANGED if _questions_changed(table, session) else "",
    )


def _questions_changed(table: Any, session: Session) -> bool:
    return bool(table.get("questionnaire") != session.questionnaire)


def _outdated(session: Session, today: date, knowledge: Knowledge) -> str:
    """Return why a session does not hold today, or nothing where it does."""
    most = knowledge.rules["next_questions"].number("resumable_days")
    days = (today - session.on).days
    if days < 0:
        return f"its day ({session.on}) is still to come"
    return f"its answers of {session.on} no longer hold" if days > most else ""


def _known(runner: Runner | None, day: date) -> About:
    """Return what the journal knows of its runner on a day."""
    if runner is None:
        return About()
    return About(runner.age_on(day), runner.sex, runner.height_cm, runner.mass_kg)


def _corrected(told: About, known: About) -> About:
    """Return who answers, with what the journal knows in place of what was said."""
    return replace(
        told,
        age=told.age if known.age is None else known.age,
        sex=known.sex or told.sex,
        height_cm=known.height_cm or told.height_cm,
        mass_kg=known.mass_kg or told.mass_kg,
    )


def _others(journal: Journal, now: datetime, knowledge: Knowledge) -> tuple[Observation, ...]:
    """Return what clinicians found, the watch saw and the diary shows of either knee."""
    runs = [
        run
        for run in journal.runs(since=now - timedelta(days=RUNS_BACK_DAYS))
        if run.start_time <= now
    ]
    either = [Observation("pain_running", None, knee, now, "answer") for knee in KNEES]
    return (
        *clinicians_findings(journal, now, knowledge),
        *observe_loads(runs, None, now, knowledge),
        *lasting_observations(journal, either, runs, now, knowledge),
    )
