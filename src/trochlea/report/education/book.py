"""All pages of a knowledge, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from trochlea.knowledge import Knowledge
from trochlea.report.education.condition import condition_page
from trochlea.report.education.disagree import conflict_page
from trochlea.report.education.indexes import kind_page, top_page, vocabulary_page
from trochlea.report.education.links import KINDS, path_of
from trochlea.report.education.page import Page
from trochlea.report.education.question import self_test_page, topic_page
from trochlea.report.education.sign_pages import factor_page, red_flag_page
from trochlea.report.education.treatment import exercise_page, treatment_page

MAKERS: Mapping[str, Callable[[Any, str, Knowledge], Page]] = {
    "conditions": condition_page,
    "red_flags": red_flag_page,
    "treatments": treatment_page,
    "exercises": exercise_page,
    "self_tests": self_test_page,
    "topics": topic_page,
    "factors": factor_page,
    "conflicts": conflict_page,
}


def education_pages(knowledge: Knowledge) -> tuple[Page, ...]:
    """Return every page; the same knowledge gives the same bytes.

    Args:
        knowledge: Each record of the kinds that have pages gives one page; each kind an index.
    """
    pages = tuple(page for kind in KINDS for page in _pages(kind, knowledge))
    return (top_page(knowledge, len(pages)), vocabulary_page(knowledge), *pages)


def _pages(kind: str, knowledge: Knowledge) -> Iterator[Page]:
    yield kind_page(kind, knowledge)
    for key, record in getattr(knowledge, kind).items():
        yield MAKERS[kind](record, path_of(kind, key), knowledge)
