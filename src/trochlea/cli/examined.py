"""`trochlea examined`: what a clinician found, with name and date; it outranks all answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    clock,
    counted,
    open_journal,
    parse_day,
    print_json,
    say,
)
from trochlea.cli.typed import as_number, flagged
from trochlea.errors import UsageError
from trochlea.model import KNEES, FindingValue, Side

if TYPE_CHECKING:
    from trochlea.knowledge import Knowledge
    from trochlea.knowledge.schema import Finding

DERIVED = ("age_years", "sex", "body_mass_index")
DOES_NOT_CLEAR = "A 'no' here does not clear a flag that is open; `trochlea clear` does."
WORDS: dict[str, bool | None] = {"yes": True, "no": False, "?": None}


def examined(
    found: Annotated[
        list[str], typer.Argument(metavar="FINDING=VALUE...", help="Such as effusion_found=no.")
    ],
    by: Annotated[str, typer.Option("--by", help="The clinician's name.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day of the examination.")],
    knee: Annotated[
        str | None, typer.Option("--knee", help="left or right, for findings of a knee.")
    ] = None,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep what a clinician found; `trochlea findings` lists the names."""
    from trochlea import api

    knowledge = api.packaged_knowledge()
    if not by.strip():
        raise UsageError("A clinician's finding needs the clinician's name.")
    told = [_told(text, knee, knowledge) for text in found]
    with open_journal(journal) as store:
        now = clock(store.runner())
        day = parse_day(on)
        if day > now.date():
            raise UsageError(f"{day} is still to come.")
        rows = api.keep_examination(store, told, by.strip(), day, now)
    if as_json:
        print_json(
            [
                {"finding": row.finding, "value": row.value, "side": row.side, "by": row.ref}
                for row in rows
            ]
        )
    kept = counted(len(rows), "finding")
    say(f"Kept: {kept} by {by.strip()} on {day}. The next check uses them.")
    signs = flagged(knowledge)
    if any(row.finding in signs and row.value in (False, ()) for row in rows):
        say(DOES_NOT_CLEAR)


def _told(text: str, knee: str | None, knowledge: Knowledge) -> tuple[str, FindingValue, Side]:
    from trochlea import api

    name, equals, value = text.partition("=")
    finding = knowledge.findings.get(name)
    if not equals or finding is None:
        raise UsageError(f"{text!r} is no FINDING=VALUE; `trochlea findings` lists the findings.")
    _refuse_what_is_no_sign(finding)
    return name, api.check_value(finding, _value(finding, value)), _side(finding, knee)


def _refuse_what_is_no_sign(finding: Finding) -> None:
    """Refuse what only the runner can say: who they are, their runs, today's scores.

    Raises:
        UsageError: naming where it belongs instead.
    """
    if finding.id in DERIVED:
        raise UsageError(f"{finding.id} is of the runner; keep it with `trochlea me`.")
    own = finding.group == "today" or finding.kind in ("number", "scale")
    if own and finding.observable_by == "runner":
        raise UsageError(f"{finding.id} is the runner's own to say; a clinician finds signs.")


def _value(finding: Finding, text: str) -> object:
    if text in WORDS and (finding.kind == "yes_no" or WORDS[text] is None):
        return WORDS[text]
    if finding.kind in ("many", "region"):
        return [part for part in text.split(",") if part]
    if finding.kind in ("number", "scale"):
        try:
            return as_number(text)
        except ValueError:
            raise UsageError(f"{finding.id} needs a number, not {text!r}.") from None
    if finding.kind == "yes_no":
        raise UsageError(f"{finding.id} is yes, no or ?, not {text!r}.")
    return text


def _side(finding: Finding, knee: str | None) -> Side:
    if not finding.per_knee:
        return "none"
    if knee not in KNEES:
        raise UsageError(f"{finding.id} is of a knee: say which with --knee left or right.")
    return "left" if knee == "left" else "right"
