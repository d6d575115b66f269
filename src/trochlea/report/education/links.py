"""Where the pages stand, and links between them."""

from __future__ import annotations

from collections.abc import Iterable

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Condition, Topic
from trochlea.report.education.page import link, plain

KINDS = (
    "conditions",
    "red_flags",
    "treatments",
    "exercises",
    "self_tests",
    "topics",
    "factors",
    "conflicts",
)
INDEX = "index.md"


def path_of(kind: str, key: str) -> str:
    """Return where a record's page stands under the folder of all pages."""
    return f"{kind}/{key}.md"


def title_of(knowledge: Knowledge, kind: str, key: str) -> str:
    """Return a record's title; its id in words where there is no such record."""
    record = getattr(knowledge, kind, {}).get(key)
    title = getattr(record, "title", None)
    return str(title) if title else key.replace("_", " ")


def link_to(knowledge: Knowledge, kind: str, key: str) -> str:
    """Return a link from any record's page to another; the bare title where it has no page."""
    title = title_of(knowledge, kind, key)
    known = kind in KINDS and key in getattr(knowledge, kind)
    return link(title, f"../{path_of(kind, key)}") if known else plain(title)


def links_to(knowledge: Knowledge, kind: str, keys: Iterable[str]) -> str:
    """Return links to several records of one kind, with commas between."""
    return ", ".join(link_to(knowledge, kind, key) for key in keys)


def about(record: object) -> str:
    """Return the line that an index says of a record beside its title."""
    if isinstance(record, Condition):
        return record.plain_name
    if isinstance(record, Topic):
        return record.question
    for name in ("purpose", "what_it_is", "why", "what_to_do"):
        text = getattr(record, name, None)
        if isinstance(text, str):
            return text
    return str(getattr(getattr(record, "verdict", None), "text", ""))
