"""The runner's own words in the interview: proposals are shown, and only confirmed ones count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from trochlea.cli.typed import numbers, which
from trochlea.model import KNEES, Knee

if TYPE_CHECKING:
    from trochlea.assess.free_words import Proposal
    from trochlea.assess.session import Told
    from trochlea.knowledge import Knowledge

STEP = "own_words"
ALL = ("all", "y", "yes")
QUESTION = "In your own words, what is wrong with the knee (Enter to skip)"
WHICH = 'Which are right (numbers, "all", "none")'


def ask_own_words(
    hear: Callable[[str], str],
    say: Callable[[str], None],
    knowledge: Knowledge,
    knees: Sequence[Knee],
) -> list[Told]:
    """Return what the runner said in their own words and then confirmed.

    Args:
        hear: Shows a prompt and returns what was typed.
        say: Shows a line.
        knowledge: Gives the words of the findings.
        knees: The knees asked about; where the words name none of two, each is asked for.
    """
    from trochlea import api

    text = hear(QUESTION)
    if not text:
        return []
    heard = api.understand(text, knowledge)
    rows = [row for row in heard.proposals if row.side in (*knees, "none", "both")]
    others = [row for row in heard.proposals if row not in rows]
    for number, row in enumerate(rows, start=1):
        say(f"  {number:2}. {api.proposal_words(row, knowledge)}")
    if others:
        say("  Of the other knee, so left out: " + "; ".join(row.words for row in others))
    if heard.not_understood:
        say("  Not understood: " + "; ".join(f"“{part}”" for part in heard.not_understood))
    if not rows:
        say("  Nothing that the questions know. They come now.")
        return []
    chosen = _chosen(hear, say, len(rows))
    confirmed = [row for number, row in enumerate(rows, start=1) if number in chosen]
    return [told for row in confirmed for told in _told(row, knowledge, knees, hear, say)]


def _chosen(hear: Callable[[str], str], say: Callable[[str], None], most: int) -> set[int]:
    """Return the numbers that were confirmed; Enter confirms nothing."""
    while True:
        text = hear(WHICH)
        if text in ALL:
            return set(range(1, most + 1))
        found = numbers(text, most) if text else set()
        if found is not None:
            return found
        say(f'  Type numbers from 1 to {most}, "all" or "none".')


def _told(
    row: Proposal,
    knowledge: Knowledge,
    knees: Sequence[Knee],
    hear: Callable[[str], str],
    say: Callable[[str], None],
) -> list[Told]:
    if not knowledge.findings[row.finding].per_knee:
        return [(None, row.finding, row.value)]
    sides = [knee for knee in knees if row.side in (knee, "both")]
    if not sides and len(knees) == 1:
        sides = list(knees)
    while not sides:
        text = hear(f"“{row.words}”: which knee (left, right, both)")
        side = which(text, (*KNEES, "both")) if text else None
        if not text:
            return []
        sides = [knee for knee in knees if side in (knee, "both")]
        if not sides:
            say("  Please type left, right or both.")
    return [(knee, row.finding, row.value) for knee in sides]
