"""What was heard in a runner's own words: proposals to confirm, and what was not understood."""

from __future__ import annotations

from dataclasses import dataclass

from trochlea.model import FindingValue
from trochlea.model.observation import Side


@dataclass(frozen=True, slots=True)
class Proposal:
    """One finding that the words seem to state; it counts only once the runner confirms it.

    Attributes:
        finding: Id of the finding.
        value: In the finding's own shape.
        side: The knee named; `none` for what has no side, and where no knee was named.
        words: The runner's own words that it rests on.
        sure: False where the runner hedged ("maybe", a question).
    """

    finding: str
    value: FindingValue
    side: Side
    words: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """All that was heard.

    Attributes:
        proposals: In the order of the text.
        not_understood: The runner's own words that nothing covered, in order.
    """

    proposals: tuple[Proposal, ...]
    not_understood: tuple[str, ...]
