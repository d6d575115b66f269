"""`trochlea understand`: what a runner's own words seem to say; keeps nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from trochlea.cli.common import JsonOption, print_json


def understand(
    text: Annotated[str, typer.Argument(help="The words, in English, in quotation marks.")],
    as_json: JsonOption = False,
) -> None:
    """Show what a runner's own words seem to say; a check asks to confirm each of it."""
    from trochlea import api

    knowledge = api.packaged_knowledge()
    heard = api.understand(text, knowledge)
    if as_json:
        print_json(
            {
                "proposals": [
                    {
                        "finding": row.finding,
                        "value": row.value,
                        "side": row.side,
                        "words": row.words,
                        "sure": row.sure,
                    }
                    for row in heard.proposals
                ],
                "not_understood": list(heard.not_understood),
            }
        )
        return
    for row in heard.proposals:
        typer.echo(api.proposal_words(row, knowledge))
    for part in heard.not_understood:
        typer.echo(f"Not understood: “{part}”")
