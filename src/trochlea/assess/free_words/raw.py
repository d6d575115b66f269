"""`Token`: one word, number or break of a text, with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Attributes:
        word: As it is meant, in small letters.
        stem: The same without a plural "s".
        start, end: Its place in the text.
        kind: word, number, stop, pause, or the kind of a number with its unit (km, days).
        value: Of a number, in the unit of its kind.
        filler: True for little words that phrases pass over.
        side: left, right or both where it names a side.
    """

    word: str
    stem: str
    start: int
    end: int
    kind: str
    value: float | None = None
    filler: bool = False
    side: str = ""

    @property
    def content(self) -> bool:
        """Whether it carries meaning of its own."""
        return self.kind not in ("stop", "pause") and not self.filler
