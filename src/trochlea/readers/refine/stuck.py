"""Find streams that stand at one value as no living runner's does; nothing is altered.

A heart beats unevenly and legs do, too: at a resolution of one beat or step a minute, a value
that is the same for many minutes comes from a sensor that hangs (or an app that repeats the last
value). Indoors, position, altitude and speed stand still for good reasons and are not judged.
"""

from __future__ import annotations

import numpy as np

from trochlea.readers.refine.work import Column, Work, in_words

# How long one value must stand, s. Our own estimates: an even pace on a track holds a cadence or
# a speed for a minute or two, a flat shore an altitude (in whole metres) for a quarter of an hour.
LONGEST_STILL_S = {
    "heart_rate_bpm": 300.0,
    "cadence_spm": 600.0,
    "power_w": 600.0,
    "speed_mps": 300.0,
    "latitude_deg": 180.0,
    "altitude_m": 1_800.0,
}
_OUTDOORS = frozenset({"speed_mps", "latitude_deg", "altitude_m"})
_ZERO_IS_STANDING = frozenset({"cadence_spm", "power_w", "speed_mps"})
_MOVING_MPS = 1.0
# A quarter of an hour in all is worth a word to the runner.
_WORTH_A_WORD_S = 900.0
_HOURS_S = 7_200.0  # from here on in hours


def find_stuck(work: Work) -> None:
    """Note where streams stand still while the runner does not."""
    for name, longest in LONGEST_STILL_S.items():
        values = _place(work) if name == "latitude_deg" else work.column(name)
        if values is None or (work.is_indoor and name in _OUTDOORS):
            continue
        found = still_stretches(values, work.time, longest)
        if name in _ZERO_IS_STANDING:
            found = [each for each in found if values[each[0]] != 0]
        found = [each for each in found if _is_moving(work, name, each)]
        if found:
            work.stuck[name] = found
    _remark(work)


def _place(work: Work) -> Column | None:
    """Return a number for each position, another one once either of its degrees changes."""
    north, east = work.column("latitude_deg"), work.column("longitude_deg")
    if north is None or east is None:
        return None
    moved = (north[1:] != north[:-1]) | (east[1:] != east[:-1])
    place = np.concatenate(([0.0], np.cumsum(moved)))
    return np.where(np.isnan(north), np.nan, place)


def stuck_s(work: Work, name: str) -> float:
    """Return for how long a stream stands still, s."""
    return sum(
        float(work.time[last] - work.time[first]) for first, last in work.stuck.get(name, ())
    )


def still_stretches(values: Column, time: Column, longest_s: float) -> list[tuple[int, int]]:
    """Return the first and last row of each stretch at one value that is longer than allowed.

    Args:
        values: Shape (n,), NaN for none, which ends a stretch.
        time: Seconds, shape (n,), never falling.
        longest_s: How long a value may stand.
    """
    if not len(time) or time[-1] - time[0] <= longest_s:
        return []
    changes = np.flatnonzero(values[1:] != values[:-1])
    first = np.concatenate(([0], changes + 1))
    last = np.concatenate((changes, [len(values) - 1]))
    long = np.flatnonzero(time[last] - time[first] > longest_s)
    return [(int(first[each]), int(last[each])) for each in long]


def _is_moving(work: Work, name: str, stretch: tuple[int, int]) -> bool:
    """Return whether the runner moved in a stretch; a heart is never even, moving or not."""
    if name == "heart_rate_bpm":
        return True
    first, last = stretch
    for other in ("distance_m", "speed_mps"):
        values = work.column(other)
        if values is None or other == name:
            continue
        part = values[first : last + 1]
        part = part[~np.isnan(part)]
        if len(part) > 1:
            took = float(work.time[last] - work.time[first])
            way = float(part[-1] - part[0]) if other == "distance_m" else part.mean() * took
            return bool(way > _MOVING_MPS * took)
    return False


def _remark(work: Work) -> None:
    """Say for how long sensors hung, unless that was said when it was refined before."""
    said = {each.stream: each.stuck_s for each in work.activity.quality}
    found = {name: stuck_s(work, name) for name in work.stuck}
    long = {
        name: seconds
        for name, seconds in found.items()
        if seconds > _WORTH_A_WORD_S and seconds != said.get(name)
    }
    if long:
        what = ", ".join(f"{_word(name)} for {_how_long(s)}" for name, s in long.items())
        text = f"a sensor seems to have hung, as one value stands for long: {what}"
        work.remark("stream_stuck", text, ", ".join(long), "all values, as they were recorded")


def _how_long(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds < _HOURS_S else f"{seconds / 3600:.0f} hours"


def _word(name: str) -> str:
    return "position" if name == "latitude_deg" else in_words(name)
