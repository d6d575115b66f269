"""The whole walk in one call, for `make demo`: files in, report out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from trochlea.demo.simulated import SIMULATED_RUNNER, simulated_checkins, simulated_history
from trochlea.errors import JournalError, ReadError, UsageError
from trochlea.journal import DEFAULT_RUNNER_ID, Journal, open_journal
from trochlea.knowledge import Knowledge
from trochlea.model import Runner
from trochlea.readers.fit import encode_activity
from trochlea.report import Story, build_story
from trochlea.report.html import render_html
from trochlea.workflow.checking import check_and_keep, read_answers
from trochlea.workflow.importing import ImportSummary, import_paths
from trochlea.workflow.reporting import report_material

ANSWERS_FILE = Path(__file__).parent / "answers.json"
MARKER = ".made-by-trochlea-demo"
MADE = ("runs", "journal")
PAGE = "report.html"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demonstration made.

    Attributes:
        imported: What became of the files.
        checked: True where answers were there to be assessed.
        story: The report as records.
        report: The written page.
    """

    imported: ImportSummary
    checked: bool
    story: Story
    report: Path


def run_demo(
    out: Path, now: datetime, knowledge: Knowledge, runs: Path | None, answers: Path | None
) -> DemoResult:
    """Run the whole walk in a folder of its own and write `report.html` there.

    Args:
        out: Folder for the demonstration's journal, files and page; made anew each time.
        now: The clock.
        knowledge: The cited facts.
        runs: The user's own files, folder or archive; None for the simulated runner.
        answers: The user's own answers; None for those of the simulated runner, which are used
            only with the simulated runs.

    Raises:
        TrochleaError: one sentence where files, answers or folder cannot be used.
    """
    given = answers or (ANSWERS_FILE if runs is None else None)
    told = read_answers(given, knowledge, now.date()) if given else None
    if runs is not None:
        _keep_apart(runs, out)
    _start_afresh(out)
    simulated = runs is None
    files = runs if runs is not None else _write_files(out / MADE[0], now)
    with open_journal(out / MADE[1]) as journal:
        journal.save_runner(SIMULATED_RUNNER if simulated else Runner(DEFAULT_RUNNER_ID))
        imported = import_paths(journal, [files])
        if simulated and answers is None:
            _keep_checkins(journal, now)
        if told is not None:
            check_and_keep(journal, told, now, knowledge)
        story = build_story(report_material(journal, now, knowledge), knowledge)
    page = out / PAGE
    page.write_text(render_html(story), encoding="utf-8")
    return DemoResult(imported, told is not None, story, page)


def _keep_apart(runs: Path, out: Path) -> None:
    """Refuse runs that are missing, or that stand where the demonstration clears up."""
    if not runs.exists():
        raise ReadError(f"There are no runs at {runs}: no such file or folder.")
    if runs.resolve().is_relative_to(out.resolve()):
        raise UsageError(
            f"{runs} is inside {out}, which the demonstration empties; name another with --out."
        )


def _start_afresh(out: Path) -> None:
    """Remove what an earlier demonstration made; nothing that it did not make is ever touched."""
    try:
        if out.exists() and any(out.iterdir()):
            if not (out / MARKER).exists():
                raise JournalError(
                    f"The folder {out} holds something else; name an empty one with --out."
                )
            for made in MADE:
                shutil.rmtree(out / made, ignore_errors=True)
            (out / PAGE).unlink(missing_ok=True)
        out.mkdir(parents=True, exist_ok=True)
        (out / MARKER).touch()
    except OSError as error:
        raise JournalError(f"Cannot use the folder {out}: {error.strerror}.") from None


def _write_files(folder: Path, now: datetime) -> Path:
    folder.mkdir()
    for activity in simulated_history(now.date()):
        name = f"{activity.local_start:%Y-%m-%d-%H%M}.fit"
        (folder / name).write_bytes(encode_activity(activity))
    return folder


def _keep_checkins(journal: Journal, now: datetime) -> None:
    for checkin in simulated_checkins(now):
        journal.add_checkin(checkin)
