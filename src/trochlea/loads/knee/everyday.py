"""Daily life and exercise on the scale of running: peak force behind the kneecap in body weights.

Only what an abstract gives in body weights stands in the rule `knee_everyday`; the rest is not
guessed. Studies differ in their models: good for an order, not for adding up.
"""

from __future__ import annotations

from dataclasses import dataclass

from trochlea.knowledge.schema import Rule
from trochlea.loads.knee.interval import Interval

RUNNING = "running"
NOT_KNOWN = ("hopping", "squat_on_two_legs")


@dataclass(frozen=True, slots=True)
class EverydayLoad:
    """Peak load of one activity.

    Attributes:
        activity: Its name in the rule.
        peak_bw: Peak force, body weights.
        low_bw, high_bw: 90 % of people, or None where the source gives no spread.
        of_running: Peak over that of running in the same rule; rough, from other studies.
        source: Id of the source.
    """

    activity: str
    peak_bw: float
    low_bw: float | None
    high_bw: float | None
    of_running: float
    source: str


def everyday_loads(rule: Rule) -> tuple[EverydayLoad, ...]:
    """Return the activities of the rule `knee_everyday`, lightest first.

    Raises:
        KnowledgeError: if the rule has no value for running.
    """
    running = rule.number(RUNNING)
    rows = [
        EverydayLoad(name, row.value, row.low, row.high, row.value / running, row.source)
        for name, row in rule.values.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.peak_bw, row.activity)))


def spread(load: EverydayLoad) -> Interval | None:
    """Return the interval of a load, or None where its source gives no spread."""
    if load.low_bw is None or load.high_bw is None:
        return None
    return Interval(load.peak_bw, load.low_bw, load.high_bw)
