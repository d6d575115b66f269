"""A flag that rested on silence is settled by an answer; one that was said only by a clinician."""

from __future__ import annotations

from tests.workflow.conftest import NOW, KeepCheck
from trochlea.journal import Journal
from trochlea.knowledge import Knowledge
from trochlea.workflow.advising import today_inputs


def open_now(journal: Journal, knowledge: Knowledge) -> set[str]:
    return {row.flag for row in today_inputs(journal, NOW, knowledge).open_flags}


def test_the_missing_answer_settles_a_flag_that_rested_on_it(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=2, joint_hot=True, fever_or_unwell=None)
    assert "hot_joint_open" in open_now(journal, knowledge)
    keep_check(days=1, joint_hot=True)
    left = open_now(journal, knowledge)
    assert "hot_joint_open" not in left
    assert left != set()


def test_a_later_check_that_denies_what_was_said_settles_nothing(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=2, joint_hot=True, fever_or_unwell=None)
    keep_check(days=1)
    assert "hot_joint_open" in open_now(journal, knowledge)


def test_silence_again_settles_nothing(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=2, joint_hot=True, fever_or_unwell=None)
    keep_check(days=1, joint_hot=True, fever_or_unwell=None)
    assert "hot_joint_open" in open_now(journal, knowledge)


def test_a_flag_that_was_said_stays_whatever_is_answered_later(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(days=2, joint_hot=True, fever_or_unwell=True)
    keep_check(days=1, joint_hot=True)
    assert "hot_joint_unwell" in open_now(journal, knowledge)
