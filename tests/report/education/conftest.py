"""The pages of the packaged knowledge, made once."""

from __future__ import annotations

import pytest

from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.report.education import Page, education_pages


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The knowledge that comes with the package, not the small one of the report's other tests."""
    return packaged_knowledge()


@pytest.fixture(scope="session")
def pages(knowledge: Knowledge) -> dict[str, Page]:
    """Every page by its path."""
    return {page.path: page for page in education_pages(knowledge)}
