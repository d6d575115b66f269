"""What a reader of free words gets right, misses and gets wrong on a file of sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

from trochlea.assess.free_words import FreeWords, Proposal
from trochlea.knowledge import Knowledge

FOLDER = Path(__file__).parent
WITHIN_KM = 0.051
Pair = tuple[str, object]


@dataclass(frozen=True)
class Score:
    """One sentence: pairs of finding and value; a list counts each of its members."""

    text: str
    found: tuple[Pair, ...]
    missed: tuple[Pair, ...]
    wrong: tuple[Pair, ...]
    forbidden: tuple[Pair, ...]
    other_side: tuple[Pair, ...]

    @property
    def exact(self) -> bool:
        return not (self.missed or self.wrong or self.forbidden or self.other_side)


@dataclass(frozen=True)
class Total:
    """A whole file."""

    scores: tuple[Score, ...]

    @property
    def found(self) -> int:
        return sum(len(score.found) for score in self.scores)

    @property
    def expected(self) -> int:
        return self.found + sum(len(score.missed) for score in self.scores)

    @property
    def wrong(self) -> int:
        return sum(len({*score.wrong, *score.forbidden}) for score in self.scores)

    @property
    def forbidden(self) -> int:
        return sum(len(score.forbidden) for score in self.scores)

    @property
    def other_side(self) -> int:
        return sum(len(score.other_side) for score in self.scores)

    @property
    def recall(self) -> float:
        return self.found / max(self.expected, 1)

    @property
    def precision(self) -> float:
        return self.found / max(self.found + self.wrong, 1)

    @property
    def exact(self) -> int:
        return sum(score.exact for score in self.scores)

    def __str__(self) -> str:
        """Say the figures in one line."""
        return (
            f"{len(self.scores)} sentences, {self.exact} exact; {self.found} of {self.expected} "
            f"expected pairs (recall {self.recall:.3f}), {self.wrong} wrong "
            f"(precision {self.precision:.3f}), {self.forbidden} that must not be, "
            f"{self.other_side} on the other knee"
        )


def load(path: Path) -> tuple[Mapping[str, Any], ...]:
    return tuple(tomli.loads(path.read_text(encoding="utf-8"))["sentence"])


def score_file(path: Path, knowledge: Knowledge) -> Total:
    reader = FreeWords(knowledge)
    return Total(tuple(score(row, reader) for row in load(path)))


def score(row: Mapping[str, Any], reader: FreeWords) -> Score:
    """Compare what is proposed for the knees at issue with what the words state."""
    knees = row["knees"]
    proposals = reader.understand(row["text"]).proposals
    ours = [item for item in proposals if not knees or item.side in (*knees, "none", "both")]
    theirs = [item for item in proposals if item not in ours]
    wanted = dict(row.get("expect", {}))
    said = [pair for item in ours for pair in pairs(item)]
    expected = [pair for key, value in wanted.items() for pair in members(key, value)]
    barred = [(key, value) for key, values in row.get("must_not", {}).items() for value in values]
    return Score(
        row["text"],
        tuple(pair for pair in expected if holds(pair, said)),
        tuple(pair for pair in expected if not holds(pair, said)),
        tuple(pair for pair in said if pair[0] in wanted and not holds(pair, expected)),
        tuple(pair for pair in said if holds(pair, barred)),
        tuple(
            pair
            for item in theirs
            for pair in pairs(item)
            if holds(pair, expected) and not holds(pair, said)
        ),
    )


def pairs(item: Proposal) -> Iterator[Pair]:
    yield from members(item.finding, item.value)


def members(finding: str, value: object) -> Iterator[Pair]:
    if isinstance(value, list | tuple):
        yield from ((finding, part) for part in value)
    else:
        yield finding, value


def holds(pair: Pair, others: list[Pair]) -> bool:
    return any(pair[0] == key and same(pair[1], value) for key, value in others)


def same(one: object, other: object) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= WITHIN_KM
    return one == other
