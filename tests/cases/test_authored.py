"""The authored cases: benign runners, people who must be seen soon, and pairs at a boundary.

They were written from the safety rules and the vocabulary by somebody who had not seen the
engine. They are regression tests and are never pooled with the published cases. Where the rules
can be read in two ways the file names the cautious level and the loosest one; the engine must not
be looser than that.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.cases.load import Row, as_answers, hours
from tests.cases.readings import READINGS
from tests.patients import observed
from trochlea.assess.triage import triage
from trochlea.knowledge import Knowledge
from trochlea.model import Triage, urgency_rank

HERE = Path(__file__).parent / "authored"
PATHS = {kind: sorted((HERE / kind).glob("*.toml")) for kind in ("benign", "urgent", "boundary")}
FEWEST = 40


def read(path: Path) -> Row:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def judged(row: Row, knowledge: Knowledge) -> Triage:
    return triage(observed(as_answers(row["answers"], knowledge)), knowledge)


def assert_level(path: Path, row: Row, found: Triage) -> None:
    """The exact level, but for readings that leave room, and those of ours that are stricter."""
    wanted = (row["urgency"], hours(row["within_hours"]))
    if "loosest" in row:
        assert urgency_rank(found.urgency) >= urgency_rank(row["loosest"])
    elif path.stem in READINGS:
        assert urgency_rank(found.urgency) > urgency_rank(row["urgency"])
    else:
        assert (found.urgency, found.within_hours) == wanted


def each(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", PATHS[kind], ids=lambda path: path.stem)


def test_there_are_forty_of_each() -> None:
    assert min(len(paths) for paths in PATHS.values()) >= FEWEST


@each("benign")
def test_no_flag_fires_on_a_benign_runner(path: Path, knowledge: Knowledge) -> None:
    row = read(path)
    found = judged(row, knowledge)
    assert [flag.flag for flag in found.red_flags if urgency_rank(flag.urgency) > 1] == []
    assert found.urgency == row["urgency"] or path.stem in READINGS


@each("urgent")
def test_none_who_must_be_seen_soon_stays_silent(path: Path, knowledge: Knowledge) -> None:
    row = read(path)
    found = judged(row, knowledge)
    assert_level(path, row, found)


@each("boundary")
def test_a_boundary_is_where_the_rules_put_it(path: Path, knowledge: Knowledge) -> None:
    row = read(path)
    found = judged(row, knowledge)
    assert_level(path, row, found)


def test_the_pairs_are_whole_and_differ_in_one_level() -> None:
    pairs: dict[str, list[Row]] = {}
    for path in PATHS["boundary"]:
        row = read(path)
        pairs.setdefault(row["pair"], []).append(row)
    for name, rows in pairs.items():
        assert sorted(row["side_of_the_line"] for row in rows) == ["above", "below"], name
        levels = {(row["urgency"], row["within_hours"]) for row in rows}
        assert len(levels) == len(rows), name
