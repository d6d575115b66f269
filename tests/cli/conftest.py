"""The real command line in this process, and journals that it made once for all tests."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.cli.given import DAY, Call, Said, answers_file, run_files
from trochlea.__main__ import main
from trochlea.journal import open_journal
from trochlea.journal.database import DATABASE_NAME


def called(words: tuple[object, ...], patch: pytest.MonkeyPatch) -> int:
    """Run the program with these words and return its exit code."""
    patch.setattr(sys, "argv", ["trochlea", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    code = ended.value.code
    assert isinstance(code, int)
    return code


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    def run(*words: object) -> Said:
        capsys.readouterr()
        code = called(words, monkeypatch)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def runs_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of seven runs."""
    return run_files(tmp_path_factory.mktemp("given") / "runs")


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory, runs_folder: Path) -> Path:
    """A journal with the runs and one check; copied for each test, never written again."""
    folder = tmp_path_factory.mktemp("kept")
    answers = answers_file(folder / "answers.json")
    journal = folder / "journal"
    with pytest.MonkeyPatch.context() as patch:
        assert called(("import", runs_folder, "--journal", journal), patch) == 0
        words = ("check", "--answers", answers, "--on", DAY, "--journal", journal)
        assert called(words, patch) == 0
    return journal


@pytest.fixture
def journal(kept: Path, tmp_path: Path) -> Path:
    """A journal of one's own with seven runs and a check of the same day."""
    return Path(shutil.copytree(kept, tmp_path / "journal"))


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """A file of answers without any warning sign."""
    return answers_file(tmp_path / "answers.json")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a new journal: migrating once a session is enough."""
    folder = tmp_path_factory.mktemp("empty")
    open_journal(folder).close()
    return (folder / DATABASE_NAME).read_bytes()


@pytest.fixture(autouse=True)
def _new_journals(tmp_path: Path, empty_database: bytes) -> None:
    """Lay out the new journals that the tests use by these names."""
    for name in ("j", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / DATABASE_NAME).write_bytes(empty_database)
