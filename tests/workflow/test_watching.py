"""A watched folder: what settles is imported, once, and what still grows waits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.given import DAY, a_run
from trochlea.errors import ReadError, UsageError
from trochlea.journal import Journal
from trochlea.workflow.importing import ImportSummary
from trochlea.workflow.watching import watch


def rounds(*steps: Callable[[], object]) -> Callable[[], bool]:
    """Return a wait that does one step after each look, and ends the watch after the last."""
    left = list(steps)

    def wait() -> bool:
        if not left:
            return False
        left.pop(0)()
        return True

    return wait


def nothing() -> None:
    return None


def names(said: ImportSummary | ReadError) -> list[str]:
    assert isinstance(said, ImportSummary), said
    return [row.name for row in said.files]


def test_a_file_is_imported_once_it_no_longer_grows(journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    whole = a_run(DAY, 6.0)
    path = folder / "run.fit"

    def half() -> None:
        path.write_bytes(whole[: len(whole) // 2])

    def rest() -> None:
        path.write_bytes(whole)

    said = list(watch(journal, folder, rounds(half, rest, nothing, nothing, nothing)))
    assert [names(each) for each in said] == [["run.fit"]]
    assert len(journal.runs()) == 1
    assert journal.last_import_files()[0].problems == ()


def test_what_was_there_before_is_taken_and_a_changed_file_again(
    journal: Journal, tmp_path: Path
) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / "a.fit").write_bytes(a_run(DAY, 6.0))

    def change() -> None:
        (folder / "a.fit").write_bytes(a_run(DAY, 9.0))

    said = list(watch(journal, folder, rounds(nothing, change, nothing, nothing)))
    assert [names(each) for each in said] == [["a.fit"], ["a.fit"]]


def test_a_picture_is_told_once_and_does_not_end_the_watch(
    journal: Journal, tmp_path: Path
) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / "photo.fit").write_bytes(b"\xff\xd8\xff\xe0 a picture")
    said = list(watch(journal, folder, rounds(nothing, nothing, nothing)))
    assert len(said) == 1
    assert "JPEG" in str(said[0])


def test_a_folder_that_is_not_there_is_refused(journal: Journal, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        list(watch(journal, tmp_path / "nowhere", nothing))  # type: ignore[arg-type]
