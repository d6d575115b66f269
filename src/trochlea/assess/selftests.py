"""Which self-tests a runner may do alone: only those whose every bar is answered with no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trochlea.assess.facts import affected_knees, facts_for
from trochlea.assess.logic import holds, missing, supporting
from trochlea.knowledge import Knowledge
from trochlea.model import Observation, Seen


@dataclass(frozen=True, slots=True)
class OfferedTest:
    """One self-test, and whether it may be done.

    Attributes:
        test: Id of its record.
        offered: True where nothing bars it.
        barred_by: What was seen that bars it.
        open_questions: Unanswered findings that must be answered with no before it is offered.
        held_back: Why no test is offered at all now (`no_check`, `open_flag`), or None.
    """

    test: str
    offered: bool
    barred_by: tuple[Seen, ...] = ()
    open_questions: tuple[str, ...] = ()
    held_back: str | None = None


def offered_tests(
    observations: Sequence[Observation], knowledge: Knowledge
) -> tuple[OfferedTest, ...]:
    """Return every self-test with whether it may be done, by id.

    Args:
        observations: All that is known of the runner; of two sore knees each must allow it.
        knowledge: Gives the tests and their bars.

    A bar that is not answered holds, because an unanswered item is never a "no".
    """
    knees = [facts_for(side, observations) for side in affected_knees(observations)]
    rows = []
    for key, test in knowledge.self_tests.items():
        bar = test.barred_when
        if bar is None or all(holds(bar, facts) is False for facts in knees):
            rows.append(OfferedTest(key, True))
            continue
        seen = [row for facts in knees if holds(bar, facts) for row in supporting(bar, facts)]
        unsaid = [name for facts in knees for name in missing(bar, facts)]
        rows.append(
            OfferedTest(key, False, tuple(dict.fromkeys(seen)), tuple(dict.fromkeys(unsaid)))
        )
    return tuple(rows)
