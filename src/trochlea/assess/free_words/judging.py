"""From a phrase found to what it states, or nothing: whose, when, which knee, yes or no."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trochlea.assess.free_words.clauses import Clause, Text
from trochlea.assess.free_words.lexicon import Lexicon
from trochlea.assess.free_words.patterns import Entry, Found
from trochlea.assess.free_words.polarity import Judged, Polarity
from trochlea.assess.free_words.scope import Scope
from trochlea.assess.free_words.sides import Sides
from trochlea.knowledge.schema import Finding
from trochlea.knowledge.words import Words
from trochlea.model import FindingValue
from trochlea.model.observation import Side

NUMBERS = ("number", "amounts")
CIRCUMSTANCES = ("when", "near", "fine")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a text states.

    Attributes:
        finding: The finding.
        value: One choice for many and region.
        side: The knee meant.
        at: The tokens that it rests on.
        sure: False where hedged.
        implied: True where another finding's words brought it along.
    """

    finding: Finding
    value: FindingValue
    side: Side
    at: tuple[int, ...]
    sure: bool
    implied: bool = False


def within(words: Words, found: Found) -> bool:
    """Return whether the numbers in a phrase keep to the bounds of the finding."""
    return all(
        (words.least is None or value >= words.least)
        and (words.most is None or value <= words.most)
        for kind, value in found.numbers
        if kind == words.bounds_of
    )


def _kind(finding: Finding) -> str:
    """Return the kind of number that a finding is."""
    return "scale" if finding.kind == "scale" else finding.unit or "number"


class Judge:
    """Judges each phrase found in one text."""

    def __init__(self, text: Text, lexicon: Lexicon) -> None:
        """Prepare what is shared by all phrases.

        Args:
            text: The text with its cues and matches.
            lexicon: Gives findings and words files.
        """
        self._text = text
        self._lexicon = lexicon
        findings = lexicon.knowledge.findings
        self._scope = Scope(text, frozenset(key for key, row in findings.items() if row.per_knee))
        self._sides = Sides(text)
        self.polarity = Polarity(text)

    def statements(self, entry: Entry, found: Found) -> Iterator[Statement]:
        """Yield what a phrase states where it stands, with what that implies."""
        finding = self._lexicon.knowledge.findings[entry.finding]
        words = self._lexicon.knowledge.words[entry.finding]
        if entry.role == "aside" or self._about_something_else(finding, words, found):
            return
        judged = self._judged(entry, words, found)
        if judged is None:
            return
        value = self._value(entry, finding, found, judged)
        if value is None:
            return
        sure = not self._scope.hedged(found)
        side = self._side(finding, found)
        at = tuple(sorted({*found.at, *judged.at}))
        yield Statement(finding, value, side, at, sure)
        key = value if isinstance(value, str) else "yes" if value is True else ""
        for name, other in words.implies.get(key, {}).items():
            along = self._lexicon.knowledge.findings[name]
            yield Statement(along, other, self._side(along, found), at, sure, implied=True)

    def _about_something_else(self, finding: Finding, words: Words, found: Found) -> bool:
        if self._scope.of_others(found) or self._scope.asks(found):
            return True
        if not finding.per_knee:
            return False
        other_part = not words.any_part and self._scope.other_part(found)
        return other_part or self._scope.other_knee(found)

    def _side(self, finding: Finding, found: Found) -> Side:
        if not finding.per_knee:
            return "none"
        return self._sides.of(self._text.clause(found), found.first)

    def _judged(self, entry: Entry, words: Words, found: Found) -> Judged | None:
        """Return yes or no, or None where the words state nothing of the present."""
        circumstance = entry.role in CIRCUMSTANCES
        if entry.role == "near" and not self._near(entry.key, found):
            return None
        former = self._scope.former(found)
        if entry.role == "past" and not former:
            return None
        history = words.counts_past or entry.key in words.past_choices
        past_counts = entry.role == "past" or history
        supposed = self._scope.supposed(found, after_if=not circumstance)
        if supposed or (former and not past_counts):
            return self._denied_after(found) if entry.role == "says" else None
        if circumstance:
            return None if self._scope.untried(found) else self.polarity.hurts(found)
        if entry.finding == "pain_region" and self.polarity.denied_place(found):
            return None
        if entry.role in (*NUMBERS, "denies"):
            return None if self.polarity.negated(found) else Judged(yes=True)
        judged = self.polarity.stated(found)
        if judged is not None and judged.yes and self._scope.questioned(self._text.clause(found)):
            return self._denied_after(found) or judged
        return judged

    def _value(self, entry: Entry, finding: Finding, found: Found, judged: Judged) -> FindingValue:
        """Return the value that a phrase gives, or None where it gives none."""
        if entry.role in NUMBERS:
            value = float(entry.key) if entry.role == "amounts" else found.number(_kind(finding))
            return self._number(finding, value, found) if judged.yes else None
        if entry.role == "values":
            return entry.key if judged.yes else None
        if entry.role == "denies":
            return False if judged.yes else None
        if entry.role == "fine":
            return None if judged.yes else False
        return judged.yes

    def _number(self, finding: Finding, value: float | None, found: Found) -> float | None:
        low, high = finding.minimum or 0, finding.maximum or 0
        if value is None or not low <= value <= high:
            return None
        words = self._lexicon.knowledge.words[finding.id]
        sentence = self._text.clause(found).sentence
        if words.unless and any(
            self._text.has(words.unless, row) for row in self._text.sentence(sentence)
        ):
            return None
        if finding.kind == "scale":
            return int(value) if value == int(value) else None
        return round(value, 1)

    def _near(self, name: str, found: Found) -> bool:
        """Return whether a shared set stands in the same sentence or the ones beside it."""
        sentence = self._text.clause(found).sentence
        return any(
            abs(self._text.clause(row).sentence - sentence) <= 1
            for row in self._text.cue_places.get(name, ())
        )

    def _denied_after(self, found: Found) -> Judged | None:
        """Return a no that comes after a question or an "if" ("..., but it hasn't")."""
        clause = self._text.clause(found)
        for row in self._text.clauses[clause.number + 1 :]:
            if row.sentence > clause.sentence + 1:
                return None
            if self.polarity.denial_only(row) and self._continues(clause, row):
                return Judged(yes=False, at=tuple(range(row.start, row.end)))
        return None

    def _continues(self, clause: Clause, row: Clause) -> bool:
        """Return whether nothing is stated between a clause and a later one."""
        between = self._text.clauses[clause.number + 1 : row.number]
        return all(
            not any(part.holds(found.first) for _entry, found in self._text.matches)
            or part.sentence == clause.sentence
            for part in between
        )
