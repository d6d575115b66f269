"""`render_html`: the story as one page that asks nobody for anything.

No script, no outside request, one inline style sheet named by its hash in the page's own policy.
Every value is escaped; a missing one is an error and never an empty place.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from trochlea.report.chart import render_chart
from trochlea.report.lines import Chart, Group, Signal, Story, Table

PAGE = Path(__file__).parent / "page"
STYLE_FILE = PAGE / "page.css"
TEMPLATE = "page.html.j2"
CHART_WIDE = 760
CHART_NARROW = 340
BLOCK_KINDS = {Group: "group", Signal: "signal", Table: "table", Chart: "chart"}


def render_html(story: Story) -> str:
    """Return the whole page; the same story gives the same bytes."""
    style = STYLE_FILE.read_text(encoding="utf-8")
    return (
        _environment()
        .get_template(TEMPLATE)
        .render(
            story=story,
            style=Markup(style),  # noqa: S704 - the house's own file
            policy=content_policy(style),
        )
    )


def content_policy(style: str) -> str:
    """Return the page's policy: nothing may load or run, only this very style sheet applies."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["chart_svg"] = _chart_svg
    environment.globals["kind_of"] = _kind_of
    return environment


def _kind_of(block: object) -> str:
    return BLOCK_KINDS[type(block)]


def _chart_svg(chart: Chart, size: str) -> Markup:
    width = CHART_WIDE if size == "wide" else CHART_NARROW
    return Markup(render_chart(chart, width, f"chart-{size}"))  # noqa: S704 - escapes its texts
