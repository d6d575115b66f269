"""The command line: one file a verb; each parses, calls the api, and shows.

Data goes to stdout, talk to stderr. Exit 0 done, 1 failed, 2 usage, 3 done in part; `today`
exits 10 for amber, 20 for red and 30 for grey.
"""

from __future__ import annotations

import typer

from trochlea.cli.common import show_version
from trochlea.cli.verbs import Verbs

app = typer.Typer(
    cls=Verbs,
    name="trochlea",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=(
        "For runners whose knee hurts: is it safe, what fits, what drives it, may I run today. "
        "Self-tracking and education, not a diagnosis. Everything stays on this machine."
    ),
)


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=show_version, is_eager=True, help="Show version and use."
    ),
    debug: bool = typer.Option(False, "--debug", help="Show the traceback of a failure."),
) -> None:
    del version, debug
