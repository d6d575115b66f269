"""The runner's shoes, and what was said of each pair over time."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any, get_args

from sqlalchemy import Connection, Row, func, select, update

from trochlea.errors import UsageError
from trochlea.journal import tables
from trochlea.journal.database import insert_once
from trochlea.journal.values import content_id
from trochlea.model import Shoe, ShoeEvent, ShoeEventKind

LONGEST_ID = 100


def add(connection: Connection, runner_id: str, shoe: Shoe) -> bool:
    """Keep a pair; what was kept of the same id before is corrected by it.

    Returns:
        Whether it was new.

    Raises:
        UsageError: where its id, name or distance cannot be.
    """
    _refuse_impossible(shoe)
    values = {**asdict(shoe), "runner_id": runner_id}
    if insert_once(connection, tables.shoes, values):
        return True
    table = tables.shoes
    connection.execute(
        update(table)
        .where(table.c.runner_id == runner_id, table.c.shoe_id == shoe.shoe_id)
        .values(**asdict(shoe))
    )
    return False


def _refuse_impossible(shoe: Shoe) -> None:
    """Refuse a pair that cannot be kept, or not be taken back from an export.

    Raises:
        UsageError: where it is one.
    """
    if not 0 < len(shoe.shoe_id) <= LONGEST_ID:
        raise UsageError(f"The id of a pair of shoes has 1 to {LONGEST_ID} letters.")
    if not shoe.name.strip():
        raise UsageError("Shoes need a name; say what you call them.")
    before = shoe.distance_before_m
    if before is not None and not (math.isfinite(before) and before >= 0):
        raise UsageError("Shoes cannot have run less than nothing before; give 0 or more.")


def listed(connection: Connection, runner_id: str) -> tuple[Shoe, ...]:
    """Return the pairs in the order they were first kept."""
    table = tables.shoes
    query = select(table).where(table.c.runner_id == runner_id).order_by(table.c.seq)
    return tuple(
        Shoe(row.shoe_id, row.name, row.first_worn_on, row.distance_before_m, row.from_export)
        for row in connection.execute(query)
    )


def add_event(connection: Connection, runner_id: str, event: ShoeEvent) -> bool:
    """Keep what was said of a pair; the very same as what was said last of it changes nothing.

    A pair may be put away, taken up again and put away in one day: the third is no repetition.

    Returns:
        Whether it was new.

    Raises:
        UsageError: where there is no such pair, or the kind is none.
    """
    if event.kind not in get_args(ShoeEventKind):
        raise UsageError(f"There is no such thing to say of shoes as {event.kind!r}.")
    pair = tables.shoes.c
    known = select(func.count()).where(pair.runner_id == runner_id, pair.shoe_id == event.shoe_id)
    if not connection.execute(known).scalar():
        raise UsageError(f"There are no shoes {event.shoe_id!r} in the journal; add them first.")
    table = tables.shoe_events
    that_day = select(table).where(
        table.c.runner_id == runner_id,
        table.c.shoe_id == event.shoe_id,
        table.c.on == event.on,
    )
    said = [_event(row) for row in connection.execute(that_day.order_by(table.c.seq))]
    if said and said[-1] == event:
        return False
    content = {**asdict(event), "on": event.on.isoformat()}
    values = {
        **asdict(event),
        "runner_id": runner_id,
        "event_id": content_id("shoe_event", content, said.count(event)),
    }
    return insert_once(connection, table, values)


def events(connection: Connection, runner_id: str) -> tuple[ShoeEvent, ...]:
    """Return what was said of all pairs, by the day and then in the order it was said."""
    table = tables.shoe_events
    query = select(table).where(table.c.runner_id == runner_id)
    return tuple(
        _event(row) for row in connection.execute(query.order_by(table.c.on, table.c.seq))
    )


def _event(row: Row[Any]) -> ShoeEvent:
    return ShoeEvent(row.shoe_id, row.on, row.kind, row.note)
