"""Import: one bad file never stops the rest; report: nothing that is still to come."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.workflow.conftest import NOW, TODAY, KeepCheck, KeepRun, days_ago
from trochlea.demo import simulated_history
from trochlea.errors import ReadError
from trochlea.journal import Journal
from trochlea.knowledge import Knowledge
from trochlea.model import CheckIn
from trochlea.readers.fit import encode_activity
from trochlea.workflow.importing import ImportedFile, import_paths, read_path
from trochlea.workflow.reporting import material_of_check, report_material


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """A folder of two runs and a picture that calls itself a run."""
    folder = tmp_path / "runs"
    folder.mkdir()
    for number, activity in enumerate(simulated_history(TODAY)[-2:]):
        (folder / f"run{number}.fit").write_bytes(encode_activity(activity))
    (folder / "picture.fit").write_bytes(b"\xff\xd8\xff\xe0 JFIF" + bytes(100))
    return folder


def test_a_picture_does_not_stop_the_runs_beside_it(journal: Journal, runs: Path) -> None:
    told: list[ImportedFile] = []
    summary = import_paths(journal, [runs], told.append)
    assert (summary.count("new"), summary.count("not_taken"), summary.activities) == (2, 1, 2)
    (odd,) = summary.not_taken
    assert "picture.fit" in odd.name
    assert odd.problems[0].message.endswith(".")
    assert tuple(told) == summary.files
    assert journal.activity_count() == 2


def test_importing_twice_changes_nothing(journal: Journal, runs: Path) -> None:
    import_paths(journal, [runs])
    before = journal.runs()
    summary = import_paths(journal, [runs])
    assert (summary.count("new"), summary.count("known"), summary.activities) == (0, 2, 0)
    assert journal.runs() == before


def test_nothing_but_a_picture_is_an_error_that_names_it(journal: Journal, runs: Path) -> None:
    with pytest.raises(ReadError, match=r"picture\.fit"):
        import_paths(journal, [runs / "picture.fit"])


def test_two_files_without_a_run_give_the_first_reason(journal: Journal, tmp_path: Path) -> None:
    for name in ("a.fit", "b.fit"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(ReadError, match=r"None of the 2 files in .* The first reason: "):
        import_paths(journal, [tmp_path / "a.fit", tmp_path / "b.fit"])


@pytest.mark.parametrize("name", ["empty", "nowhere"])
def test_a_folder_with_nothing_in_it_is_an_error_that_names_it(
    journal: Journal, tmp_path: Path, name: str
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match=name):
        import_paths(journal, [tmp_path / name])


def test_reading_what_is_not_there_names_it(tmp_path: Path) -> None:
    (outcome,) = read_path(tmp_path / "nowhere.fit")
    assert outcome.activities == ()
    assert "nowhere.fit" in outcome.problems[0].message
    with pytest.raises(ReadError, match="holds no files"):
        read_path(tmp_path)


def test_a_path_that_is_not_there_does_not_stop_the_next(journal: Journal, runs: Path) -> None:
    summary = import_paths(journal, [runs / "nowhere.fit", runs])
    assert summary.count("new") == 2
    assert "nowhere.fit" in summary.not_taken[0].name


def test_reading_stores_nothing_and_tells_of_every_file(journal: Journal, runs: Path) -> None:
    outcomes = read_path(runs)
    assert sorted(len(outcome.activities) for outcome in outcomes) == [0, 1, 1]
    assert journal.activity_count() == 0


def test_a_report_of_an_earlier_day_shows_nothing_that_came_later(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck, keep_run: KeepRun
) -> None:
    first = keep_check(days=8)
    keep_check(days=1, lump=True)
    earlier = keep_run(6)
    keep_run(2)
    journal.add_checkin(CheckIn("right", days_ago(1), pain_during=2))
    then = report_material(journal, days_ago(4), knowledge)
    assert then.assessment == first.assessment
    assert [run.activity_id for run in then.runs] == [earlier]
    assert then.checkins == ()
    now = report_material(journal, NOW, knowledge)
    assert now.assessment is not None
    flags = [flag.flag for flag in now.assessment.triage.red_flags]
    assert flags == ["lump", "second_contact_within_week"]
    assert len(now.runs) == 2
    assert now.advice is not None
    assert now.advice.light == "red"


def test_a_report_shows_what_was_observed_at_its_own_check(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    first = keep_check(days=8, age=33)
    keep_check(days=1, age=34)
    then = report_material(journal, days_ago(4), knowledge)
    assert set(then.observations) == set(first.observations)


def test_a_report_of_one_check_needs_no_journal(
    knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    result = keep_check(pain_during_run=2)
    material = material_of_check(result, None, knowledge)
    assert material.assessment == result.assessment
    assert material.checkins == result.checkins
    assert material.advice is None


@pytest.mark.parametrize(("country", "number"), [("DE", "112"), ("US", "911"), (None, None)])
def test_the_emergency_number_is_that_of_the_country_and_never_guessed(
    knowledge: Knowledge, country: str | None, number: str | None
) -> None:
    assert knowledge.emergency_number(country) == number
    assert knowledge.emergency_number("ZZ") is None


def test_an_empty_journal_still_makes_a_grey_page(journal: Journal, knowledge: Knowledge) -> None:
    material = report_material(journal, NOW - timedelta(days=1), knowledge)
    assert material.assessment is None
    assert material.advice is not None
    assert material.advice.light == "grey"
