"""Free words: a runner's own sentences become proposals, which the runner then confirms.

A grammar of phrases with negation, units and sides; nothing is learned and nothing is guessed.
What it does not understand it gives back as it was written.
"""

from trochlea.assess.free_words.heard import Heard, Proposal
from trochlea.assess.free_words.lexicon import lexicon_of
from trochlea.assess.free_words.reading import read
from trochlea.knowledge import Knowledge

__all__ = ["FreeWords", "Heard", "Proposal", "understand"]


class FreeWords:
    """Reads texts with one version of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Prepare the phrases.

        Args:
            knowledge: Gives findings, words and cues.
        """
        self._lexicon = lexicon_of(knowledge)

    def understand(self, text: str) -> Heard:
        """Return what a text seems to state, and what of it was not understood."""
        return read(text, self._lexicon)


def understand(text: str, knowledge: Knowledge) -> Heard:
    """Return what a runner's own words seem to state.

    Args:
        text: The words, in English.
        knowledge: Gives findings, words and cues.

    Whoever reads many texts keeps a `FreeWords`, which prepares the phrases once.
    """
    return FreeWords(knowledge).understand(text)
