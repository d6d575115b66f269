"""Yes or no: what is denied, what hurts, and what is fine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trochlea.assess.free_words.clauses import Clause, Text
from trochlea.assess.free_words.patterns import Found


@dataclass(frozen=True, slots=True)
class Judged:
    """A yes or no, with the tokens that say so.

    Attributes:
        yes: True for yes.
        at: The tokens of the negation or of "hurts", "fine".
    """

    yes: bool
    at: tuple[int, ...] = ()


class Polarity:
    """Says of each place in a text whether it is stated or denied, or neither clearly."""

    def __init__(self, text: Text) -> None:
        """Find what negates and what is said to hurt or be fine.

        Args:
            text: The text with its cues.
        """
        self._text = text
        harmless = {
            at
            for name in ("no_negation", "correction")
            for row in text.cue_places.get(name, ())
            for at in row.at
        }
        self._negations = frozenset(
            at
            for row in text.cue_places.get("negation", ())
            for at in row.at
            if at not in harmless
        )
        self._verdicts = tuple(self._all_verdicts())

    def stated(self, found: Found) -> Judged | None:
        """Return whether a statement is made or denied; None where the words leave it open."""
        clause = self._text.clause(found)
        answer = self._answer(found, clause)
        if answer is not None:
            return answer
        negation = self._negation_before(found, clause)
        if negation is not None:
            return Judged(yes=False, at=(negation,))
        gone = [row for row in self._text.cues_in("gone", clause) if row.first > found.last]
        still = gone and self._back(gone[0], clause, self._text.cues.limits["bare_member"])
        if gone and still is None and not set(gone[0].at) & set(found.at):
            return Judged(yes=False, at=gone[0].at)
        return self._from_list(found, clause)

    def negated(self, found: Found) -> bool:
        """Return whether a negation stands before a place in its clause."""
        return self._negation_before(found, self._text.clause(found)) is not None

    def hurts(self, found: Found) -> Judged | None:
        """Return whether a circumstance hurts or is fine; None where nothing says so."""
        clause = self._text.clause(found)
        if self._compared(found, clause):
            return None
        here = self._verdict_near(found, clause)
        if here is not None:
            return here
        answer = self._answer(found, clause)
        if answer is not None:
            return answer
        before, after = self._from_before(found, clause), self._from_after(found, clause)
        if before and after and before.yes != after.yes and self._closes(clause, after):
            return None
        return before or after or self._only_there(clause)

    def _closes(self, clause: Clause, verdict: Judged) -> bool:
        """Return whether a verdict closes what an "and" opened, naming nothing of its own."""
        own = self._text.clause_at[verdict.at[-1]]
        return clause.joint == "and" and not self._names_circumstance(own)

    def _names_circumstance(self, clause: Clause) -> bool:
        return any(
            clause.holds(found.first) and entry.role in ("when", "near")
            for entry, found in self._text.matches
        )

    def _only_there(self, clause: Clause) -> Judged | None:
        """Return yes for "only when I run", where nothing else in the sentence says what hurts."""
        only = self._text.cues_in("only", clause)
        spoken = any(
            self._in_clause(row) or self._text.has("not_sore", row)
            for row in self._text.sentence(clause.sentence)
        )
        return Judged(yes=True, at=only[0].at) if only and not spoken else None

    def denied_place(self, found: Found) -> bool:
        """Return whether a place is said to be fine, or is what it is not."""
        clause = self._text.clause(found)
        if self._negation_before(found, clause) is not None:
            return True
        verdicts = self._in_clause(clause)
        other = any(row.first not in found.at for row in self._text.cues_in("not_sore", clause))
        if other and not any(row.yes for row in verdicts):
            return True
        return bool(verdicts) and not any(row.yes for row in verdicts)

    def denial_only(self, clause: Clause) -> bool:
        """Return whether a clause says nothing but no ("but it hasn't", "neither happens now")."""
        words = [row.word for row in self._text.content(clause)]
        allowed = self._text.cues.words["denial_only"]
        inside = any(clause.holds(at) for at in self._negations)
        return inside and bool(words) and all(word in allowed for word in words)

    def verdict_tokens(self) -> frozenset[int]:
        """Return every token that says that something hurts or is fine."""
        return frozenset(at for row in self._verdicts for at in row.at)

    def _all_verdicts(self) -> Iterator[Judged]:
        """Yield each "hurts" and "fine" of the text, turned round where it is negated."""
        rows = [
            (yes, row)
            for name, yes in (("pain", True), ("fine", False))
            for row in self._text.cue_places.get(name, ())
        ]
        rows.sort(key=lambda pair: (pair[1].first, -len(pair[1].at), pair[0]))
        taken: set[int] = set()
        for yes, row in sorted(rows, key=lambda pair: (-len(pair[1].at), pair[1].first)):
            if taken & set(row.at):
                continue
            taken.update(row.at)
            negation = self._close_negation(row)
            at = row.at if negation is None else (negation, *row.at)
            yield Judged(yes=yes if negation is None else not yes, at=at)

    def _close_negation(self, row: Found) -> int | None:
        """Return a negation that stands close before "hurts" or "fine"."""
        clause = self._text.clause(row)
        left = self._text.cues.limits["negation_of_pain"]
        return self._back(row, clause, left)

    def _negation_before(self, found: Found, clause: Clause) -> int | None:
        return self._back(found, clause, self._text.cues.limits["negation_of_words"])

    def _back(self, found: Found, clause: Clause, left: int) -> int | None:
        for at in range(found.first - 1, clause.start - 1, -1):
            token = self._text.tokens[at]
            if at in self._negations:
                return at
            if token.word in self._text.cues.words["ends_negation"]:
                return None
            left -= token.content
            if left < 0:
                return None
        return None

    def _answer(self, found: Found, clause: Clause) -> Judged | None:
        """Return a yes or no that follows at once ("kneeling no", "swelling: none")."""
        at = found.last + 1
        tokens = self._text.tokens
        while at < len(tokens) and (
            tokens[at].filler or tokens[at].word in self._text.cues.words["before_answer"]
        ):
            at += 1
        if at >= len(tokens) or not self._ends(at):
            return None
        for name, yes in (("answer_yes", True), ("answer_no", False)):
            if tokens[at].word in self._text.cues.words[name]:
                crossed = not clause.holds(at)
                lone = crossed and any(not row.filler for row in tokens[found.last + 1 : at])
                return Judged(yes, (at,)) if not crossed or lone else None
        return None

    def _ends(self, at: int) -> bool:
        """Return whether a clause ends after a token."""
        rest = at + 1
        while rest < len(self._text.tokens) and self._text.tokens[rest].filler:
            rest += 1
        clause = self._text.clause_at.get(at)
        return rest >= len(self._text.tokens) or clause is None or rest >= clause.end

    def _from_list(self, found: Found, clause: Clause) -> Judged | None:
        """Return what a list says of its later members ("no fever, chills or sweats")."""
        stated = Judged(yes=True)
        if not self._bare(found, clause) or not clause.number:
            return stated
        before = self._text.clauses[clause.number - 1]
        if before.sentence != clause.sentence or clause.joint not in self._list_joints():
            return stated
        if self._text.tokens[clause.start].word in self._text.cues.words["own_subject"]:
            return stated
        negation = self._list_negation(before)
        if negation is None:
            return stated
        with_or = any(
            row.joint in self._text.cues.words["or_joints"]
            for row in self._text.sentence(clause.sentence)
            if row.number >= clause.number
        )
        return Judged(yes=False, at=(negation,)) if with_or else None

    def _list_joints(self) -> frozenset[str]:
        return self._text.cues.words["list_joints"]

    def _list_negation(self, clause: Clause) -> int | None:
        """Return the negation of a list's earlier member, going back over bare members."""
        for number in range(clause.number, -1, -1):
            row = self._text.clauses[number]
            if row.sentence != clause.sentence:
                return None
            inside = [at for at in self._negations if row.holds(at)]
            if inside:
                return min(inside) if self._of_list(min(inside)) else None
            if row.joint not in self._list_joints():
                return None
            if len([*self._text.content(row)]) > self._text.cues.limits["bare_member"]:
                return None
        return None

    def _of_list(self, at: int) -> bool:
        """Return whether a negation can open a list; "cannot" denies one verb alone."""
        tokens, words = self._text.tokens, self._text.cues.words
        able = at > 0 and tokens[at - 1].word in words["ability"]
        return tokens[at].word in words["list_negations"] and not able

    def _bare(self, found: Found, clause: Clause) -> bool:
        """Return whether a clause is little more than the words found."""
        content = list(self._text.content(clause))
        inside = [at for at in found.at if clause.holds(at)]
        return len(content) <= len(inside) + 1

    def _compared(self, found: Found, clause: Clause) -> bool:
        """Return whether the words only compare ("worse than going up")."""
        return any(
            self._text.tokens[at].word in self._text.cues.words["than"]
            for at in range(clause.start, found.first)
            if found.first - at <= self._text.cues.limits["gap"]
        )

    def _in_clause(self, clause: Clause) -> list[Judged]:
        return [row for row in self._verdicts if clause.holds(row.at[-1])]

    def _verdict_near(self, found: Found, clause: Clause) -> Judged | None:
        rows = [row for row in self._in_clause(clause) if not set(row.at) <= set(found.at)]
        if not rows:
            return None

        def far(row: Judged) -> int:
            return min(abs(a - b) for a in row.at for b in (found.first, found.last))

        nearest = min(rows, key=lambda row: (far(row), row.at))
        turned = [
            at
            for at in self._negations
            if nearest.at[-1] < at < found.first and at not in nearest.at
        ]
        if turned and self._back(found, clause, 0) is not None:
            return Judged(not nearest.yes, (*nearest.at, *turned))
        return nearest

    def _from_before(self, found: Found, clause: Clause) -> Judged | None:
        """Return the verdict that an earlier clause carries on ("hurts kneeling and sitting")."""
        marks = self._text.cues.words
        opening = next(self._text.content(clause), None)
        turned = self._back(found, clause, self._text.cues.limits["bare_member"])
        only = self._text.has("only", clause)
        for row in reversed(self._text.clauses[: clause.number]):
            if row.sentence != clause.sentence:
                return self._from_last_sentence(
                    row,
                    opening is not None and (opening.word in marks["carries_on"]),
                    turned,
                    only,
                )
            if row.joint in marks["fresh_joints"] and not self._in_clause(row):
                return None
            rows = self._in_clause(row)
            if rows:
                last = rows[-1]
                if turned is not None:
                    return Judged(yes=False, at=(turned,))
                if only:
                    return Judged(yes=True, at=last.at)
                if self._ends_in_not(found, clause):
                    return Judged(yes=not last.yes, at=last.at)
                if clause.joint in marks["fresh_joints"]:
                    return None
                return last
        if opening is not None and opening.word in marks["carries_on"] and clause.number:
            row = self._text.clauses[clause.number - 1]
            return self._from_last_sentence(row, carries=True, turned=turned, only=only)
        return None

    def _ends_in_not(self, found: Found, clause: Clause) -> bool:
        """Return whether nothing but a "not" follows ("walking is fine, running isn't")."""
        after = [at for at in range(found.last + 1, clause.end) if self._text.tokens[at].content]
        return len(after) == 1 and after[0] in self._negations

    def _from_last_sentence(
        self, clause: Clause, carries: bool, turned: int | None, only: bool
    ) -> Judged | None:
        """Return what the last sentence says, where this one only adds to it ("Not going up.")."""
        if not carries:
            return None
        rows = [
            verdict
            for row in self._text.sentence(clause.sentence)
            for verdict in self._in_clause(row)
        ]
        if not rows:
            return None
        if turned is not None:
            return Judged(yes=False, at=(turned,)) if rows[-1].yes else None
        return Judged(yes=True) if only or rows[-1].yes else None

    def _from_after(self, found: Found, clause: Clause) -> Judged | None:
        """Return the verdict that closes a list ("walking, kneeling and squatting are fine")."""
        marks = self._text.cues.words
        if self._back(found, clause, self._text.cues.limits["bare_member"]) is not None:
            return None
        bare = self._bare(found, clause)
        for row in self._text.clauses[clause.number + 1 :]:
            if row.sentence != clause.sentence or row.joint in marks["fresh_joints"]:
                return None
            rows = self._in_clause(row)
            if rows:
                return rows[0] if bare or not self._names_circumstance(row) else None
        return None
