"""Training load as the journal holds it: weeks, jumps, and the weeks before a complaint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from trochlea.journal import Journal
from trochlea.knowledge import Knowledge
from trochlea.loads import (
    BeforeOnset,
    LoadHistory,
    Progression,
    Spike,
    coming_week,
    day_table,
    double_days,
    gaps,
    load_history,
    race_weeks,
    returns,
    rolling_weeks,
    session_loads,
    session_spikes,
    week_ratios,
    weeks_before_onset,
)
from trochlea.model import Run, RunSummary
from trochlea.plan import advise_today
from trochlea.report.load_views import LoadView
from trochlea.workflow.advising import today_inputs
from trochlea.workflow.summarising import summarise_missing

DAYS_PER_WEEK = 7
# A long-term load needs three time constants of 42 days before its first figure.
WARM_UP_DAYS = 200


def load_of_weeks(journal: Journal, now: datetime, weeks: int, knowledge: Knowledge) -> LoadView:
    """Return the runner's last weeks, and the most that the coming one should hold.

    Where today gives no distance the ceilings are left out: a week of running would be one.

    Args:
        journal: The runner's store; missing summaries are made.
        now: The clock, with the runner's offset.
        weeks: How many.
        knowledge: Gives the rules.
    """
    today = now.date()
    first = today - timedelta(days=weeks * DAYS_PER_WEEK - 1)
    runs, summaries = _known(journal, now, first - timedelta(days=WARM_UP_DAYS))
    days = day_table(runs, session_loads(runs, summaries, knowledge))
    shown = rolling_weeks(days, today, weeks)
    allowed = advise_today(today_inputs(journal, now, knowledge), knowledge).max_distance_m
    return LoadView(
        weeks=shown,
        ratios=week_ratios(days, today, "distance_m", knowledge),
        history=_since(load_history(days, today, knowledge), first),
        gaps=tuple(
            row
            for row in gaps(days, today, knowledge)
            if row.returned_on is None or row.returned_on >= first
        ),
        returns=tuple(
            row
            for row in returns(days, today, knowledge)
            if row.gap.returned_on is not None and row.gap.returned_on >= first
        ),
        double_days=tuple(row.day for row in double_days(days) if row.day >= first),
        race_weeks=tuple(row.first_day for row in race_weeks(shown)),
        coming=_allowed(coming_week(days, today, knowledge, allowed), allowed),
        no_distance_today=allowed is None,
    )


def _since(history: LoadHistory, first: date) -> LoadHistory:
    """Return a history from a day on; its older days were there for its means only."""
    return replace(history, rows=tuple(row for row in history.rows if row.day >= first))


def _allowed(coming: Progression, allowed_m: float | None) -> Progression:
    if allowed_m is not None:
        return coming
    none = tuple(replace(row, most=None) for row in coming.ceilings)
    return replace(coming, ceilings=none)


def spikes_of_weeks(
    journal: Journal, now: datetime, weeks: int, knowledge: Knowledge
) -> tuple[Spike, ...]:
    """Return each run of the last weeks against the longest of the 30 days before it."""
    rule = knowledge.rules["session_spike"]
    first = now.date() - timedelta(days=weeks * DAYS_PER_WEEK - 1)
    since = now - timedelta(days=weeks * DAYS_PER_WEEK + rule.number("window_days") + 1)
    runs = [row for row in journal.runs(since=since) if row.start_time <= now]
    return tuple(row for row in session_spikes(runs, rule) if row.run.day >= first)


def before_complaint_view(
    journal: Journal, now: datetime, onset: date | None, knowledge: Knowledge
) -> BeforeOnset | None:
    """Return the weeks before a complaint, None where no onset is told.

    Args:
        journal: The runner's store; missing summaries are made.
        now: The clock, with the runner's offset.
        onset: First day of the complaint; that of the latest check where None.
        knowledge: Gives the rule.
    """
    began = onset or today_inputs(journal, now, knowledge).complaint_began
    if began is None:
        return None
    rule = knowledge.rules["before_onset"]
    weeks = rule.number("weeks_before") + rule.number("weeks_compared") + 1
    runs, summaries = _known(journal, now, began - timedelta(weeks=weeks))
    return weeks_before_onset(runs, summaries, began, knowledge)


def _known(
    journal: Journal, now: datetime, first: date
) -> tuple[tuple[Run, ...], dict[str, RunSummary]]:
    """Return the runs since a day, none of the future, and their summaries."""
    summarise_missing(journal)
    since = datetime.combine(first, datetime.min.time(), tzinfo=now.tzinfo)
    runs = tuple(row for row in journal.runs(since=since) if row.start_time <= now)
    return runs, {row.activity_id: row for row in journal.summaries(since=since)}
