"""Of whom and of when a clause speaks: other people, other body parts, former times, "if"."""

from __future__ import annotations

from collections.abc import Iterator

from trochlea.assess.free_words.clauses import Clause, Text
from trochlea.assess.free_words.patterns import Found


class Scope:
    """Says of each place in a text whether the runner speaks of the sore knee, and of now."""

    def __init__(self, text: Text, per_knee: frozenset[str]) -> None:
        """Work out what is shared by all places.

        Args:
            text: The text with its cues.
            per_knee: The findings that are asked for each knee.
        """
        self._text = text
        self._spoken_for = frozenset(
            at
            for entry, found in text.matches
            if entry.finding in per_knee and entry.finding != "pain_region"
            for at in found.at
        )
        self._others = frozenset(self._of_others())
        self._former = frozenset(self._former_clauses())

    def of_others(self, found: Found) -> bool:
        """Return whether the words are about another person."""
        return self._text.clause(found).number in self._others

    def former(self, found: Found) -> bool:
        """Return whether the words are about former times."""
        clause = self._text.clause(found)
        return clause.number in self._former or any(
            row.joint in self._text.cues.words["fresh_joints"] and self._text.has("over", row)
            for row in self._text.sentence(clause.sentence)
            if row.number > clause.number
        )

    def hedged(self, found: Found) -> bool:
        """Return whether the runner is not sure."""
        clause = self._text.clause(found)
        return self._text.has("hedge", clause) or self.questioned(clause)

    def questioned(self, clause: Clause) -> bool:
        """Return whether the sentence is a question."""
        last = self._text.sentence(clause.sentence)[-1]
        return last is clause and "?" in self._text.stops.get(clause.sentence, "")

    def asks(self, found: Found) -> bool:
        """Return whether a sentence asks for advice, so that it states nothing."""
        clause = self._text.clause(found)
        openings = self._text.cue_places.get("asking", ())
        return any(
            clause.holds(row.first) and row.first <= found.first and self._opens(row)
            for row in openings
        ) and "?" in self._text.stops.get(clause.sentence, "")

    def _opens(self, row: Found) -> bool:
        clause = self._text.clause(row)
        return not any(token.content for token in self._text.tokens[clause.start : row.first])

    def supposed(self, found: Found, *, after_if: bool) -> bool:
        """Return whether the words are a supposition ("if it ever swelled", "it would hurt")."""
        clause = self._text.clause(found)
        if self._text.has("would", clause):
            return True
        return after_if and any(
            row.first < found.first and not self._keeps(row)
            for row in self._text.cues_in("if", clause)
        )

    def _keeps(self, row: Found) -> bool:
        """Return whether "if" supposes nothing ("as if", "even if", "not sure if")."""
        before = self._text.tokens[row.first - 1].word if row.first else ""
        return before in self._text.cues.words["keeps_if"]

    def untried(self, found: Found) -> bool:
        """Return whether the sentence says that it was not tried."""
        number = self._text.clause(found).sentence
        return any(self._text.has("untried", row) for row in self._text.sentence(number))

    def other_knee(self, found: Found) -> bool:
        """Return whether the clause is about the knee that is not at issue."""
        clause = self._text.clause(found)
        return any(
            not any(
                0 < row.first - part.last <= self._text.cues.limits["contrast"]
                for part in self._text.cues_in("contrast", clause)
            )
            for row in self._text.cues_in("other_knee", clause)
        )

    def other_part(self, found: Found) -> bool:
        """Return whether the words are about another part of the body than the knee."""
        clause = self._text.clause(found)
        if self._names_part(found) or self._only_knee(clause):
            return False
        for row in reversed(self._text.sentence(clause.sentence)):
            if row.number > clause.number:
                continue
            until = found.first if row is clause else row.end
            subject = self._subject(row, until)
            if subject:
                return subject == "other" or (row is clause and self._attached(clause, found))
            if row.joint in self._text.cues.words["fresh_joints"]:
                break
        return self._attached(clause, found)

    def _names_part(self, found: Found) -> bool:
        """Return whether the words found name the knee or the part themselves."""
        places = (
            *self._text.cue_places.get("knee", ()),
            *self._text.cue_places.get("other_part", ()),
        )
        return any(row.first in found.at for row in places)

    def _only_knee(self, clause: Clause) -> bool:
        """Return whether a clause names the knee and no other part."""
        knees = [
            row for row in self._text.cues_in("knee", clause) if not self._contrasted(row, clause)
        ]
        return bool(knees) and not self._text.has("other_part", clause)

    def _subject(self, clause: Clause, until: int) -> str:
        """Return what a clause speaks of last before a token: knee, other, or nothing."""
        parts = [
            (row.first, name)
            for name, cue in (("knee", "knee"), ("other", "other_part"))
            for row in self._text.cues_in(cue, clause)
            if row.first < until
            and not (name == "other" and row.first in self._spoken_for)
            and not (name == "knee" and self._contrasted(row, clause))
        ]
        return max(parts)[1] if parts else ""

    def _contrasted(self, row: Found, clause: Clause) -> bool:
        """Return whether the knee is only what it is not ("my hip, not the knee")."""
        near = self._text.cues.limits["contrast"]
        contrasts = self._text.cues_in("contrast", clause)
        return any(0 < row.first - part.last <= near for part in contrasts)

    def _attached(self, clause: Clause, found: Found) -> bool:
        """Return whether another part follows ("swelling in my ankle") and no knee does."""
        after = [
            row
            for row in self._text.cues_in("in_other_part", clause)
            if row.first > found.last and row.first - found.last <= self._text.cues.limits["gap"]
        ]
        knees = [row for row in self._text.cues_in("knee", clause) if row.first > found.last]
        return bool(after) and not knees

    def _of_others(self) -> Iterator[int]:
        """Yield the clauses about other people: from "my mate" to the next "my", "I", "mine"."""
        sentence, of_other = -1, False
        for clause in self._text.clauses:
            if clause.sentence != sentence:
                sentence, of_other = clause.sentence, False
            own = self._holds_word(clause, "myself")
            if self._text.has("other_person", clause):
                reports = self._text.has("reports", clause) or self._holds_word(clause, "me")
                of_other = of_other or not reports
            elif of_other and own:
                of_other = False
            if of_other:
                yield clause.number

    def _former_clauses(self) -> Iterator[int]:
        """Yield the clauses about former times: from "two years ago" to the next "now"."""
        sentence, former = -1, False
        for clause in self._text.clauses:
            if clause.sentence != sentence:
                sentence, former = clause.sentence, False
            if self._text.has("past", clause) or self._long_ago(clause):
                former = True
                if clause.joint == "," and not self._speaks(clause) and clause.number:
                    before = self._text.clauses[clause.number - 1]
                    if before.sentence == sentence and not self._text.has("present", before):
                        yield before.number
            elif self._text.has("present", clause) or clause.joint in ("but", "now"):
                former = False
            if former:
                yield clause.number

    def _holds_word(self, clause: Clause, name: str) -> bool:
        words = self._text.cues.words[name]
        return any(row.word in words for row in self._text.tokens[clause.start : clause.end])

    def _speaks(self, clause: Clause) -> bool:
        """Return whether a clause states a finding of its own."""
        return any(clause.holds(found.first) for _entry, found in self._text.matches)

    def _long_ago(self, clause: Clause) -> bool:
        tokens, limit = self._text.tokens, self._text.cues.limits["former_from_days"]
        return any(
            tokens[at].kind == "days"
            and (tokens[at].value or 0) >= limit
            and tokens[at + 1].word in self._text.cues.words["ago"]
            for at in range(clause.start, clause.end - 1)
        ) or any(self._is_year(at) for at in range(clause.start, clause.end))

    def _is_year(self, at: int) -> bool:
        token, limits = self._text.tokens[at], self._text.cues.limits
        year = token.kind == "number" and token.word.isdigit()
        since = at and self._text.tokens[at - 1].word == "since"
        between = limits["first_year"] <= (token.value or 0) <= limits["last_year"]
        return bool(year and between and not since)
