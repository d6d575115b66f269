"""The first answer: what fits so far in one line, while the interview goes on."""

from __future__ import annotations

from trochlea.knowledge import Knowledge
from trochlea.model import Assessment, Differential, urgency_rank
from trochlea.report.sections.fits import joined_names
from trochlea.report.words import phrases, say, side_words


def first_answer(assessment: Assessment, knowledge: Knowledge) -> str:
    """Return what fits so far, and above it how soon to be seen where that is soon.

    Args:
        assessment: Made from the answers so far.
        knowledge: Gives the names.
    """
    knees = [
        _knee(row, knowledge, len(assessment.differentials)) for row in assessment.differentials
    ]
    lines = [say("say", "so_far", names=" ".join(knees))]
    if urgency_rank(assessment.triage.urgency) >= urgency_rank("urgent"):
        lines.insert(0, say("say", "seen_first_so_far"))
    return " ".join(lines)


def _knee(row: Differential, knowledge: Knowledge, knees: int) -> str:
    side = f"{side_words(row.knee)}: ".capitalize() if knees > 1 else ""
    if row.abstained or not row.listed:
        table: dict[str, str] = phrases()["abstained"]
        return side + table.get(row.abstained_because or "default", table["default"])
    return f"{side}{joined_names(row, knowledge)}."
