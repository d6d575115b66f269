"""Phrases found in tokens: an index by first word, and a search bounded by the phrase."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trochlea.assess.free_words.cues import AllCues
from trochlea.assess.free_words.raw import Token
from trochlea.knowledge.words import Gap, Number, OneOf, OneWord, Part, Phrase, Row, Shared

BREAKS = ("stop", "pause")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a phrase stands.

    Attributes:
        at: The tokens that it rests on, in order.
        value: The number in it, if it has one.
    """

    at: tuple[int, ...]
    value: float | None = None

    @property
    def first(self) -> int:
        """The first token."""
        return self.at[0]

    @property
    def last(self) -> int:
        """The last token."""
        return self.at[-1]


class Search:
    """Looks for phrases in one text."""

    def __init__(self, tokens: Sequence[Token], cues: AllCues) -> None:
        """Keep the text and the shared sets.

        Args:
            tokens: The text.
            cues: Give shared sets, little words and the widths of gaps.
        """
        self._tokens = tokens
        self._cues = cues

    def at(self, phrase: Phrase, start: int) -> Found | None:
        """Return the longest way in which a phrase stands at a token, or None."""
        ways = [Found(used, value) for _end, used, value in self._row(phrase.row, start) if used]
        ways = [way for way in ways if way.first == start]
        return max(ways, key=lambda way: len(way.at), default=None)

    def _row(self, row: Row, at: int) -> Iterator[tuple[int, tuple[int, ...], float | None]]:
        if not row:
            yield at, (), None
            return
        for end, used, value in self._part(row[0], at):
            for last, more, other in self._row(row[1:], end):
                yield last, used + more, other if value is None else value

    def _part(self, part: Part, at: int) -> Iterator[tuple[int, tuple[int, ...], float | None]]:
        if isinstance(part, OneOf):
            for row in part.rows:
                yield from self._row(row, at)
        elif isinstance(part, Shared):
            for phrase in self._cues.sets.get(part.name, ()):
                yield from self._row(phrase.row, at)
        elif isinstance(part, Gap):
            yield from ((end, (), None) for end in self._gap(part, at))
        else:
            yield from self._token(part, at)

    def _token(
        self, part: OneWord | Number, at: int
    ) -> Iterator[tuple[int, tuple[int, ...], float | None]]:
        if isinstance(part, OneWord) and not part.starts and part.words <= self._cues.fillers:
            yield at, (), None
            return
        while at < len(self._tokens) and self._tokens[at].filler:
            at += 1
        if at == len(self._tokens):
            return
        token = self._tokens[at]
        if isinstance(part, Number):
            if token.kind == part.kind:
                yield at + 1, (at,), token.value
        elif token.stem in part.words or token.word.startswith(part.starts):
            yield at + 1, (at,), None

    def _gap(self, part: Gap, at: int) -> Iterator[int]:
        """Yield the tokens at which a gap may end; it never holds a negation or a full stop."""
        left = self._cues.limits["wide_gap" if part.wide else "gap"]
        yield at
        while at < len(self._tokens) and left:
            token = self._tokens[at]
            crossed = token.kind == "stop" or (token.kind == "pause" and not part.wide)
            if crossed or token.word in self._cues.words["never_in_gap"]:
                return
            at += 1
            left -= token.content
            yield at


def heads(row: Row, cues: AllCues) -> Iterator[str]:
    """Yield what a row may begin with: a word, the beginning of one (`swell*`), or `<kind>`."""
    for part in row:
        if isinstance(part, OneWord):
            yield from (word for word in part.words)
            yield from (f"{word}*" for word in part.starts)
            if part.starts or not part.words <= cues.fillers:
                return
        elif isinstance(part, Number):
            yield f"<{part.kind}>"
            return
        elif isinstance(part, Shared):
            for phrase in cues.sets.get(part.name, ()):
                yield from heads(phrase.row, cues)
            return
        elif isinstance(part, OneOf):
            for inner in part.rows:
                yield from heads(inner, cues)
            if () not in part.rows:
                return


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of the index, with what it was filed under.

    Attributes:
        finding: The finding, or the name of a shared set.
        role: says, denies, when, near, values, past, number, amounts, or set.
        key: The choice, the amount, or the set to be near of.
        phrase: The phrase.
    """

    finding: str
    role: str
    key: str
    phrase: Phrase


Index = Mapping[str, Sequence[Entry]]


def index_of(entries: Sequence[Entry], cues: AllCues) -> Index:
    """Return entries by what their phrases may begin with."""
    index: dict[str, list[Entry]] = {}
    for entry in entries:
        for head in set(heads(entry.phrase.row, cues)):
            index.setdefault(head, []).append(entry)
    return index


def find_all(index: Index, tokens: Sequence[Token], cues: AllCues) -> list[tuple[Entry, Found]]:
    """Return every place at which a phrase of the index stands."""
    search = Search(tokens, cues)
    found = []
    for start, token in enumerate(tokens):
        if token.filler or token.kind in BREAKS:
            continue
        for entry in _candidates(index, token, cues):
            place = search.at(entry.phrase, start)
            if place is not None:
                found.append((entry, place))
    return found


def _candidates(index: Index, token: Token, cues: AllCues) -> Iterator[Entry]:
    yield from index.get(token.stem, ())
    for length in range(1, min(len(token.word), cues.limits["longest_start"]) + 1):
        yield from index.get(f"{token.word[:length]}*", ())
    if token.kind != "word":
        yield from index.get(f"<{token.kind}>", ())
