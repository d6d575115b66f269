"""Training load in words: what is not known is marked, and nothing that describes is a limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.loads import (
    coming_week,
    day_table,
    double_days,
    gaps,
    load_history,
    race_weeks,
    returns,
    rolling_weeks,
    session_spikes,
    week_ratios,
)
from trochlea.model import Run
from trochlea.report.load_views import LoadView
from trochlea.report.load_words import amount_words, load_spike_lines, load_week_lines

TODAY = date(2026, 3, 1)
WIDTH = 80


@pytest.fixture
def knowledge() -> Knowledge:
    return packaged_knowledge()


def run(days: int, km: float = 8.0, **more: object) -> Run:
    start = datetime(2026, 3, 1, 7, tzinfo=UTC) - timedelta(days=days)
    rest = {"moving_s": km * 360, "perceived_exertion": 4.0} | more
    return Run(f"r{days}-{km}", start, km * 1000, **rest)  # type: ignore[arg-type]


def view(runs: list[Run], knowledge: Knowledge, weeks: int = 4, far_m: float = 20_000) -> LoadView:
    days = day_table(runs)
    shown = rolling_weeks(days, TODAY, weeks)
    return LoadView(
        weeks=shown,
        ratios=week_ratios(days, TODAY, "distance_m", knowledge),
        history=load_history(days, TODAY, knowledge),
        gaps=gaps(days, TODAY, knowledge),
        returns=returns(days, TODAY, knowledge),
        double_days=tuple(row.day for row in double_days(days)),
        race_weeks=tuple(row.first_day for row in race_weeks(shown)),
        coming=coming_week(days, TODAY, knowledge, far_m),
    )


def said(found: LoadView, knowledge: Knowledge) -> str:
    return "\n".join(load_week_lines(found, knowledge, "km"))


STEADY = [run(days) for days in range(1, 200, 3)]


def test_the_usual_names_stand_behind_plain_ones(knowledge: Knowledge) -> None:
    text = said(view(STEADY, knowledge), knowledge)
    for plain, usual in (
        ("Long-term load", "(CTL)"),
        ("short-term load", "(ATL)"),
        ("balance", "(TSB)"),
        ("the mean of the three weeks before", "(ACWR"),
        ("sameness of the days", "(monotony)"),
    ):
        assert text.index(plain) < text.index(usual)


def test_a_load_of_minutes_alone_says_that_it_is_of_minutes(knowledge: Knowledge) -> None:
    unrated = [replace(row, perceived_exertion=None) for row in STEADY]
    text = said(view(unrated, knowledge), knowledge)
    assert "in minutes of running a day" in text
    assert "in rating times minutes a day" in said(view(STEADY, knowledge), knowledge)


def test_a_rated_part_of_a_week_is_told_as_a_part(knowledge: Knowledge) -> None:
    rows = [*STEADY, run(2, 5.0, perceived_exertion=None)]
    found = view(rows, knowledge, weeks=1)
    line = said(found, knowledge).splitlines()[5]
    counted = found.weeks[-1].runs
    assert f"{counted - 1} of {counted}" in line
    assert line.split()[-3:-1] == ["?", "?"]
    assert f"Of the last week 1 of {counted} runs were not rated" in said(found, knowledge)


def test_a_fully_rated_week_has_sameness_and_strain(knowledge: Knowledge) -> None:
    text = said(view(STEADY, knowledge), knowledge)
    assert "were not rated" not in text
    last = [line for line in text.splitlines() if line.startswith("  2026-02-23")][-1]
    assert float(last.split()[-3]) > 0
    assert float(last.split()[-2]) > 0


def test_a_week_without_a_run_is_nought_and_not_unknown(knowledge: Knowledge) -> None:
    text = said(view([run(20), run(2)], knowledge), knowledge)
    rest = [line for line in text.splitlines() if line.startswith("  2026-02-16")]
    assert [line.split()[1] for line in rest] == ["0", "0"]


def test_breaks_returns_doubles_and_races_are_told(knowledge: Knowledge) -> None:
    rows = [run(30, 10.0), run(5, 4.0), run(2), run(2, 3.0, is_race=True)]
    text = said(view(rows, knowledge), knowledge)
    assert "No run for 25 days after 2026-01-30, and back on 2026-02-24." in text
    assert "The first run back was 40% of the longest before the break." in text
    assert "Two runs on one day: 2026-02-27." in text
    assert "A race in the week from 2026-02-23." in text
    assert "No run for" in said(view([run(40), run(20)], knowledge), knowledge)


def test_what_the_last_week_was_above_is_told_with_both_numbers(knowledge: Knowledge) -> None:
    text = said(view([*STEADY, run(2, 12.0)], knowledge), knowledge)
    assert "above what would have been the most: " in text
    assert "the longest run (12.0 km, at most 8.8 km)" in text


def test_todays_shorter_distance_holds_over_the_ceiling(knowledge: Knowledge) -> None:
    text = said(view(STEADY, knowledge, far_m=5000), knowledge)
    assert "5.0 km in the longest run, which is what today's light allows" in text
    assert text.endswith("Today's light and distance hold over all of this.")


def test_without_a_distance_today_there_is_no_ceiling_in_words(knowledge: Knowledge) -> None:
    found = view(STEADY, knowledge)
    none = tuple(replace(row, most=None) for row in found.coming.ceilings)
    closed = replace(found, coming=replace(found.coming, ceilings=none), no_distance_today=True)
    text = said(closed, knowledge)
    assert "Today gives no distance" in text
    assert "For the coming week" not in text
    assert "in the longest run" not in text


def test_who_starts_again_gets_no_ceiling(knowledge: Knowledge) -> None:
    text = said(view([run(40), run(37)], knowledge, weeks=8), knowledge)
    assert "begin with walking and running" in text
    assert "For the coming week" not in text


@pytest.mark.parametrize(
    ("km", "words"),
    [
        (11.0, "1.10 times; in the band up to 1.10 that the others were compared with"),
        (13.0, "the band 1.10 to 1.30 had 1.64 times the rate of new injuries (1.31 to 2.05)"),
        (20.0, "the band 1.30 to 2.00 had 1.52 times the rate of new injuries (1.16 to 2.00)"),
        (20.1, "the band above 2.00 had 2.28 times the rate of new injuries (1.50 to 3.48)"),
    ],
)
def test_each_run_is_told_by_its_band_and_nothing_between(
    knowledge: Knowledge, km: float, words: str
) -> None:
    spikes = session_spikes([run(20, 10.0), run(2, km)], knowledge.rules["session_spike"])
    lines = list(load_spike_lines(spikes, knowledge, "km"))
    assert "a start anew" in lines[1]
    assert words in lines[2]
    assert any("not a curve" in line and "without a painful knee" in line for line in lines)


@given(
    st.lists(st.tuples(st.integers(0, 120), st.floats(0.1, 60), st.booleans()), max_size=20),
    st.sampled_from(["km", "mi"]),
)
def test_any_runs_can_be_told_in_rows_that_fit(
    rows: list[tuple[int, float, bool]], unit: str
) -> None:
    known = packaged_knowledge()
    runs = [
        replace(run(days, km), activity_id=f"{at}", moving_s=km * 360 if told else None)
        for at, (days, km, told) in enumerate(rows)
    ]
    found = view(runs, known, weeks=6)
    lines = list(load_week_lines(found, known, unit))  # type: ignore[arg-type]
    assert lines
    assert all(len(line) <= WIDTH for line in lines if line.startswith("  20"))
    assert not any("None" in line or "nan" in line for line in lines)


def test_descent_is_told_for_the_unit_that_the_runner_reads() -> None:
    assert amount_words("descent_m_per_km", 20.0, "km") == "20 m"
    assert amount_words("descent_m_per_km", 20.0, "mi") == "32.2 m"
