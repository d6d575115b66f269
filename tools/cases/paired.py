"""The engine beside a baseline on the same cases: wins, losses and the exact sign test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tools.cases.judge import PLACE, PRIORS, TOP, Verdict

BASELINES = (PLACE, PRIORS)
SMALL = 0.05


@dataclass(frozen=True, slots=True)
class Paired:
    """One group of cases, the engine's first three beside those of a baseline.

    Attributes:
        group: Which cases.
        against: The baseline.
        total: How many cases.
        wins: Right for the engine only.
        losses: Right for the baseline only.
    """

    group: str
    against: str
    total: int
    wins: int
    losses: int

    @property
    def p(self) -> float:
        """The exact two-sided sign test."""
        return sign_test(self.wins, self.losses)

    @property
    def beats(self) -> bool:
        """More wins than losses, and that by more than chance."""
        return self.wins > self.losses and self.p < SMALL


def sign_test(wins: int, losses: int) -> float:
    """Return the exact two-sided p of a sign test; 1 where nothing differs.

    Args:
        wins: Pairs in which the first was better.
        losses: Pairs in which the second was.
    """
    total = wins + losses
    tail = sum(math.comb(total, k) for k in range(min(wins, losses) + 1))
    return min(1.0, 2 * tail / 2.0**total)


def among_first(rank: int | None) -> bool:
    """Return whether a rank is among the first three; no rank is not."""
    return rank is not None and rank <= TOP


def paired(group: str, rows: Sequence[Verdict], against: str) -> Paired:
    """Return the paired difference of top-3 over some cases.

    Args:
        group: What to call them.
        rows: Verdicts on cases that are in list.
        against: The baseline.
    """
    ours = [among_first(row.rank) for row in rows]
    theirs = [among_first(row.baselines[against]) for row in rows]
    pairs = list(zip(ours, theirs, strict=True))
    return Paired(
        group=group,
        against=against,
        total=len(pairs),
        wins=sum(a and not b for a, b in pairs),
        losses=sum(b and not a for a, b in pairs),
    )
