"""From a text to what is proposed: longer phrases before shorter, one value for each finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from trochlea.assess.free_words.clauses import Text, read_text
from trochlea.assess.free_words.heard import Heard, Proposal
from trochlea.assess.free_words.judging import Judge, Statement, within
from trochlea.assess.free_words.lexicon import Lexicon
from trochlea.assess.free_words.patterns import Entry, Found
from trochlea.assess.free_words.tokens import tokenise
from trochlea.knowledge.words import Words
from trochlea.model import FindingValue

SWALLOWING = ("says", "past", "when", "near")


def read(text: str, lexicon: Lexicon) -> Heard:
    """Return what a text seems to state, and what of it was not understood."""
    tokens = tokenise(text, lexicon.cues)
    parts = read_text(text, tokens, lexicon.index, lexicon.cues)
    judge = Judge(parts, lexicon)
    kept = _longest(parts.matches, lexicon)
    heard = [row for entry, found in kept for row in judge.statements(entry, found)]
    statements = _narrowest(heard, lexicon)
    proposals = tuple(_proposals(statements, parts))
    used = {at for row in statements for at in row.at}
    return Heard(proposals, tuple(_not_understood(parts, used)))


def _longest(
    matches: Iterable[tuple[Entry, Found]], lexicon: Lexicon
) -> list[tuple[Entry, Found]]:
    """Return the matches that are no part of a longer one."""
    words = lexicon.knowledge.words
    rows = [
        (entry, found, frozenset(found.at))
        for entry, found in matches
        if within(words[entry.finding], found)
    ]
    by_token: dict[int, list[tuple[Entry, frozenset[int]]]] = {}
    for entry, _found, at in rows:
        for token in at:
            by_token.setdefault(token, []).append((entry, at))
    return [
        (entry, found)
        for entry, found, at in rows
        if not any(_swallows(row, other, entry, at, words) for row, other in by_token[found.first])
    ]


def _swallows(
    longer: Entry,
    other: frozenset[int],
    entry: Entry,
    at: frozenset[int],
    words: Mapping[str, Words],
) -> bool:
    """Return whether one match leaves nothing of another that stands within it."""
    if longer.finding == entry.finding:
        return at < other or (longer.role == "aside" and entry.role != "aside" and at <= other)
    if words[entry.finding].stands_alone or not words[longer.finding].swallows:
        return False
    return longer.role in SWALLOWING and at < other


def _narrowest(rows: list[Statement], lexicon: Lexicon) -> list[Statement]:
    """Return the statements without the places that a narrower one makes superfluous."""
    wide = {
        (row.finding.id, row.side, choice)
        for row in rows
        if isinstance(row.value, str)
        for choice in lexicon.knowledge.words[row.finding.id].narrower.get(row.value, ())
    }
    return [row for row in rows if (row.finding.id, row.side, row.value) not in wide]


def _proposals(statements: Sequence[Statement], text: Text) -> Iterator[Proposal]:
    """Yield one proposal for each finding and knee, in the order of the text."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for row in sorted(statements, key=lambda row: (row.at, row.finding.id)):
        groups.setdefault((row.finding.id, row.side), []).append(row)
    for rows in groups.values():
        settled = _settled(rows)
        if settled is not None:
            value, resting = settled
            yield Proposal(
                rows[0].finding.id,
                value,
                rows[0].side,
                _words(resting[0], text),
                any(row.sure for row in resting),
            )


def _settled(rows: list[Statement]) -> tuple[FindingValue, list[Statement]] | None:
    """Return one value out of several statements; None where they contradict each other."""
    finding = rows[0].finding
    if finding.kind in ("many", "region"):
        named = {row.value for row in rows}
        return tuple(choice.id for choice in finding.choices if choice.id in named), rows
    for wanted in (
        [row for row in rows if row.sure and not row.implied],
        [row for row in rows if not row.implied],
        rows,
    ):
        if wanted:
            break
    values = {row.value for row in wanted}
    if len(values) > 1 and finding.kind == "yes_no":
        return None
    first = wanted[0]
    return first.value, [row for row in wanted if row.value == first.value]


def _words(row: Statement, text: Text) -> str:
    """Return the runner's words that a statement rests on, from the first to the last."""
    return text.words(row.at[0], row.at[-1])


def _not_understood(text: Text, used: set[int]) -> Iterator[str]:
    """Yield the stretches on which no statement rests, in the runner's own words."""
    smalltalk = text.cues.words["smalltalk"]
    open_from: int | None = None
    last = 0
    sentence = -1
    for clause in text.clauses:
        silent = not any(clause.holds(at) for at in used)
        says = any(row.word not in smalltalk for row in text.content(clause))
        if open_from is not None and (not silent or clause.sentence != sentence):
            yield text.words(open_from, last)
            open_from = None
        if silent and says:
            open_from = clause.start if open_from is None else open_from
            last, sentence = clause.end - 1, clause.sentence
    if open_from is not None:
        yield text.words(open_from, last)
