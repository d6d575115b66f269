"""The document that one workout becomes: JSON of our own, made of nothing else than the workout.

The same workout gives the same bytes from every export of the same telephone: times are offsets
from the start in UTC, values are whole thousandths of one unit, samples are in order of time, and
nothing is in it that changes from export to export (its date, the addresses in names of devices,
what routes are called). Its keys, in this order:

- `trochlea_apple_workout`: the version of this format, 1.
- `type`, `start_s` (seconds since 1970), `utc_offset_s`, `elapsed_s`, `timer_s` (pauses left out),
  `indoor`, `distance_m`, `ascent_m`, `step_count`, `mean_...`, `hardware`, `software`: what the
  workout says of itself; what it does not say is left out.
- `events`: lists of `pause`, `resume`, `lap` or `segment`, seconds after the start, and length.
- `activities`: lists of start and end in seconds after the start, and distance in metres.
- `samples`: a kind of `kinds.KINDS` to `start_s` (seconds after the start), `length_s` (0 for a
  moment) and `thousandths` of the kind's unit: three lists of one length.
- `routes`: the segments of its tracks, as GPX has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from trochlea.readers.apple.kinds import KINDS
from trochlea.readers.apple.records import Rows, Source
from trochlea.readers.apple.workouts import Workout, as_json

VERSION = 1
MARK = "trochlea_apple_workout"
_BEGIN = f'{{"{MARK}":{VERSION},'
_LEAST_OWN = 2  # records by which a source has recorded a workout and not only summed it up


def document(
    workout: Workout, rows: Rows, sources: Sequence[Source], routes: Sequence[str]
) -> bytes:
    """Return the document of a workout.

    Args:
        workout: As its own element tells of it.
        rows: All records that were made during it, in any order.
        sources: What recorded them, by the numbers in the rows.
        routes: The segments of its routes, as GPX.
    """
    samples = ",".join(
        f'"{kind.name}":{_samples(chosen, workout.start_s)}'
        for number, kind in enumerate(KINDS)
        if len(chosen := _chosen(rows[rows["kind"] == number], workout, sources))
    )
    told = as_json(list(routes))
    return f'{_BEGIN}{workout.facts[1:-1]},"samples":{{{samples}}},"routes":{told}}}\n'.encode(
        "utf-8", "replace"
    )


def _chosen(rows: Rows, workout: Workout, sources: Sequence[Source]) -> Rows:
    """Return the records of one source: two that count the same steps must not be added.

    It is the one that recorded the workout; where that has none, a watch before a telephone; then
    that with the most records.
    """
    numbers, counts = np.unique(rows["source"], return_counts=True)
    if len(numbers) < 2:
        return rows

    def worth(at: int) -> tuple[Any, ...]:
        source, count = sources[int(numbers[at])], int(counts[at])
        own = source.name == workout.source and count >= _LEAST_OWN
        return own, source.is_watch, count, source.name

    chosen: Rows = rows[rows["source"] == numbers[max(range(len(numbers)), key=worth)]]
    return chosen


def _samples(rows: Rows, start_s: int) -> str:
    """Return records of one kind in order of time, each of them once."""
    table = np.stack([rows["start_s"] - start_s, rows["end_s"] - rows["start_s"], rows["value"]])
    first, length, value = np.unique(table, axis=1).tolist()
    return f'{{"start_s":{_listed(first)},"length_s":{_listed(length)},"thousandths":' + (
        f"{_listed(value)}}}"
    )


def _listed(numbers: list[int]) -> str:
    return f"[{','.join(map(str, numbers))}]"
