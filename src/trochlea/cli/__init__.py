"""The command line: one file a verb; each parses, calls the api, and shows.

Data goes to stdout, talk to stderr. Exit 0 done, 1 failed, 2 usage, 3 done in part; `today`
exits 10 for amber, 20 for red and 30 for grey.
"""

from __future__ import annotations

import typer

from trochlea.cli import (
    activities,
    backup,
    check,
    checkin,
    clear,
    demo,
    doctor,
    examined,
    export,
    import_,
    knowledge,
    log,
    me,
    read,
    report,
    selftest,
    today,
    understand,
    undo,
    vocabulary,
    why,
)
from trochlea.cli.common import show_version

app = typer.Typer(
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


for _name, _verb, _help in (
    ("demo", demo.demo, "The whole walk, with a simulated runner or with your own files."),
    ("import", import_.import_, "Import watch files, folders or zip archives."),
    ("log", log.log, "Enter a run by hand."),
    ("me", me.me, "Show or change age, mass, units and time zone."),
    ("check", check.check, "The full check: is it safe, what fits, what drives it."),
    ("checkin", checkin.checkin, "How the knee took its last run."),
    ("today", today.today, "May I run today, and how far? Exit 10 amber, 20 red, 30 grey."),
    ("why", why.why, "The stored advice of a day with all it was made from."),
    ("clear", clear.clear, "Record a clinician's clearance with name, date and reason."),
    ("examined", examined.examined, "Keep what a clinician found, with name and date."),
    ("selftest", selftest.selftest, "The tests that you can do alone, where they are safe."),
    ("report", report.report, "Write the report as html or json."),
    ("imports", undo.imports, "The imports, with what became of them."),
    ("doctor", doctor.doctor, "Is the journal whole? Exit 1 where something is wrong."),
    ("export", export.export, "Everything that is kept, in open formats."),
    ("backup", backup.backup, "The whole journal in one verified archive."),
    ("restore", backup.restore, "Make the journal from a backup."),
    ("undo", undo.undo, "Take a whole import back out, or back in."),
    ("understand", understand.understand, "What your own words seem to say; keeps nothing."),
    ("read", read.read, "What is in a watch file; stores nothing."),
    ("findings", vocabulary.findings, "The vocabulary of findings."),
    ("conditions", vocabulary.conditions, "The conditions that are known."),
):
    app.command(name=_name, help=_help)(_verb)
app.add_typer(activities.app, name="activities", help="Look through, remove, join and part.")
app.add_typer(knowledge.app, name="knowledge", help="The cited facts.")
