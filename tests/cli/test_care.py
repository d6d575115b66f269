"""What is taken out, entered twice or undone is said as it is, and counts as it is said."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.given import DAY, RUNS, Call, a_run, is_one_sentence
from trochlea.errors import JournalError
from trochlea.journal import open_journal


def kilometres(journal: Path) -> list[float]:
    with open_journal(journal, create=False) as store:
        return [round(run.distance_m / 1000, 2) for run in store.runs()]


@pytest.fixture
def doubled(call: Call, tmp_path: Path) -> Path:
    """A journal with one run, recorded by two watches."""
    for name, km in (("watch.fit", 6.0), ("phone.fit", 6.02)):
        (tmp_path / name).write_bytes(a_run(DAY, km))
        call("import", tmp_path / name, "--journal", tmp_path / "j")
    assert len(kilometres(tmp_path / "j")) == 1
    return tmp_path / "j"


def recordings(call: Call, journal: Path) -> list[str]:
    return [row["id"] for row in call("activities", "list", "--json", "--journal", journal).json]


def test_an_import_keeps_the_copy_of_the_day(
    call: Call, runs_folder: Path, tmp_path: Path
) -> None:
    call("import", runs_folder, "--journal", tmp_path / "j")
    call("import", runs_folder, "--journal", tmp_path / "j")
    assert len(list((tmp_path / "j" / "backups").glob("*.sqlite3"))) == 1
    said = call("doctor", "--journal", tmp_path / "j")
    assert "no copy of the database" not in said.out


def test_the_same_run_entered_twice_is_said_and_two_of_one_day_are_two(
    call: Call, tmp_path: Path
) -> None:
    words = ("log", "--on", "2026-03-01", "--journal", tmp_path / "j")
    first = call(*words, "--distance", 5)
    assert first.out.startswith("Kept: ")
    again = call(*words, "--distance", 5)
    assert again.code == 0
    assert again.out.startswith("There already: ")
    assert "--at HH:MM" in again.out
    assert call(*words, "--distance", 4.9).out.startswith("Kept: ")
    assert sorted(kilometres(tmp_path / "j")) == [4.9, 5.0]


def test_a_run_that_was_taken_out_and_entered_again_is_back(call: Call, tmp_path: Path) -> None:
    words = ("log", "--distance", 5, "--on", "2026-03-01", "--journal", tmp_path / "j")
    entered = call(*words, "--json").json["activity"]
    call("activities", "delete", entered, "--journal", tmp_path / "j")
    assert kilometres(tmp_path / "j") == []
    assert call(*words).out.startswith("Back, ")
    assert kilometres(tmp_path / "j") == [5.0]


def test_a_day_before_there_were_watches_is_refused(call: Call, tmp_path: Path) -> None:
    for day in ("0001-01-01", "1989-12-31"):
        said = call("log", "--distance", 5, "--on", day, "--journal", tmp_path / "j")
        assert is_one_sentence(said, 2, "too long ago")


def test_the_sport_that_is_told_holds_for_all_recordings_of_the_run(
    call: Call, doubled: Path
) -> None:
    call("activities", "sport", recordings(call, doubled)[0], "walking", "--journal", doubled)
    assert kilometres(doubled) == []


def test_taking_out_one_of_two_recordings_says_that_the_other_counts(
    call: Call, doubled: Path
) -> None:
    one, other = recordings(call, doubled)
    said = call("activities", "delete", one, "--journal", doubled)
    assert "Another recording of it is still there and counts" in said.out
    assert len(kilometres(doubled)) == 1
    said = call("activities", "delete", other, "--journal", doubled)
    assert "Another recording" not in said.out
    assert kilometres(doubled) == []


@pytest.mark.parametrize(("verb", "what"), [("export", "an export"), ("backup", "a backup")])
def test_an_archive_of_trochlea_among_watch_files_is_named_and_not_taken_for_a_plain_one(
    call: Call, journal: Path, tmp_path: Path, verb: str, what: str
) -> None:
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    (mixed / "run.fit").write_bytes(a_run(DAY, 6.0))
    to = ("export", mixed / "all.zip") if verb == "export" else ("backup", "--to", mixed)
    assert call(*to, "--journal", journal).code == 0
    said = call("import", mixed, "--journal", tmp_path / "new")
    assert said.code == 3
    assert f"it is {what} of Trochlea" in said.err
    assert len(kilometres(tmp_path / "new")) == 1


def test_an_archive_that_only_has_a_manifest_is_read(call: Call, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps({"format": "something"}))
        archive.writestr("run.fit", a_run(DAY, 6.0))
    assert call("import", tmp_path / "x.zip", "--journal", tmp_path / "j").code == 0


def test_an_import_cut_off_before_another_can_still_go_on(
    call: Call, runs_folder: Path, tmp_path: Path
) -> None:
    journal = tmp_path / "j"
    with open_journal(journal) as store:
        store.begin_import("runs", [str(runs_folder)])
    (tmp_path / "later.fit").write_bytes(a_run(DAY, 6.0))
    call("import", tmp_path / "later.fit", "--journal", journal)
    moved = runs_folder.rename(tmp_path / "away")
    said = call("import", "--resume", "--journal", journal)
    assert is_one_sentence(said, 1, "is not there")
    moved.rename(runs_folder)
    said = call("import", "--resume", "--journal", journal)
    assert (said.code, len(kilometres(journal))) == (0, len(RUNS) + 1)
    assert is_one_sentence(call("import", "--resume", "--journal", journal), 2, "cut off")


def test_nothing_more_is_taken_of_an_import_that_was_undone_while_under_way(
    tmp_path: Path,
) -> None:
    from trochlea.readers import read_bytes

    data = a_run(DAY, 6.0)
    read = read_bytes("a.fit", data)
    with open_journal(tmp_path / "j") as store:
        import_id = store.begin_import("runs")
        store.add_file(import_id, "a.fit", "fit", data, read.sha256, read.activities, ())
        store.undo_import(import_id)
        late = a_run(DAY, 9.0)
        read = read_bytes("b.fit", late)
        with pytest.raises(JournalError, match="was undone while it was under way"):
            store.add_file(import_id, "b.fit", "fit", late, read.sha256, read.activities, ())
        assert store.runs() == ()


def test_a_backup_is_still_there_after_it_was_restored(call: Call, journal: Path) -> None:
    call("backup", "--journal", journal)
    (made,) = (journal / "backups").glob("trochlea-backup-*.zip")
    assert call("restore", made, "--yes", "--journal", journal).code == 0
    assert (journal / "backups" / made.name).exists()


def test_a_database_that_is_gone_is_said_to_be_missing(call: Call, journal: Path) -> None:
    for path in journal.glob("journal.sqlite3*"):
        path.unlink()
    said = call("activities", "list", "--journal", journal)
    assert is_one_sentence(said, 1, "missing or empty", "restore it from a backup")


def test_a_file_that_two_imports_brought_stays_where_one_of_them_is_undone(
    call: Call, runs_folder: Path, tmp_path: Path
) -> None:
    at = ("--journal", tmp_path / "j")
    call("import", runs_folder, *at)
    before = call("doctor", "--hash", *at).out
    call("undo", "--yes", *at)
    call("import", sorted(runs_folder.iterdir())[0], *at)
    call("undo", "--restore", 1, *at)
    call("undo", "--import", 2, "--yes", *at)
    assert call("doctor", "--hash", *at).out == before
    assert len(kilometres(tmp_path / "j")) == len(RUNS)


def test_an_archive_without_a_suffix_among_others_is_opened(
    call: Call, runs_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    with zipfile.ZipFile(folder / "export", "w") as archive:
        archive.write(sorted(runs_folder.iterdir())[0], "run.fit")
    said = call("import", folder, "--journal", tmp_path / "j")
    assert (said.code, len(kilometres(tmp_path / "j"))) == (0, 1)
