"""`trochlea why DATE`: the stored advice with all it was made from, replayed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from trochlea.cli.common import JournalOption, JsonOption, open_journal, parse_day, print_json
from trochlea.cli.today import show_advice
from trochlea.errors import UsageError

if TYPE_CHECKING:
    from trochlea.knowledge import Knowledge
    from trochlea.model.runner import DistanceUnit
    from trochlea.workflow.advising import Replay


def why(
    day: Annotated[str, typer.Argument(metavar="DATE", help="Such as 2026-03-01.")],
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show each advice of a day, what each sentence rests on, its inputs, and a replay."""
    from trochlea import api

    knowledge = api.packaged_knowledge()
    with open_journal(journal, create=False) as store:
        runner = store.runner()
        replays = api.why(store, parse_day(day), knowledge)
    if not replays:
        raise UsageError(f"No advice was given for {day}.")
    unit = runner.distance_unit if runner else "km"
    if as_json:
        print_json([_record(replay, knowledge, unit) for replay in replays])
        return
    for replay in replays:
        typer.echo(f"Given {replay.stored.made_at.isoformat()}")
        show_advice(replay.advice, runner, replay.stored.made_at, knowledge)
        typer.echo("What each of these rests on:")
        for line in api.chain_lines(replay.advice, knowledge, unit):
            typer.echo(line)
        typer.echo("Made from:")
        typer.echo(json.dumps(json.loads(replay.stored.inputs_json), ensure_ascii=False, indent=2))
        typer.echo(_verdict(replay))


def _record(replay: Replay, knowledge: Knowledge, unit: DistanceUnit) -> dict[str, object]:
    from trochlea import api

    return {
        "made_at": replay.stored.made_at.isoformat(),
        "knowledge_version": replay.stored.knowledge_version,
        "code_version": replay.stored.code_version,
        "inputs_hash": replay.stored.inputs_hash,
        "inputs": json.loads(replay.stored.inputs_json),
        "advice": json.loads(replay.stored.output_json),
        "chain": list(api.chain(replay.advice, knowledge, unit)),
        "replay_same_bytes": replay.same_bytes,
        "replay_same_versions": replay.same_versions,
        "differences": _differences(replay),
    }


def _differences(replay: Replay) -> list[str]:
    from trochlea import api

    then = json.loads(replay.stored.output_json)
    again = json.loads(api.to_json(replay.again))
    return [
        f"{name}: then {json.dumps(then.get(name))}, now {json.dumps(again.get(name))}"
        for name in sorted({*then, *again})
        if then.get(name) != again.get(name)
    ]


def _verdict(replay: Replay) -> str:
    if replay.same_bytes:
        return "Replayed: the same bytes."
    reason = "the same versions" if replay.same_versions else "another knowledge or code version"
    return "\n".join([f"Replayed under {reason}: it differs.", *_differences(replay)])
