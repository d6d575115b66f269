"""Refine a whole outcome: each activity by the rules in turn, and the problems in few words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from trochlea.errors import Problem
from trochlea.model.activity import Activity, Streams
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome, few
from trochlea.readers.refine.cadence import double_cadence, halve_cadence
from trochlea.readers.refine.distance import complete_distance, complete_speed
from trochlea.readers.refine.elevation import complete_elevation
from trochlea.readers.refine.plausible import RANGES, clean_streams, highest
from trochlea.readers.refine.quality import judged
from trochlea.readers.refine.spikes import remove_spikes
from trochlea.readers.refine.stuck import find_stuck
from trochlea.readers.refine.timeline import begun
from trochlea.readers.refine.totals import clean_totals, complete_totals
from trochlea.readers.refine.work import Work, in_words

# No watch counted before this: the beginning of the time of FIT.
EARLIEST = datetime(1989, 12, 31, tzinfo=UTC)
_MOST_NAMED = 6


def refined_outcome(outcome: ReadOutcome, limits: Limits) -> ReadOutcome:
    """Return an outcome with every activity refined; see `refined`.

    Args:
        outcome: What a reader made of a file.
        limits: `points` and `latest` are held.
    """
    activities: list[Activity] = []
    said = list(outcome.problems)
    found: list[Problem] = []
    several = len(outcome.activities) > 1
    for number, activity in enumerate(outcome.activities, 1):
        label = f"{outcome.file}, activity {number}" if several else outcome.file
        work = begun(activity, limits.points)
        if not _is_dated(work, limits):
            found.append(_date_problem(work.activity, label, outcome.file))
            continue
        activities.append(_refined(work))
        found += _problems(work, label, outcome.file)
    activities.sort(key=lambda each: each.start_time)
    problems = [*said, *few(found, outcome.file)]
    if not activities:
        problems = [replace(each, kept="") for each in problems]
    return replace(outcome, activities=tuple(activities), problems=tuple(problems))


def _refined(work: Work) -> Activity:
    """Apply the rules in their order: what a rule looks at was cleaned by those before it."""
    halve_cadence(work)
    clean_streams(work)
    remove_spikes(work)
    clean_totals(work)
    complete_distance(work)
    complete_speed(work)
    complete_totals(work)
    double_cadence(work)
    find_stuck(work)
    complete_elevation(work)
    columns = {"time_s": work.time, **work.columns} if len(work.time) else {}
    streams = work.activity.streams
    whole = Streams(columns, streams.developer if columns else (), streams.rr_ms)
    return replace(work.activity, streams=whole, quality=judged(work))


def _is_dated(work: Work, limits: Limits) -> bool:
    """Return whether an activity starts when there were watches, and not in the future."""
    start = work.activity.start_time
    return start >= EARLIEST and (limits.latest is None or start <= limits.latest)


def _date_problem(activity: Activity, label: str, file: str) -> Problem:
    when = "before there were such watches" if activity.start_time < EARLIEST else "in the future"
    text = (
        f"{label}: it starts on {activity.start_time:%Y-%m-%d}, which is {when}; it was not "
        "taken, as it would count on a wrong day."
    )
    return Problem("date_out_of_range", text, file, "start_time")


def _problems(work: Work, label: str, file: str) -> list[Problem]:
    """Return what to tell the runner of an activity, one problem of a kind."""
    _remark_impossible(work)
    _remark_spikes(work)
    return [
        Problem(each.code, f"{label}: {each.text}.", file, each.at, each.kept)
        for each in work.remarks
    ]


def _remark_impossible(work: Work) -> None:
    total = len(work.time)
    running = work.activity.is_run
    parts = []
    for name, count in work.impossible.items():
        if name in RANGES:
            low, high = RANGES[name][0], highest(name, running)
            parts.append(f"{count} of {total} of {in_words(name)} ({low:g} to {high:g})")
        else:
            parts.append(f"{count} of {in_words(name) or 'another stream'}")
    counts = Counter(work.doubted)
    parts += [name if count == 1 else f"{count} times {name}" for name, count in counts.items()]
    if parts:
        more = len(parts) - _MOST_NAMED
        named = ", ".join(parts[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        text = f"values outside what is possible were left out: {named}"
        at = ", ".join(each for each in work.impossible if each in RANGES) or None
        work.remark("implausible_values", text, at, "the other values")


def _remark_spikes(work: Work) -> None:
    words = {"latitude_deg": "position"}
    parts = [
        f"{count} of {words.get(name) or in_words(name)}"
        for name, count in work.spikes.items()
        if name != "longitude_deg"
    ]
    if parts:
        text = f"values that jump off those around them and back were left out: {', '.join(parts)}"
        work.remark("spikes_removed", text, ", ".join(work.spikes), "the other values")
