"""A session: a record of one interview, which survives being put down."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.patients import TODAY
from trochlea.assess import About, Session, questionnaire_version
from trochlea.assess.session import session_from_table, session_to_table
from trochlea.errors import AnswersError
from trochlea.knowledge import Knowledge

ABOUT = About(34, "F", 168.0, 61.0, ("right",))


@pytest.fixture
def session(knowledge: Knowledge) -> Session:
    """Two safety screens and a question were answered."""
    begun = Session(TODAY, ABOUT, questionnaire=questionnaire_version(knowledge))
    return (
        begun.answered("own_words", [("right", "pain_downhill", True)])
        .answered("safety_help_now", [(None, "fever_or_unwell", False)])
        .answered("pain_quality", [("right", "pain_quality", "sharp")])
    )


def as_file(session: Session) -> Any:
    return json.loads(json.dumps(session_to_table(session)))


def test_a_session_comes_back_as_it_was(session: Session, knowledge: Knowledge) -> None:
    assert session_from_table(as_file(session), knowledge) == session


@pytest.mark.parametrize("version", ["older", None])
def test_where_the_questions_have_changed_the_safety_screens_come_again(
    version: str | None, session: Session, knowledge: Knowledge
) -> None:
    found = session_from_table({**as_file(session), "questionnaire": version}, knowledge)
    assert found.shown == ("own_words", "pain_quality")
    assert found.questionnaire == questionnaire_version(knowledge)


def test_a_session_of_no_knee_is_damaged(session: Session, knowledge: Knowledge) -> None:
    table = as_file(session)
    table["about"]["knees"], table["steps"] = [], []
    with pytest.raises(AnswersError, match="damaged"):
        session_from_table(table, knowledge)


def test_what_is_not_asked_is_a_no_unless_it_was_told(session: Session) -> None:
    name = "pregnant_or_12_weeks_after"
    assert session.answers([name]).general[name] is False
    told = session.answered("safety_health_and_so_far", [(None, name, True)])
    assert told.answers([name]).general[name] is True
    assert name not in session.answers().general


def test_before_a_step_nothing_of_it_is_told(session: Session) -> None:
    assert session.before(1).shown == ("own_words",)
    assert session.before(1).answers().general == {}
