"""Load and pain: the chart, and the same numbers as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from trochlea.knowledge import Knowledge
from trochlea.loads import Spike, day_table, session_spikes
from trochlea.model import KNEES, CheckIn, Run
from trochlea.model.runner import DistanceUnit
from trochlea.report.lines import Block, Chart, ChartDay, Group, Line, Section, Table
from trochlea.report.load_words import spike_words
from trochlea.report.material import ReportMaterial
from trochlea.report.sections.safe import comes_first
from trochlea.report.words import WHOLE, distance_words, say

WEEKS_SHOWN = 12
DAYS_PER_WEEK = 7
SPIKE_RULE = "session_spike"
JUMPS_SHOWN = 4


def load_section(material: ReportMaterial, knowledge: Knowledge) -> Section:
    """Return the sixth part."""
    title = say("section", "load")
    days = chart_days(material, knowledge)
    if not any(day.distance_m or day.pain for day in days):
        return Section("load", title, (Group(lines=(Line(say("say", "no_load")),)),))
    unit = material.runner.distance_unit
    chart = Chart(days, unit, "Running and pain, day by day", _summary(days, unit))
    return Section(
        "load",
        title,
        (
            Group(lines=(Line(say("say", "load_lead")),)),
            chart,
            Group(lines=(*_longest(days, unit), *_jumps(material, knowledge))),
            weekly_table(material, days),
            *_beside(material, knowledge),
            _daily_table(days, unit),
        ),
    )


def _beside(material: ReportMaterial, knowledge: Knowledge) -> tuple[Block, ...]:
    if comes_first(material, knowledge):
        return ()
    # Loaded here: a light alone does not pay for it.
    from trochlea.report.sections.beside import beside_blocks

    return tuple(beside_blocks(material, knowledge))


def shown_runs(material: ReportMaterial) -> tuple[Run, ...]:
    """Return the runs of the weeks shown, none of the future, oldest first."""
    first, last = _span(material)
    rows = [run for run in material.runs if first <= run.day <= last]
    return tuple(sorted(rows, key=lambda run: (run.start_time, run.activity_id)))


def shown_checkins(material: ReportMaterial) -> tuple[CheckIn, ...]:
    """Return the check-ins of the weeks shown, oldest first."""
    first, last = _span(material)
    rows = [row for row in material.checkins if first <= row.observed_at.date() <= last]
    return tuple(sorted(rows, key=lambda row: (row.observed_at, row.knee)))


def chart_days(material: ReportMaterial, knowledge: Knowledge) -> tuple[ChartDay, ...]:
    """Return every day of the weeks shown; a day without a check-in has no pain."""
    first, last = _span(material)
    ran = {row.day: row for row in day_table(shown_runs(material))}
    spikes = {run.day for run in spike_runs(material, knowledge)}
    longest = max((row.longest_m for row in ran.values()), default=None)
    pain = _pain_by_day(shown_checkins(material))
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return tuple(
        ChartDay(
            day=day,
            distance_m=ran[day].distance_m if day in ran else 0.0,
            longest=day in ran and ran[day].longest_m == longest,
            spike=day in spikes,
            pain=tuple((knee, pain[day, knee]) for knee in KNEES if (day, knee) in pain),
        )
        for day in days
    )


def spike_runs(material: ReportMaterial, knowledge: Knowledge) -> tuple[Run, ...]:
    """Return the shown runs that were spikes, by the rule of the knowledge."""
    return tuple(row.run for row in spikes_shown(material, knowledge))


def spikes_shown(material: ReportMaterial, knowledge: Knowledge) -> tuple[Spike, ...]:
    """Return the shown runs above the stated ratio, each with its band, oldest first."""
    rule = knowledge.rules.get(SPIKE_RULE)
    if rule is None:
        return ()
    first, last = _span(material)
    least = rule.number("spike_above")
    return tuple(
        row
        for row in session_spikes(material.runs, rule)
        if row.ratio is not None and row.ratio > least and first <= row.run.day <= last
    )


def weekly_table(material: ReportMaterial, days: Sequence[ChartDay]) -> Table:
    """Return one row a week: runs, distance, longest run, worst pain, check-ins."""
    unit = material.runner.distance_unit
    table, checkins = day_table(shown_runs(material)), shown_checkins(material)
    rows = []
    for start in range(0, len(days), DAYS_PER_WEEK):
        week = [day.day for day in days[start : start + DAYS_PER_WEEK]]
        ran = [row for row in table if row.day in week]
        seen = [row for row in checkins if row.observed_at.date() in week]
        rows.append(
            (
                f"{week[0].day} {week[0]:%b}",
                str(sum(row.runs for row in ran)),
                _cell(sum(row.distance_m for row in ran), unit),
                _cell(max((row.longest_m for row in ran), default=0.0), unit),
                _worst([row.pain_during for row in seen]),
                _worst([row.pain_next_morning for row in seen]),
                str(len(seen)),
            )
        )
    columns = ("Week of", "Runs", f"Sum, {unit}", f"Longest, {unit}", "Pain, run")
    return Table(
        "Week by week; worst pain 0–10", (*columns, "Pain, morning", "Check-ins"), tuple(rows)
    )


def _span(material: ReportMaterial) -> tuple[date, date]:
    last = material.made_at.date()
    return last - timedelta(days=WEEKS_SHOWN * DAYS_PER_WEEK - 1), last


def _pain_by_day(checkins: Sequence[CheckIn]) -> dict[tuple[date, str], int]:
    worst: dict[tuple[date, str], int] = {}
    for row in checkins:
        score = row.worst_pain
        if score is not None:
            key = (row.observed_at.date(), row.knee)
            worst[key] = max(score, worst.get(key, 0))
    return worst


def _cell(distance_m: float, unit: DistanceUnit) -> str:
    """Return a distance without its unit, which the column's head names."""
    return distance_words(distance_m, unit).removesuffix(f" {unit}") if distance_m else "–"


def _worst(scores: Sequence[int | None]) -> str:
    given = [score for score in scores if score is not None]
    return str(max(given)) if given else "–"


def _summary(days: Sequence[ChartDay], unit: DistanceUnit) -> str:
    ran = sum(1 for day in days if day.distance_m)
    total = distance_words(sum(day.distance_m for day in days), unit)
    scores = [score for day in days for _knee, score in day.pain]
    pain = (
        f"Pain was given on {sum(1 for day in days if day.pain)} days, "
        f"from {min(scores)} to {max(scores)} out of 10."
        if scores
        else "No pain scores were given."
    )
    return f"{ran} days with running, {total} in all. {pain} The table below has every number."


def _longest(days: Sequence[ChartDay], unit: DistanceUnit) -> Iterator[Line]:
    for day in days:
        if day.longest:
            far = distance_words(day.distance_m, unit)
            yield Line(f"{far} on {day.day.day} {day.day:%B}.", label="Longest run")


def _jumps(material: ReportMaterial, knowledge: Knowledge) -> Iterator[Line]:
    """Yield the jumps with the published band of each, the latest first."""
    spikes = spikes_shown(material, knowledge)
    rule = knowledge.rules.get(SPIKE_RULE)
    if not spikes or rule is None:
        return
    unit = material.runner.distance_unit
    items = [_jump(row, unit) for row in reversed(spikes)][:JUMPS_SHOWN]
    if len(spikes) > JUMPS_SHOWN:
        items.append(say("beside", "more_jumps", count=len(spikes) - JUMPS_SHOWN))
    yield Line(
        f"Above {rule.number('spike_above') * WHOLE:.0f} % of the longest run "
        f"of the {rule.number('window_days'):.0f} days before. {rule.says.text}",
        label="Jumps",
        items=tuple(items),
        sources=(rule.says.source,),
        draft=rule.says.status == "draft",
    )


def _jump(row: Spike, unit: DistanceUnit) -> str:
    return say(
        "beside",
        "jump",
        day=f"{row.run.day.day} {row.run.day:%B}",
        distance=distance_words(row.run.distance_m, unit),
        against=spike_words(row),
    )


def _daily_table(days: Sequence[ChartDay], unit: DistanceUnit) -> Table:
    rows = []
    for day in days:
        if not day.distance_m and not day.pain:
            continue
        pain = dict(day.pain)
        mark = "jump" if day.spike else "longest" if day.longest else ""
        rows.append(
            (
                f"{day.day.day} {day.day:%b}",
                _cell(day.distance_m, unit),
                str(pain.get("left", "–")),
                str(pain.get("right", "–")),
                mark,
            )
        )
    columns = ("Day", f"Run, {unit}", "Pain, left", "Pain, right", "Mark")
    return Table("Every day of the chart in numbers", columns, tuple(rows), folded=True)
