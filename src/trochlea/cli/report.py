"""`trochlea report`: the page for the runner and the physiotherapist."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trochlea.cli.common import JournalOption, OnOption, clock, open_journal, say
from trochlea.errors import JournalError, UsageError

FORMATS = (".html", ".json")


def report(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help=".html or .json")],
    journal: JournalOption = None,
    on: OnOption = None,
) -> None:
    """Write the report of the journal."""
    from trochlea import api

    if out.suffix not in FORMATS:
        raise UsageError(f"{out.name}: this version writes {' and '.join(FORMATS)}.")
    knowledge = api.packaged_knowledge()
    with open_journal(journal, create=False) as store:
        material = api.report_material(store, clock(store.runner(), on), knowledge)
    story = api.build_story(material, knowledge)
    text = api.render_html(story) if out.suffix == ".html" else api.to_json(story)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise JournalError(f"Cannot write {out}: {error.strerror}.") from None
    say(f"Written: {out}")
