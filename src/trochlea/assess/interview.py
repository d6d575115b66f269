"""The interview: screens in order, safety first, then single questions by expected gain.

After the questions that would change the list come the screens of what may add to it (shoes,
hills, history), whose findings name factors and not conditions. The engine is the same for the
terminal and for any page: it is told what was answered and says what to show next. It holds no
answer itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trochlea.assess.facts import affected_knees, facts_for
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.assess.questions import STOPPING_LEVELS, by_expected_gain
from trochlea.assess.triage import triage
from trochlea.knowledge import Knowledge
from trochlea.model import Observation


@dataclass(frozen=True, slots=True)
class Step:
    """What to show next: a screen, or one question with the id of its finding as screen id."""

    screen: str
    title: str
    instruction: str
    findings: tuple[str, ...]


class Interview:
    """Says what to ask next, from one version of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Prepare the screens and the likelihoods.

        Args:
            knowledge: Gives screens, findings, flags and conditions.
        """
        self._knowledge = knowledge
        self._model = LikelihoodModel(knowledge)

    def next_step(self, observations: Sequence[Observation], shown: Sequence[str]) -> Step | None:
        """Return the next step, or None when the interview is over.

        Args:
            observations: What was answered so far.
            shown: Ids of the steps already shown, skipped ones included.

        An emergency ends it at once; a same-day flag when the safety screens are through, so
        that no emergency is left unasked.
        """
        urgency = triage(observations, self._knowledge).urgency
        if urgency == "emergency":
            return None
        safety = self._next_screen("safety", shown)
        if safety is not None:
            return safety
        if urgency in STOPPING_LEVELS:
            return None
        return (
            self._next_screen("today", shown)
            or self._next_question(observations, shown)
            or self._next_addition(shown)
        )

    def _next_screen(self, part: str, shown: Sequence[str]) -> Step | None:
        """Return the next screen of a part, without what an earlier screen already asked."""
        asked = self._asked(shown)
        for screen in self._knowledge.screens_in_order():
            left = tuple(name for name in screen.findings if name not in asked)
            if screen.part == part and left and screen.id not in shown:
                return Step(screen.id, screen.title, screen.instruction, left)
        return None

    def _asked(self, shown: Sequence[str]) -> set[str]:
        """Return the findings that stood on the steps shown, answered or skipped."""
        screens = self._knowledge.screens
        on_screens = {name for step in shown if step in screens for name in screens[step].findings}
        return on_screens | set(shown)

    def _next_question(
        self, observations: Sequence[Observation], shown: Sequence[str]
    ) -> Step | None:
        singles = [name for name in shown if name in self._knowledge.findings]
        if len(singles) >= self._knowledge.rules["next_questions"].number("most_asked"):
            return None
        asked = self._asked(shown)
        for side in affected_knees(observations):
            facts = facts_for(side, observations)
            for name in by_expected_gain(facts, self._knowledge, self._model):
                if name not in asked:
                    finding = self._knowledge.findings[name]
                    return Step(name, finding.question, finding.help, (name,))
        return None

    def _next_addition(self, shown: Sequence[str]) -> Step | None:
        """Return the next complaint screen, without what single questions can ask."""
        asked = set(self._model.findings)
        for screen in self._knowledge.screens_in_order():
            left = tuple(name for name in screen.findings if name not in asked)
            if screen.part == "complaint" and left and screen.id not in shown:
                return Step(screen.id, screen.title, screen.instruction, left)
        return None
