"""A progress bar on a terminal, and nothing elsewhere: files done, rate, time left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trochlea.workflow.importing import ImportedFile


@contextmanager
def file_progress(total: int | None) -> Iterator[Callable[[ImportedFile], None]]:
    """Give what is to be called after each file.

    Args:
        total: How many files are expected, or None where that is not known.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Files a second."""

        def render(self, task: Task) -> Text:
            """Return the rate, once there is one."""
            return Text(f"{task.speed:.0f} files/s" if task.speed else "")

    console = Console(stderr=True)
    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.description}", markup=False),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task("", total=total)

        def advance(done: ImportedFile) -> None:
            bar.update(task, advance=1, description=Path(done.name).name)

        yield advance
