"""The walk on real watch files: all of them into one journal, then check, today and the report."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from trochlea.__main__ import main
from trochlea.demo.walk import ANSWERS_FILE
from trochlea.journal import Journal, open_journal

PLACES = ("latitude", "longitude", "lat", "lon", "position_lat", "position_long")
FEWEST_DECIMALS = 3


class Walk(NamedTuple):
    """A journal that holds every real file, and what its import said."""

    journal: Path
    folder: Path
    imported: Any
    day: date


Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["trochlea", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        assert "Traceback" not in said.err
        return ended.value.code, said.out, said.err

    return run


@pytest.fixture(scope="module")
def first(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The walk's first step, once: every test goes on with a copy."""
    folder, journal = shared_data / "fit", tmp_path_factory.mktemp("walk") / "journal"
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        words = ("trochlea", "import", str(folder), "--journal", str(journal), "--json")
        patch.setattr(sys, "argv", list(words))
        with pytest.raises(SystemExit) as ended:
            main()
    assert (ended.value.code, err.getvalue()) == (0, "")
    with open_journal(journal, create=False) as store:
        newest = max(run.start_time for run in store.runs())
    day = newest.date() + timedelta(days=1)
    return Walk(journal, folder, json.loads(out.getvalue()), day)


@pytest.fixture
def walk(first: Walk, tmp_path: Path) -> Walk:
    return first._replace(journal=Path(shutil.copytree(first.journal, tmp_path / "journal")))


def coordinates(journal: Path) -> set[float]:
    """Return every coordinate of every stream that the journal holds."""
    found: set[float] = set()
    with open_journal(journal, create=False) as store:
        ids = [name for file in store.files() for name in file.activity_ids]
        for activity_id in ids:
            columns = store.activity(activity_id).streams.columns
            for name, values in columns.items():
                if name.split("_deg")[0] in PLACES:
                    found |= set(values[~np.isnan(values)].tolist())
    return found


def test_every_real_file_is_taken_or_named(walk: Walk) -> None:
    files = {str(path.relative_to(walk.folder)) for path in walk.folder.rglob("*")}
    files = {name for name in files if (walk.folder / name).is_file()}
    told = {row["file"]: row for row in walk.imported["files"]}
    others = told.pop(walk.folder.name)
    assert set(told) == {name for name in files if name.lower().endswith(".fit")}
    assert others["state"] == "passed_over"
    assert (
        f"{len(files) - len(told)} other files hold no activity"
        in others["problems"][0]["message"]
    )
    counts = dict.fromkeys(("new", "known", "not_taken", "passed_over"), 0)
    for name, row in told.items():
        counts[row["state"]] += 1
        if row["state"] == "passed_over":
            assert [problem["code"] for problem in row["problems"]] == ["no_activity"]
            assert all(Path(name).name in problem["message"] for problem in row["problems"])
        elif row["state"] == "new":
            assert row["activities"] > 0
    counts["passed_over"] += 1
    assert {key: walk.imported[key] for key in counts} == counts
    assert counts["not_taken"] == 0
    assert counts["new"] >= 40


def test_every_file_that_the_index_calls_running_is_taken_as_a_run(walk: Walk) -> None:
    rows = (walk.folder.parent / "INDEX.tsv").read_text(encoding="utf-8").splitlines()[1:]
    running = {
        path.removeprefix("fit/")
        for path, _, kind, _, _, contains, *_ in (row.split("\t") for row in rows)
        if kind == "fit" and path.startswith("fit/") and "[running/" in contains
    }
    assert len(running) >= 10
    told = {row["file"]: row for row in walk.imported["files"]}
    assert {name for name in running if told[name]["state"] == "passed_over"} == set()
    with open_journal(walk.journal, create=False) as store:
        runs = {file.name for file in store.files() if _is_run(store, file.activity_ids)}
        taken = {name for name in running if told[name]["state"] == "new"}
        assert taken <= runs


def _is_run(store: Journal, ids: tuple[str, ...]) -> bool:
    return any(store.activity(name).is_run for name in ids)


def test_importing_the_real_files_again_changes_nothing(walk: Walk, call: Call) -> None:
    with open_journal(walk.journal, create=False) as store:
        before = (store.runs(), store.files(), store.activity_count())
    code, out, _ = call("import", walk.folder, "--journal", walk.journal, "--json")
    again = json.loads(out)
    taken = walk.imported["new"] + walk.imported["known"]
    assert (code, again["new"], again["activities"], again["known"]) == (0, 0, 0, taken)
    with open_journal(walk.journal, create=False) as store:
        assert (store.runs(), store.files(), store.activity_count()) == before


def test_the_walk_ends_in_a_light_and_a_page_without_places(
    walk: Walk, call: Call, tmp_path: Path
) -> None:
    at = ("--on", walk.day, "--journal", walk.journal)
    table = json.loads(ANSWERS_FILE.read_text(encoding="utf-8")) | {"on": str(walk.day)}
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(table), encoding="utf-8")
    code, out, err = call("check", "--answers", answers, "--json", *at)
    assert (code, err, json.loads(out)["urgency"]) == (0, "", "none")
    code, out, _ = call("today", "--json", *at)
    assert code in (0, 10)
    assert json.loads(out)["light"] in ("green", "amber")
    for name in ("report.html", "report.json"):
        code, out, _ = call("report", "-o", tmp_path / name, *at)
        assert (code, out) == (0, "")
        text = html.unescape((tmp_path / name).read_text(encoding="utf-8"))
        shows_no_place(text, coordinates(walk.journal))


def shows_no_place(text: str, places: set[float]) -> None:
    """Hold that no number of a page is a coordinate, however many of its decimals are shown."""
    assert places, "the real files were to hold tracks"
    shown = set(re.findall(rf"-?\d+\.\d{{{FEWEST_DECIMALS},}}", text))
    for decimals in {len(number.split(".")[1]) for number in shown}:
        assert not shown & {f"{place:.{decimals}f}" for place in places}
    for word in ("latitude", "longitude", "openstreetmap", "<canvas", "tile"):
        assert word not in text.lower().replace("title", "")
