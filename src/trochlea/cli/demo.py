"""`trochlea demo`: the whole walk, simulated or with the user's own files; exit 0 always."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from trochlea.cli.common import OnOption, clock, counted, named, say

SHOWN = ("safe", "fits", "drives", "today")


def demo(
    runs: Annotated[
        Path | None, typer.Option("--runs", metavar="PATH", help="Your FIT file, folder or zip.")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="Your answers, JSON.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR")] = Path("build/demo"),
    on: OnOption = None,
) -> None:
    """Import, check, advise and write the report, in a folder of its own."""
    from rich.console import Console

    from trochlea import api

    knowledge = api.packaged_knowledge()
    result = api.run_demo(out, clock(None, on), knowledge, runs, answers)
    imported = result.imported
    for row in imported.not_taken:
        say(f"not taken: {named(row.name, (problem.message for problem in row.problems))}")
    files = counted(imported.count("new"), "file")
    say(f"Read {files} with {counted(imported.activities, 'activity', 'activities')}.")
    if not result.checked:
        say("No answers were given, so there is no check: add ANSWERS=file (see the README).")
    told = [section for section in result.story.sections if section.key in SHOWN]
    api.render_terminal(replace(result.story, sections=tuple(told)), Console())
    say(f"The report: {result.report}")
