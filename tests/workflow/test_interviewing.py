"""Interviewing: what an interview takes from the journal, and which unfinished one still holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.workflow.conftest import NOW, TODAY, KeepCheck, days_ago
from trochlea.assess import About, Session, questionnaire_version
from trochlea.journal import Journal
from trochlea.journal.check_verbs import INTERVIEW
from trochlea.knowledge import Knowledge
from trochlea.model import Observation, Runner
from trochlea.workflow.checking import check_and_keep
from trochlea.workflow.interviewing import keep_session, unfinished_session


@pytest.fixture
def session(knowledge: Knowledge) -> Session:
    """One screen was answered today."""
    begun = Session(TODAY, About(34, "F", 168.0, 61.0, ("right",)))
    begun = replace(begun, questionnaire=questionnaire_version(knowledge))
    return begun.answered("safety_help_now", [(None, "fever_or_unwell", False)])


def test_a_new_journal_knows_nobody_and_has_nothing_to_say(
    journal: Journal, knowledge: Knowledge
) -> None:
    sitting = unfinished_session(journal, NOW, knowledge)
    assert (sitting.known, sitting.others) == (About(), ())
    assert (sitting.session, sitting.notice) == (None, "")


@pytest.mark.parametrize("days", [0, 1])
def test_answers_hold_for_their_day_and_the_next(
    days: int, session: Session, journal: Journal, knowledge: Knowledge
) -> None:
    keep_session(journal, replace(session, on=TODAY - timedelta(days=days)))
    sitting = unfinished_session(journal, NOW, knowledge)
    assert sitting.session == replace(session, on=TODAY - timedelta(days=days))
    assert sitting.notice == ""


@pytest.mark.parametrize(("days", "why"), [(-1, "still to come"), (2, "no longer hold")])
def test_an_interview_of_another_time_is_dropped_with_one_sentence(
    days: int, why: str, session: Session, journal: Journal, knowledge: Knowledge
) -> None:
    keep_session(journal, replace(session, on=TODAY - timedelta(days=days)))
    sitting = unfinished_session(journal, NOW, knowledge)
    assert sitting.session is None
    assert why in sitting.notice
    assert not (journal.folder / INTERVIEW).exists()
    assert unfinished_session(journal, NOW, knowledge).notice == ""


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "[" * 100_000, "7", '{"schema": 9}', " " * 2**20 + "{}", "{}"],
    ids=["empty", "no_json", "deep", "number", "schema", "huge", "bare"],
)
def test_what_cannot_be_read_is_none_and_is_said(
    text: str, journal: Journal, knowledge: Knowledge
) -> None:
    (journal.folder / INTERVIEW).write_text(text, encoding="utf-8")
    sitting = unfinished_session(journal, NOW, knowledge)
    assert sitting.session is None
    assert sitting.notice.count(".") == 1
    assert "dropped" in sitting.notice
    assert unfinished_session(journal, NOW, knowledge).notice == ""


def test_who_answers_is_known_from_the_journal_and_not_from_an_earlier_sitting(
    session: Session, journal: Journal, knowledge: Knowledge
) -> None:
    journal.save_runner(Runner("me", date(1990, 1, 1), "F", mass_kg=63.0))
    keep_session(journal, session)
    sitting = unfinished_session(journal, NOW, knowledge)
    assert sitting.known == About(36, "F", None, 63.0)
    assert sitting.session is not None
    assert sitting.session.about == About(36, "F", 168.0, 63.0, ("right",))
    kept = check_and_keep(journal, sitting.session.answers(), NOW, knowledge)
    assert kept.assessment.triage


def test_changed_questions_are_said(
    session: Session, journal: Journal, knowledge: Knowledge
) -> None:
    keep_session(journal, replace(session, questionnaire="older"))
    sitting = unfinished_session(journal, NOW, knowledge)
    assert sitting.session is not None
    assert sitting.session.shown == ()
    assert "safety questions come again" in sitting.notice


def test_what_clinicians_and_the_diary_say_stands_beside_the_answers(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(2)
    found = Observation("effusion_found", True, "left", days_ago(1), "clinician", ref="Dr Example")
    journal.add_observations(None, [found])
    others = unfinished_session(journal, NOW, knowledge).others
    assert found in others
    assert not any(row.source == "answer" for row in others)
    assert "second_contact_within_week" in {row.finding for row in others}


def test_begun_anew_an_unfinished_interview_is_left_alone(
    session: Session, journal: Journal, knowledge: Knowledge
) -> None:
    keep_session(journal, session)
    assert unfinished_session(journal, NOW, knowledge, anew=True).session is None
    assert (journal.folder / INTERVIEW).exists()
