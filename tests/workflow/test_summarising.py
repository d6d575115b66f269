"""Summaries that are missing are made, each once, whatever one bad run holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from tests.cli.given import DAY, a_run, run_files
from trochlea.journal import Journal
from trochlea.journal.disk import streams_path
from trochlea.loads.summary import summarise
from trochlea.model import SUMMARY_VERSION
from trochlea.workflow.importing import import_paths
from trochlea.workflow.summarising import make_missing_summaries, summarise_missing


@pytest.fixture
def filled(journal: Journal, tmp_path: Path) -> Journal:
    """A journal with some imported runs."""
    import_paths(journal, [run_files(tmp_path / "runs")], workers=1)
    return journal


def test_after_an_import_every_run_has_its_summary(filled: Journal) -> None:
    counted = [run.activity_id for run in filled.runs()]
    found = filled.summaries()
    assert [each.activity_id for each in found] == counted
    assert len(counted) > 3
    for each in found:
        assert each == summarise(each.activity_id, filled.activity(each.activity_id))
    assert summarise_missing(filled) == 0


def test_the_summary_of_an_imported_run_holds_its_way(filled: Journal) -> None:
    ways = {run.activity_id: run.distance_m for run in filled.runs()}
    for each in filled.summaries():
        cells_m = sum(cell.distance_m for cell in each.cells)
        assert cells_m == pytest.approx(ways[each.activity_id], rel=0.02)


def test_a_summary_of_another_version_is_made_anew(filled: Journal) -> None:
    one, *_ = before = filled.summaries()
    filled.keep_summary(replace(one, cells=(), version=SUMMARY_VERSION - 1))
    seen: list[tuple[int, int]] = []
    assert summarise_missing(filled, lambda done, of: seen.append((done, of))) == 1
    assert seen == [(1, 1)]
    assert filled.summaries() == before


def test_one_bad_run_does_not_stop_the_rest(filled: Journal) -> None:
    found = filled.summaries()
    for each in found:
        filled.keep_summary(replace(each, version=SUMMARY_VERSION - 1))
    bad = found[1].activity_id
    streams_path(filled.folder, bad).write_bytes(b"damaged")
    result = make_missing_summaries(filled)
    assert result.made == len(found) - 1
    assert [(each.code, each.at) for each in result.problems] == [("no_summary", bad)]
    assert filled.runs_without_summary(SUMMARY_VERSION) == (bad,)


def test_a_run_by_hand_has_one_of_its_totals(journal: Journal) -> None:
    start = datetime.combine(DAY, time(7), tzinfo=UTC)
    journal.add_hand_run(start, 0, 5000.0, 2000.0)
    assert summarise_missing(journal) == 1
    assert [cell.speed_mps for cell in journal.summaries()[0].cells] == [2.5]


def test_a_run_that_was_cut_off_in_the_import_gets_its_summary_later(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.fit").write_bytes(a_run(DAY, 3.0))
    monkeypatch.setattr("trochlea.workflow.importing.summarise_missing", lambda _: 0)
    import_paths(journal, [tmp_path / "one.fit"], workers=1)
    assert journal.summaries() == ()
    assert summarise_missing(journal) == 1
