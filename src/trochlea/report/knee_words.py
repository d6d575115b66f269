"""What is said of the load on the knee: records of one run or distance become sentences.

Each figure stands with its range, what it is not, and the rules and sources that it rests on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from trochlea.knowledge import Knowledge
from trochlea.loads.knee.curve import KneeCurve, knee_curve
from trochlea.loads.knee.everyday import NOT_KNOWN, RUNNING, EverydayLoad, everyday_loads
from trochlea.loads.knee.interval import Interval
from trochlea.model import Run
from trochlea.model.runner import DistanceUnit
from trochlea.report.knee_views import EasySpeed, KneeDistance, KneeView, Unknown
from trochlea.report.words import (
    METRES_PER,
    day_words,
    listed,
    pace_words,
    plain_number,
    say,
    sentence,
    source_words,
)
from trochlea.units import METRES_PER_KM

if TYPE_CHECKING:  # with them NumPy would be loaded for every line of today
    from trochlea.loads.knee.equivalents import KneeKilometres

RULES_OF_RUN = ("knee_curve", "knee_exponents", "knee_own_cadence", "knee_easy_speed")
RULES_OF_WHAT_IF = (*RULES_OF_RUN[:3], "knee_what_if")
RULES_OF_EVERYDAY = ("knee_everyday",)
# The strides that steps are counted by where no watch did; they stand beside their equation.
STRIDES = "unc_poster_2015"
WAYS = ("plain", "middle", "steep")
UNIT_WORDS: dict[DistanceUnit, str] = {"km": "kilometres", "mi": "miles"}
CHECKED = ("source_checked", "reviewed")
PERCENT = 100
WHAT_IF_NAME = 20
WHAT_IF_CELL = 15
EVERYDAY_NAME = 29
EVERYDAY_CELL = 20


# -- one run ----------------------------------------------------------------------------------


def knee_run_lines(
    view: KneeView, knowledge: Knowledge, unit: DistanceUnit = "km"
) -> Iterator[str]:
    """Yield what is said of one run, the headline first, the sources last.

    Args:
        view: Of the run.
        knowledge: Gives limits, titles and sources.
        unit: The runner's unit of distance.
    """
    curve = knee_curve(knowledge.rules["knee_curve"])
    yield from headline(view, knowledge, unit)
    yield _run_words(view.run, unit)
    if view.kilometres is not None:
        yield from _ways(view.kilometres, unit)
    if view.easy is not None:
        yield _easy_words(view.easy, knowledge, unit)
    yield from _peak_lines(view)
    share = _unknown_share(view, curve, unit)
    yield from () if share is None else (share,)
    yield from () if view.load is None or view.load.load is None else _marks(view.load.marks)
    yield from rests_lines(RULES_OF_RUN, knowledge)


def knee_nothing() -> str:
    """Return what is said where no run is kept."""
    return say("knee_none", "no_runs")


def headline(view: KneeView, knowledge: Knowledge, unit: DistanceUnit) -> Iterator[str]:
    """Yield the one sentence on a run: its knee-kilometres, or why there are none."""
    if view.kilometres is None or view.load is None:
        yield _unknown_words(view.unknown, view.easy, None, knowledge, unit)
        return
    part = "headline_part" if view.load.unknown_s > 0 else "headline"
    known = _far(view.kilometres.known_km, unit)
    values = _in_unit(view.kilometres.shown, unit)
    yield say("knee", part, known=known, units=UNIT_WORDS[unit], **_tenths(values))


def _run_words(run: Run, unit: DistanceUnit) -> str:
    start = run.start_time + timedelta(seconds=run.utc_offset_s)
    distance = _far(run.distance_m / METRES_PER_KM, unit)
    return say("knee", "run", when=day_words(start), distance=distance)


def _ways(found: KneeKilometres, unit: DistanceUnit) -> Iterator[str]:
    """Yield the three ways of counting, and whether they agree."""
    yield say("knee", "lead")
    for name, (exponent, row) in zip(WAYS, found.by_exponent, strict=True):
        values = _tenths(_in_unit(row, unit))
        way = say("knee", "way", way=say("knee", name), exponent=f"{exponent:g}", **values)
        yield f"  {way}"
    yield _agreement(found, unit)


def _agreement(found: KneeKilometres, unit: DistanceUnit) -> str:
    known = _far(found.known_km, unit)
    if not found.agree:
        return say("knee", "differ", known=known)
    way = found.directions[0]
    open_both = any(row.holds(found.known_km) for _, row in found.by_exponent)
    return say(
        "knee", f"all_{'perhaps_' if open_both and way != 'same' else ''}{way}", known=known
    )


def _peak_lines(view: KneeView) -> Iterator[str]:
    if view.load is None or view.load.load is None:
        return
    known = view.load.load
    yield say("knee", "peak", **_tenths(known.peak_bw))
    newtons = known.peak_n
    yield say("knee", "no_mass") if newtons is None else say("knee", "peak_n", **_tens(newtons))
    yield say("knee", "peak_not")


def _unknown_share(view: KneeView, curve: KneeCurve, unit: DistanceUnit) -> str | None:
    load = view.load
    if load is None or not load.unknown_share:
        return None
    whole = load.known_s + load.unknown_s
    limits = {
        "slow": pace_words(METRES_PER_KM / curve.speed_low_mps, unit),
        "fast": pace_words(METRES_PER_KM / curve.speed_high_mps, unit),
        "grade": plain_number(curve.grade_limit_pct),
    }
    reasons = [
        f"{say('knee_why', name, **limits)} ({_share(seconds / whole)})"
        for name, seconds in load.unknown_why
    ]
    percent = _share(load.unknown_share)
    return say("knee", "unknown_share", percent=percent, reasons=listed(reasons))


def _marks(marks: Sequence[str]) -> Iterator[str]:
    """Yield what weakens an answer; how much is unknown is said on its own."""
    yield from (say("knee_mark", mark) for mark in marks if mark != "partly_unknown")


def _easy_words(easy: EasySpeed, knowledge: Knowledge, unit: DistanceUnit) -> str:
    days = knowledge.rules["knee_easy_speed"].number("window_days")
    pace = pace_words(METRES_PER_KM / easy.speed_mps, unit)
    return say("knee", "easy", pace=pace, runs=easy.runs, days=f"{days:g}")


def _unknown_words(
    why: Unknown | None,
    easy: EasySpeed | None,
    speed_mps: float | None,
    knowledge: Knowledge,
    unit: DistanceUnit,
) -> str:
    rule, curve = knowledge.rules["knee_easy_speed"], knee_curve(knowledge.rules["knee_curve"])

    def pace(speed: float | None) -> str:
        return pace_words(METRES_PER_KM / speed, unit) if speed else ""

    return say(
        "knee_unknown",
        why or "outside",
        runs=f"{rule.number('fewest_runs'):g}",
        days=f"{rule.number('window_days'):g}",
        easy=pace(easy.speed_mps if easy else None),
        pace=pace(speed_mps),
        slow=pace(curve.speed_low_mps),
        fast=pace(curve.speed_high_mps),
    )


# -- what if ----------------------------------------------------------------------------------


def knee_what_if_lines(
    view: KneeView, knowledge: Knowledge, unit: DistanceUnit = "km"
) -> Iterator[str]:
    """Yield a table of changes: of a step, and of the sum over a kilometre by exponent.

    Args:
        view: Of the run.
        knowledge: Gives the size of each change.
        unit: The runner's unit of distance.
    """
    if not view.what_if:
        why = view.unknown if view.load is None or view.load.load is None else None
        if why is not None:
            yield _unknown_words(why, view.easy, None, knowledge, unit)
        yield say("knee", "what_if_none")
        return
    yield _run_words(view.run, unit)
    yield say("knee", "what_if")
    powers = [f"a {unit}, exp {power:g}" for power, _ in view.what_if[0].per_km]
    yield _row("change", ["a step", *powers])
    for row in view.what_if:
        star = "" if row.agree else " *"
        cells = [row.peak, *(found for _, found in row.per_km)]
        yield _row(f"{change_words(row.name, knowledge)}{star}", [_percents(one) for one in cells])
    yield from what_if_notes(view, knowledge)
    yield from rests_lines(RULES_OF_WHAT_IF, knowledge)


def what_if_notes(view: KneeView, knowledge: Knowledge) -> Iterator[str]:
    """Yield what the changes do not say, sentence by sentence."""
    if any(not row.agree for row in view.what_if):
        yield say("knee", "what_if_star")
    for row in view.what_if:
        percent, change = _share(row.unknown_share), sentence(change_words(row.name, knowledge))
        for note in row.notes:
            yield say("knee_note", note, percent=percent, change=change.removesuffix("."))
    if "flatter" in view.what_if_left_out:
        yield say("knee", "what_if_left_flatter")
    if view.what_if:
        yield say("knee", "what_if_not")


def change_words(name: str, knowledge: Knowledge) -> str:
    """Return a change as the table names it, its size from the rule."""
    rule = knowledge.rules["knee_what_if"]
    values = {key: plain_number(row.value) for key, row in rule.values.items()}
    return say("knee_change", name, **values)


def _row(name: str, cells: Sequence[str]) -> str:
    return (
        f"{name:<{WHAT_IF_NAME}}" + "".join(f"{cell:<{WHAT_IF_CELL}}" for cell in cells)
    ).rstrip()


def _percents(ratio: Interval) -> str:
    """Return a ratio as a change in whole per cent with its range."""
    value, low, high = (
        _signed((one - 1) * PERCENT) for one in (ratio.value, ratio.low, ratio.high)
    )
    return f"{value} ({low}, {high})"


def _signed(percent: float) -> str:
    whole = round(percent)
    return f"{whole:+d}" if whole else "0"


# -- everyday life ----------------------------------------------------------------------------


def knee_everyday_lines(knowledge: Knowledge) -> Iterator[str]:
    """Yield daily life and exercise beside running, each with its source and its draft mark."""
    yield say("knee", "everyday")
    for row in everyday_loads(knowledge.rules["knee_everyday"]):
        yield _everyday_row(row, knowledge)
    names = [say("knee_activity", name) for name in NOT_KNOWN]
    yield say("knee", "everyday_not_known", activities=listed(names))
    yield from rests_lines(RULES_OF_EVERYDAY, knowledge)


def _everyday_row(row: EverydayLoad, knowledge: Knowledge) -> str:
    force = f"{row.peak_bw:.1f}"
    if row.low_bw is not None and row.high_bw is not None:
        force += f" ({row.low_bw:.1f} to {row.high_bw:.1f})"
    beside = "" if row.activity == RUNNING else f"{row.of_running:.1f} x"
    status = knowledge.rules["knee_everyday"].values[row.activity].status
    mark = "" if status in CHECKED else f" ({say('knee', 'draft')})"
    name = say("knee_activity", row.activity)
    return f"{name:<{EVERYDAY_NAME}}{force:<{EVERYDAY_CELL}}{beside:<7}{row.source}{mark}"


# -- today ------------------------------------------------------------------------------------


def knee_today_lines(
    view: KneeDistance | None, knowledge: Knowledge, unit: DistanceUnit = "km"
) -> Iterator[str]:
    """Yield what today's distance is in knee-kilometres, beside the last run.

    Args:
        view: Of the distance, or None where there is none today.
        knowledge: Gives limits, titles and sources.
        unit: The runner's unit of distance.
    """
    if view is None:
        yield say("knee", "today_nothing")
        return
    found, speed = view.kilometres, view.speed_mps
    if found is None or speed is None:
        yield _unknown_words(view.unknown, view.easy, speed, knowledge, unit)
        return
    yield say(
        "knee",
        "today",
        distance=_far(view.distance_m / METRES_PER_KM, unit),
        pace=pace_words(METRES_PER_KM / speed, unit),
        units=UNIT_WORDS[unit],
        **_tenths(_in_unit(found.shown, unit)),
    )
    if view.at_easy_speed:
        yield say("knee", "today_easy_pace")
    if not round(_in_unit(found.shown, unit).width, 1):
        yield say("knee", "today_by_definition")
    if not found.agree:
        yield _agreement(found, unit)
    yield from _last_words(view.last, unit)
    yield say("knee", "today_not")
    yield _rules_line(RULES_OF_RUN, knowledge)
    yield say("knee", "today_sources")


def _last_words(last: KneeView | None, unit: DistanceUnit) -> Iterator[str]:
    if last is None:
        return
    when = day_words(last.run.start_time + timedelta(seconds=last.run.utc_offset_s), clock=False)
    if last.kilometres is None or last.load is None:
        yield say("knee", "today_last_unknown", when=when)
        return
    part = "today_last_part" if last.load.unknown_s > 0 else "today_last"
    known = _far(last.kilometres.known_km, unit)
    yield say(
        "knee", part, when=when, known=known, **_tenths(_in_unit(last.kilometres.shown, unit))
    )


# -- what it rests on -------------------------------------------------------------------------


def rests_lines(rules: Sequence[str], knowledge: Knowledge) -> Iterator[str]:
    """Yield the rules that figures rest on, drafts marked, and their sources in full."""
    yield _rules_line(rules, knowledge)
    for source in sources_of(rules, knowledge):
        yield f"  {source}: {source_words(knowledge.sources[source])}"


def _rules_line(rules: Sequence[str], knowledge: Knowledge) -> str:
    names = [
        name if knowledge.rules[name].status in CHECKED else f"{name} ({say('knee', 'draft')})"
        for name in rules
    ]
    return say("knee", "rests", rules=listed(names))


def sources_of(rules: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Return the ids of the sources under rules, each once, in the order of their numbers."""
    found = [
        source
        for name in rules
        for source in (
            *(row.source for row in knowledge.rules[name].values.values()),
            knowledge.rules[name].says.source,
        )
    ]
    counted = (STRIDES,) if "knee_curve" in rules else ()
    return tuple(dict.fromkeys((*found, *counted)))


# -- numbers ----------------------------------------------------------------------------------


def _in_unit(kilometres: Interval, unit: DistanceUnit) -> Interval:
    return kilometres.times(METRES_PER_KM / METRES_PER[unit])


def _far(kilometres: float, unit: DistanceUnit) -> str:
    return f"{kilometres * METRES_PER_KM / METRES_PER[unit]:.1f} {unit}"


def _tenths(row: Interval) -> dict[str, str]:
    return {"value": f"{row.value:.1f}", "low": f"{row.low:.1f}", "high": f"{row.high:.1f}"}


def _tens(row: Interval) -> dict[str, str]:
    """Return newtons to the ten: more digits would pretend."""
    ends = (("value", row.value), ("low", row.low), ("high", row.high))
    return {name: f"{round(number, -1):.0f}" for name, number in ends}


def _share(share: float) -> str:
    """Return a share in whole per cent, never as none or all where it is neither."""
    whole = math.floor(share * PERCENT + 0.5)
    if whole == 0:
        return "less than 1 %"
    return f"more than {PERCENT - 1} %" if whole == PERCENT and share < 1 else f"{whole} %"
