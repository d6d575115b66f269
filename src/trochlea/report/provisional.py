"""While the interview goes on: what fits so far in one line, and what was heard in own words."""

from __future__ import annotations

from trochlea.assess.free_words import Proposal
from trochlea.knowledge import Knowledge
from trochlea.model import Assessment, Differential, Seen, urgency_rank
from trochlea.report.sections.fits import joined_names
from trochlea.report.words import finding_words, phrases, say, side_words


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


def proposal_words(row: Proposal, knowledge: Knowledge) -> str:
    """Return a proposal as it is put to the runner, with the words that it rests on.

    Args:
        row: What was heard.
        knowledge: Gives the words of the finding.
    """
    meant = finding_words(Seen(row.finding, row.value, row.side, "answer"), knowledge)
    side = side_words(row.side)
    maybe = say("say", "perhaps") if not row.sure else ""
    return f"{f'{side}: ' if side else ''}{maybe}{meant} (“{row.words}”)"
