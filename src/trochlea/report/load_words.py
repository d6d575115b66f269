"""Training load in words: weeks, jumps, and the weeks before a complaint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from trochlea.knowledge import Knowledge
from trochlea.loads.before_onset import BeforeOnset, Change
from trochlea.loads.fitness import LoadHistory
from trochlea.loads.progression import Ceiling, Progression
from trochlea.loads.spike import Spike
from trochlea.loads.weeks import LoadRatio, Week
from trochlea.model.runner import DistanceUnit
from trochlea.report.load_views import LoadView
from trochlea.report.words import distance_words, listed, plain_number, say, sentence
from trochlea.units import clock

UNKNOWN = "?"
BAR_WIDTH = 24
SPIKE_RULE = "session_spike"
WEEK_COLUMNS = (
    f"  {'from':12}{'runs':>5}{'days':>5}{'distance':>11}{'longest':>11}{'time':>9}{'down m':>8}"
)


def load_week_lines(view: LoadView, knowledge: Knowledge, unit: DistanceUnit) -> Iterator[str]:
    """Yield the weeks as a table, and what describes them."""
    if not any(week.runs for week in view.weeks):
        yield say("load", "no_runs")
        return
    yield say("load", "weeks_head")
    yield WEEK_COLUMNS
    for week in view.weeks:
        yield _week_row(week, unit)
    yield from _rated(view.weeks[-1])
    for ratio in view.ratios:
        yield from _ratio(ratio, knowledge)
    yield from _history(view.history, knowledge)
    yield from _breaks(view)
    yield from _coming(view.coming, knowledge, unit)
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


def _rated(week: Week) -> Iterator[str]:
    load = week.session_load
    if load is None:
        lacks = week.sums.session_load.lacks
        if week.runs:
            yield say("load", "session_unknown", lacks=lacks or week.runs, runs=week.runs)
        return
    same = UNKNOWN if week.monotony is None else f"{week.monotony:.1f}"
    strain = UNKNOWN if week.strain is None else f"{week.strain:.0f}"
    yield say("load", "session", value=f"{load:.0f}", same=same, strain=strain)


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


def _coming(coming: Progression, knowledge: Knowledge, unit: DistanceUnit) -> Iterator[str]:
    if coming.restart:
        yield say("load", "coming_restart")
        return
    known = [row for row in coming.ceilings if row.most is not None]
    unknown = [say("load", f"name_{row.measure}") for row in coming.ceilings if row.most is None]
    if known:
        yield say("load", "coming")
        for row in known:
            yield f"  {_ceiling(row, unit)}"
    if unknown:
        yield say("load", "coming_unknown", names=listed(unknown, "or"))
    if coming.exceeded:
        names = listed(say("load", f"name_{row.measure}") for row in coming.exceeded)
        yield say("load", "exceeded", names=names)
    for rule in dict.fromkeys(row.rule for row in known):
        record = knowledge.rules[rule]
        yield f"  {sentence(record.says.text)} ({rule}, {record.status})"


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
        yield f"  {row.run.day}  {far:>9}  {_against(row)}"
    yield say("load", "spike_caveat")
    rule = knowledge.rules[SPIKE_RULE]
    yield f"{SPIKE_RULE}, {rule.says.source}"


def _against(row: Spike) -> str:
    if row.ratio is None or row.band is None:
        return say("load", "spike_restart")
    ratio = f"{row.ratio:.2f}"
    low, high = row.band.low, row.band.high
    if low is None or high is None:
        return say("load", "spike_reference", ratio=ratio)
    rates = {"rate": f"{row.band.value:.2f}", "low": f"{low:.2f}", "high": f"{high:.2f}"}
    return say("load", "spike_band", ratio=ratio, **rates)


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
    for change in before.changes:
        yield f"  {_change(change, unit)}"
    yield say("load", "went_together")
    rule = knowledge.rules[before.rule]
    yield f"{sentence(rule.says.text)} ({before.rule}, {rule.status})"


def _bar(value: float, most: float) -> str:
    return "#" * (round(BAR_WIDTH * value / most) if most > 0 else 0)


def _change(row: Change, unit: DistanceUnit) -> str:
    name = say("load", f"m_{row.measure}")
    verdict = say("load", f"before_{row.verdict}")
    if row.near is None or row.usual is None:
        return f"{name}: {verdict}"
    near, usual = (amount_words(row.measure, value, unit) for value in (row.near, row.usual))
    return f"{name}: {near} against {usual}, {verdict}"


def amount_words(measure: str, value: float, unit: DistanceUnit) -> str:
    """Return one measure of a week in words, by its name."""
    if measure in ("distance_m", "longest_m"):
        return distance_words(value, unit)
    if measure == "fast_share":
        return f"{value:.0%}"
    return f"{plain_number(value)} m" if measure == "descent_m_per_km" else plain_number(value)
