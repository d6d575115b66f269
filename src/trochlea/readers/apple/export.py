"""Split an export of Apple Health into documents, one for each workout; in two readings.

The first finds the workouts, which stand at the end; the second the records that were made during
them. Neither keeps more of the export in memory than a block; see decision 0016.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import IO

from trochlea.errors import Problem
from trochlea.readers.apple.blocks import Blocks, Lost
from trochlea.readers.apple.document import document
from trochlea.readers.apple.records import Records
from trochlea.readers.apple.routes import Routes
from trochlea.readers.apple.spill import Spill
from trochlea.readers.apple.sports import sport_of
from trochlea.readers.apple.windows import Windows
from trochlea.readers.apple.workouts import Found, Workout, WorkoutError, elements, workout
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import few
from trochlea.readers.sources.found import Found as Item
from trochlea.readers.sources.found import RefusalError, SourceFile

# A life of workouts, and what they say of themselves; more is no export of a person.
_MOST_WORKOUTS, _MOST_BYTES = 20_000, 1 << 29


def split_export(
    open_xml: Callable[[], IO[bytes]],
    read_route: Callable[[str], bytes | None],
    name: str,
    limits: Limits,
) -> Iterator[Item]:
    """Yield each workout of an export as a file to read, in order of time, and what was odd.

    Args:
        open_xml: Opens the export; called twice.
        read_route: Returns the bytes of a route by its path in the export, None for none.
        name: Display name of the export.
        limits: `apple_bytes`, `stall_s`, `attribute_bytes`, `xml_depth`, `points` and
            `file_bytes` are held.

    Raises:
        RefusalError: if nothing of it can be taken.
        OSError: if the disk gives it not.
    """
    found, lost = _workouts(open_xml, limits)
    if lost is not None and not found.workouts and not found.odd:
        reason = f"{lost.reason}, and no workout stands before that"
        raise RefusalError(lost.code, reason)
    workouts = sorted(found.workouts, key=lambda each: (each.start_s, each.end_s, each.source))
    routes = Routes(read_route, name, limits)
    records = Records(Windows(workouts), limits)
    with Spill(len(workouts)) as spill:
        with open_xml() as stream:
            for rows in records.rows(Blocks(stream, limits)) if workouts else ():
                spill.add(rows)
        yield from _documents(workouts, records, spill, routes, name, limits)
        odd = [*_odd(found, name), *routes.problems(), *_odd_records(records, spill, name)]
    if lost is not None:
        odd.append(_lost(lost, found, name))
    if not workouts and not odd:
        odd.append(Problem("no_activity", f"{name}: the export holds no workouts.", name))
    yield from few(odd, name)


def _workouts(open_xml: Callable[[], IO[bytes]], limits: Limits) -> tuple[Found, Lost | None]:
    """Return the workouts of an export, and what stopped the reading before its end."""
    found = Found()
    size = 0
    with open_xml() as stream:
        blocks = Blocks(stream, limits)
        for element in elements(blocks, found):
            size += len(element or b"")
            if len(found.workouts) + len(found.odd) >= _MOST_WORKOUTS or size > _MOST_BYTES:
                found.full = True
                break
            _take(element, found, limits)
    return found, blocks.lost


def _take(element: bytes | None, found: Found, limits: Limits) -> None:
    if element is None:
        found.odd.append(("workout_damaged", "it does not end, or is far larger than any"))
    else:
        try:
            found.workouts.append(workout(element, limits))
        except WorkoutError as error:
            found.odd.append(("workout_not_understood", str(error)))


def _documents(
    workouts: list[Workout],
    records: Records,
    spill: Spill,
    routes: Routes,
    name: str,
    limits: Limits,
) -> Iterator[SourceFile]:
    """Yield the documents, those that are the same only once."""
    seen: set[bytes] = set()
    names: dict[str, int] = {}
    for number, each in enumerate(workouts):
        rows = spill.of(number, limits.points)
        data = document(each, rows, records.sources.known, routes.of(each))
        digest = sha256(data).digest()
        if digest in seen:
            continue
        seen.add(digest)
        sport, _ = sport_of(each.kind, indoor=None)
        start = datetime.fromtimestamp(each.start_s, UTC)
        shown = f"{name}/{sport} {start:%Y-%m-%d %H:%M:%S}"
        names[shown] = names.get(shown, 0) + 1
        yield SourceFile(shown if names[shown] == 1 else f"{shown} ({names[shown]})", data)


def _odd(found: Found, name: str) -> Iterator[Problem]:
    kept = "the other workouts" if found.workouts else ""
    for code, reason in found.odd:
        yield Problem(code, f"{name}: a workout was not taken: {reason}.", name, "Workout", kept)
    if found.full:
        text = f"{name}: it holds more workouts than a person has; the rest was left out."
        yield Problem("too_many_activities", text, name, "Workout", kept and "the first ones")


def _odd_records(records: Records, spill: Spill, name: str) -> Iterator[Problem]:
    if records.unreadable:
        what = f"{records.unreadable} records have times or values that are none"
        text = f"{name}: {what}; they were left out."
        yield Problem("values_unreadable", text, name, "Record", "the other records")
    if spill.beyond:
        text = f"{name}: {spill.beyond} records were too many and were left out."
        yield Problem("too_many_points", text, name, "Record", "the other records")


def _lost(lost: Lost, found: Found, name: str) -> Problem:
    count = len(found.workouts)
    kept = f"{count} whole workout" + ("" if count == 1 else "s")
    were = "was" if count == 1 else "were"
    broken = ", one of them cut in two" if found.open else ""
    text = (
        f"{name}: {lost.reason} (byte {lost.at}); {kept} before it {were} taken, any after it "
        f"are lost{broken}."
    )
    return Problem(lost.code, text, name, f"byte {lost.at}", kept if count else "")
