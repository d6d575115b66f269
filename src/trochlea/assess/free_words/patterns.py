"""Phrases found in tokens: an index by first word, and a search bounded by the phrase."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trochlea.assess.free_words.cues import AllCues
from trochlea.assess.free_words.raw import Token
from trochlea.knowledge.words import Gap, Number, OneOf, OneWord, Part, Phrase, Row, Shared

BREAKS = ("stop", "pause")
SCALES = ("number", "rating")
Way = tuple[int, tuple[int, ...], tuple[tuple[str, float], ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a phrase stands.

    Attributes:
        at: The tokens that it rests on, in order.
        numbers: The numbers in it, each with its kind.
    """

    at: tuple[int, ...]
    numbers: tuple[tuple[str, float], ...] = ()

    def number(self, kind: str) -> float | None:
        """Return its first number of a kind, or None."""
        return next((value for name, value in self.numbers if name == kind), None)

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
        self._seen: dict[tuple[str | int, int], tuple[Way, ...]] = {}
        self._next = _next_words(tokens)

    def at(self, phrase: Phrase, start: int) -> Found | None:
        """Return the longest way in which a phrase stands at a token, or None."""
        ways = [Found(used, found) for _end, used, found in self._row(phrase.row, start) if used]
        ways = [way for way in ways if way.first == start]
        return max(ways, key=lambda way: len(way.at), default=None)

    def _row(self, row: Row, at: int) -> Iterator[Way]:
        if not row:
            yield at, (), ()
            return
        for end, used, found in self._part(row[0], at):
            for last, more, others in self._row(row[1:], end):
                yield last, used + more, found + others

    def _part(self, part: Part, at: int) -> Iterator[Way]:
        if isinstance(part, OneOf | Shared):
            yield from self._one_of(part, at)
        elif isinstance(part, Gap):
            yield from ((end, (), ()) for end in self._gap(part, at))
        else:
            yield from self._token(part, at)

    def _one_of(self, part: OneOf | Shared, at: int) -> tuple[Way, ...]:
        """Return the ways in which one of several rows stands at a token, worked out once."""
        key = (part.name if isinstance(part, Shared) else id(part), at)
        if key not in self._seen:
            if isinstance(part, Shared):
                rows = tuple(phrase.row for phrase in self._cues.sets.get(part.name, ()))
                required = False
            else:
                rows, required = part.rows, () not in part.rows
            ways = {
                way
                for row in rows
                if not self._hopeless(row, at) and not (required and not self._stands(row, at))
                for way in self._row(row, at)
            }
            self._seen[key] = tuple(sorted(ways))
        return self._seen[key]

    def _hopeless(self, row: Row, at: int) -> bool:
        """Return quickly whether a row cannot stand at a token, judged by its first word."""
        if not row or not isinstance(row[0], OneWord) or row[0].starts:
            return False
        return self._next[at] not in row[0].words and not row[0].words <= self._cues.fillers

    def _stands(self, row: Row, at: int) -> bool:
        """Return whether a row of little words only ("it", "the") really stands there."""
        if not only_fillers(row, self._cues):
            return True
        words = {word for part in row if isinstance(part, OneWord) for word in part.words}
        first = at
        while first and self._tokens[first - 1].filler:
            first -= 1
        while at < len(self._tokens) and self._tokens[at].filler:
            at += 1
        return any(token.stem in words for token in self._tokens[first:at])

    def _token(self, part: OneWord | Number, at: int) -> Iterator[Way]:
        if isinstance(part, OneWord) and self._is_filler(part):
            if not part.words & self._cues.words["meant_when_written"] or self._stands(
                (part,), at
            ):
                yield at, (), ()
            return
        while at < len(self._tokens) and self._tokens[at].filler:
            at += 1
        if at == len(self._tokens):
            return
        token = self._tokens[at]
        if isinstance(part, Number):
            if token.kind == part.kind or (part.kind == "scale" and token.kind in SCALES):
                kind = "scale" if part.kind in SCALES else part.kind
                yield at + 1, (at,), ((kind, token.value or 0),)
        elif token.stem in part.words or token.word.startswith(part.starts):
            yield at + 1, (at,), ()

    def _is_filler(self, part: Part) -> bool:
        fillers = self._cues.fillers
        return isinstance(part, OneWord) and not part.starts and part.words <= fillers

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


def _next_words(tokens: Sequence[Token]) -> list[str]:
    """Return for each token the first word from it on that is no little word."""
    words = [""]
    for token in reversed(tokens):
        words.append(words[-1] if token.filler else token.stem)
    return words[::-1]


def only_fillers(row: Row, cues: AllCues) -> bool:
    """Return whether a row holds nothing but little words, which phrases pass over."""
    return all(
        isinstance(part, OneWord) and not part.starts and part.words <= cues.fillers
        for part in row
    )


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
            if not any(only_fillers(inner, cues) for inner in part.rows):
                return


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of the index, with what it was filed under.

    Attributes:
        finding: The finding, or the name of a shared set.
        role: The field of its words file (says, denies, when, …), or set.
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
    if token.kind in SCALES:
        yield from index.get("<scale>", ())
