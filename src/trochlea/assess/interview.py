"""The interview: screens in order, safety first, then single questions by what they may change.

After the questions that would change the advice come the screens of what may add to it (shoes,
hills, history), whose findings name factors and not conditions. The engine is the same for the
terminal and for any page: it is told what was answered and says what to show next. It holds no
answer itself; `Session` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trochlea.assess.facts import affected_knees, facts_for
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.assess.questions import STOPPING_LEVELS, Questions
from trochlea.assess.triage import triage
from trochlea.knowledge import Knowledge
from trochlea.model import Observation


@dataclass(frozen=True, slots=True)
class Step:
    """What to show next: a screen, or one question with the id of its finding as screen id.

    Attributes:
        screen: Id of the screen, or of the finding that is asked alone.
        title: What stands above it.
        instruction: What stands below that.
        findings: The findings asked.
        asked: How many single questions came before this one.
        provisional: True where a first answer can be looked at before going on.
    """

    screen: str
    title: str
    instruction: str
    findings: tuple[str, ...]
    asked: int = 0
    provisional: bool = False


class Interview:
    """Says what to ask next, from one version of the knowledge."""

    def __init__(self, knowledge: Knowledge, model: LikelihoodModel | None = None) -> None:
        """Prepare the screens and the likelihoods.

        Args:
            knowledge: Gives screens, findings, flags and conditions.
            model: Likelihoods of the same knowledge; made anew without.
        """
        self._knowledge = knowledge
        self._model = model or LikelihoodModel(knowledge)
        self._questions = Questions(knowledge, self._model)

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
        """Return the single question worth most over all sore knees, if any is worth asking."""
        rule = self._knowledge.rules["next_questions"]
        count = sum(name in self._knowledge.findings for name in shown)
        if count >= rule.number("most_asked"):
            return None
        asked, smallest = self._asked(shown), rule.number("smallest_gain")
        gains = [
            (gain, name)
            for side in affected_knees(observations)
            for gain, name in self._questions.by_gain(facts_for(side, observations))
            if gain >= smallest and name not in asked
        ]
        if not gains:
            return None
        _gain, best = min(gains, key=lambda row: (-row[0], row[1]))
        finding = self._knowledge.findings[best]
        first_answer = count + 1 >= rule.number("provisional_from")
        return Step(best, finding.question, finding.help, (best,), count, first_answer)

    def _next_addition(self, shown: Sequence[str]) -> Step | None:
        """Return the next complaint screen, without what single questions can ask."""
        asked = set(self._model.findings)
        for screen in self._knowledge.screens_in_order():
            left = tuple(name for name in screen.findings if name not in asked)
            if screen.part == "complaint" and left and screen.id not in shown:
                return Step(screen.id, screen.title, screen.instruction, left)
        return None
