"""All words files as one index, made once for a knowledge base."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trochlea.assess.free_words.cues import AllCues, all_cues
from trochlea.assess.free_words.patterns import Entry, Index, index_of
from trochlea.knowledge import Knowledge
from trochlea.knowledge.words import Words


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a reader knows.

    Attributes:
        knowledge: Gives findings and words files.
        cues: All cue files.
        index: Phrases of findings and of cues by first word.
    """

    knowledge: Knowledge
    cues: AllCues
    index: Index


def lexicon_of(knowledge: Knowledge) -> Lexicon:
    """Return the lexicon of a knowledge base."""
    cues = all_cues(knowledge)
    entries = [entry for name, words in knowledge.words.items() for entry in _entries(name, words)]
    for name in sorted(cues.words["cue_sets"]):
        entries += [Entry(name, "set", "", phrase) for phrase in cues.sets.get(name, ())]
    return Lexicon(knowledge, cues, index_of(entries, cues))


def _entries(name: str, words: Words) -> Iterator[Entry]:
    for role in ("says", "denies", "when", "past", "number", "aside", "fine"):
        for phrase in getattr(words, role):
            yield Entry(name, role, "", phrase)
    for role in ("near", "values", "amounts"):
        for key, phrases in getattr(words, role).items():
            for phrase in phrases:
                yield Entry(name, role, key, phrase)
