"""Every noun comes back as it went in, and the same thing kept twice is kept once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trochlea.errors import JournalError, UsageError
from trochlea.journal import DEFAULT_RUNNER_ID, Journal, open_journal
from trochlea.model import Answers, CheckIn, Clearance, FindingValue, Observation, Runner

EVENING = datetime(
    2026, 3, 1, 20, 15, 30, 123_456, tzinfo=timezone(timedelta(hours=5, minutes=45))
)
ANSWERS = Answers(
    on=date(2026, 3, 1),
    age=34,
    sex="F",
    mass_kg=61.5,
    knees={
        "left": {"pain_region": ("front", "inner"), "swelling": None, "locking": False},
        "right": {},
    },
    general={"sleep_hours": 7, "shoes": "worn"},
)
VALUES: st.SearchStrategy[FindingValue] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1000, 1000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8"), max_size=20),
    st.lists(st.text("abc_", max_size=5), max_size=3).map(tuple),
)
MOMENTS = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-12 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    with open_journal(tmp_path_factory.mktemp("shared")) as opened:
        yield opened


def _answers(journal: Journal, answers: Answers = ANSWERS, at: datetime = EVENING) -> str:
    return journal.add_answers(answers, at, "questions-1", "knowledge-1")


def test_nobody_is_known_at_first(journal: Journal) -> None:
    assert journal.runner() is None
    journal.begin_import("a folder")
    assert journal.runner() is None


def test_a_runner_is_saved_and_changed(journal: Journal) -> None:
    runner = Runner("anna", date(1990, 2, 28), "F", 170.0, 61.5, "Europe/Vienna", "mi", "AT", True)
    journal.save_runner(runner)
    assert journal.runner() == runner
    journal.save_runner(replace(runner, mass_kg=60.0))
    assert journal.runner() == replace(runner, mass_kg=60.0)


def test_what_came_before_the_name_belongs_to_the_runner(journal: Journal) -> None:
    journal.add_hand_run(EVENING, 0, 5000.0, None)
    answers_id = _answers(journal)
    journal.add_observations(answers_id, [Observation("a", True, "left", EVENING, "answer")])
    journal.save_runner(Runner("anna"))
    assert len(journal.runs()) == len(journal.observations()) == 1
    assert journal.integrity_problems() == ()


def test_two_people_do_not_mix_in_one_journal(journal: Journal) -> None:
    journal.save_runner(Runner(DEFAULT_RUNNER_ID))
    with pytest.raises(JournalError, match="belongs to the runner 'me'"):
        journal.save_runner(Runner("ben"))
    assert journal.runner() == Runner(DEFAULT_RUNNER_ID)


def test_answers_keep_their_values_and_the_versions_shown(journal: Journal) -> None:
    assert journal.latest_answers() is None
    answers_id = _answers(journal)
    kept = journal.latest_answers()
    assert kept is not None
    assert (kept.answers_id, kept.answers) == (answers_id, ANSWERS)
    assert (kept.questionnaire_version, kept.knowledge_version) == ("questions-1", "knowledge-1")
    assert kept.observed_at == EVENING
    assert kept.observed_at.utcoffset() == EVENING.utcoffset()


def test_the_latest_answers_are_those_given_last_not_those_entered_last(
    journal: Journal,
) -> None:
    newest = _answers(journal)
    _answers(journal, at=EVENING - timedelta(days=30))
    kept = journal.latest_answers()
    assert kept is not None
    assert kept.answers_id == newest


def test_the_same_answers_of_a_moment_are_kept_once(journal: Journal) -> None:
    assert _answers(journal) == _answers(journal)
    assert _answers(journal, replace(ANSWERS, age=35)) != _answers(journal)


def test_an_answer_that_is_no_number_is_refused(journal: Journal) -> None:
    with pytest.raises(UsageError, match="cannot be kept as JSON"):
        _answers(journal, replace(ANSWERS, general={"sleep_hours": float("nan")}))


@settings(max_examples=25, deadline=None)
@given(value=VALUES, moment=MOMENTS, bounds=st.tuples(st.none() | st.floats(0, 9), st.none()))
def test_any_observation_comes_back_as_it_went_in(
    shared: Journal, value: FindingValue, moment: datetime, bounds: tuple[float | None, None]
) -> None:
    one = Observation("f", value, "both", moment, "video", 0.75, bounds[0], bounds[1], "ref")
    shared.add_observations(None, [one])
    assert shared.add_observations(None, [one]) == 0
    # False equals 0 in Python, and both may have been drawn for one moment.
    alike = [o for o in shared.observations(since=moment) if o == one]
    found = [o for o in alike if type(o.value) is type(value)]
    assert len(found) == 1
    assert found[0].observed_at.utcoffset() == moment.utcoffset()


def test_observations_are_kept_once_and_read_from_a_moment_on(journal: Journal) -> None:
    answers_id = _answers(journal)
    old = Observation("a", True, "left", EVENING - timedelta(days=1), "answer")
    new = Observation("a", 1, "left", EVENING, "watch", low=0.5, high=1.5, ref="run")
    assert journal.add_observations(answers_id, [new, old]) == 2
    assert journal.add_observations(answers_id, [new, old]) == 0
    assert journal.observations() == (old, new)
    assert journal.observations(since=EVENING) == (new,)


def test_observations_are_read_by_finding_and_by_source(journal: Journal) -> None:
    said = Observation("a", True, "left", EVENING, "answer")
    found = Observation("a", True, "left", EVENING, "clinician")
    other = Observation("b", True, "left", EVENING, "answer")
    journal.add_observations(None, [said, found, other])
    assert set(journal.observations(findings=["a"])) == {said, found}
    assert journal.observations(source="clinician") == (found,)
    assert journal.observations(findings=["b"], source="clinician") == ()
    assert journal.observations(findings=[]) == ()


def test_observations_of_unknown_answers_are_refused(journal: Journal) -> None:
    with pytest.raises(UsageError, match="no answers feed"):
        journal.add_observations("feed", [Observation("a", True, "left", EVENING, "answer")])


def test_assessments_keep_the_callers_text(journal: Journal) -> None:
    answers_id = _answers(journal)
    text = '{ "b": 1, "a": "ü" }\n'
    later = journal.add_assessment(answers_id, EVENING, text, "hash")
    earlier = journal.add_assessment(answers_id, EVENING - timedelta(hours=1), text, "hash")
    assert journal.add_assessment(answers_id, EVENING, text, "hash") == later
    kept = journal.assessments()
    assert [one.assessment_id for one in kept] == [earlier, later]
    assert kept[1].payload_json == text
    assert (kept[1].assessed_at, kept[1].answers_id) == (EVENING, answers_id)


def test_an_assessment_of_unknown_answers_is_refused(journal: Journal) -> None:
    with pytest.raises(UsageError, match="no answers feed"):
        journal.add_assessment("feed", EVENING, "{}", "hash")


def test_a_checkin_comes_back_as_it_went_in_and_once(journal: Journal) -> None:
    full = CheckIn("left", EVENING, 3, 2, 1, 0, 12.5, True, False, None, True, 3200.0, "stairs")
    bare = CheckIn("right", EVENING - timedelta(days=1))
    assert journal.add_checkin(full)
    assert journal.add_checkin(bare)
    assert not journal.add_checkin(full)
    assert journal.checkins() == (bare, full)
    assert journal.checkins(since=EVENING) == (full,)
    assert journal.checkins()[1].observed_at.utcoffset() == EVENING.utcoffset()


def test_a_note_of_any_characters_is_kept_once(journal: Journal) -> None:
    odd = CheckIn("left", EVENING, note="quote ' ; \0 emoji \U0001f9b5 lone \udce4")
    assert journal.add_checkin(odd)
    assert not journal.add_checkin(odd)
    assert journal.checkins()[0].note == odd.note.replace("\udce4", "?")


def test_a_checkin_that_differs_never_replaces_one(journal: Journal) -> None:
    first = CheckIn("left", EVENING, pain_during=2)
    journal.add_checkin(first)
    journal.add_checkin(replace(first, pain_during=8))
    assert [one.pain_during for one in journal.checkins()] == [2, 8]


def test_clearances_are_kept_once_by_day(journal: Journal) -> None:
    late = Clearance(
        "calf_swelling", "Dr Example", date(2026, 3, 9), "ultrasound clear", EVENING, "left"
    )
    early = replace(late, on=date(2026, 3, 2))
    assert journal.add_clearance(late)
    assert journal.add_clearance(early)
    assert not journal.add_clearance(late)
    assert journal.clearances() == (early, late)


def test_advice_is_kept_once_for_the_same_inputs_and_in_order(journal: Journal) -> None:
    day = date(2026, 3, 1)

    def add(inputs_hash: str, made_at: datetime, output: str = "{}", code: str = "1") -> str:
        return journal.add_advice(day, made_at, "[1, 2]", inputs_hash, output, "k", code)

    first = add("one", EVENING)
    assert add("one", EVENING + timedelta(hours=1)) == first
    second = add("two", EVENING - timedelta(hours=1))
    kept = journal.advice_on(day)
    assert [one.advice_id for one in kept] == [first, second]
    assert (kept[0].made_at, kept[0].inputs_json, kept[0].day) == (EVENING, "[1, 2]", day)
    assert journal.advice_on(day + timedelta(days=1)) == ()


def test_advice_of_another_version_or_output_is_kept_beside(journal: Journal) -> None:
    day = date(2026, 3, 1)
    for output, code in (("{}", "1"), ("{}", "2"), ('{"light":"red"}', "2")):
        journal.add_advice(day, EVENING, "{}", "same", output, "k", code)
    assert [one.code_version for one in journal.advice_on(day)] == ["1", "2", "2"]


def test_what_is_kept_is_there_after_closing(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        journal.add_checkin(CheckIn("left", datetime(2026, 3, 1, tzinfo=UTC), 4))
    with open_journal(tmp_path, create=False) as journal:
        assert journal.checkins()[0].pain_during == 4
