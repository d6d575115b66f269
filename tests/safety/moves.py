"""The same day told another way: of the other knee, in another order, in another time zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from tests.safety.strategies import MIRRORED
from trochlea.model import KNEES, Knee
from trochlea.plan import TodayInputs

OTHER_KNEE: dict[Knee, Knee] = {"left": "right", "right": "left"}


def mirrored_day(inputs: TodayInputs) -> TodayInputs:
    """Return the same day of somebody whose other knee it is."""
    return replace(
        inputs,
        open_flags=tuple(replace(row, side=MIRRORED[row.side]) for row in inputs.open_flags),
        unknown_flags=tuple(replace(row, side=MIRRORED[row.side]) for row in inputs.unknown_flags),
        knees=tuple(knee for knee in KNEES if OTHER_KNEE[knee] in inputs.knees),
        checkins=tuple(replace(row, knee=OTHER_KNEE[row.knee]) for row in inputs.checkins),
    )


def turned(inputs: TodayInputs) -> TodayInputs:
    """Return the same day with everything that has no order of its own turned round."""
    return replace(
        inputs,
        open_flags=inputs.open_flags[::-1],
        unknown_flags=inputs.unknown_flags[::-1],
        bone_findings=inputs.bone_findings[::-1],
        condition_shares=inputs.condition_shares[::-1],
        clearances_missing=inputs.clearances_missing[::-1],
        clearances_unknown=inputs.clearances_unknown[::-1],
        checkins=inputs.checkins[::-1],
        runs=inputs.runs[::-1],
    )


def moved_to_zone(inputs: TodayInputs, hours: float) -> TodayInputs:
    """Return the same day by the clocks of another zone: what the runner's own watch showed."""
    offset = timedelta(hours=hours)

    def there(moment: datetime) -> datetime:
        return moment.replace(tzinfo=timezone(offset))

    return replace(
        inputs,
        now=there(inputs.now),
        assessed_at=None if inputs.assessed_at is None else there(inputs.assessed_at),
        checkins=tuple(
            replace(row, observed_at=there(row.observed_at)) for row in inputs.checkins
        ),
        runs=tuple(
            replace(
                row,
                start_time=row.start_time - offset,
                utc_offset_s=int(offset.total_seconds()),
            )
            for row in inputs.runs
        ),
    )
