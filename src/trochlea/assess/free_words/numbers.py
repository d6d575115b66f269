"""Numbers with their unit: "5 miles", "mile 3", "half an hour", "7 out of 10", "12k"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trochlea.assess.free_words.cues import AllCues
from trochlea.assess.free_words.raw import Token

UNIT_TABLES = ("km", "minutes", "days", "aside")


def merge_numbers(tokens: Sequence[Token], cues: AllCues) -> list[Token]:
    """Return the tokens with every number and its unit as one token."""
    merged: list[Token] = []
    at = 0
    while at < len(tokens):
        rate = bool(merged) and merged[-1].value is not None and _per(tokens, at, cues)
        token, at = (tokens[at], at + 1) if rate else _next(tokens, at, cues)
        merged.append(token)
    return merged


def _per(tokens: Sequence[Token], at: int, cues: AllCues) -> bool:
    """Return whether "a week" stands here, which after a number makes a rate."""
    article = tokens[at].word in cues.words["articles"] and at + 1 < len(tokens)
    return article and tokens[at + 1].word in cues.tables["days"]


def _next(tokens: Sequence[Token], at: int, cues: AllCues) -> tuple[Token, int]:
    before = _unit_before(tokens, at, cues)
    if before is not None:
        return before
    value, rest = _value(tokens, at, cues)
    if value is None:
        return tokens[at], rest
    rating = _rating(tokens, rest, cues)
    if rating is not None and value <= cues.limits["top_of_scale"]:
        return _joined(tokens, at, rating, "rating", value), rating
    if not at or tokens[at - 1].word != "from":
        value, rest = _range(tokens, value, rest, cues)
    unit_at = _skip(tokens, rest, cues.words["between_number_and_unit"])
    table, factor = _unit(tokens, unit_at, cues)
    if table:
        if table == "aside":
            return _joined(tokens, at, rest, table, value), rest
        return _joined(tokens, at, unit_at + 1, table, value * factor), unit_at + 1
    if tokens[at].kind == "word" and tokens[at].word in cues.words["articles"]:
        return tokens[at], at + 1
    return _joined(tokens, at, rest, "number", value), rest


def _value(tokens: Sequence[Token], at: int, cues: AllCues) -> tuple[float | None, int]:
    """Return a number that begins here, with where the text goes on."""
    token = tokens[at]
    if token.kind == "number":
        return _digits(token.word), at + 1
    words = cues.tables["number_words"]
    if token.kind != "word" or token.word not in words:
        return None, at + 1
    value, rest = words[token.word], at + 1
    tens = value >= cues.limits["first_ten_word"] and rest < len(tokens)
    if tens and 0 < words.get(tokens[rest].word, 0) < cues.limits["first_ten"]:
        return value + words[tokens[rest].word], rest + 1
    if rest < len(tokens) and token.word in cues.words["articles"]:
        inner = words.get(tokens[rest].word)
        if inner is not None and tokens[rest].word not in cues.words["articles"]:
            return inner, rest + 1
    return value, rest


def _digits(text: str) -> float | None:
    """Return what digits say; a time of day ("3:40") is no amount."""
    if ":" in text:
        return None
    whole, _, part = text.partition(",")
    thousands = len(part) == len("000")
    return float(whole + part if thousands else text.replace(",", "."))


def _rating(tokens: Sequence[Token], at: int, cues: AllCues) -> int | None:
    """Return where "out of 10" or "/10" ends, if it stands here."""
    for row in cues.words["out_of_ten"]:
        parts = row.split()
        if [token.word for token in tokens[at : at + len(parts)]] == parts:
            return at + len(parts)
    return None


def _range(tokens: Sequence[Token], value: float, at: int, cues: AllCues) -> tuple[float, int]:
    """Return the lower end of a range ("5 to 6 miles"), with where it ends."""
    if at + 1 < len(tokens) and tokens[at].word in cues.words["range_words"]:
        other, rest = _value(tokens, at + 1, cues)
        unit, _ = _unit(tokens, rest, cues)
        if other is not None and unit and value < other:
            return value, rest
    return value, at


def _skip(tokens: Sequence[Token], at: int, words: frozenset[str]) -> int:
    while at < len(tokens) and tokens[at].word in words:
        at += 1
    return at


def _unit(tokens: Sequence[Token], at: int, cues: AllCues) -> tuple[str, float]:
    """Return the table and factor of a unit that stands here, or nothing."""
    if at < len(tokens) and tokens[at].kind == "word":
        for table in UNIT_TABLES:
            factor = cues.tables[table].get(tokens[at].word)
            if factor is not None:
                return table, factor
    return "", 1


def _unit_before(tokens: Sequence[Token], at: int, cues: AllCues) -> tuple[Token, int] | None:
    """Return "mile 3" or "km 5" as one token, if it stands here."""
    factor = cues.tables["km_before"].get(tokens[at].word)
    if factor is None or at + 1 >= len(tokens):
        return None
    value, rest = _value(tokens, at + 1, cues)
    if value is None or tokens[at + 1].word in cues.words["articles"]:
        return None
    if _unit(tokens, rest, cues)[0]:
        return None
    return _joined(tokens, at, rest, "km", value * factor), rest


def _joined(tokens: Sequence[Token], at: int, end: int, kind: str, value: float) -> Token:
    last = tokens[end - 1]
    word = " ".join(token.word for token in tokens[at:end])
    return replace(
        tokens[at], word=word, stem=word, end=last.end, kind=kind, value=value, filler=False
    )
