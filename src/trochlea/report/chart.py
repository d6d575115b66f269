"""The chart: daily running as bars under pain as marks, on one time axis, as plain SVG.

Knees differ by shape (round left, diamond right), never by colour alone. There is no map and no
coordinate of the earth here, and no mark on a day without a check-in.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from trochlea.model import Knee
from trochlea.model.runner import DistanceUnit
from trochlea.report.lines import Chart, ChartDay
from trochlea.report.words import METRES_PER

PAIN_MAX = 10
PAIN_TICKS = (0, 5, 10)
NICE_STEPS = (1, 2, 5, 10, 20, 50, 100)
MOST_TICKS = 4
MOST_LABELS_WIDE = 6
MOST_LABELS_NARROW = 4
NARROW_PX = 400


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand, in the units of the view box."""

    width: float
    days: int
    left: float = 40.0
    right: float = 8.0
    pain_top: float = 30.0
    pain_height: float = 100.0
    run_top: float = 176.0
    run_height: float = 110.0
    height: float = 344.0

    @property
    def step(self) -> float:
        return (self.width - self.left - self.right) / max(self.days, 1)

    def x(self, index: int) -> float:
        return self.left + (index + 0.5) * self.step

    def pain_y(self, score: float) -> float:
        return self.pain_top + self.pain_height * (1 - score / PAIN_MAX)

    @property
    def run_bottom(self) -> float:
        return self.run_top + self.run_height


def render_chart(chart: Chart, width: int, key: str) -> str:
    """Return the chart as one SVG element.

    Args:
        chart: Every day, in order.
        width: Of the view box; text keeps its size when the page shows it at this width.
        key: Makes the ids of title and description unique on the page.
    """
    frame = _Frame(float(width), len(chart.days))
    top = _top(chart)
    parts = [
        f'<svg class="chart" viewBox="0 0 {width} {frame.height:g}" role="img" '
        f'aria-labelledby="{key}-title {key}-desc" xmlns="http://www.w3.org/2000/svg">',
        f'<title id="{key}-title">{escape(chart.title)}</title>',
        f'<desc id="{key}-desc">{escape(chart.summary)}</desc>',
        *_pain_axis(frame),
        *_run_axis(frame, top, chart.unit),
        *_day_axis(frame, chart.days),
        *_bars(frame, chart, top),
        *_pain_marks(frame, chart.days),
        *_legend(frame, chart.days),
        "</svg>",
    ]
    return "\n".join(parts)


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    css = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{css}>{escape(words)}</text>'


def _rule(frame: _Frame, y: float) -> str:
    end = frame.width - frame.right
    return f'<line class="grid" x1="{frame.left:.1f}" y1="{y:.1f}" x2="{end:.1f}" y2="{y:.1f}"/>'


def _pain_axis(frame: _Frame) -> Iterator[str]:
    yield _text(0, frame.pain_top - 14, "Worst pain of the check-in, 0 to 10", "name")
    for score in PAIN_TICKS:
        yield _rule(frame, frame.pain_y(score))
        yield _text(frame.left - 6, frame.pain_y(score) + 4, str(score), anchor="end")


def _run_axis(frame: _Frame, top: float, unit: DistanceUnit) -> Iterator[str]:
    yield _text(0, frame.run_top - 14, f"Running a day, {unit}", "name")
    step = _tick_step(top)
    for index in range(int(top / step) + 1):
        y = frame.run_bottom - frame.run_height * index * step / top
        yield _rule(frame, y)
        yield _text(frame.left - 6, y + 4, f"{index * step:g}", anchor="end")


def _day_axis(frame: _Frame, days: tuple[ChartDay, ...]) -> Iterator[str]:
    most = MOST_LABELS_NARROW if frame.width < NARROW_PX else MOST_LABELS_WIDE
    weeks = max(1, math.ceil(len(days) / 7 / most))
    for index in range(0, len(days), 7 * weeks):
        x = frame.left + index * frame.step
        for top, bottom in ((frame.pain_top, frame.pain_y(0)), (frame.run_top, frame.run_bottom)):
            yield (
                f'<line class="week" x1="{x:.1f}" y1="{top:.1f}" x2="{x:.1f}" y2="{bottom:.1f}"/>'
            )
        yield _text(x, frame.run_bottom + 16, f"{days[index].day.day} {days[index].day:%b}")


def _bars(frame: _Frame, chart: Chart, top: float) -> Iterator[str]:
    metres = METRES_PER[chart.unit]
    bar = max(frame.step * 0.72, 1.0)
    for index, day in enumerate(chart.days):
        if not day.distance_m:
            continue
        height = frame.run_height * day.distance_m / metres / top
        x, y = frame.x(index), frame.run_bottom - height
        kind = "bar jump" if day.spike else "bar"
        yield (
            f'<rect class="{kind}" x="{x - bar / 2:.1f}" y="{y:.1f}" '
            f'width="{bar:.1f}" height="{height:.1f}"/>'
        )
        label = _bar_label(day)
        if label:
            yield _text(x, y - 4, label, "mark", "middle")


def _bar_label(day: ChartDay) -> str:
    return ("J" if day.spike else "") + ("L" if day.longest else "")


def _pain_marks(frame: _Frame, days: tuple[ChartDay, ...]) -> Iterator[str]:
    for index, day in enumerate(days):
        for knee, score in day.pain:
            yield _shape(knee, frame.x(index), frame.pain_y(score))


def _shape(knee: Knee, x: float, y: float, size: float = 3.6) -> str:
    if knee == "left":
        return f'<circle class="pain left" cx="{x:.1f}" cy="{y:.1f}" r="{size:g}"/>'
    reach = size * 1.25
    points = ((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y))
    path = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
    return f'<polygon class="pain right" points="{path}"/>'


def _legend(frame: _Frame, days: tuple[ChartDay, ...]) -> Iterator[str]:
    y = frame.run_bottom + 42
    x = 6.0
    knees = sorted({knee for day in days for knee, _score in day.pain})
    for knee in knees:
        yield _shape(knee, x, y - 4)
        yield _text(x + 10, y, f"{knee} knee")
        x += 82
    labels = (
        ("L longest run", any(day.longest for day in days)),
        ("J jump", any(day.spike for day in days)),
    )
    for words, shown in labels:
        if shown:
            yield _text(x, y, words)
            x += 98


def _top(chart: Chart) -> float:
    longest = max((day.distance_m for day in chart.days), default=0.0)
    top = max(longest / METRES_PER[chart.unit], 1.0)
    step = _tick_step(top)
    return step * math.ceil(top / step + 0.1)


def _tick_step(top: float) -> float:
    return next((step for step in NICE_STEPS if top / step <= MOST_TICKS), NICE_STEPS[-1])
