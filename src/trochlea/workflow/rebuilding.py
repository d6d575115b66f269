"""Streams made anew from the originals by the readers that made them: the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from trochlea.errors import Problem
from trochlea.journal import Journal
from trochlea.readers import DEFAULT_LIMITS, Limits, SourceFile
from trochlea.workflow.crew import Crew, cores
from trochlea.workflow.worker import Reading

Place = tuple[str, str, int]  # id of the activity, SHA-256 of its file, its place in the file
_TOGETHER = 64  # files in flight


def rebuild_streams(
    journal: Journal, limits: Limits = DEFAULT_LIMITS, workers: int | None = None
) -> tuple[int, tuple[Problem, ...]]:
    """Make the streams that are missing or damaged anew from their originals.

    Args:
        journal: Whose.
        limits: What each file may ask for.
        workers: How many processes read; None for one a core.

    Returns:
        How many were made, and a problem for each that could not be.
    """
    places = journal.unusable_streams()
    if not places:
        return 0, ()
    by_file = [(sha, tuple(rows)) for sha, rows in groupby(places, key=lambda place: place[1])]
    made, problems = 0, []
    with Crew(workers or cores(), limits) as crew:
        for start in range(0, len(by_file), _TOGETHER):
            for said in _of_files(journal, crew, by_file[start : start + _TOGETHER]):
                if said is None:
                    made += 1
                else:
                    problems.append(said)
    return made, tuple(problems)


def _of_files(
    journal: Journal, crew: Crew, by_file: list[tuple[str, tuple[Place, ...]]]
) -> Iterator[Problem | None]:
    """Yield for each activity of some files None, or why its streams could not be made."""
    waiting = []
    for sha256, places in by_file:
        data = journal.original(sha256)
        if data is None:
            yield from (
                _problem(place, "its original is missing or has changed") for place in places
            )
        else:
            source = SourceFile(sha256, data)
            waiting.append(crew.read(source, partial(_put, journal, places)))
    for future in waiting:
        yield from future.result()


def _put(journal: Journal, places: tuple[Place, ...], reading: Reading) -> list[Problem | None]:
    """Keep the streams of a file that was read again."""
    said: list[Problem | None] = []
    for place in places:
        activity_id, _, ordinal = place
        there = ordinal < len(reading.activities)
        packed = reading.activities[ordinal].streams if there else None
        if packed is None:
            said.append(_problem(place, "reading its original again gives none"))
        else:
            journal.put_streams(activity_id, packed)
            said.append(None)
    return said


def _problem(place: Place, reason: str) -> Problem:
    message = f"The streams of activity {place[0]} cannot be made anew: {reason}."
    return Problem("streams_lost", message, at=place[0], kept="its totals and laps")
