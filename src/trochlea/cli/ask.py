"""Asks the interview in the terminal: numbered items, "none" as an answer, back and skip.

The engine that chooses the next step is `assess.Interview`; this file only shows and listens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from trochlea.errors import AnswersError
from trochlea.model import KNEES, Answers, FindingValue, Knee

if TYPE_CHECKING:
    from trochlea.assess.interview import Step
    from trochlea.knowledge import Knowledge
    from trochlea.knowledge.schema import Finding

Listen = Callable[[str], str]
Say = Callable[[str], None]
BACK = "b"
NONE = ("none", "n", "no")
YES = ("y", "yes")
DONT_KNOW = "?"
HOW_TO = (
    'Type the numbers that are true (such as "1 3"), "none" for none of these, "?" if you do not '
    'know, Enter to skip, "b" to go back.'
)


class Asker:
    """One interview at one terminal."""

    def __init__(self, knowledge: Knowledge, listen: Listen, say: Say, now: datetime) -> None:
        """Prepare to ask.

        Args:
            knowledge: The questions.
            listen: Shows a prompt and returns what was typed.
            say: Shows a line.
            now: The clock, with its offset.
        """
        self._knowledge = knowledge
        self._listen = listen
        self._say = say
        self._now = now

    def run(self) -> Answers:
        """Ask until the interview is over, and return the answers."""
        from trochlea import api

        interview = api.Interview(self._knowledge)
        self._say(HOW_TO)
        past: list[tuple[Answers, list[str]]] = []
        answers, shown = self._about_you(), list[str]()
        while True:
            told = api.observations_from_answers(answers, self._now)
            step = interview.next_step(told, shown)
            if step is None:
                return answers
            more = self._ask_step(step, answers)
            if more is None:
                answers, shown = past.pop() if past else (answers, [])
                continue
            past.append((answers, list(shown)))
            answers, shown = more, [*shown, step.screen]

    def _about_you(self) -> Answers:
        age = self._number("Your age in years", 5, 110)
        sex = self._choice("Sex (F, M, other)", ("F", "M", "other"))
        height_cm = self._number("Height in centimetres", 90, 250)
        mass_kg = self._number("Weight in kilograms", 20, 300)
        knees = self._choice("Which knee hurts (left, right, both)", ("left", "right", "both"))
        wanted: tuple[Knee, ...] = (
            KNEES if knees in (None, "both") else tuple(knee for knee in KNEES if knee == knees)
        )
        return Answers(
            on=self._now.date(),
            age=None if age is None else int(age),
            sex="F" if sex == "F" else "M" if sex == "M" else "other" if sex else None,
            height_cm=height_cm,
            mass_kg=mass_kg,
            knees={knee: {} for knee in wanted},
        )

    def _ask_step(self, step: Step, answers: Answers) -> Answers | None:
        """Return the answers with this step's, or None to go back."""
        findings = [self._knowledge.findings[name] for name in step.findings]
        ticks = [finding for finding in findings if finding.kind == "yes_no"]
        single = step.screen in self._knowledge.findings
        self._say(f"\n{step.title}" if ticks or not single else "")
        if ticks:
            told = self._ask_ticks(ticks, answers, listed=not single)
            if told is None:
                return None
            answers = told
        for finding in findings:
            if finding.kind != "yes_no":
                told = self._ask_value(finding, answers)
                if told is None:
                    return None
                answers = told
        return answers

    def _ask_ticks(
        self, ticks: list[Finding], answers: Answers, *, listed: bool
    ) -> Answers | None:
        """Return the answers with these ticks, or None to go back; a lone one is not listed."""
        for number, finding in enumerate(ticks, start=1):
            note = f" ({finding.help})" if finding.help else ""
            if listed:
                self._say(f"  {number:2}. {finding.question}{note}")
            elif note:
                self._say(f" {note}")
        while True:
            text = self._listen("True now" if listed else "y or n").strip().lower()
            if text == BACK:
                return None
            if text == "":
                return answers
            if text == DONT_KNOW:
                return _with(answers, ((finding, None) for finding in ticks))
            # One question alone reads as yes or no.
            lone_yes = not listed and text in YES
            numbers = {1} if lone_yes else _numbers(text, len(ticks))
            if numbers is not None:
                return self._ticked(ticks, numbers, answers)
            self._say(HOW_TO)

    def _ticked(self, ticks: list[Finding], numbers: set[int], answers: Answers) -> Answers:
        for number, finding in enumerate(ticks, start=1):
            if number in numbers and finding.per_knee and len(answers.knees) > 1:
                side = self._choice(f"{number}. which (left, right, both)", (*KNEES, "both"))
                for knee in KNEES:
                    value = None if side is None else side in (knee, "both")
                    answers = _with(answers, ((finding, value),), (knee,))
            else:
                answers = _with(answers, ((finding, number in numbers),))
        return answers

    def _ask_value(self, finding: Finding, answers: Answers) -> Answers | None:
        knees: tuple[Knee | None, ...] = tuple(answers.knees) if finding.per_knee else (None,)
        for knee in knees:
            where = f" [{knee} knee]" if knee and len(knees) > 1 else ""
            value, back = self._one_value(finding, where)
            if back:
                return None
            if value is not _SKIPPED:
                answers = _with(answers, ((finding, value),), (knee,) if knee else None)
        return answers

    def _one_value(self, finding: Finding, where: str) -> tuple[FindingValue, bool]:
        from trochlea import api

        self._say(f"  {finding.question}{where}")
        for number, choice in enumerate(finding.choices, start=1):
            self._say(f"     {number:2}. {choice.label}")
        while True:
            text = self._listen(_prompt_for(finding)).strip().lower()
            if text == BACK:
                return None, True
            if text == "":
                return _SKIPPED, False
            if text == DONT_KNOW:
                return None, False
            try:
                return api.check_value(finding, _typed(finding, text)), False
            except (AnswersError, ValueError):
                self._say(f"     {_prompt_for(finding)}, ? for don't know, Enter to skip.")

    def _number(self, question: str, low: float, high: float) -> float | None:
        while True:
            text = self._listen(f"{question} (Enter to skip)").strip()
            if not text:
                return None
            try:
                value = float(text)
            except ValueError:
                value = -1.0
            if low <= value <= high:
                return value
            self._say(f"Please give a number from {low:g} to {high:g}.")

    def _choice(self, question: str, allowed: tuple[str, ...]) -> str | None:
        while True:
            text = self._listen(f"{question}; Enter to skip").strip().lower()
            if not text:
                return None
            found = [word for word in allowed if word.lower().startswith(text)]
            if len(found) == 1:
                return found[0]
            self._say(f"Please type one of {', '.join(allowed)}.")


_SKIPPED: FindingValue = "\0skipped"


def _numbers(text: str, most: int) -> set[int] | None:
    if text in NONE:
        return set()
    words = text.replace(",", " ").split()
    if not all(word.isdigit() and 1 <= int(word) <= most for word in words):
        return None
    return {int(word) for word in words}


def _typed(finding: Finding, text: str) -> object:
    if finding.kind == "choice":
        numbers = _numbers(text, len(finding.choices)) or set()
        return finding.choices[min(numbers) - 1].id if len(numbers) == 1 else text
    if finding.kind in ("many", "region"):
        numbers_or_none = _numbers(text, len(finding.choices))
        if numbers_or_none is None:
            raise ValueError(text)
        return [finding.choices[number - 1].id for number in sorted(numbers_or_none)]
    value = float(text)
    return int(value) if value == int(value) else value


def _prompt_for(finding: Finding) -> str:
    if finding.kind == "choice":
        return f"One number, 1 to {len(finding.choices)}"
    if finding.kind in ("many", "region"):
        return 'Numbers, or "none"'
    return f"{finding.minimum:g} to {finding.maximum:g}"


def _with(
    answers: Answers,
    told: Iterable[tuple[Finding, FindingValue]],
    knees: tuple[Knee, ...] | None = None,
) -> Answers:
    """Return the answers with some more; a per-knee finding goes to each stated knee."""
    general = dict(answers.general)
    by_knee = {knee: dict(values) for knee, values in answers.knees.items()}
    for finding, value in told:
        if not finding.per_knee:
            general[finding.id] = value
            continue
        for knee in knees or tuple(by_knee):
            by_knee[knee][finding.id] = value
    return replace(answers, general=general, knees=by_knee)
