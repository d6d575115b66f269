"""`trochlea findings` and `trochlea conditions`: the vocabulary, for people and programs."""

from __future__ import annotations

import typer

from trochlea.cli.common import JsonOption, print_json


def findings(as_json: JsonOption = False) -> None:
    """List every finding that can be answered."""
    from trochlea import api

    rows = [
        {
            "id": row.id,
            "question": row.question,
            "kind": row.kind,
            "choices": [{"id": choice.id, "label": choice.label} for choice in row.choices],
            "unit": row.unit,
            "minimum": row.minimum,
            "maximum": row.maximum,
            "per_knee": row.per_knee,
            "observable_by": row.observable_by,
        }
        for row in api.packaged_knowledge().findings.values()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        where = "each knee" if row["per_knee"] else "general"
        typer.echo(f"{row['id']}  ({row['kind']}, {where})\n    {row['question']}")


def conditions(as_json: JsonOption = False) -> None:
    """List the conditions that are known."""
    from trochlea import api

    rows = [
        {"id": row.id, "title": row.title} for row in api.packaged_knowledge().conditions.values()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['id']}  {row['title']}")
