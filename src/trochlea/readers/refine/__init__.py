"""What every reader's activities go through, whatever file they came from.

A reader reads faithfully; here its columns are put in order, cleaned, completed and judged, by
rules that are the same for every format. Each rule stands in a module of its own; `activity`
says in which order they are applied.
"""

from __future__ import annotations

from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome


def refined(outcome: ReadOutcome, limits: Limits) -> ReadOutcome:
    """Return an outcome whose activities are cleaned, completed and judged for quality.

    Refining what was refined before changes nothing and says nothing new.

    Args:
        outcome: What a reader made of a file: plain columns in SI units, `time_s` in seconds
            since the start, NaN for no value.
        limits: What the file may ask for: `points` and `latest` are held here.
    """
    if not outcome.activities:
        return outcome
    # Late, so that NumPy is only loaded where an activity was really read.
    from trochlea.readers.refine.outcomes import refined_outcome

    return refined_outcome(outcome, limits)
