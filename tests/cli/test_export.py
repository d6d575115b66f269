"""Export: everything goes out in open formats, and comes back as the same journal."""

from __future__ import annotations

from pathlib import Path

from tests.cli.given import DAY, RUNS, Call, is_one_sentence


def test_an_export_imported_into_a_new_journal_gives_the_same_hash_and_the_same_advice(
    call: Call, journal: Path, tmp_path: Path
) -> None:
    archive, new = tmp_path / "everything.zip", tmp_path / "new"
    made = call("export", archive, "--journal", journal, "--json")
    assert (made.code, made.err) == (0, "")
    taken = call("import", archive, "--journal", new, "--json")
    assert (taken.code, taken.err) == (0, "")
    (record,) = taken.json["exports"]
    assert record["new"] == len(RUNS)
    assert record["same_as_exported"]
    assert record["hash"] == made.json["hash"]
    at = ("today", "--json", "--on", DAY, "--journal")
    assert call(*at, new).json == call(*at, journal).json


def test_an_export_says_that_it_holds_places_and_a_second_one_is_not_written_over(
    call: Call, journal: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "everything.zip"
    said = call("export", archive, "--journal", journal)
    assert (said.code, said.err) == (0, "")
    assert "the places you ran at" in said.out
    before = archive.read_bytes()
    again = call("export", archive, "--journal", journal)
    assert is_one_sentence(again, 2, "everything.zip", "there already")
    assert archive.read_bytes() == before


def test_an_export_imported_twice_brings_nothing_new(
    call: Call, journal: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "everything.zip"
    call("export", archive, "--journal", journal)
    said = call("import", archive, "--journal", journal)
    assert said.code == 0
    assert f"0 new files with 0 activities, {len(RUNS)} already there" in said.out


def test_an_export_beside_watch_files_is_refused_in_one_sentence(
    call: Call, journal: Path, runs_folder: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "everything.zip"
    call("export", archive, "--journal", journal)
    said = call("import", archive, runs_folder, "--journal", tmp_path / "new")
    assert is_one_sentence(said, 2, "everything.zip", "a call of its own")
