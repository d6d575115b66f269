"""Advice as it was given, with all it was made from, so that any day can be replayed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from trochlea.journal import tables
from trochlea.journal.database import insert_once
from trochlea.journal.values import content_id, local, offset_s, utc


@dataclass(frozen=True, slots=True)
class StoredAdvice:
    """One piece of advice; inputs and output are the caller's JSON text, byte for byte."""

    advice_id: str
    day: date
    made_at: datetime
    inputs_json: str
    inputs_hash: str
    output_json: str
    knowledge_version: str
    code_version: str


def add(connection: Connection, runner_id: str, stored: StoredAdvice) -> str:
    """Keep advice, once for the same inputs, versions and output, whenever it is made again.

    Other versions or another output from the same inputs are kept beside it: what the runner was
    shown is never lost.

    Returns:
        Its id, made from the content; the id given in `stored` is not read.
    """
    advice_id = content_id(
        "advice",
        stored.day.isoformat(),
        stored.inputs_hash,
        stored.output_json,
        stored.knowledge_version,
        stored.code_version,
    )
    values = {
        "runner_id": runner_id,
        "advice_id": advice_id,
        "day": stored.day,
        "made_at": utc(stored.made_at),
        "utc_offset_s": offset_s(stored.made_at),
        "inputs_hash": stored.inputs_hash,
        "inputs_json": stored.inputs_json,
        "output_json": stored.output_json,
        "knowledge_version": stored.knowledge_version,
        "code_version": stored.code_version,
    }
    insert_once(connection, tables.advice, values)
    return advice_id


def on(connection: Connection, runner_id: str, day: date) -> tuple[StoredAdvice, ...]:
    """Return the advice for a day, in the order it was given."""
    table = tables.advice
    query = select(table).where(table.c.runner_id == runner_id, table.c.day == day)
    return tuple(
        StoredAdvice(
            advice_id=row.advice_id,
            day=row.day,
            made_at=local(row.made_at, row.utc_offset_s),
            inputs_json=row.inputs_json,
            inputs_hash=row.inputs_hash,
            output_json=row.output_json,
            knowledge_version=row.knowledge_version,
            code_version=row.code_version,
        )
        for row in connection.execute(query.order_by(table.c.seq))
    )
