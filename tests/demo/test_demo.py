"""The demonstration: the same bytes for a day, honest about who runs, careful with files."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.given import DAY, RUNS, Call, Said, answers_file, is_one_sentence, run_files
from trochlea.__main__ import main
from trochlea.demo import simulated_history
from trochlea.demo.walk import MADE, MARKER, PAGE
from trochlea.readers import read_bytes
from trochlea.readers.fit import encode_activity

SIMULATED = "Simulated runner"


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    def run(*words: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["trochlea", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Said(ended.value.code, said.out, said.err)

    return run


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    return run_files(tmp_path / "mine")


def page(folder: Path) -> str:
    return (folder / PAGE).read_text(encoding="utf-8")


def test_the_same_day_gives_the_same_page_and_says_that_the_runner_is_simulated(
    call: Call, tmp_path: Path
) -> None:
    words = ("demo", "--out", tmp_path / "demo", "--on", DAY)
    first = call(*words)
    bytes_before = (tmp_path / "demo" / PAGE).read_bytes()
    second = call(*words)
    assert (first.code, second.code) == (0, 0)
    assert first.out == second.out
    assert (tmp_path / "demo" / PAGE).read_bytes() == bytes_before
    assert SIMULATED in first.out
    assert SIMULATED in page(tmp_path / "demo")
    for part in ("IS IT SAFE?", "MAY I RUN TODAY", "WHAT FITS?", "WHAT MAY DRIVE IT?"):
        assert part in first.out
    assert str(tmp_path / "demo" / PAGE) in first.err


def test_every_simulated_run_is_read_back_without_a_problem() -> None:
    for activity in simulated_history(DAY):
        outcome = read_bytes("run.fit", encode_activity(activity))
        assert outcome.problems == ()
        (back,) = outcome.activities
        assert back.start_time == activity.start_time
        assert back.distance_m == pytest.approx(activity.distance_m, abs=0.01)
        assert back.start_time.date() < DAY


def test_own_runs_and_answers_make_a_page_that_is_not_called_simulated(
    call: Call, runs: Path, tmp_path: Path
) -> None:
    mine = answers_file(tmp_path / "answers.json")
    out = tmp_path / "demo"
    said = call("demo", "--runs", runs, "--answers", mine, "--out", out, "--on", DAY)
    assert said.code == 0
    assert f"Read {len(RUNS)} files with {len(RUNS)} activities." in said.err
    assert SIMULATED not in said.out + page(out)
    assert "Patellofemoral pain" in page(out)


def test_own_runs_without_answers_say_what_to_do_and_give_no_distance(
    call: Call, runs: Path, tmp_path: Path
) -> None:
    said = call("demo", "--runs", runs, "--out", tmp_path / "demo", "--on", DAY)
    assert said.code == 0
    assert "ANSWERS=file" in said.err
    assert "Grey." in said.out
    assert SIMULATED not in said.out


def test_own_answers_with_the_simulated_runs_are_still_called_simulated(
    call: Call, tmp_path: Path
) -> None:
    mine = answers_file(tmp_path / "answers.json", knee={"pain_during_run": 9})
    out = tmp_path / "demo"
    said = call("demo", "--answers", mine, "--out", out, "--on", DAY)
    assert said.code == 0
    assert "Red." in said.out
    assert SIMULATED in page(out)


def test_the_demonstration_ends_well_whatever_the_light(call: Call, tmp_path: Path) -> None:
    red = answers_file(
        tmp_path / "a.json", knee={"joint_hot": True}, general={"fever_or_unwell": True}
    )
    said = call("demo", "--answers", red, "--out", tmp_path / "demo", "--on", DAY)
    assert said.code == 0
    assert "Get emergency help now." in said.out


def test_a_folder_of_somebody_else_is_refused_and_left_alone(call: Call, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "thesis.txt").write_text("years of work", encoding="utf-8")
    said = call("demo", "--out", theirs, "--on", DAY)
    assert is_one_sentence(said, 1, "theirs", "--out")
    assert [file.name for file in theirs.iterdir()] == ["thesis.txt"]
    (tmp_path / "plain").write_text("mine", encoding="utf-8")
    assert is_one_sentence(call("demo", "--out", tmp_path / "plain", "--on", DAY), 1, "plain")


def test_what_somebody_laid_into_the_demonstrations_folder_is_kept(
    call: Call, tmp_path: Path
) -> None:
    out = tmp_path / "demo"
    call("demo", "--out", out, "--on", DAY)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    assert call("demo", "--out", out, "--on", DAY).code == 0
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert {file.name for file in out.iterdir()} == {*MADE, MARKER, PAGE, "notes.txt"}


def test_runs_inside_the_folder_that_is_cleared_are_refused_and_kept(
    call: Call, tmp_path: Path
) -> None:
    out = tmp_path / "demo"
    call("demo", "--out", out, "--on", DAY)
    before = sorted((out / "runs").iterdir())
    said = call("demo", "--runs", out / "runs", "--out", out, "--on", DAY)
    assert is_one_sentence(said, 2, "runs", "--out")
    assert sorted((out / "runs").iterdir()) == before


def test_what_cannot_be_used_is_said_and_the_earlier_demonstration_stays(
    call: Call, tmp_path: Path
) -> None:
    out = tmp_path / "demo"
    call("demo", "--out", out, "--on", DAY)
    before = page(out)
    at = ("--out", out, "--on", DAY)
    assert is_one_sentence(call("demo", "--runs", tmp_path / "gone", *at), 1, "gone")
    bad = answers_file(tmp_path / "bad.json", general={"moon_phase": True})
    assert is_one_sentence(call("demo", "--answers", bad, *at), 1, "bad.json", "moon_phase")
    assert page(out) == before


def test_a_folder_without_runs_is_named(call: Call, tmp_path: Path) -> None:
    (tmp_path / "holiday").mkdir()
    words = ("--runs", tmp_path / "holiday", "--out", tmp_path / "demo", "--on", DAY)
    assert is_one_sentence(call("demo", *words), 1, "holiday", "holds no files")


def test_the_last_simulated_run_is_of_yesterday_whatever_the_day(call: Call) -> None:
    for day in (DAY, DAY + timedelta(days=100)):
        latest = max(run.local_start.date() for run in simulated_history(day))
        assert latest == day - timedelta(days=1)
