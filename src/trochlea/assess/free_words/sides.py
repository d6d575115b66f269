"""Which knee is meant: the side named in the clause, before it, or anywhere in the text."""

from __future__ import annotations

from trochlea.assess.free_words.clauses import Clause, Text
from trochlea.model.observation import Side

SIDES: dict[str, Side] = {"left": "left", "right": "right", "both": "both"}


class Sides:
    """Says for each clause of a text which knee it speaks of."""

    def __init__(self, text: Text) -> None:
        """Find the sides named, but those of other body parts and of comparisons.

        Args:
            text: The text with its cues.
        """
        self._text = text
        named = [
            (at, SIDES[token.side])
            for at, token in enumerate(text.tokens)
            if token.side and not self._aside(at)
        ]
        self._named = self._corrected(named)

    def of(self, clause: Clause, at: int) -> Side:
        """Return the knee that a place in a clause speaks of; `none` where none was named."""
        inside = [row for row in self._named if clause.holds(row[0])]
        if inside:
            before = [side for place, side in inside if place <= at]
            return before[-1] if before else inside[0][1]
        sentence = [
            row
            for row in self._named
            if row[0] in self._text.clause_at
            and self._text.clause_at[row[0]].sentence == clause.sentence
        ]
        earlier = [side for place, side in sentence if place < at]
        if earlier:
            return earlier[-1]
        if sentence:
            return sentence[0][1]
        before = [side for place, side in self._named if place < at]
        if before:
            return before[-1]
        later = {side for place, side in self._named if place > at}
        return later.pop() if len(later) == 1 else "none"

    def _aside(self, at: int) -> bool:
        """Return whether a side belongs to another body part, or only compares."""
        clause = self._text.clause_at.get(at)
        if clause is None:
            return True
        tokens = self._text.tokens
        after = next((row for row in tokens[at + 1 : clause.end] if row.content), None)
        if after is not None and after.word in self._text.cues.words["other_side_nouns"]:
            return True
        return any(
            0 < at - row.last <= self._text.cues.limits["contrast"]
            for row in self._text.cues_in("contrast", clause)
        )

    def _corrected(self, named: list[tuple[int, Side]]) -> list[tuple[int, Side]]:
        """Return the sides with slips put right ("left, no wait, right")."""
        for row in self._text.cue_places.get("correction", ()):
            before = [place for place, _side in named if place < row.first]
            after = [(place, side) for place, side in named if place > row.last]
            near = self._text.cues.limits["correction"]
            if not before or not after:
                continue
            place, side = after[0]
            if place - row.last <= near and row.first - before[-1] <= near:
                named = [(at, side if at <= before[-1] else old) for at, old in named]
        return named
