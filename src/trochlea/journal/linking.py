"""Which activities are recordings of the same run, so that each run counts once.

The answer depends on nothing but what is kept and what the runner decided, never on the order
in which files came: so an import that is undone, or resumed after a crash, ends in the same rows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from trochlea.journal import tables

# Two recordings of one run: start within these seconds or overlap by more than this share, and
# distances within this share (reliability.md 2.3).
SAME_RUN_START_S = 90
SAME_RUN_OVERLAP_SHARE = 0.8
SAME_RUN_DISTANCE_SHARE = 0.03
_LONGEST_RUN = timedelta(days=2)  # how far back a recording may have begun that still goes on
_UNKNOWN_SPORT = "unknown"


@dataclass(frozen=True, slots=True)
class Recording:
    """What the rule looks at in one activity.

    Attributes:
        activity_id: Its id.
        sha256: The file it stands in; None by hand.
        start: UTC.
        length_s: From start to end, 0 where unknown.
        distance_m: Metres, or None.
        sport: As told by the runner, else by the file.
        richness: How many values were recorded.
    """

    activity_id: str
    sha256: str | None
    start: datetime
    length_s: float
    distance_m: float | None
    sport: str
    richness: int

    def rank(self) -> tuple[bool, bool, int, str]:
        """Return the key by which the recording that stands for the run sorts first.

        A watch knows more than the hand, and a recording whose sport is unknown must not hide
        a run; of the rest the richer one wins.
        """
        return (
            self.sha256 is None,
            self.sport == _UNKNOWN_SPORT,
            -self.richness,
            self.activity_id,
        )


def same_run(one: Recording, other: Recording) -> bool:
    """Return whether two activities are recordings of the same run, by the rule alone."""
    if one.sha256 == other.sha256:  # parts of one file, or both entered by hand
        return False
    if one.sport != other.sport and _UNKNOWN_SPORT not in (one.sport, other.sport):
        return False
    if one.distance_m is None or other.distance_m is None:
        return False
    longer = max(one.distance_m, other.distance_m)
    if abs(one.distance_m - other.distance_m) > SAME_RUN_DISTANCE_SHARE * longer:
        return False
    apart_s = (other.start - one.start).total_seconds()
    return abs(apart_s) <= SAME_RUN_START_S or _overlap(one, other) > SAME_RUN_OVERLAP_SHARE


def _overlap(one: Recording, other: Recording) -> float:
    """Return the share of the time from first start to last end that both recorded."""
    ends = [each.start + timedelta(seconds=each.length_s) for each in (one, other)]
    common = (min(ends) - max(one.start, other.start)).total_seconds()
    whole = (max(ends) - min(one.start, other.start)).total_seconds()
    return common / whole if whole > 0 else 0.0


def grouped(
    recordings: Collection[Recording], decisions: dict[frozenset[str], bool]
) -> dict[str, str | None]:
    """Return for each recording the one that stands for its run, or None where it does itself.

    The best recording takes all that are the same run as it; the best of the rest takes its own.
    So two runs that only resemble a third are not taken for one another.

    Args:
        recordings: Those that may belong together.
        decisions: What the runner decided on pairs of ids: the same run (True) or not.
    """
    of: dict[str, str | None] = {}
    left = sorted(recordings, key=Recording.rank)
    while left:
        first = left[0]
        taken = {
            each.activity_id
            for each in left
            if decisions.get(frozenset((first.activity_id, each.activity_id)), True)
            and same_run(first, each)
        }
        taken = _with_decided(taken | {first.activity_id}, left, decisions)
        of |= dict.fromkeys(taken, first.activity_id)
        of[first.activity_id] = None
        left = [each for each in left if each.activity_id not in taken]
    return of


def links(
    recordings: Collection[Recording], decisions: dict[frozenset[str], bool]
) -> dict[str, str | None]:
    """Return the same as `grouped`, at a cost that grows in proportion: for a whole journal."""
    of: dict[str, str | None] = {}
    for cluster in _clusters(recordings, decisions):
        of |= grouped(cluster, decisions)
    return of


def _clusters(
    recordings: Collection[Recording], decisions: dict[frozenset[str], bool]
) -> list[list[Recording]]:
    """Return the recordings in parts of which no two touch, in time or by a decision."""
    clusters: list[list[Recording]] = []
    until: datetime | None = None
    for each in sorted(recordings, key=lambda one: (one.start, one.activity_id)):
        end = each.start + timedelta(seconds=max(each.length_s, SAME_RUN_START_S))
        if until is None or each.start > until:
            clusters.append([])
            until = end
        clusters[-1].append(each)
        until = max(until, end)
    at = {one.activity_id: cluster for cluster in clusters for one in cluster}
    for pair in (pair for pair, same in decisions.items() if same and pair <= at.keys()):
        first, second = (at[activity_id] for activity_id in sorted(pair))
        if first is not second:
            first += second
            at |= {one.activity_id: first for one in second}
            second.clear()
    return [cluster for cluster in clusters if cluster]


def _with_decided(
    first: set[str], left: list[Recording], decisions: dict[frozenset[str], bool]
) -> set[str]:
    """Return the ids that the runner's own decisions put together with some, and those too."""
    ids = {each.activity_id for each in left}
    taken = set(first)
    grew = True
    while grew:
        more = {
            other
            for pair, same in decisions.items()
            if same and pair & taken
            for other in pair & ids
        }
        grew = not more <= taken
        taken |= more
    return taken


def relink(
    connection: Connection, runner_id: str, seeds: Collection[str], *, new: bool = False
) -> dict[str, str | None]:
    """Decide anew which activities are the same run, for some and all that touch them.

    Args:
        connection: In a write transaction.
        runner_id: Whose activities.
        seeds: Ids of activities that are new, changed, removed or decided upon.
        new: Whether they were just added, so that nothing can be linked to them yet.

    Returns:
        For each seed another recording of its run, the one that stands for it first; or None.
    """
    decisions = _decisions(connection, runner_id)
    waiting = set(seeds)
    if not new:
        waiting |= _linked_to(connection, runner_id, set(seeds))
    found: dict[str, Recording] = {}
    was: dict[str, str | None] = {}
    while waiting:
        rows = _rows(connection, runner_id, waiting)
        waiting = set()
        for row in rows:
            was[row.activity_id] = row.duplicate_of
            if row.removed_at is not None:
                continue
            recording = found[row.activity_id] = _recording(row)
            waiting |= _near(connection, runner_id, recording, decisions)
        waiting -= found.keys()
    now = links(found.values(), decisions)
    changed = {each: now.get(each) for each in was if now.get(each) != was[each]}
    _write(connection, runner_id, changed)
    return {seed: _other(seed, now) for seed in seeds}


def wrong_links(connection: Connection, runner_id: str) -> dict[str, str | None]:
    """Return the activities whose link is not what the rule and the decisions say.

    Returns:
        For each, what its link should be; nothing of a removed activity is linked.
    """
    decisions = _decisions(connection, runner_id)
    table = tables.activities
    rows = list(connection.execute(select(table).where(table.c.runner_id == runner_id)))
    living = [_recording(row) for row in rows if row.removed_at is None]
    right = links(living, decisions)
    return {
        row.activity_id: right.get(row.activity_id)
        for row in rows
        if row.duplicate_of != right.get(row.activity_id)
    }


def relink_all(connection: Connection, runner_id: str) -> int:
    """Decide anew for the whole journal which activities are the same run.

    Returns:
        How many links were changed.
    """
    changed = wrong_links(connection, runner_id)
    _write(connection, runner_id, changed)
    return len(changed)


def _write(connection: Connection, runner_id: str, changed: dict[str, str | None]) -> None:
    """Write links, first of those that stand for themselves: none may point to a linked one."""
    table = tables.activities
    for activity_id, first in sorted(changed.items(), key=lambda item: item[1] is not None):
        connection.execute(
            update(table)
            .where(table.c.runner_id == runner_id, table.c.activity_id == activity_id)
            .values(duplicate_of=first)
        )


def _other(activity_id: str, now: dict[str, str | None]) -> str | None:
    """Return another recording of the run of an activity, or None."""
    first = now.get(activity_id)
    if first is not None:
        return first
    return min((each for each, of in now.items() if of == activity_id), default=None)


def _decisions(connection: Connection, runner_id: str) -> dict[frozenset[str], bool]:
    table = tables.run_decisions
    query = select(table).where(table.c.runner_id == runner_id).order_by(table.c.seq)
    rows = connection.execute(query)
    return {frozenset((row.first_id, row.second_id)): row.same_run for row in rows}


def _linked_to(connection: Connection, runner_id: str, ids: set[str]) -> set[str]:
    """Return the activities that are linked to some of these now."""
    table = tables.activities
    query = select(table.c.activity_id).where(
        table.c.runner_id == runner_id, table.c.duplicate_of.in_(ids)
    )
    return set(connection.execute(query).scalars())


def _rows(connection: Connection, runner_id: str, ids: set[str]) -> list[Row[Any]]:
    table = tables.activities
    query = select(table).where(table.c.runner_id == runner_id, table.c.activity_id.in_(ids))
    return list(connection.execute(query.order_by(table.c.activity_id)))


def _near(
    connection: Connection,
    runner_id: str,
    recording: Recording,
    decisions: dict[frozenset[str], bool],
) -> set[str]:
    """Return the activities that the rule or a decision may put together with a recording."""
    table = tables.activities
    end = recording.start + timedelta(seconds=max(recording.length_s, SAME_RUN_START_S))
    query = select(table).where(
        table.c.runner_id == runner_id,
        table.c.removed_at.is_(None),
        table.c.start_time.between(recording.start - _LONGEST_RUN, end),
    )
    near = {
        row.activity_id
        for row in connection.execute(query)
        if same_run(recording, _recording(row))
    }
    decided = {other for pair in decisions if recording.activity_id in pair for other in pair}
    return near | decided


def _recording(row: Row[Any]) -> Recording:
    return Recording(
        activity_id=row.activity_id,
        sha256=row.sha256,
        start=row.start_time,
        length_s=row.elapsed_s or row.moving_s or 0.0,
        distance_m=row.distance_m,
        sport=row.sport_told or row.sport,
        richness=row.richness or 0,
    )
