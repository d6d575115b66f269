"""What is said, in order, with reasons: records become a story, and a story becomes a page."""

from trochlea.report.lines import (
    Block,
    Chart,
    ChartDay,
    Citation,
    Group,
    Line,
    Section,
    Signal,
    Story,
    Table,
)
from trochlea.report.material import ReportMaterial
from trochlea.report.records import check_json, today_json
from trochlea.report.sentences import reason_sentence
from trochlea.report.story import build_story

__all__ = [
    "Block",
    "Chart",
    "ChartDay",
    "Citation",
    "Group",
    "Line",
    "ReportMaterial",
    "Section",
    "Signal",
    "Story",
    "Table",
    "build_story",
    "check_json",
    "reason_sentence",
    "today_json",
]
