"""Coverage: which record or feature carries each requirement."""

from __future__ import annotations

from dataclasses import dataclass

from trochlea.knowledge.base import Knowledge

KINDS = (
    "conditions",
    "findings",
    "red_flags",
    "rules",
    "factors",
    "exercises",
    "sources",
    "pairs",
    "clearances",
    "screens",
    "self_tests",
    "treatments",
    "topics",
    "conflicts",
)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One requirement and what carries it.

    Attributes:
        requirement: Its id.
        title: Our own title.
        records: Knowledge records that name it, as kind/id.
        feature: The feature that carries it, in words, or empty.
        later: The part of the product that is declared to carry it later, or empty.
    """

    requirement: str
    title: str
    records: tuple[str, ...]
    feature: str
    later: str

    @property
    def carried(self) -> bool:
        """True where a record, a feature or a declared later part carries it."""
        return bool(self.records or self.feature or self.later)


def coverage(knowledge: Knowledge) -> tuple[CoverageRow, ...]:
    """Return every requirement with what carries it, by id."""
    carriers: dict[str, list[str]] = {}
    for kind in KINDS:
        for key, record in getattr(knowledge, kind).items():
            for requirement in record.requirements:
                carriers.setdefault(requirement, []).append(f"{kind}/{key}")
    return tuple(
        CoverageRow(row.id, row.title, tuple(carriers.get(row.id, ())), row.feature, row.later)
        for row in knowledge.requirements.values()
    )
