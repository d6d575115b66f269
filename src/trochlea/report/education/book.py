"""All pages of a knowledge, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator

from trochlea.knowledge import Knowledge
from trochlea.report.education.condition import condition_page
from trochlea.report.education.links import path_of
from trochlea.report.education.page import Page


def education_pages(knowledge: Knowledge) -> tuple[Page, ...]:
    """Return every page; the same knowledge gives the same bytes."""
    return tuple(_pages(knowledge))


def _pages(knowledge: Knowledge) -> Iterator[Page]:
    for key, record in knowledge.conditions.items():
        yield condition_page(record, path_of("conditions", key), knowledge)
