"""The zones under test, the edges of their clocks, and runs around each edge.

What is expected is told from the other side: the wall clock is that of `zoneinfo`, and no code of
ours has a part in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

FIRST_YEAR = 2015
LAST_YEAR = 2030

# Clocks that are set by an hour, by half an hour (Lord Howe), at midnight (São Paulo, Santiago,
# Tehran), in Ramadan (Casablanca); offsets of full hours, half hours and 45 minutes (Chatham).
ZONES_WITH_EDGES = (
    "Africa/Casablanca",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Tehran",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/London",
    "Pacific/Auckland",
    "Pacific/Chatham",
)
ZONES_WITHOUT_EDGES = ("Asia/Kathmandu", "Asia/Kolkata", "Australia/Eucla")
# Samoa left out 30 December 2011; its clocks were set by an hour until 2021.
SAMOA = "Pacific/Apia"
ALL_ZONES = (*ZONES_WITH_EDGES, *ZONES_WITHOUT_EDGES, SAMOA)

RUN_S = 240
_DAY_S = 86_400


def zone_of(name: str) -> ZoneInfo:
    """Return a zone; the test is skipped where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        pytest.skip(f"this machine has no time zone data for {name}")


def offset_s(moment: datetime) -> int:
    """Return the offset of an aware moment from UTC, in seconds."""
    offset = moment.utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


@dataclass(frozen=True)
class Edge:
    """The first second at which a zone's clock shows another offset."""

    zone: ZoneInfo
    at: datetime

    @property
    def before_s(self) -> int:
        return offset_s((self.at - timedelta(seconds=1)).astimezone(self.zone))

    @property
    def after_s(self) -> int:
        return offset_s(self.at.astimezone(self.zone))

    @property
    def set_by_s(self) -> int:
        """How far the clock is set: ahead above 0, back below 0."""
        return self.after_s - self.before_s

    @property
    def middle_of_the_odd_hour(self) -> datetime:
        """Return what walls show in the middle of what is skipped or repeated, without a zone."""
        middle_s = (self.before_s + self.after_s) / 2
        return self.at.replace(tzinfo=None) + timedelta(seconds=middle_s)

    @property
    def midnight(self) -> datetime:
        """Return the first moment of the local day on which the clock is set."""
        start = datetime.combine(self.at.astimezone(self.zone).date(), time(), self.zone)
        return start.astimezone(UTC)


@dataclass(frozen=True)
class Start:
    """A run that is to start at a moment, and the wall clock there and then."""

    at: datetime
    distance_m: float
    zone: ZoneInfo

    @property
    def wall(self) -> datetime:
        return self.at.astimezone(self.zone)

    @property
    def day(self) -> date:
        return self.wall.date()


def edges(zone: ZoneInfo, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> list[Edge]:
    """Return every edge of a zone in some years, found by halving the days that have one."""

    def offset(moment: datetime) -> timedelta | None:
        return moment.astimezone(zone).utcoffset()

    found = []
    day, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while day < end:
        before, after = 0, _DAY_S
        if offset(day) != offset(day + timedelta(seconds=after)):
            while after - before > 1:
                middle = (before + after) // 2
                same = offset(day + timedelta(seconds=middle)) == offset(day)
                before, after = (middle, after) if same else (before, middle)
            found.append(Edge(zone, day + timedelta(seconds=after)))
        day += timedelta(days=1)
    return found


def edges_of(name: str) -> list[Edge]:
    """Return the edges of a zone in the years under test; for Samoa, from 2011 on.

    A zone that never sets its clock has none, and gets a day a year to run on instead.
    """
    zone = zone_of(name)
    if name in ZONES_WITHOUT_EDGES:
        return [
            Edge(zone, datetime(year, 3, 29, 18, tzinfo=UTC))
            for year in range(FIRST_YEAR, LAST_YEAR + 1)
        ]
    return edges(zone, 2011 if name == SAMOA else FIRST_YEAR)


def starts_around(found: list[Edge]) -> Iterator[list[Start]]:
    """Yield, for each place in time about an edge, the run that starts there at each edge.

    Whole metres, so that sums are exact; a tenth more from place to place, so that no run is taken
    for another recording of one that starts a second later.
    """
    for place in range(len(_moments(found[0]))):
        yield [
            Start(_moments(edge)[place], round(300.0 * 1.1**place) + number, edge.zone)
            for number, edge in enumerate(found)
        ]


def _moments(edge: Edge) -> list[datetime]:
    half = timedelta(seconds=min(abs(edge.set_by_s), 3600) // 2)
    second, half_run = timedelta(seconds=1), timedelta(seconds=RUN_S // 2)
    next_midnight = edge.midnight.astimezone(edge.zone) + timedelta(days=1)
    return [
        edge.at - half_run,  # across the edge
        edge.at - half,  # in autumn: in the repeated hour, the first time
        edge.at - second,
        edge.at,
        edge.at + half,  # in autumn: in the repeated hour, the second time
        edge.midnight,  # still by the clock before the edge
        next_midnight.astimezone(UTC) - second,  # by the clock after it
    ]
