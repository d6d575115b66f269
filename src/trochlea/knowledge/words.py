"""The shapes of the words files: how runners say a finding, in a small language of phrases.

A phrase is a row of words. `a|b` is either word, `swell*` any word that begins so, `[a b|c d]` is
one of several rows, `(a b|c)` the same but may be left out, `..` a gap within a clause, `...` a
wider one that may cross a comma, `{stairs}` a shared set of phrases, `<km>` a number of that
kind. A plural "s" and little words such as "the" are left aside on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field

from trochlea.errors import KnowledgeError
from trochlea.knowledge.schema import Id, Record

NUMBER_KINDS = ("km", "minutes", "days", "rating", "number", "scale")
PLURAL_FROM = 4
KEPT_ENDINGS = ("ss", "us", "is")
_PIECE = re.compile(r"\.\.\.?|[()|\[\]]|\{[a-z_]+\}|<[a-z]+>|[\w'+&-]+\*?|\S")
_WORD = re.compile(r"[\w'+&-]+\*?")
_CLOSING = {"(": ")", "[": "]"}


def stem(word: str) -> str:
    """Return a word without its plural "s"."""
    plain = word.endswith("s") and not word.endswith(KEPT_ENDINGS) and len(word) >= PLURAL_FROM
    return word[:-1] if plain else word


@dataclass(frozen=True, slots=True)
class OneWord:
    """One word out of several, some of them beginnings only."""

    words: frozenset[str]
    starts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several rows; an empty row stands for "left out"."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Words that may stand between; a wide one may cross a comma."""

    wide: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """A set of phrases that several files use, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number of one kind."""

    kind: str


Part = OneWord | OneOf | Gap | Shared | Number
Row = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it is written, with its parts."""

    text: str
    row: Row

    def shared(self) -> frozenset[str]:
        """Return the names of the shared sets that it uses."""
        return frozenset(part.name for part in _parts(self.row) if isinstance(part, Shared))

    def holds_number(self) -> bool:
        """Return whether a number stands in it."""
        return any(isinstance(part, Number) for part in _parts(self.row))


def _parts(row: Row) -> Iterator[Part]:
    for part in row:
        yield part
        if isinstance(part, OneOf):
            for inner in part.rows:
                yield from _parts(inner)


def parse_phrase(text: str) -> Phrase:
    """Return a phrase of the small language.

    Raises:
        ValueError: if it is not one; the message says where.
    """
    pieces = _PIECE.findall(text)
    rows, rest = _rows(pieces, 0, "")
    if rest != len(pieces) or len(rows) != 1:
        raise ValueError(f"phrase {text!r}: {pieces[rest - 1]!r} stands alone")
    row = rows[0]
    if not row or isinstance(row[0], Gap) or isinstance(row[-1], Gap):
        raise ValueError(f"phrase {text!r} is empty, or begins or ends with a gap")
    return Phrase(text, row)


def _rows(pieces: list[str], at: int, closing: str) -> tuple[list[Row], int]:
    """Return the rows up to a closing bracket, and where the text goes on."""
    rows: list[list[Part]] = [[]]
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        if piece == closing:
            return [tuple(row) for row in rows], at
        if piece in _CLOSING:
            inner, at = _rows(pieces, at, _CLOSING[piece])
            rows[-1].append(OneOf((*inner, ()) if piece == "(" else tuple(inner)))
        elif piece == "|" and closing:
            rows.append([])
        elif piece == "|":
            rows[-1].append(_joined(rows[-1].pop(), _part(pieces[at])))
            at += 1
        else:
            rows[-1].append(_part(piece))
    if closing:
        raise ValueError(f"phrase {' '.join(pieces)!r} lacks {closing!r}")
    return [tuple(row) for row in rows], at


def _joined(one: Part, other: Part) -> Part:
    if isinstance(one, OneWord) and isinstance(other, OneWord):
        return OneWord(one.words | other.words, one.starts + other.starts)
    return OneOf(((one,), (other,)))


def _part(piece: str) -> Part:
    if piece in ("..", "..."):
        return Gap(piece == "...")
    if piece.startswith("{") and piece.endswith("}"):
        return Shared(piece[1:-1])
    if piece.startswith("<") and piece[1:-1] in NUMBER_KINDS:
        return Number(piece[1:-1])
    if not _WORD.fullmatch(piece):
        raise ValueError(f"{piece!r} is no part of a phrase")
    word = piece.lower()
    if word.endswith("*"):
        return OneWord(frozenset(), (word[:-1],))
    return OneWord(frozenset({stem(word)}), ())


def _parsed(value: object) -> object:
    return parse_phrase(value) if isinstance(value, str) else value


PhraseText = Annotated[Phrase, BeforeValidator(_parsed)]
Phrases = tuple[PhraseText, ...]


class Words(Record):
    """How runners say one finding; the file's name is the finding's id.

    Attributes:
        says: Phrases that state it; "no" before one denies it.
        denies: Phrases that deny it.
        when: Circumstances (going downstairs): with pain they state it, with "fine" they deny it.
        fine: Circumstances that deny it where they are fine, and else state nothing.
        near: Name of a shared set to circumstances that count only close to one of that set.
        values: For choice, many and region: the choice and the phrases that state it.
        past: Phrases that state it only of former times.
        number: Phrases with a number, which is the value.
        amounts: A number as text to phrases that state it.
        implies: A choice, or "yes", to what else it states.
        counts_past: True where former times count as well (history).
        unless: Name of a shared set whose words, in the same sentence, take the number away.
        aside: Phrases that look like it and are not: what stands in them states nothing.
        narrower: A choice to the wider ones that it makes superfluous.
        stands_alone: True where a longer phrase of another finding does not swallow it.
        swallows: False where its phrases leave those of other findings within them alone.
        any_part: True where other body parts may be spoken of beside it.
        past_choices: Choices for which former times count, where they do not for all.
        least, most: Bounds of a number that stands in a phrase.
        bounds_of: The kind of number that the bounds are for.
    """

    says: Phrases = ()
    denies: Phrases = ()
    when: Phrases = ()
    fine: Phrases = ()
    near: dict[Id, Phrases] = Field(default_factory=dict)
    values: dict[Id, Phrases] = Field(default_factory=dict)
    past: Phrases = ()
    number: Phrases = ()
    amounts: dict[str, Phrases] = Field(default_factory=dict)
    implies: dict[Id, dict[Id, bool | str]] = Field(default_factory=dict)
    counts_past: bool = False
    unless: Id | None = None
    aside: Phrases = ()
    narrower: dict[Id, tuple[Id, ...]] = Field(default_factory=dict)
    stands_alone: bool = False
    swallows: bool = True
    any_part: bool = False
    past_choices: tuple[Id, ...] = ()
    bounds_of: str = "days"
    least: float | None = None
    most: float | None = None

    def phrases(self) -> Iterator[Phrase]:
        """Yield every phrase of the file."""
        groups = (self.says, self.denies, self.when, self.past, self.number, self.aside, self.fine)
        for group in (*groups, *self.near.values(), *self.values.values(), *self.amounts.values()):
            yield from group


class Cues(Record):
    """Words that no finding owns: negation, pain, fine, other people, spelling, units.

    Attributes:
        sets: Shared sets of phrases by name.
        spellings: A word as it is often written to how it is meant.
        words: Lists of plain words by name.
        amounts: Numbers by name of their list and word: units, number words, limits.
    """

    sets: dict[Id, Phrases] = Field(default_factory=dict)
    spellings: dict[str, str] = Field(default_factory=dict)
    words: dict[Id, tuple[str, ...]] = Field(default_factory=dict)
    amounts: dict[Id, dict[str, float]] = Field(default_factory=dict)

    def amount(self, table: str, name: str) -> float:
        """Return one of its numbers.

        Raises:
            KnowledgeError: if there is none; there is no default.
        """
        found = self.amounts.get(table, {}).get(name)
        if found is None:
            raise KnowledgeError(f"The cues {self.id} have no number {table}.{name}; reinstall.")
        return found
