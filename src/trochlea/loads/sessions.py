"""The run table of training load: what each run was, against the runner's own runs before it.

Numbers come as `Run` and `RunSummary` hold them: both were cleaned where they were made, so that
nothing here raises over a negative distance. What is not known is None, never 0.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from trochlea.knowledge import Knowledge
from trochlea.model import Run, RunSummary
from trochlea.units import SECONDS_PER_MINUTE


@dataclass(frozen=True, slots=True)
class DownhillTime:
    """Seconds of running downhill, by how steep; the bounds are the rule's.

    Attributes:
        slight_s: In the slight band.
        moderate_s: In the moderate band.
        steep_s: In the steep band and beyond.
        unknown_s: Seconds of running for which no grade is known; they may be downhill too.
    """

    slight_s: float
    moderate_s: float
    steep_s: float
    unknown_s: float


@dataclass(frozen=True, slots=True)
class SessionLoad:
    """One run as training.

    Attributes:
        run: The run itself: distance, moving time, ascent, descent, surface, race or not.
        day: The runner's own calendar day.
        session_load: Perceived exertion (0-10) times moving minutes, arbitrary units, or None.
        pace_ratio: Mean speed over the runner's own usual; above 1 is faster; or None.
        heart_rate_ratio: Mean heart rate over the runner's own usual; or None.
        downhill: Seconds downhill by band; None without a summary or without any grade.
        fast_s: Seconds of fast running, downhill not counted; None without a summary or a usual.
        paced_s: Seconds that `fast_s` is a part of; None with it.
    """

    run: Run
    day: date
    session_load: float | None = None
    pace_ratio: float | None = None
    heart_rate_ratio: float | None = None
    downhill: DownhillTime | None = None
    fast_s: float | None = None
    paced_s: float | None = None


def session_load(run: Run) -> float | None:
    """Return perceived exertion times moving minutes, in arbitrary units; None where unknown.

    Foster 2001 (J Strength Cond Res 15:109): rating of the whole session on CR10 times its
    minutes. Tested within a person, in cycling and basketball; two runners' numbers cannot be
    compared, and none is known to matter for a knee.
    """
    if run.perceived_exertion is None or run.moving_s is None:
        return None
    return run.perceived_exertion * run.moving_s / SECONDS_PER_MINUTE


def mean_speed_mps(run: Run) -> float | None:
    """Return metres over moving seconds; None where either is unknown or none."""
    if not run.moving_s or not run.distance_m:
        return None
    return run.distance_m / run.moving_s


def session_loads(
    runs: Sequence[Run], summaries: Mapping[str, RunSummary], knowledge: Knowledge
) -> tuple[SessionLoad, ...]:
    """Return one row a run, oldest first.

    Args:
        runs: The runner's runs, in any order.
        summaries: By activity id; a run without one has no downhill and no fast seconds.
        knowledge: Gives `training_own_usual` and `training_downhill_bands`.

    The usual pace and heart rate are the medians of the runs of the window before a run, that run
    left out; with fewer than the stated number the comparison is None. Pace is not corrected for
    hills, heat or wind: a slow hilly run is not known to have been easy.
    """
    rule, bands = knowledge.rules["training_own_usual"], _bounds_pct(knowledge)
    window, fewest = timedelta(days=rule.number("window_days")), rule.number("fewest_runs")
    fast_from = rule.number("fast_from")
    speeds, rates = _Usual(window, fewest), _Usual(window, fewest)
    rows = []
    for run in sorted(runs, key=lambda row: (row.start_time, row.activity_id)):
        speed, rate = mean_speed_mps(run), run.mean_heart_rate_bpm or None
        usual = speeds.before(run.start_time, speed)
        summary = summaries.get(run.activity_id)
        fast = None
        if summary is not None and usual is not None:
            fast = _fast_seconds(summary, usual * fast_from, bands[0])
        rows.append(
            SessionLoad(
                run=run,
                day=run.day,
                session_load=session_load(run),
                pace_ratio=_ratio(speed, usual),
                heart_rate_ratio=_ratio(rate, rates.before(run.start_time, rate)),
                downhill=None if summary is None else _downhill(summary, bands),
                fast_s=None if fast is None else fast[0],
                paced_s=None if fast is None else fast[1],
            )
        )
    return tuple(rows)


class _Usual:
    """The median of one measure over a window that trails the runs, kept sorted as it moves."""

    def __init__(self, window: timedelta, fewest: float) -> None:
        self._window, self._fewest = window, fewest
        self._held: deque[tuple[datetime, float]] = deque()
        self._sorted: list[float] = []

    def before(self, moment: datetime, value: float | None) -> float | None:
        """Return the median of what came before a moment, then take in that run's own value."""
        while self._held and moment - self._held[0][0] > self._window:
            _moment, old = self._held.popleft()
            del self._sorted[bisect_left(self._sorted, old)]
        usual = self._median()
        if value is not None:
            self._held.append((moment, value))
            insort(self._sorted, value)
        return usual

    def _median(self) -> float | None:
        count = len(self._sorted)
        if not count or count < self._fewest:
            return None
        middle = count // 2
        if count % 2:
            return self._sorted[middle]
        return (self._sorted[middle - 1] + self._sorted[middle]) / 2


def _ratio(value: float | None, usual: float | None) -> float | None:
    return None if value is None or usual is None else value / usual


def _bounds_pct(knowledge: Knowledge) -> tuple[float, float, float]:
    rule = knowledge.rules["training_downhill_bands"]
    return (
        rule.number("slight_from_pct"),
        rule.number("moderate_from_pct"),
        rule.number("steep_from_pct"),
    )


def _downhill(summary: RunSummary, bounds_pct: tuple[float, float, float]) -> DownhillTime | None:
    slight_from, moderate_from, steep_from = bounds_pct
    slight_s = moderate_s = steep_s = unknown_s = 0.0
    any_grade = False
    for cell in summary.cells:
        if cell.grade_pct is None:
            unknown_s += cell.seconds
            continue
        any_grade = True
        down_pct = -cell.grade_pct
        if down_pct >= steep_from:
            steep_s += cell.seconds
        elif down_pct >= moderate_from:
            moderate_s += cell.seconds
        elif down_pct >= slight_from:
            slight_s += cell.seconds
    if not any_grade:
        return None
    return DownhillTime(slight_s, moderate_s, steep_s, unknown_s)


def _fast_seconds(
    summary: RunSummary, fast_mps: float, downhill_from_pct: float
) -> tuple[float, float] | None:
    """Return seconds of fast running and of all running; None where no running is known.

    Speed that a slope gives is no effort of the runner's: downhill cells are not counted as fast.
    """
    fast_s = all_s = 0.0
    for cell in summary.cells:
        all_s += cell.seconds
        flat_or_up = cell.grade_pct is None or cell.grade_pct > -downhill_from_pct
        if flat_or_up and cell.speed_mps >= fast_mps:
            fast_s += cell.seconds
    return (fast_s, all_s) if all_s > 0 else None
