"""`trochlea diary`: the check-ins week by week, how far without pain, and outcome scores."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    OnOption,
    clock,
    counted,
    open_journal,
    print_json,
)
from trochlea.errors import UsageError
from trochlea.units import km_from_m, miles_from_m

if TYPE_CHECKING:
    from trochlea.assess.outcomes import OutcomeScore, ScoreChange
    from trochlea.loads.diary import KneeDiary, KneeWeek, PainChange, PainSpread
    from trochlea.loads.pain_distance import PainFreeBands, PainFreeDistance, PainFreeTrend
    from trochlea.loads.survival import Bounds

app = typer.Typer(add_completion=False, rich_markup_mode=None)

WEEKS = 8
SUBSTANTIAL = "A substantial problem, by the definition of the score."
NOT_SUBSTANTIAL = (
    "Not a substantial problem, by the definition of the score; that does not say you may run."
)
MISSING = ("", "-")
MOMENT_WORDS = {"during": "during", "hour_after": "an hour after", "next_morning": "next morning"}
VERDICT_WORDS = {
    "better": "less than before",
    "worse": "more than before",
    "no_real_change": "no real change",
    "unknown": "not enough days to say",
}
LEFT_OUT_WORDS = {
    "says_nothing": "whose check-in does not say whether it hurt",
    "onset_unknown": "with pain whose beginning was not told",
    "onset_beyond_run": "on which pain began beyond the end of the run",
}
BAND_WORDS = {
    "descent_m_per_km": ("less descent", "more descent", "m of descent per km"),
    "speed_mps": ("slower", "faster", "m/s"),
}
TREND_WORDS = {
    "longer": "longer than before",
    "shorter": "shorter than before",
    "no_real_change": "no change beyond its noise",
    "unknown": "too few runs to say",
}


WeeksOption = Annotated[
    int, typer.Option("--weeks", min=1, max=104, help="How many weeks, to today.")
]


@app.callback(invoke_without_command=True)
def diary(
    context: typer.Context, journal: JournalOption = None, as_json: JsonOption = False
) -> None:
    """The diary, or what is asked of it."""
    if context.invoked_subcommand is None:
        show(WEEKS, journal, None, as_json)
    elif journal is not None or as_json:
        raise UsageError(f"Give the options after `diary {context.invoked_subcommand}`.")


@app.command("show")
def show(
    weeks: WeeksOption = WEEKS,
    journal: JournalOption = None,
    on: OnOption = None,
    as_json: JsonOption = False,
) -> None:
    """Pain week by week for each knee, and how far it runs without pain."""
    from trochlea import api

    knowledge = api.packaged_knowledge()
    with open_journal(journal, create=False) as store:
        runner = store.runner()
        now = clock(runner, on)
        found = api.knee_diaries(store.runs(), store.checkins(), now, weeks, knowledge)
    if as_json:
        print_json([json.loads(api.to_json(row)) for row in found])
        return
    for row in found:
        _show(row, runner.distance_unit if runner else "km")
    if not found:
        typer.echo("No check-in is kept yet; `trochlea checkin` keeps the first.")


@app.command("score")
def score(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which score, such as lefs.")],
    items: Annotated[
        str, typer.Option("--items", help="Points of each item in order: 4,3,-,2 (- left out).")
    ],
    before: Annotated[
        str | None, typer.Option("--before", help="The items of an earlier time, to compare.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a score from the points of its items; keeps nothing."""
    from trochlea import api

    scale = name.lower().replace("-", "_")
    if scale not in api.OUTCOME_SCALES:
        known = ", ".join(api.OUTCOME_SCALES)
        raise UsageError(f"{name!r} is no score that is known; known are {known}.")
    knowledge = api.packaged_knowledge()
    found = api.score_outcome(scale, _items(items), knowledge)
    change = None
    if before is not None:
        change = api.compare_scores(api.score_outcome(scale, _items(before), knowledge), found)
    if as_json:
        record = json.loads(api.to_json(found))
        record["change"] = None if change is None else json.loads(api.to_json(change))
        print_json(record)
        return
    _show_score(found)
    if before is not None:
        typer.echo(_change_line(change))


@app.command("questions")
def questions(as_json: JsonOption = False) -> None:
    """The four weekly questions, with the points of each answer."""
    from trochlea import api

    asked = api.weekly_questions(api.packaged_knowledge())
    if as_json:
        print_json([json.loads(api.to_json(row)) for row in asked])
        return
    for place, row in enumerate(asked, 1):
        typer.echo(f"{place}. {row.text}")
        for points, words in row.choices:
            typer.echo(f"   {points:>2}  {words}")
    typer.echo("Score them with `trochlea diary score weekly --items 8,8,0,8`.")


def _items(text: str) -> list[float | None]:
    try:
        parts = [part.strip() for part in text.split(",")]
        return [None if part in MISSING else float(part) for part in parts]
    except ValueError:
        raise UsageError(
            f"{text!r} is no list of item points; write it as 4,3,-,2 (- for one left out)."
        ) from None


def _show(row: KneeDiary, unit: str) -> None:
    typer.echo(f"{row.knee.capitalize()} knee")
    typer.echo("  week from    days  during     after      morning    medicine")
    for week in row.weeks:
        typer.echo(_week_line(week))
    typer.echo("  Worst, and middle in brackets, of 10. A day without a check-in is not a zero.")
    for change in row.changes:
        typer.echo(_pain_line(change))
    for line in _distance_lines(row.distance, unit):
        typer.echo(f"  {line}")
    typer.echo(f"  {_trend_line(row.trend, unit)}")
    for band in row.bands:
        typer.echo(f"  {_band_line(band, unit)}")
    if row.onset is not None:
        shortest = _far(row.onset.shortest_m, unit)
        typer.echo(f"  Shortest distance at which pain began lately: {shortest}.")


def _week_line(week: KneeWeek) -> str:
    cells = "".join(
        f"{_spread_text(spread):<11}"
        for spread in (week.during, week.hour_after, week.next_morning)
    )
    medicine = "?" if week.medicine_open_days == week.checkin_days else str(week.medicine_days)
    return f"  {week.first_day}   {week.checkin_days}/7   {cells}{medicine}"


def _spread_text(spread: PainSpread) -> str:
    return "-" if spread.worst is None else f"{spread.worst} ({spread.median:g})"


def _pain_line(change: PainChange) -> str:
    head = f"  Pain {MOMENT_WORDS[change.moment]}, lately against before: "
    if change.before is None or change.now is None:
        return f"{head}{VERDICT_WORDS[change.verdict]}."
    return (
        f"{head}{change.before:g} to {change.now:g}, {VERDICT_WORDS[change.verdict]} "
        f"(real from {change.smallest_real:g} on; {change.noticed_in_pfp:g} was "
        "noticed in one study)."
    )


def _far(distance_m: float, unit: str) -> str:
    far = miles_from_m(distance_m) if unit == "mi" else km_from_m(distance_m)
    return f"{far:.1f} {unit}"


def _reached(bounds: Bounds | None, unit: str) -> str:
    if bounds is None:
        return "not reached"
    low = "?" if bounds.low is None else _far(bounds.low, unit)
    high = "beyond what was run" if bounds.high is None else _far(bounds.high, unit)
    return f"{_far(bounds.value, unit)} (95 %: {low} to {high})"


def _distance_lines(found: PainFreeDistance, unit: str) -> list[str]:
    runs = counted(found.runs, "run")
    lines = [f"Distance without pain, from {runs}, pain began on {found.began}:"]
    if not found.runs:
        lines = ["No run tells yet how far it goes without pain."]
    elif found.enough:
        share = f"{found.most_share:.0%}"
        lines.append(
            f"  half of the runs were still free of pain up to {_reached(found.median_m, unit)}"
        )
        lines.append(f"  {share} of them up to {_reached(found.most_m, unit)}")
    else:
        lines.append("  too few of them to give a distance")
    if found.longest_free_m is not None:
        lines.append(f"  longest run without pain: {_far(found.longest_free_m, unit)}")
    for why, count in found.left_out:
        lines.append(f"  left out: {counted(count, 'run')} {LEFT_OUT_WORDS[why]}")
    return lines


def _trend_line(trend: PainFreeTrend, unit: str) -> str:
    text = f"Lately: {TREND_WORDS[trend.trend]}"
    if trend.difference_m is None or trend.limit_m is None:
        return f"{text}."
    low, high = trend.difference_m.low or 0.0, trend.difference_m.high or 0.0
    return (
        f"{text}; the mean up to {_far(trend.limit_m, unit)} moved by "
        f"{_signed(trend.difference_m.value, unit)} (95 %: {_signed(low, unit)} to "
        f"{_signed(high, unit)})."
    )


def _signed(distance_m: float, unit: str) -> str:
    sign = "-" if distance_m < 0 else "+"
    return f"{sign}{_far(abs(distance_m), unit)}"


def _band_line(band: PainFreeBands, unit: str) -> str:
    less, more, words = BAND_WORDS[band.by]
    return (
        f"By {words}, split at {band.split_at:.1f}: {less} {_reached(band.lower.median_m, unit)}, "
        f"{more} {_reached(band.upper.median_m, unit)}"
    )


def _show_score(found: OutcomeScore) -> None:
    way = "higher is better" if found.higher_is_better else "lower is better"
    if found.score is None:
        typer.echo(
            f"{found.title}: unknown, {found.answered} of {found.items} items are answered."
        )
    else:
        typer.echo(
            f"{found.title}: {found.score:.3g} of {found.least:g} to {found.most:g}, {way}."
        )
    if found.substantial is not None:
        typer.echo(SUBSTANTIAL if found.substantial else NOT_SUBSTANTIAL)
    for row in found.real_changes:
        kind = "is taken as real" if row.kind == "detectable" else "was noticed by people"
        checked = "read in the source" if row.status != "draft" else "not checked in the source"
        typer.echo(f"A change of {row.points:g} {kind} ({row.source}, {checked}).")
    if not found.real_changes:
        typer.echo("Which change is real is not known.")


def _change_line(change: ScoreChange | None) -> str:
    if change is None:
        return "The change is unknown: one of the scores is, or they are of other activities."
    if change.is_real is None:
        return f"Changed by {change.difference:+.3g}; whether that is real is not known."
    if not change.is_real:
        return f"Changed by {change.difference:+.3g}: no real change."
    way = "better" if change.is_better else "worse"
    return f"Changed by {change.difference:+.3g}: a real change, {way}."
