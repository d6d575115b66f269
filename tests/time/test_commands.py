"""Commands and clocks: a logged run is on the day that was said, and none is in the future."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.time.files import fit_run
from tests.time.zones import zone_of
from trochlea.__main__ import main
from trochlea.journal import DEFAULT_RUNNER_ID, open_journal
from trochlea.loads import day_table
from trochlea.model import Runner


def run_program(monkeypatch: pytest.MonkeyPatch, *words: object) -> object:
    """Run the command line in this process and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["trochlea", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


@pytest.mark.parametrize(
    ("zone", "day", "clock"),
    [
        ("America/New_York", "2025-03-09", "02:30"),  # skipped
        ("America/New_York", "2025-11-02", "01:30"),  # shown twice
        ("America/Sao_Paulo", "2018-11-04", "00:00"),  # a midnight that was skipped
        ("America/Sao_Paulo", "2018-02-17", "23:30"),  # the last hour of a day, shown twice
        ("Australia/Lord_Howe", "2025-10-05", "02:15"),  # in the half hour that was skipped
        ("Pacific/Apia", "2011-12-30", "12:00"),  # a day that never was there
        ("Asia/Kathmandu", "2024-02-29", "23:59"),
    ],
)
def test_a_logged_run_is_on_the_day_that_was_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str, day: str, clock: str
) -> None:
    zone_of(zone)
    with open_journal(tmp_path) as journal:
        journal.save_runner(Runner(DEFAULT_RUNNER_ID, time_zone=zone))
    words = ["--distance", "10", "--minutes", "50", "--on", day, "--at", clock]
    assert run_program(monkeypatch, "log", *words, "--journal", tmp_path) == 0
    with open_journal(tmp_path) as journal:
        runs = journal.runs()
    assert [(row.day, row.runs) for row in day_table(runs)] == [(date.fromisoformat(day), 1)]
    assert [run.moving_s for run in runs] == [3000.0]


def test_the_import_takes_tomorrows_run_and_not_that_of_next_week(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two days of slack: zones, and watches that run ahead."""
    folder = tmp_path / "runs"
    folder.mkdir()
    now = datetime.now(UTC).replace(microsecond=0)
    (folder / "tomorrow.fit").write_bytes(fit_run(now + timedelta(days=1)))
    (folder / "next_week.fit").write_bytes(fit_run(now + timedelta(days=7)))
    journal = tmp_path / "journal"
    assert run_program(monkeypatch, "import", folder, "--journal", journal) == 3
    assert "next_week.fit" in capsys.readouterr().err
    with open_journal(journal) as opened:
        assert [run.start_time for run in opened.runs()] == [now + timedelta(days=1)]
