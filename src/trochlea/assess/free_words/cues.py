"""All cue files as one: shared sets, little words, spellings, units and limits."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from trochlea.knowledge.words import Phrases, stem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trochlea.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class AllCues:
    """What all cue files say together.

    Attributes:
        sets: Shared sets of phrases.
        words: Lists of plain words.
        spellings: A written word to how it is meant.
        tables: Numbers by list and word.
        limits: Lengths and sizes that bound the search.
        sides: A word to the side that it names.
        fillers: Little words that phrases pass over.
        slips: A word with a slip of one letter to the word meant.
    """

    sets: Mapping[str, Phrases]
    words: Mapping[str, frozenset[str]]
    spellings: Mapping[str, str]
    tables: Mapping[str, Mapping[str, float]]
    limits: Mapping[str, int]
    sides: Mapping[str, str]
    fillers: frozenset[str]
    slips: Mapping[str, str]

    def mended(self, word: str) -> str:
        """Return the word that a slip of one letter was meant to be, or the word itself.

        A letter too few, a letter too many, or two letters swapped; only for long words that
        runners use, and only where the slip is no word of its own.
        """
        longest = self.limits["mended_up_to"]
        if not self.limits["mended_from"] <= len(word) + 1 <= longest:
            return word
        if word in self.words["mended"] or word in self.words["not_mended"]:
            return word
        one_less = (word[:at] + word[at + 1 :] for at in range(len(word)))
        targets = self.words["mended"]
        return self.slips.get(word) or next((row for row in one_less if row in targets), word)


def _slips(word: str) -> tuple[str, ...]:
    """Return a word with one letter left out, or with two letters swapped, but its first kept."""
    inner = range(1, len(word))
    shorter = tuple(word[:at] + word[at + 1 :] for at in inner)
    return shorter + tuple(
        word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in inner if at + 1 < len(word)
    )


def all_cues(knowledge: Knowledge) -> AllCues:
    """Return the cues of all files of a knowledge base."""
    files = tuple(knowledge.cues.values())
    sets = {name: rows for file in files for name, rows in file.sets.items()}
    words = {name: frozenset(rows) for file in files for name, rows in file.words.items()}
    spellings = {name: row for file in files for name, row in file.spellings.items()}
    tables = {name: row for file in files for name, row in file.amounts.items()}
    sides = {
        word: side for side in ("left", "right", "both") for word in words.get(f"side_{side}", ())
    }
    return AllCues(
        MappingProxyType(sets),
        MappingProxyType(words),
        MappingProxyType(spellings),
        MappingProxyType(tables),
        MappingProxyType({name: int(value) for name, value in tables.get("limits", {}).items()}),
        MappingProxyType(sides),
        words.get("fillers", frozenset()) | {stem(row) for row in words.get("fillers", ())},
        MappingProxyType({slip: row for row in words.get("mended", ()) for slip in _slips(row)}),
    )
