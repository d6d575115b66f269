"""What a claim rests on: grade, basis, source and how far it was checked, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Claim, Grounded, Record, Source
from trochlea.report.education.page import Part, bullets, plain, say, steps
from trochlea.report.words import sentence, source_words

FIRST_WORDS = 7
OWN_DESIGN = "consensus"
# Shares, ratios and intervals; a time, a distance or a number of weeks is none of them.
FIGURES = re.compile(
    r"\d\s?%|\bpercent\b|\b(?:in|of|out of) 100\b|\b\d\.\d|\b\d+ (?:to|from) \d+\)|\b\d+,\d{3}\b"
)


class Citations:
    """Numbers the sources of one page as they first appear."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Begin with none.

        Args:
            knowledge: Gives the sources.
        """
        self._sources = knowledge.sources
        self._numbers: dict[str, int] = {}

    def mark(self, source: str) -> str:
        """Return the number of a source as a link to the list at the end."""
        number = self._numbers.setdefault(source, len(self._numbers) + 1)
        return f"[source {number}](#sources)"

    def part(self) -> Part:
        """Return the list of all sources named so far, with how much of each was read."""
        rows = [_source(key, self._sources.get(key)) for key in self._numbers]
        return Part(say("sources.title"), (steps(rows),) if rows else ())


def _source(key: str, source: Source | None) -> str:
    if source is None:
        return plain(key)
    if source.design == OWN_DESIGN:
        return f"{plain(source_words(source))} {say('sources.own')}"
    return f"{plain(source_words(source))} {say(f'sources.{source.read}')}"


def basis_words(row: Grounded, cited: Citations) -> str:
    """Return grade, basis, source, place and state of one claim or number."""
    parts = [
        say("ground.grade", grade=row.grade, word=say(f"ground.{row.grade}")),
        say(f"ground.{row.basis}"),
        cited.mark(row.source),
    ]
    if row.place:
        parts.append(plain(say("ground.place", place=row.place)))
    return f"{', '.join(parts)}; {say(f'ground.{row.status}')}."


def short_words(row: Grounded, cited: Citations) -> str:
    """Return the same as `basis_words`, as short as a table needs it."""
    return say(
        "ground.short",
        grade=row.grade,
        basis=row.basis,
        source=cited.mark(row.source),
        status=say(f"ground.short_{row.status}"),
    )


def told_with_grounds(claim: Claim, cited: Citations) -> str:
    """Return a whole claim with what it rests on."""
    words = basis_words(claim, cited)
    return f"{plain(sentence(claim.text))} {words[:1].upper()}{words[1:]}"


def why_line(claim: Claim, cited: Citations) -> str:
    """Return what stands behind "Why" for one claim: its first words and its grounds."""
    words = claim.text.split()
    start = " ".join(words[:FIRST_WORDS]).rstrip(".,;:")
    mark = "…" if len(words) > FIRST_WORDS else ""
    return f"“{plain(start)}{mark}”: {basis_words(claim, cited)}"


def claims_part(title: str, claims: Sequence[Claim], cited: Citations, lead: str = "") -> Part:
    """Return claims as a section, their grounds behind "Why".

    A claim that tells a study's figures stands behind "Why" as a whole, unless nothing would be
    left to read.

    Args:
        title: The heading.
        claims: In their order; none gives an empty section.
        cited: Numbers their sources.
        lead: A line before them.
    """
    shown = [claim for claim in claims if not FIGURES.search(claim.text)] or list(claims)
    rows = [plain(sentence(claim.text)) for claim in shown]
    why = bullets(
        why_line(claim, cited) if claim in shown else told_with_grounds(claim, cited)
        for claim in claims
    )
    if not claims:
        return Part(title)
    body = rows[0] if len(rows) == 1 else bullets(rows)
    return Part(title, (*((lead,) if lead else ()), body), (why,))


def state_note(record: Record) -> str:
    """Return in one sentence how far the record was checked."""
    if record.status == "reviewed":
        return plain(say("page.reviewed", by=record.reviewed_by, on=record.reviewed_on))
    return say(f"page.{record.status}")


def notes(record: Record) -> tuple[str, ...]:
    """Return what stands under the first sentence of every page."""
    return (say("page.education"), f"*{state_note(record)}*")
