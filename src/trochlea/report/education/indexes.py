"""The index pages: one a kind, one over all, and the vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Finding
from trochlea.report.education.links import INDEX, KINDS, about, path_of, title_of
from trochlea.report.education.page import Page, bullets, link, phrases, plain, say
from trochlea.report.words import inside, plain_number, sentence

GROUPED = {"conditions": ("advice", "family"), "red_flags": ("urgency", "urgency")}
VOCABULARY = "vocabulary.md"


def top_page(knowledge: Knowledge, pages: int) -> Page:
    """Return the page over all kinds, with how far the records were checked."""
    rows = [
        _line(_title(kind), f"{kind}/{INDEX}", _lead(kind))
        for kind in KINDS
        if getattr(knowledge, kind)
    ]
    rows.append(_line(_title("vocabulary"), VOCABULARY, _lead("vocabulary")))
    states = Counter(
        record.status for kind in KINDS for record in getattr(knowledge, kind).values()
    )
    counts = say(
        "index.counts",
        pages=pages,
        draft=states["draft"],
        total=states.total(),
        reviewed=states["reviewed"],
    )
    title = say("index.title")
    blocks = (
        f"# {title}",
        say("index.lead"),
        say("index.education"),
        bullets(rows),
        counts,
        say("index.version", version=knowledge.version),
    )
    return Page(INDEX, title, "\n\n".join(blocks) + "\n")


def kind_page(kind: str, knowledge: Knowledge) -> Page:
    """Return the index of one kind, in groups where the kind has them."""
    title = _title(kind)
    blocks = [f"# {title}", _lead(kind), say("page.education")]
    if kind != "red_flags":
        blocks.append(say("condition.signs", link=f"../red_flags/{INDEX}"))
    if kind in GROUPED:
        field, headings = GROUPED[kind]
        blocks += _groups(kind, field, phrases()[headings], knowledge)
    else:
        blocks.append(_list(kind, getattr(knowledge, kind), knowledge))
    return Page(f"{kind}/{INDEX}", title, "\n\n".join(blocks) + "\n")


def _groups(
    kind: str, field: str, headings: Mapping[str, str], knowledge: Knowledge
) -> Iterator[str]:
    records: Mapping[str, Any] = getattr(knowledge, kind)
    for name, heading in headings.items():
        keys = [key for key, record in records.items() if getattr(record, field) == name]
        if keys:
            yield f"## {heading}"
            yield _list(kind, keys, knowledge)


def _list(kind: str, keys: Iterable[str], knowledge: Knowledge) -> str:
    records: Mapping[str, Any] = getattr(knowledge, kind)
    rows = sorted((title_of(knowledge, kind, key), key) for key in keys)
    return bullets(
        _line(title, path_of(kind, key).partition("/")[2], plain(sentence(about(records[key]))))
        for title, key in rows
    )


def _line(title: str, target: str, text: str) -> str:
    return f"{link(title, target)}: {text}"


def _title(kind: str) -> str:
    return str(phrases()["kind"][kind][0])


def _lead(kind: str) -> str:
    return str(phrases()["kind"][kind][1])


def vocabulary_page(knowledge: Knowledge) -> Page:
    """Return every finding with its question and the values that an answers file may give."""
    rows = [
        f"| `{key}` | {plain(row.question)} | {_values(row)} | {_where(row)} |"
        for key, row in knowledge.findings.items()
    ]
    title = _title("vocabulary")
    table = "\n".join((say("vocabulary.columns"), *rows))
    text = "\n\n".join((f"# {title}", _lead("vocabulary"), say("vocabulary.lead"), table))
    return Page(VOCABULARY, title, text + "\n")


def _where(row: Finding) -> str:
    where = say("vocabulary.knee" if row.per_knee else "vocabulary.general")
    return f"{where}, {say('vocabulary.clinician')}" if row.observable_by == "clinician" else where


def _values(row: Finding) -> str:
    if row.kind == "yes_no":
        return say("vocabulary.yes_no")
    if row.choices:
        choices = "; ".join(
            f"`{choice.id}` {plain(inside(choice.label))}" for choice in row.choices
        )
        return say(
            "vocabulary.one_of" if row.kind == "choice" else "vocabulary.some_of", choices=choices
        )
    low, high = plain_number(row.minimum or 0), plain_number(row.maximum or 0)
    return plain(say("vocabulary.number", low=low, high=high, unit=row.unit or "")).strip()
