"""What the runner decides about activities: the same run or not, and which sport it was."""

from __future__ import annotations

from sqlalchemy import Connection, insert, update

from trochlea.journal import linking, tables
from trochlea.journal.catalogue import ListedActivity, same_run
from trochlea.journal.values import now


def decide(connection: Connection, runner_id: str, one: str, other: str, same: bool) -> None:
    """Keep that two activities are recordings of the same run, or are not; the latest counts."""
    table = tables.run_decisions
    first, second = sorted((one, other))
    values = {"same_run": same, "decided_at": now()}
    changed = connection.execute(
        update(table)
        .where(
            table.c.runner_id == runner_id,
            table.c.first_id == first,
            table.c.second_id == second,
        )
        .values(**values)
    )
    if not changed.rowcount:
        connection.execute(
            insert(table).values(runner_id=runner_id, first_id=first, second_id=second, **values)
        )


def merge(
    connection: Connection, runner_id: str, one: ListedActivity, other: ListedActivity
) -> None:
    """Take two activities for recordings of the same run from now on, with all that were so."""
    # Both as named and by those that stand for them, so that neither leaves its own behind.
    pairs = {(one.activity_id, other.activity_id), (one.run_id, other.run_id)}
    for pair in sorted(pairs):
        if pair[0] != pair[1]:
            decide(connection, runner_id, *pair, True)
    linking.relink(connection, runner_id, [each for pair in pairs for each in pair])


def split(connection: Connection, runner_id: str, one: ListedActivity) -> tuple[str, ...]:
    """Take one recording for a run of its own from now on.

    Returns:
        The ids of the recordings that it was taken apart from.
    """
    others = tuple(
        each.activity_id
        for each in same_run(connection, runner_id, one.run_id)
        if each.activity_id != one.activity_id
    )
    for other in others:
        decide(connection, runner_id, one.activity_id, other, False)
    linking.relink(connection, runner_id, [one.activity_id, *others])
    return others


def tell_sport(connection: Connection, runner_id: str, one: ListedActivity, sport: str) -> None:
    """Keep what sport a run was, over what the files of all its recordings say."""
    table = tables.activities
    ids = {each.activity_id for each in same_run(connection, runner_id, one.run_id)}
    ids.add(one.activity_id)
    connection.execute(
        update(table)
        .where(table.c.runner_id == runner_id, table.c.activity_id.in_(ids))
        .values(sport_told=sport)
    )
    linking.relink(connection, runner_id, ids)
