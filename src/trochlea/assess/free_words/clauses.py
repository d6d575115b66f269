"""Clauses of a text, and every cue and phrase that was found, by the clause it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trochlea.assess.free_words.cues import AllCues
from trochlea.assess.free_words.patterns import BREAKS, Entry, Found, Index, find_all
from trochlea.assess.free_words.raw import Token


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between two breaks.

    Attributes:
        number: Its place among all clauses.
        start, end: Its tokens.
        sentence: The sentence that it is part of.
        joint: The word or sign that opens it ("but", ","), or nothing at the start.
    """

    number: int
    start: int
    end: int
    sentence: int
    joint: str

    def holds(self, at: int) -> bool:
        """Return whether a token is part of it."""
        return self.start <= at < self.end


def clauses_of(tokens: Sequence[Token], cues: AllCues) -> tuple[Clause, ...]:
    """Return the clauses of a text, in order; none is empty."""
    rows: list[Clause] = []
    start, sentence, joint = 0, 0, ""
    for at, token in enumerate(tokens):
        after = tokens[at + 1].kind if at + 1 < len(tokens) else "stop"
        joins = token.word in cues.words["joints"] and after not in BREAKS
        if token.kind not in BREAKS and not joins:
            continue
        if at > start:
            rows.append(Clause(len(rows), start, at, sentence, joint))
            joint = ""
        start = at + 1
        if token.kind == "stop":
            sentence, joint = sentence + 1, token.word
        elif token.kind != "pause" or not joint:
            joint = token.word
    if start < len(tokens):
        rows.append(Clause(len(rows), start, len(tokens), sentence, joint))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Text:
    """One text with all that was found in it.

    Attributes:
        text: As it was written.
        tokens, clauses: Its parts.
        clause_at: The clause of each token; a break belongs to none.
        cues: All cue files.
        cue_places: Name of a shared set to the places at which it stands.
        matches: Phrases of findings, with their places.
        stops: The sign that closes each sentence.
    """

    text: str
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    clause_at: Mapping[int, Clause]
    cues: AllCues
    cue_places: Mapping[str, tuple[Found, ...]]
    matches: tuple[tuple[Entry, Found], ...]
    stops: Mapping[int, str]

    def clause(self, found: Found) -> Clause:
        """Return the clause in which a place begins."""
        return self.clause_at[found.first]

    def cues_in(self, name: str, clause: Clause) -> tuple[Found, ...]:
        """Return the places of a cue that begin in a clause."""
        return tuple(row for row in self.cue_places.get(name, ()) if clause.holds(row.first))

    def has(self, name: str, clause: Clause) -> bool:
        """Return whether a cue stands in a clause."""
        return bool(self.cues_in(name, clause))

    def sentence(self, number: int) -> tuple[Clause, ...]:
        """Return the clauses of a sentence."""
        return tuple(row for row in self.clauses if row.sentence == number)

    def words(self, first: int, last: int) -> str:
        """Return the runner's own words from one token to another."""
        return self.text[self.tokens[first].start : self.tokens[last].end]

    def content(self, clause: Clause) -> Iterator[Token]:
        """Yield the tokens of a clause that carry meaning."""
        return (row for row in self.tokens[clause.start : clause.end] if row.content)


def read_text(text: str, tokens: tuple[Token, ...], index: Index, cues: AllCues) -> Text:
    """Return a text with its clauses and all that was found in it."""
    clauses = clauses_of(tokens, cues)
    clause_at = {at: row for row in clauses for at in range(row.start, row.end)}
    cue_places: dict[str, list[Found]] = {}
    matches: list[tuple[Entry, Found]] = []
    for entry, found in find_all(index, tokens, cues):
        if found.first not in clause_at:
            found_in = next((at for at in found.at if at in clause_at), None)
            if found_in is None:
                continue
            clause_at[found.first] = clause_at[found_in]
        if entry.role == "set":
            cue_places.setdefault(entry.finding, []).append(found)
        else:
            matches.append((entry, found))
    return Text(
        text,
        tokens,
        clauses,
        clause_at,
        cues,
        {name: tuple(rows) for name, rows in cue_places.items()},
        tuple(matches),
        _stops(tokens),
    )


def _stops(tokens: Sequence[Token]) -> dict[int, str]:
    stops: dict[int, str] = {}
    for token in tokens:
        if token.kind == "stop":
            stops[len(stops)] = token.word
    return stops
