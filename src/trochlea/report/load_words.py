"""Training load in words: weeks, jumps, and the weeks before a complaint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Band
from trochlea.loads.before_onset import BeforeOnset, Change
from trochlea.loads.fitness import LoadHistory
from trochlea.loads.progression import Ceiling, Exceeded
from trochlea.loads.spike import Spike
from trochlea.loads.weeks import LoadRatio, Week
from trochlea.model.runner import DistanceUnit
from trochlea.report.load_views import LoadView
from trochlea.report.words import METRES_PER, distance_words, listed, plain_number, say, sentence
from trochlea.units import METRES_PER_KM, clock

UNKNOWN = "?"
BAR_WIDTH = 24
SPIKE_RULE = "session_spike"
MONOTONY_RULE = "training_monotony"
MARKED = {"more": "+", "less": "-"}
WEEK_COLUMNS = (
    f"  {'from':12}{'runs':>5}{'days':>5}{'distance':>11}{'longest':>11}{'time':>9}{'down m':>8}"
)
HARD_COLUMNS = f"  {'from':12}{'load':>8}{'of runs':>10}{'sameness':>10}{'strain':>8}{'fast':>8}"


def load_week_lines(view: LoadView, knowledge: Knowledge, unit: DistanceUnit) -> Iterator[str]:
    """Yield the weeks as a table, and what describes them."""
    if not any(week.runs for week in view.weeks):
        yield say("load", "no_runs")
        return
    yield say("load", "weeks_head")
    yield WEEK_COLUMNS
    for week in view.weeks:
        yield _week_row(week, unit)
    yield from _hard(view.weeks, knowledge)
    for ratio in view.ratios:
        yield from _ratio(ratio, knowledge)
    yield from _history(view.history, knowledge)
    yield from _breaks(view)
    yield from _coming(view, knowledge, unit)
    yield say("load", "holds")


def _week_row(week: Week, unit: DistanceUnit) -> str:
    moving = week.sums.moving_s
    time = UNKNOWN if moving.known is None else clock(moving.known)
    down = week.sums.descent_m
    descent = UNKNOWN if down.known is None else f"{down.known:.0f}"
    return (
        f"  {week.first_day!s:12}{week.runs:>5}{week.days_run:>5}"
        f"{distance_words(week.distance_m, unit):>11}{distance_words(week.longest_m, unit):>11}"
        f"{_partly(time, moving.lacks):>9}{_partly(descent, down.lacks):>8}"
    )


def _partly(text: str, lacks: int) -> str:
    """Return a sum with a mark where some runs do not give it."""
    return f"{text}+" if lacks and text != UNKNOWN else text


def _hard(weeks: Sequence[Week], knowledge: Knowledge) -> Iterator[str]:
    """Yield how hard the weeks were, as far as the runs were rated or have a pace."""
    rated = any(week.runs and week.sums.session_load.known is not None for week in weeks)
    if rated or any(week.sums.fast_share is not None for week in weeks):
        yield say("load", "hard_head")
        yield HARD_COLUMNS
        yield from (_hard_row(week) for week in weeks)
    if rated:
        yield _ruled(MONOTONY_RULE, knowledge)
    last = weeks[-1]
    lacks = last.sums.session_load.lacks
    if lacks:
        yield say("load", "session_unknown", lacks=lacks, runs=last.runs)


def _hard_row(week: Week) -> str:
    load, fast = week.sums.session_load, week.sums.fast_share
    told = UNKNOWN if load.known is None or not week.runs else f"{load.known:.0f}"
    of = f"{week.runs - load.lacks} of {week.runs}" if week.runs else ""
    same = UNKNOWN if week.monotony is None else f"{week.monotony:.1f}"
    strain = UNKNOWN if week.strain is None else f"{week.strain:.0f}"
    share = UNKNOWN if fast is None else f"{fast:.0%}"
    share = _partly(share, week.sums.fast_s.lacks)
    if not week.runs:
        return f"  {week.first_day!s:12}{'0':>8}"
    return f"  {week.first_day!s:12}{told:>8}{of:>10}{same:>10}{strain:>8}{share:>8}"


def _ruled(rule: str, knowledge: Knowledge) -> str:
    """Return what a rule says, with its id and how far it was checked."""
    record = knowledge.rules[rule]
    return f"{sentence(record.says.text)} ({rule}, {record.says.status})"


def _ratio(ratio: LoadRatio, knowledge: Knowledge) -> Iterator[str]:
    if ratio.value is None:
        return
    key = "acwr" if ratio.kind == "acwr_uncoupled" else "week_to_week"
    caveat = sentence(knowledge.rules[ratio.rule].says.text)
    yield f"{say('load', key, value=f'{ratio.value:.1f}')} {caveat}"


def _history(history: LoadHistory, knowledge: Knowledge) -> Iterator[str]:
    last = history.rows[-1] if history.rows else None
    if last is None or last.long_term_load is None or last.short_term_load is None:
        yield say("load", "history_unknown")
        return
    balance = UNKNOWN if last.balance is None else f"{last.balance:.0f}"
    yield say(
        "load",
        "history",
        long=f"{last.long_term_load:.0f}",
        short=f"{last.short_term_load:.0f}",
        balance=balance,
        of=say("load", f"of_{history.of}"),
    )
    yield sentence(knowledge.rules[history.rule].says.text)


def _breaks(view: LoadView) -> Iterator[str]:
    for gap in view.gaps:
        key = "gap_open" if gap.returned_on is None else "gap"
        yield say("load", key, days=gap.days, day=gap.last_run_on, back=gap.returned_on)
    for row in view.returns:
        if row.ratio is not None:
            yield say("load", "return_ratio", ratio=f"{row.ratio:.0%}")
    if view.double_days:
        yield say("load", "double", days=_days(view.double_days))
    if view.race_weeks:
        yield say("load", "race", days=_days(view.race_weeks))


def _days(days: Sequence[date]) -> str:
    return listed(day.isoformat() for day in days)


def _coming(view: LoadView, knowledge: Knowledge, unit: DistanceUnit) -> Iterator[str]:
    coming = view.coming
    known = [row for row in coming.ceilings if row.most is not None]
    if view.no_distance_today:
        yield say("load", "coming_no_distance")
    elif coming.restart:
        yield say("load", "coming_restart")
    else:
        if known:
            yield say("load", "coming")
            yield from (f"  {_ceiling(row, unit)}" for row in known)
        names = [say("load", f"name_{row.measure}") for row in coming.ceilings if row.most is None]
        if names:
            yield say("load", "coming_unknown", names=listed(names, "or"))
    if coming.exceeded:
        above = "; ".join(_exceeded(row, unit) for row in coming.exceeded)
        yield say("load", "exceeded", names=above)
    rules = [row.rule for row in known] + [row.rule for row in coming.exceeded]
    yield from (f"  {_ruled(rule, knowledge)}" for rule in dict.fromkeys(rules))


def _exceeded(row: Exceeded, unit: DistanceUnit) -> str:
    value, most = (_measured(row.measure, each, unit) for each in (row.value, row.most))
    return say("load", "above", name=say("load", f"name_{row.measure}"), value=value, most=most)


def _measured(measure: str, value: float, unit: DistanceUnit) -> str:
    """Return a week's runs, minutes, longest run or fast share in words."""
    if measure == "longest_m":
        return distance_words(value, unit)
    return f"{value:.0%}" if measure == "fast_share" else f"{value:.0f}"


def _ceiling(row: Ceiling, unit: DistanceUnit) -> str:
    most, usual = row.most or 0.0, row.usual or 0.0
    if row.measure == "longest_m":
        key = "coming_longest_today" if row.held_by_today else "coming_longest_m"
        return say("load", key, most=distance_words(most, unit))
    if row.measure == "fast_share":
        return say("load", "coming_fast_share", most=f"{most:.0%}", usual=f"{usual:.0%}")
    key = f"coming_{row.measure}"
    return say("load", key, most=f"{int(most)}", usual=f"{usual:.0f}")


def load_spike_lines(
    spikes: Sequence[Spike], knowledge: Knowledge, unit: DistanceUnit
) -> Iterator[str]:
    """Yield each run against the longest before it, by its published band."""
    if not spikes:
        yield say("load", "no_runs")
        return
    yield say("load", "spikes_head")
    for row in spikes:
        far = distance_words(row.run.distance_m, unit)
        yield f"  {row.run.day}  {far:>9}  {spike_words(row)}"
    yield say("load", "spike_caveat")
    rule = knowledge.rules[SPIKE_RULE]
    yield f"({SPIKE_RULE}, {rule.says.source}, {rule.says.status})"


def spike_words(row: Spike) -> str:
    """Return one run against the longest before it, by its published band."""
    if row.ratio is None:
        return say("load", "spike_restart")
    ratio = f"{row.ratio:.2f}"
    if row.band is None:
        return say("load", "spike_ratio", ratio=ratio)
    low, high = row.band.low, row.band.high
    band = _band_words(row.band)
    if low is None or high is None:
        return say("load", "spike_reference", ratio=ratio, band=band)
    rates = {"rate": f"{row.band.value:.2f}", "low": f"{low:.2f}", "high": f"{high:.2f}"}
    return say("load", "spike_band", ratio=ratio, band=band, **rates)


def _band_words(band: Band) -> str:
    above = f"{band.above:.2f}"
    if band.up_to is None:
        return say("load", "band_above", above=above)
    up_to = f"{band.up_to:.2f}"
    return say("load", "band_between" if band.above else "band_to", above=above, up_to=up_to)


def load_before_lines(
    before: BeforeOnset | None, knowledge: Knowledge, unit: DistanceUnit
) -> Iterator[str]:
    """Yield the weeks before a complaint as a picture, and each measure against the usual."""
    if before is None:
        yield say("load", "before_none")
        return
    yield say("load", "before_head", day=before.onset)
    most = max((row.week.distance_m for row in before.weeks), default=0.0)
    for row in before.weeks:
        mark = f"  {say('load', 'bar_before')}" if row.is_before_onset else ""
        bar = _bar(row.week.distance_m, most) if row.on_record else UNKNOWN
        far = distance_words(row.week.distance_m, unit) if row.on_record else ""
        yield f"  {row.week.first_day}  {bar:{BAR_WIDTH}}  {far:>8}{mark}"
    yield from (f"  {_change(change, unit)}" for change in before.changes)
    yield say("load", "bar_unknown")
    yield _ruled(before.rule, knowledge)


def _bar(value: float, most: float) -> str:
    return "#" * (round(BAR_WIDTH * value / most) if most > 0 else 0)


def _change(row: Change, unit: DistanceUnit) -> str:
    name, verdict = measure_words(row.measure, unit), say("load", f"before_{row.verdict}")
    mark = MARKED.get(row.verdict, " ")
    if row.near is None or row.usual is None:
        return f"{mark} {name}: {verdict}"
    near, usual = (amount_words(row.measure, value, unit) for value in (row.near, row.usual))
    return f"{mark} {name}: {near} against {usual}, {verdict}"


def measure_words(measure: str, unit: DistanceUnit) -> str:
    """Return the name of one measure of a week."""
    return say("load", f"m_{measure}", unit=unit)


def amount_words(measure: str, value: float, unit: DistanceUnit) -> str:
    """Return one measure of a week in words, by its name."""
    if measure in ("distance_m", "longest_m"):
        return distance_words(value, unit)
    if measure == "fast_share":
        return f"{value:.0%}"
    if measure == "descent_m_per_km":
        return f"{plain_number(value * METRES_PER[unit] / METRES_PER_KM)} m"
    return f"{value:.0f}" if measure == "session_load" else plain_number(value)
