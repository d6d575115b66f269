"""The runner's own words in the interview: proposals are shown, and only confirmed ones count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from trochlea.cli.typed import KNEES_WORDS, NO, YES, Back, flagged, numbers, which
from trochlea.model import KNEES, Knee

if TYPE_CHECKING:
    from trochlea.assess import About
    from trochlea.assess.free_words import Proposal
    from trochlea.assess.session import Told
    from trochlea.knowledge import Knowledge

Hear = Callable[[str], str]
Say = Callable[[str], None]
Confirmed = tuple[list["Told"], tuple[Knee, ...]]
STEP = "own_words"
ALL = ("all", *YES)
NOTHING = (False, None, ())
QUESTION = "In your own words, what is wrong with the knee (Enter to skip)"
OTHER_KNEE = "Does the other knee hurt too (y, n)"
WHICH = 'Which are right (numbers, "all", "none")'


def ask_own_words(hear: Hear, say: Say, knowledge: Knowledge, about: About) -> Confirmed:
    """Return what was said in own words and confirmed, and the knees it is asked for now.

    Args:
        hear: Shows a prompt and returns what was typed.
        say: Shows a line.
        knowledge: Gives the words of the findings.
        about: The knees asked about. Where the words name none of two that are not alike, each
            is asked for; where they state a warning sign of the other knee, so is that knee.
    """
    while True:
        text = hear(QUESTION)
        if not text:
            return [], about.knees
        try:
            return _heard(text, hear, say, knowledge, about)
        except Back:
            continue


def _heard(text: str, hear: Hear, say: Say, knowledge: Knowledge, about: About) -> Confirmed:
    from trochlea import api

    heard = api.understand(text, knowledge)
    knees = _knees(heard.proposals, hear, say, knowledge, about)
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
        return [], knees
    while True:
        chosen = _chosen(hear, say, len(rows))
        confirmed = [row for number, row in enumerate(rows, start=1) if number in chosen]
        unnamed = knees[:1] if about.mirrored or len(knees) == 1 else ()
        try:
            told = [
                one
                for row in confirmed
                for one in _told(row, knowledge, knees, unnamed, hear, say)
            ]
        except Back:
            continue
        # Of two knees that are alike, the "no" of one never takes back the "yes" of the other.
        told.sort(key=lambda one: about.mirrored and one[2] is not False)
        return told, knees


def _knees(
    rows: Sequence[Proposal], hear: Hear, say: Say, knowledge: Knowledge, about: About
) -> tuple[Knee, ...]:
    """Return the knees to ask about: the other one too, if it has a warning sign and hurts."""
    beyond = [knee for knee in KNEES if knee not in about.knees]
    signs = flagged(knowledge)
    alarming = [
        row.words
        for row in rows
        if row.side in (*beyond, "both") and row.finding in signs and row.value not in NOTHING
    ]
    if not beyond or not alarming:
        return about.knees
    say("  Of the other knee: " + "; ".join(f"“{words}”" for words in alarming))
    while True:
        text = hear(OTHER_KNEE)
        if text in YES:
            return KNEES
        if text in NO:
            return about.knees
        say("  Please type y or n.")


def _chosen(hear: Hear, say: Say, most: int) -> set[int]:
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
    unnamed: Sequence[Knee],
    hear: Hear,
    say: Say,
) -> list[Told]:
    """Return one finding for each knee it is of; `unnamed` are those meant where none is named."""
    if not knowledge.findings[row.finding].per_knee:
        return [(None, row.finding, row.value)]
    sides = [knee for knee in knees if row.side in (knee, "both")] or list(unnamed)
    while not sides:
        text = hear(f"“{row.words}”: which knee (left, right, both)")
        side = which(text, KNEES_WORDS) if text else None
        if not text:
            return []
        sides = [knee for knee in knees if side in (knee, "both")]
        if not sides:
            say("  Please type left, right or both.")
    return [(knee, row.finding, row.value) for knee in sides]
