"""A check goes into the journal whole: what was asked, said, seen, made of it, and by what."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.patients import benign
from tests.workflow.conftest import NOW, TODAY, KeepCheck, KeepRun, days_ago
from trochlea.assess import questionnaire_version
from trochlea.errors import AnswersError
from trochlea.journal import Journal
from trochlea.knowledge import Knowledge
from trochlea.model import Answers, Assessment, Observation
from trochlea.workflow.checking import check, check_and_keep, moment_of, read_answers
from trochlea.workflow.records import from_json


def test_a_check_keeps_answers_observations_assessment_and_checkins(
    journal: Journal, knowledge: Knowledge
) -> None:
    answers = benign(knowledge, on=TODAY, pain_during_run=3, pain_hour_after=1, limp=False)
    result = check_and_keep(journal, answers, NOW, knowledge)
    stored = journal.latest_answers()
    assert stored is not None
    assert stored.answers == answers
    assert stored.observed_at == NOW
    assert stored.questionnaire_version == questionnaire_version(knowledge)
    assert stored.knowledge_version == knowledge.version
    assert set(journal.observations()) == set(result.observations)
    (row,) = journal.assessments()
    assert row.answers_id == stored.answers_id
    assert from_json(Assessment, row.payload_json) == result.assessment
    assert result.assessment.knowledge_version == knowledge.version
    (checkin,) = journal.checkins()
    assert (checkin,) == result.checkins
    assert (checkin.knee, checkin.pain_during, checkin.pain_hour_after) == ("right", 3, 1)
    assert checkin.pain_next_morning is None


def test_the_same_check_twice_is_kept_once(journal: Journal, keep_check: KeepCheck) -> None:
    first = keep_check(pain_during_run=3)
    assert keep_check(pain_during_run=3) == first
    assert len(journal.assessments()) == len(journal.checkins()) == 1
    assert len(journal.observations()) == len(first.observations)


def test_a_jump_that_the_watch_saw_enters_the_assessment(
    journal: Journal, keep_check: KeepCheck, keep_run: KeepRun
) -> None:
    for days in (40, 35, 30, 25):
        keep_run(days)
    long_run = keep_run(16, 9000.0)
    result = keep_check(days_since_onset=15, recent_load_jump=False)
    (jump,) = [row for row in result.observations if row.source == "watch"]
    assert (jump.finding, jump.value, jump.low, jump.ref) == (
        "recent_load_jump",
        True,
        1.8,
        long_run,
    )
    (factor,) = [row for row in result.assessment.factors if row.factor == "load_spike"]
    assert [seen.source for seen in factor.seen] == ["watch"]
    assert jump in journal.observations()


def test_usual_runs_add_nothing_to_the_answers(keep_check: KeepCheck, keep_run: KeepRun) -> None:
    for days in (40, 35, 30, 25, 16):
        keep_run(days)
    result = keep_check(days_since_onset=15)
    assert {row.source for row in result.observations} == {"answer"}


def test_a_run_after_the_check_does_not_reach_back_into_it(
    keep_check: KeepCheck, keep_run: KeepRun
) -> None:
    keep_run(20)
    keep_run(1, 12_000.0)
    assert {row.source for row in keep_check(days=5).observations} == {"answer"}


def test_a_clinicians_yes_outranks_a_later_no_and_their_no_not_a_later_yes(
    journal: Journal, keep_check: KeepCheck
) -> None:
    there = Observation("lump", True, "right", days_ago(3), "clinician", ref="Dr Example")
    absent = Observation("night_pain", False, "right", days_ago(3), "clinician", ref="Dr Example")
    journal.add_observations(None, [there, absent])
    result = keep_check(lump=False, night_pain=True)
    assert {"lump", "night_pain"} <= {flag.flag for flag in result.assessment.triage.red_flags}
    kept = [row for row in journal.observations() if row.source == "clinician"]
    assert sorted(row.finding for row in kept) == ["lump", "night_pain"]


def test_a_check_without_a_journal_keeps_nothing_and_says_the_same(
    journal: Journal, knowledge: Knowledge
) -> None:
    answers = benign(knowledge, on=TODAY, lump=True)
    alone = check(answers, NOW, knowledge)
    assert journal.assessments() == ()
    assert check_and_keep(journal, answers, NOW, knowledge) == alone


@pytest.mark.parametrize(
    ("on", "moment"),
    [
        (TODAY, NOW),
        (TODAY - timedelta(days=1), datetime(2026, 3, 9, 12, tzinfo=UTC)),
        (TODAY + timedelta(days=1), NOW),
    ],
    ids=["today_is_now", "yesterday_is_noon", "tomorrow_is_now"],
)
def test_when_answers_count_from(on: date, moment: datetime) -> None:
    assert moment_of(Answers(on), NOW) == moment


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_file_of_answers_is_read_also_with_a_byte_order_mark(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    table = {"schema": 1, "on": "2026-03-09", "age": 34, "knees": {"right": {"lump": None}}}
    plain = write(tmp_path / "plain.json", json.dumps(table))
    marked = write(tmp_path / "marked.json", b"\xef\xbb\xbf" + json.dumps(table).encode())
    answers = read_answers(plain, knowledge, TODAY)
    assert answers == Answers(date(2026, 3, 9), 34, knees={"right": {"lump": None}})
    assert read_answers(marked, knowledge, TODAY) == answers


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        b"\xff\xfe\x00",
        "[" * 100_000,
        '{"schema": 1, "age": ' + "9" * 5000 + "}",
        "[]",
        '{"schema": 2}',
        '{"schema": 1, "age": NaN}',
        '{"schema": 1, "height": 168}',
        '{"schema": 1, "on": "2026-03-12"}',
        '{"schema": 1, "on": "yesterday"}',
        '{"schema": 1, "on": 20260310}',
        '{"schema": 1, "general": {"no_such_finding": true}}',
        '{"schema": 1, "general": {"lump": true}}',
        '{"schema": 1, "knees": {"right": {"lump": "yes"}}}',
        '{"schema": 1, "knees": {"right": {"pain_during_run": 11}}}',
        '{"schema": 1, "knees": {"middle": {}}}',
    ],
    ids=lambda text: str(text[:40]),
)
def test_a_bad_file_of_answers_is_one_sentence_with_its_name(
    tmp_path: Path, knowledge: Knowledge, text: str | bytes
) -> None:
    path = write(tmp_path / "answers.json", text)
    with pytest.raises(AnswersError) as raised:
        read_answers(path, knowledge, TODAY)
    said = str(raised.value)
    assert str(path) in said
    assert said.endswith(".")
    assert "\n" not in said


def test_a_file_of_answers_that_is_not_there_says_so(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(AnswersError, match=r"Cannot read the answers .*nowhere\.json"):
        read_answers(tmp_path / "nowhere.json", knowledge, TODAY)


def test_answers_of_tomorrow_count_today_so_that_no_flag_waits(
    journal: Journal, knowledge: Knowledge
) -> None:
    answers = replace(benign(knowledge, lump=True), on=TODAY + timedelta(days=1))
    check_and_keep(journal, answers, NOW, knowledge)
    (row,) = journal.assessments()
    assert row.assessed_at == NOW
