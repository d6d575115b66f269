"""`trochlea knowledge`: list, show, check, coverage and pages of the cited facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochlea.cli.common import JsonOption, print_json, say
from trochlea.errors import KnowledgeError, UsageError

if TYPE_CHECKING:
    from trochlea.knowledge import Knowledge
    from trochlea.knowledge.schema import Record

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
KINDS = (
    "conditions",
    "findings",
    "red_flags",
    "clearances",
    "screens",
    "factors",
    "rules",
    "exercises",
    "pairs",
    "self_tests",
    "treatments",
    "topics",
    "conflicts",
    "sources",
)


@app.command("list")
def list_(
    kind: Annotated[str | None, typer.Argument(help=", ".join(KINDS))] = None,
    as_json: JsonOption = False,
) -> None:
    """List the records, all or of one kind."""
    from trochlea import api

    if kind is not None and kind not in KINDS:
        raise UsageError(f"{kind!r} is no kind of record; the kinds are {', '.join(KINDS)}.")
    knowledge = api.packaged_knowledge()
    wanted = (kind,) if kind else KINDS
    rows = [
        {"kind": name, "id": key, "status": record.status}
        for name in wanted
        for key, record in getattr(knowledge, name).items()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['kind']}/{row['id']}  {row['status']}")


@app.command()
def show(record_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show the records of an id as JSON, with everything they rest on."""
    from trochlea import api

    found = _named(api.packaged_knowledge(), record_id)
    if not found:
        raise UsageError(f"There is no record {record_id!r}; `trochlea knowledge list` has all.")
    print_json(
        {
            kind: record.model_dump(mode="json", exclude_defaults=True)
            for kind, record in found.items()
        }
    )


def _named(knowledge: Knowledge, record_id: str) -> dict[str, Record]:
    found = {}
    for kind in KINDS:
        record = getattr(knowledge, kind).get(record_id)
        if record is not None:
            found[kind] = record
    return found


@app.command()
def check() -> None:
    """Check every file: sources, ids, grades, probabilities. Exit 1 where one is wrong."""
    from trochlea import api

    knowledge = api.packaged_knowledge()
    faults = api.check_knowledge(knowledge)
    for fault in faults:
        say(fault)
    if faults:
        raise KnowledgeError(f"{len(faults)} faults in the knowledge files.")
    counts = ", ".join(f"{len(getattr(knowledge, kind))} {kind}" for kind in KINDS)
    typer.echo(f"All well: {counts}. Version {knowledge.version}.")


@app.command()
def coverage(as_json: JsonOption = False) -> None:
    """List every requirement with what carries it. Exit 1 where one has nothing."""
    from trochlea import api

    rows = api.coverage(api.packaged_knowledge())
    if as_json:
        print_json(
            [
                {
                    "id": row.requirement,
                    "title": row.title,
                    "records": row.records,
                    "feature": row.feature,
                    "later": row.later,
                }
                for row in rows
            ]
        )
    else:
        for row in rows:
            carriers = [*row.records, row.feature, row.later and f"later: {row.later}"]
            carried = ", ".join(carrier for carrier in carriers if carrier)
            typer.echo(f"{row.requirement}  {row.title}: {carried or 'nothing'}")
    bare = [row.requirement for row in rows if not row.carried]
    if bare:
        raise KnowledgeError(f"Nothing carries {', '.join(bare)}.")


@app.command()
def pages(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FOLDER", help="A folder for them.")],
) -> None:
    """Write a page to read for each record, as Markdown; the same knowledge, the same bytes."""
    from trochlea import api

    written = api.education_pages(api.packaged_knowledge())
    try:
        for page in written:
            path = out / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise KnowledgeError(f"Cannot write {error.filename}: {error.strerror}.") from None
    say(f"Written: {len(written)} pages in {out}")
