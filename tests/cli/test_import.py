"""Import: twice is once, archives are opened, and one bad file never loses the rest."""

from __future__ import annotations

import gzip
import shutil
import zipfile
from pathlib import Path

from tests.cli.given import DAY, RUNS, Call, a_run, is_one_sentence


def test_importing_twice_changes_nothing(call: Call, runs_folder: Path, tmp_path: Path) -> None:
    words = ("import", runs_folder, "--journal", tmp_path / "j", "--json")
    first, second = call(*words), call(*words)
    assert (first.code, first.err, second.code, second.err) == (0, "", 0, "")
    assert (first.json["new"], first.json["known"]) == (len(RUNS), 0)
    assert (second.json["new"], second.json["known"]) == (0, len(RUNS))
    assert second.json["activities"] == 0
    again = call(*words[:-1])
    came = "0 new files with 0 activities (0 runs)"
    assert again.out == f"{came}, {len(RUNS)} already there, 0 not taken.\n"


def test_importing_again_never_changes_the_advice(
    call: Call, journal: Path, runs_folder: Path, tmp_path: Path
) -> None:
    at = ("--on", DAY, "--journal", journal)
    before = call("today", "--json", *at)
    call("report", "-o", tmp_path / "before.html", *at)
    renamed = tmp_path / "other name.fit"
    shutil.copy(sorted(runs_folder.iterdir())[-1], renamed)
    assert call("import", runs_folder, renamed, "--journal", journal).code == 0
    assert call("today", "--json", *at) == before
    call("report", "-o", tmp_path / "after.html", *at)
    assert (tmp_path / "after.html").read_bytes() == (tmp_path / "before.html").read_bytes()


def test_what_was_odd_stays_in_the_report_when_the_same_files_come_again(
    call: Call, tmp_path: Path
) -> None:
    whole = a_run(DAY, 6.0)
    (tmp_path / "cut.fit").write_bytes(whole[: len(whole) // 2])
    words = ("--journal", tmp_path / "j")
    said = call("import", tmp_path / "cut.fit", *words)
    assert said.code == 0
    assert "odd" in said.out
    pages = []
    for name in ("a.json", "b.json"):
        call("report", "-o", tmp_path / name, "--on", DAY, *words)
        pages.append((tmp_path / name).read_text(encoding="utf-8"))
        call("import", tmp_path / "cut.fit", *words)
    assert "cut off" in pages[0]
    assert pages[0] == pages[1]


def test_a_zip_a_gzip_and_a_folder_hold_the_same_runs(
    call: Call, runs_folder: Path, tmp_path: Path
) -> None:
    first, second, *rest = sorted(runs_folder.iterdir())
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for file in (first, second):
            archive.write(file, f"activities/{file.name}")
    (tmp_path / "one.fit.gz").write_bytes(gzip.compress(rest[0].read_bytes()))
    words = ("--journal", tmp_path / "j", "--json")
    said = call("import", tmp_path / "export.zip", tmp_path / "one.fit.gz", *words)
    assert (said.code, said.json["new"], said.json["activities"]) == (0, 3, 3)
    assert said.json["files"][0]["file"] == f"export.zip/activities/{first.name}"
    folder = call("import", runs_folder, *words)
    assert (folder.json["new"], folder.json["known"]) == (len(RUNS) - 3, 3)


def test_a_bad_file_in_a_folder_is_named_once_and_the_rest_is_taken(
    call: Call, runs_folder: Path, tmp_path: Path
) -> None:
    mixed = Path(shutil.copytree(runs_folder, tmp_path / "mixed"))
    (mixed / "photo.fit").write_bytes(b"\xff\xd8\xff\xe0 a picture")
    said = call("import", mixed, "--journal", tmp_path / "j")
    assert said.code == 3
    assert said.out.startswith(f"{len(RUNS)} new files with {len(RUNS)} activities")
    (line,) = said.err.splitlines()
    assert line == (
        "not taken: photo.fit: it is not a FIT file, its content looks like a JPEG picture."
    )


def test_a_missing_path_beside_a_good_one_is_a_part(
    call: Call, runs_folder: Path, tmp_path: Path
) -> None:
    words = ("import", runs_folder, tmp_path / "gone.fit", "--journal", tmp_path / "j")
    said = call(*words)
    assert said.code == 3
    assert said.err == "not taken: gone.fit: there is no such file.\n"
    assert call("import", runs_folder, "--journal", tmp_path / "j", "--json").json["new"] == 0


def test_read_in_part_says_which_file_gave_nothing(
    call: Call, runs_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.fit").write_bytes(b"")
    good = sorted(runs_folder.iterdir())[0]
    said = call("read", tmp_path / "empty.fit", good)
    assert (said.code, said.err) == (3, "empty.fit: the file is empty.\n")
    assert said.out.startswith(good.name)
    as_json = call("read", tmp_path / "empty.fit", good, "--json")
    assert as_json.code == 3
    assert [row["file"] for row in as_json.json] == ["empty.fit", good.name]
    assert as_json.json[0]["problems"][0]["code"] == "empty_file"


def test_a_second_recording_of_a_run_counts_once(
    call: Call, journal: Path, tmp_path: Path
) -> None:
    at = ("--on", DAY, "--journal", journal)
    before = call("today", "--json", *at)
    day = min(DAY.fromordinal(DAY.toordinal() - ago) for ago, _ in RUNS[-1:])
    (tmp_path / "phone.fit").write_bytes(a_run(day, 4.01))
    said = call("import", tmp_path / "phone.fit", "--journal", journal)
    assert said.code == 0
    assert "1 is a second recording of a run that was there" in said.out
    assert call("today", "--json", *at).json == before.json


def test_a_folder_of_which_nothing_can_be_taken_fails_with_the_first_reason(
    call: Call, tmp_path: Path
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in ("a.fit", "b.fit"):
        (folder / name).write_bytes(b"\xff\xd8\xff\xe0 a picture")
    said = call("import", folder, "--journal", tmp_path / "j")
    assert is_one_sentence(said, 1, "None of the 2 files", "photos", "a.fit", "JPEG")


def test_what_is_odd_about_a_whole_export_is_said_and_is_no_failure(
    call: Call, runs_folder: Path, tmp_path: Path
) -> None:
    packed = gzip.compress(sorted(runs_folder.iterdir())[0].read_bytes())
    (tmp_path / "cut.fit.gz").write_bytes(packed[:-4])
    said = call("import", tmp_path / "cut.fit.gz", "--journal", tmp_path / "j")
    assert said.code == 0
    assert said.out.startswith("1 new file with 1 activity (1 run), 0 already there, 0 not taken.")
    assert said.err.startswith("cut.fit.gz: of the gzip file, ")
    assert "not taken" not in said.err
    read = call("read", tmp_path / "cut.fit.gz")
    assert read.code == 0
    assert "of the gzip file" in read.err
