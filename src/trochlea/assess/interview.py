"""The interview: screens in order, safety first, then single questions by what they may change.

After the questions that would change the advice come the screens of what may add to it (shoes,
hills, history), whose findings name factors and not conditions. The engine is the same for the
terminal and for any page: it is told what was answered and says what to show next. It holds no
answer itself; `Session` does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from trochlea.assess.facts import affected_knees, facts_for
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.assess.questions import STOPPING_LEVELS, Questions
from trochlea.assess.triage import triage
from trochlea.knowledge import Knowledge
from trochlea.model import Observation, RaisedFlag, Triage


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

        An emergency that was said ends it at once, and one that rests on what was not answered
        once that was asked. A same-day flag ends it when the safety screens are through, so that
        no emergency is left unasked; so does an emergency that others found and nobody said now.
        """
        found = triage(observations, self._knowledge)
        if self._ending(found, shown):
            return None
        left_out = self.not_asked(observations)
        safety = self._next_safety(found, shown, left_out)
        if safety is not None:
            return safety
        if found.urgency in STOPPING_LEVELS:
            return None
        return (
            self._next_screen("today", shown, left_out)
            or self._next_question(observations, shown, left_out)
            or self._next_addition(shown, left_out)
        )

    def emergencies(
        self, observations: Sequence[Observation], shown: Sequence[str]
    ) -> tuple[RaisedFlag, ...]:
        """Return the emergencies by which the interview ends now, to be read back before it does.

        Args:
            observations: What was answered so far.
            shown: Ids of the steps already shown.
        """
        return self._ending(triage(observations, self._knowledge), shown)

    def not_asked(self, observations: Sequence[Observation]) -> tuple[str, ...]:
        """Return the findings that are not asked of this sex, and count as answered with no.

        Args:
            observations: What was answered so far, the sex among it.
        """
        male = any(row.finding == "sex" and row.value == "m" for row in observations)
        return self._knowledge.rules["asked_of_sex"].findings if male else ()

    def stood_on(self, step: str, finding: str) -> bool:
        """Return whether a finding stood on a step.

        Args:
            step: Id of the step.
            finding: Id of the finding.
        """
        return finding in self._asked((step,))

    def _ending(self, found: Triage, shown: Sequence[str]) -> tuple[RaisedFlag, ...]:
        return tuple(
            flag
            for flag in found.red_flags
            if flag.urgency == "emergency" and _said(flag) and not self._to_ask(flag, shown)
        )

    def _to_ask(self, flag: RaisedFlag, shown: Sequence[str]) -> set[str]:
        """Return what a flag rests on unanswered, and a safety screen can still ask."""
        return self._on_safety_screens().intersection(flag.left_open) - self._asked(shown)

    def _on_safety_screens(self) -> set[str]:
        screens = self._knowledge.screens_in_order()
        return {name for row in screens if row.part == "safety" for name in row.findings}

    def _next_safety(
        self, found: Triage, shown: Sequence[str], left_out: Sequence[str]
    ) -> Step | None:
        """Return the next safety screen, first the one that settles an emergency."""
        open_now = {
            name
            for flag in found.red_flags
            if flag.urgency == "emergency" and _said(flag)
            for name in self._to_ask(flag, shown)
        }
        return self._next_screen("safety", shown, left_out, open_now) or self._next_screen(
            "safety", shown, left_out
        )

    def _next_screen(
        self,
        part: str,
        shown: Sequence[str],
        left_out: Sequence[str],
        wanted: Collection[str] | None = None,
    ) -> Step | None:
        """Return the next screen of a part, without what an earlier screen already asked.

        Where findings are wanted, only a screen that asks one of them.
        """
        asked = self._asked(shown).union(left_out)
        for screen in self._knowledge.screens_in_order():
            left = tuple(name for name in screen.findings if name not in asked)
            fits = screen.part == part and (wanted is None or not set(left).isdisjoint(wanted))
            if fits and left and screen.id not in shown:
                return Step(screen.id, screen.title, screen.instruction, left)
        return None

    def _asked(self, shown: Sequence[str]) -> set[str]:
        """Return the findings that stood on the steps shown, answered or skipped."""
        screens = self._knowledge.screens
        on_screens = {name for step in shown if step in screens for name in screens[step].findings}
        return on_screens | set(shown)

    def _next_question(
        self, observations: Sequence[Observation], shown: Sequence[str], left_out: Sequence[str]
    ) -> Step | None:
        """Return the single question worth most over all sore knees, if any is worth asking."""
        rule = self._knowledge.rules["next_questions"]
        count = self._single_questions(shown)
        if count >= rule.number("most_asked"):
            return None
        asked = self._asked(shown).union(left_out)
        smallest = rule.number("smallest_gain")
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
        return Step(
            best, finding.question, finding.help, (best,), count, self._first_answer_after(count)
        )

    def _single_questions(self, shown: Sequence[str]) -> int:
        return sum(name in self._knowledge.findings for name in shown)

    def _first_answer_after(self, count: int) -> bool:
        """Return whether there is a first answer once so many single questions were shown."""
        return count + 1 >= self._knowledge.rules["next_questions"].number("provisional_from")

    def _next_addition(self, shown: Sequence[str], left_out: Sequence[str]) -> Step | None:
        """Return the next complaint screen, without what single questions can ask."""
        asked = {*self._model.findings, *left_out}
        count = self._single_questions(shown)
        for screen in self._knowledge.screens_in_order():
            left = tuple(name for name in screen.findings if name not in asked)
            if screen.part == "complaint" and left and screen.id not in shown:
                first_answer = self._first_answer_after(count)
                return Step(screen.id, screen.title, screen.instruction, left, count, first_answer)
        return None


def _said(flag: RaisedFlag) -> bool:
    """Return whether a flag rests on something that was answered now."""
    return any(row.source == "answer" for row in flag.seen)
