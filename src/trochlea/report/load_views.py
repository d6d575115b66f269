"""What the words on training load are made from; below the workflow that fills it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trochlea.loads.breaks import Gap, Return
from trochlea.loads.fitness import LoadHistory
from trochlea.loads.progression import Progression
from trochlea.loads.weeks import LoadRatio, Week


@dataclass(frozen=True, slots=True)
class LoadView:
    """The runner's weeks, as far back as was asked.

    Attributes:
        weeks: Rolling weeks that end today, oldest first.
        ratios: The last week against those before it; they describe and gate nothing.
        history: Long-term and short-term load, day by day.
        gaps: Stretches without a run, of the same time.
        returns: First weeks after a gap.
        double_days: Days with more than one run.
        race_weeks: First days of weeks with a race.
        coming: Ceilings of the coming week and what the last one exceeded.
        no_distance_today: Today gives no distance, so that no ceiling is given either.
    """

    weeks: tuple[Week, ...]
    ratios: tuple[LoadRatio, ...]
    history: LoadHistory
    gaps: tuple[Gap, ...]
    returns: tuple[Return, ...]
    double_days: tuple[date, ...]
    race_weeks: tuple[date, ...]
    coming: Progression
    no_distance_today: bool = False
