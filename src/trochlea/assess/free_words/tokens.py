"""Text to tokens: words as they are meant, numbers with their unit, and where the breaks are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from trochlea.assess.free_words.cues import AllCues
from trochlea.assess.free_words.numbers import merge_numbers
from trochlea.assess.free_words.raw import Token
from trochlea.knowledge.words import stem

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,:]\d+)?)|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*(?:\d+\w*)?)"
    r"|(?P<stop>[.!?;\n…]+)|(?P<pause>[,:()\[\]–—/&+=\"“”]|(?<=\s)-+|(?<=\d)-(?=\d))"
)


def tokenise(text: str, cues: AllCues) -> tuple[Token, ...]:
    """Return the tokens of a text; every token knows its place in it.

    Args:
        text: The runner's own words.
        cues: Give spellings, little words, number words and units.
    """
    plain = [token for match in _TOKEN.finditer(text) for token in _tokens(match, cues)]
    return tuple(_sides(merge_numbers(plain, cues), cues))


def _tokens(match: re.Match[str], cues: AllCues) -> Iterator[Token]:
    kind, written = str(match.lastgroup), match.group().lower().replace("’", "'")
    start, end = match.span()
    if kind != "word":
        yield Token(written, written, start, end, kind)
        return
    for part in _meant(written, cues):
        yield Token(part, stem(part), start, end, "word", filler=part in cues.fillers)


def _meant(written: str, cues: AllCues) -> list[str]:
    """Return the words that one written word stands for ("can't": can, not)."""
    known = cues.spellings.get(written)
    if known is not None:
        return known.split()
    base, apostrophe, rest = written.partition("'")
    if not apostrophe:
        return [cues.mended(written)]
    if rest == "t" and base.endswith("n"):
        return [base[:-1], "not"]
    return [cues.mended(base)]


def _sides(tokens: list[Token], cues: AllCues) -> Iterator[Token]:
    """Mark left, right and both as sides where they name one, and leave them aside in phrases."""
    for at, token in enumerate(tokens):
        if token.kind != "word" or token.word not in cues.sides:
            yield token
        elif _names_side(tokens, at, cues):
            yield replace(token, side=cues.sides[token.word], filler=True)
        else:
            yield replace(token, filler=token.word != "left")


def _names_side(tokens: list[Token], at: int, cues: AllCues) -> bool:
    """Return whether a word such as "right" means a side, not "right away" or "what is left"."""
    after = next(
        (row for row in tokens[at + 1 :] if not row.filler or row.word in cues.sides), None
    )
    before = tokens[at - 1] if at else None
    word = tokens[at].word
    if word in cues.words["plain_sides"]:
        return True
    if after is not None and after.word in cues.words["after_side"]:
        return True
    if word in cues.words["needs_after"]:
        return False
    if after is not None and after.word in cues.words["after_no_side"]:
        return False
    if before is not None and before.word in cues.words["before_no_side"]:
        return False
    alone = after is None or after.kind != "word"
    named = before is not None and before.word in cues.words["before_side"]
    return alone or named
