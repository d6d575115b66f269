"""The program as a person starts it: its own process, a closed pipe, an unforeseen failure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.given import DAY, Call, is_one_sentence

PROGRAM = (sys.executable, "-m", "trochlea")


def started(*words: object, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
        env=os.environ | more,
    )


def test_the_walk_of_a_runner_in_processes_of_their_own(
    answers: Path, runs_folder: Path, tmp_path: Path
) -> None:
    at = ("--journal", tmp_path / "j")
    assert started("import", runs_folder, *at).returncode == 0
    checked = started("check", "--answers", answers, "--on", DAY, "--json", *at)
    assert (checked.returncode, checked.stderr) == (0, "")
    said = started("today", "--on", DAY, "--json", *at)
    assert (said.returncode, said.stderr) == (0, "")
    assert json.loads(said.stdout)["light"] == "green"


def test_a_narrow_character_set_is_no_failure(journal: Path) -> None:
    words = ("today", "--on", DAY, "--journal", journal)
    for more in ((), ("--json",)):
        said = started(*words, *more, PYTHONIOENCODING="ascii")
        assert (said.returncode, said.stderr) == (0, "")
        assert said.stdout
    assert started("knowledge", "coverage", PYTHONIOENCODING="ascii").returncode == 0


def test_a_wrong_call_has_no_traceback_in_its_own_process(journal: Path) -> None:
    said = started("today", "--on", "someday", "--journal", journal)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == "trochlea: 'someday' is not a day; write it as 2026-03-01.\n"


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    with subprocess.Popen(
        [*PROGRAM, "findings"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.read(1)
        program.stdout.close()
        assert program.stderr.read() == b""


def test_an_unforeseen_failure_is_one_sentence_and_its_traceback_only_on_request(
    call: Call, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("trochlea.workflow.advising.today_inputs", breaks)
    said = call("today", "--on", DAY, "--journal", journal)
    assert (said.code, said.out) == (1, "")
    (line,) = said.err.splitlines()
    assert "a fault of ours" in line
    assert "without health data" in line
    with pytest.raises(ZeroDivisionError):
        call("--debug", "today", "--on", DAY, "--journal", journal)


def test_the_platforms_folder_is_the_default(
    call: Call, runs_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def folder(name: str, **_: object) -> Path:
        return tmp_path / name

    monkeypatch.setattr("platformdirs.user_data_path", folder)
    assert is_one_sentence(call("today"), 1, str(tmp_path / "trochlea"))
    assert call("import", runs_folder).code == 0
    assert (tmp_path / "trochlea" / "journal.sqlite3").is_file()


def test_a_verb_loads_its_own_file_and_no_other_verb() -> None:
    text = (
        "import sys; from trochlea.cli import app\n"
        "app(['conditions'], standalone_mode=False)\n"
        "print([name for name in sys.modules if name.startswith('trochlea.cli.')])"
    )
    said = subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, encoding="utf-8", check=True
    )
    loaded = said.stdout.splitlines()[-1]
    assert "'trochlea.cli.vocabulary'" in loaded
    assert "'trochlea.cli.today'" not in loaded
