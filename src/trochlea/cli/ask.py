"""Asks the interview in the terminal: numbered items, "none" as an answer, back, skip and later.

The engine that chooses the next step is `assess.Interview`, and what was told is an
`assess.Session`; this file only shows and listens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, cast

from trochlea.cli.own_words import STEP as OWN_WORDS
from trochlea.cli.own_words import ask_own_words
from trochlea.cli.typed import (
    KNEES_WORDS,
    NO,
    YES,
    Back,
    Enough,
    PutDown,
    as_value,
    bounds_of,
    numbers,
    prompt_for,
    which,
)
from trochlea.errors import AnswersError
from trochlea.model import KNEES, Answers, FindingValue, Knee, Observation, RaisedFlag, Seen, Sex

if TYPE_CHECKING:
    from trochlea.assess import About, Session
    from trochlea.assess.interview import Step
    from trochlea.assess.session import Told
    from trochlea.knowledge import Knowledge
    from trochlea.knowledge.schema import Finding

Listen = Callable[[str], str]
Say = Callable[[str], None]
Keep = Callable[["Session"], None]
FirstAnswer = Callable[[Answers], str]
BACK, LATER, DONE = "b", "later", "done"
PERSON = ("age", "sex", "height_cm", "mass_kg")
PERSON_WORDS = ("{:g} years", "{}", "{:g} cm", "{:g} kg")
DONT_KNOW = "?"
HOW_TO = (
    'Type the numbers that are true (such as "1 3"), "none" for none of these, "?" if you do not '
    'know, "3?" to have number 3 explained, Enter to skip, "b" to go back, "later" to stop and go '
    "on another time."
)
IS_IT_SO = "Is that so (y, b to change it)"
WHICH_KNEE = "which (left, right, both; b to go back)"
SHARPEN = 'That is enough for a first answer. Go on to sharpen it, or type "done".'


class Asker:
    """One interview at one terminal."""

    def __init__(
        self,
        knowledge: Knowledge,
        listen: Listen,
        say: Say,
        now: datetime,
        keep: Keep | None = None,
        first_answer: FirstAnswer | None = None,
        known: About | None = None,
        others: Sequence[Observation] = (),
    ) -> None:
        """Prepare to ask.

        Args:
            knowledge: The questions.
            listen: Shows a prompt and returns what was typed.
            say: Shows a line.
            now: The clock, with its offset.
            keep: Is given the session after each step, to be taken up again.
            first_answer: Puts what fits so far into one line.
            known: What is known of who answers; it is not asked.
            others: What others say beside the answers: clinicians, the watch, the diary.
        """
        from trochlea import api

        self._interview = api.Interview(knowledge)
        self._knowledge = knowledge
        self._listen = listen
        self._say = say
        self._now = now
        self._keep = keep
        self._first_answer = first_answer
        self._known = known or api.About()
        self._others = tuple(others)
        self._first_said = ""
        self._may_end = False

    def run(self, begun: Session | None = None) -> Answers:
        """Ask until the interview is over, and return the answers.

        Args:
            begun: An unfinished session to go on with.

        Raises:
            PutDown: when the person wants to go on another time.
        """
        self._say(HOW_TO)
        self._say_known()
        session = begun or self._begun()
        while True:
            if self._keep:
                self._keep(session)
            answers = self._answers(session)
            step = self._interview.next_step(self._observed(answers), session.shown)
            if step is None:
                again = self._read_back(session, answers)
                if again is None:
                    return answers
                session = again
                continue
            try:
                self._show_first(step, answers)
                session = session.answered(step.screen, self._ask_step(step, session))
            except Back:
                session = self._before(session)
            except Enough:
                return answers

    def _say_known(self) -> None:
        """Say what is taken from the journal, so that it can be put right there."""
        rows = zip(PERSON, PERSON_WORDS, strict=True)
        known = [(getattr(self._known, name), words) for name, words in rows]
        said = [words.format(value) for value, words in known if value is not None]
        if said:
            self._say(f"From your journal: {', '.join(said)} (`trochlea me` changes it).")

    def _answers(self, session: Session) -> Answers:
        """Return what was told, and a no to what need not be asked of this person."""
        from trochlea import api

        told = api.observations_from_answers(session.answers(), self._now)
        return session.answers(self._interview.not_asked(told))

    def _observed(self, answers: Answers) -> tuple[Observation, ...]:
        """Return the answers, and beside them what others say that bears on these knees."""
        from trochlea import api

        sides = (*answers.knees, "none", "both")
        beside = (row for row in self._others if row.source == "clinician" or row.side in sides)
        return (*api.observations_from_answers(answers, self._now), *beside)

    def _read_back(self, session: Session, answers: Answers) -> Session | None:
        """Read an emergency back before it ends the interview; one wrong digit is not final.

        Returns:
            The session to go on with where it is not so, None where it is.
        """
        flags = self._interview.emergencies(self._observed(answers), session.shown)
        seen = dict.fromkeys(row for flag in flags for row in flag.seen if row.source == "answer")
        if not seen:
            return None
        self._may_end = False
        self._say("\nYou said: " + "; ".join(self._seen_words(row, answers) for row in seen) + ".")
        while True:
            try:
                text = self._hear(IS_IT_SO)
            except Back:
                return self._back_to(session, flags)
            if text in ("", *YES):
                return None
            if text in NO:
                return self._back_to(session, flags)

    def _seen_words(self, row: Seen, answers: Answers) -> str:
        where = f" ({row.side} knee)" if row.side != "none" and len(answers.knees) > 1 else ""
        return f"{self._knowledge.findings[row.finding].present}{where}"

    def _back_to(self, session: Session, flags: Sequence[RaisedFlag]) -> Session:
        """Return the session before the last step that the flags rest on."""
        names = {row.finding for flag in flags for row in flag.seen}
        names.update(name for flag in flags for name in flag.left_open)
        places = [
            place
            for place, (step, told) in enumerate(session.steps)
            if names.intersection(row[1] for row in told)
            or any(self._interview.stood_on(step, name) for name in names)
        ]
        place = max(places, default=len(session.steps) - 1)
        if session.shown[place] == OWN_WORDS:
            return self._begun(session.about)
        return session.before(place)

    def _begun(self, known: About | None = None) -> Session:
        """Return a session with who answers, and what they said in their own words."""
        from trochlea import api

        while True:
            about = self._about_you(known)
            try:
                told, knees = ask_own_words(self._hear, self._say, self._knowledge, about)
            except Back:
                known = about
                continue
            session = api.Session(
                self._now.date(),
                replace(about, knees=knees),
                questionnaire=api.questionnaire_version(self._knowledge),
            )
            return session.answered(OWN_WORDS, told) if told else session

    def _hear(self, prompt: str) -> str:
        """Return what was typed, unless it is a word about the interview itself."""
        text = self._listen(prompt).strip().lower()
        if text == BACK:
            raise Back
        if text == LATER:
            raise PutDown
        if text == DONE and self._may_end:
            raise Enough
        return text

    def _show_first(self, step: Step, answers: Answers) -> None:
        """Say what fits so far, where it is time and it is new."""
        self._may_end = step.provisional
        if not step.provisional or self._first_answer is None:
            return
        line = self._first_answer(answers)
        if line != self._first_said:
            self._say(f"\n{line}" if self._first_said else f"\n{line} {SHARPEN}")
            self._first_said = line

    def _before(self, session: Session) -> Session:
        """Return the session one step back; before the first, who answers is asked again."""
        if session.shown in ((), (OWN_WORDS,)):
            return self._begun(session.about)
        return session.back()

    def _about_you(self, known: About | None = None) -> About:
        """Ask who answers; "b" goes back one question, and to the last one where all are known."""
        asks: dict[str, Callable[[], object]] = {
            "age": lambda: self._number("Your age in years", 5, 110),
            "sex": lambda: self._choice("Sex (F, M, other)", ("F", "M", "other")),
            "height_cm": lambda: self._number("Height in centimetres", 90, 250),
            "mass_kg": lambda: self._number("Weight in kilograms", 20, 300),
            "knees": lambda: self._choice("Which knee hurts (left, right, both)", KNEES_WORDS),
        }
        values = {name: getattr(self._known, name) for name in PERSON}
        asked = [name for name in asks if values.get(name) is None]
        told: list[object] = []
        if known is not None:
            told = [getattr(known, name) for name in asked[:-1]]
        while True:
            try:
                if len(told) == len(asked):
                    return self._person({**values, **dict(zip(asked, told, strict=True))})
                told.append(asks[asked[len(told)]]())
            except Back:
                told = told[:-1]

    def _person(self, told: Mapping[str, object]) -> About:
        from trochlea import api

        age, sex, height_cm, mass_kg = (told[name] for name in PERSON)
        knees = told["knees"]
        wanted = tuple(knee for knee in KNEES if knees in (knee, None, "both"))
        return api.About(
            age=None if age is None else int(cast(float, age)),
            sex=cast("Sex | None", sex),
            height_cm=cast("float | None", height_cm),
            mass_kg=cast("float | None", mass_kg),
            knees=wanted,
            mirrored=knees == "both" and self._yes("Is it the same in both knees (y, n)"),
        )

    def _yes(self, question: str) -> bool:
        return self._choice(question, ("y", "n")) == "y"

    def _ask_step(self, step: Step, session: Session) -> list[Told]:
        """Return what was told at a step."""
        findings = [self._knowledge.findings[name] for name in step.findings]
        ticks = [finding for finding in findings if finding.kind == "yes_no"]
        said = [finding for finding in ticks if _said_yes(finding, session)]
        ticks = [finding for finding in ticks if finding not in said]
        single = step.screen in self._knowledge.findings
        self._say(f"\n{step.title}" if ticks or not single else "")
        if step.instruction and (ticks or not single):
            self._say(f"  {step.instruction}")
        if said:
            self._say("  You said already: " + "; ".join(row.present for row in said))
        told: list[Told] = []
        if ticks:
            told += self._ask_ticks(ticks, session, listed=not single)
        for finding in findings:
            if finding.kind != "yes_no":
                told += self._ask_value(finding, session)
        # "None of these" never takes back what was confirmed of one knee in own words.
        return [row for row in told if not (row[2] is False and _confirmed(row, session))]

    def _ask_ticks(self, ticks: list[Finding], session: Session, *, listed: bool) -> list[Told]:
        """Return what is ticked; a lone question is not listed and reads as yes or no."""
        for number, finding in enumerate(ticks if listed else (), start=1):
            self._say(f"  {number:2}. {finding.present[:1].upper()}{finding.present[1:]}")
        while True:
            text = self._hear("True now" if listed else "y or n")
            if text == "":
                return []
            if text == DONT_KNOW:
                return [row for finding in ticks for row in _told(finding, None, session)]
            asked = numbers(text.removesuffix(DONT_KNOW), len(ticks)) if listed else None
            if text.endswith(DONT_KNOW) and asked:
                self._explain([ticks[number - 1] for number in sorted(asked)])
                continue
            found = {1} if not listed and text in YES else numbers(text, len(ticks))
            if found is None:
                self._say(HOW_TO)
                continue
            try:
                return list(self._ticked(ticks, found, session))
            except Back:  # one prompt: the ticks of this screen are asked again
                continue

    def _explain(self, findings: Sequence[Finding]) -> None:
        for finding in findings:
            self._say(f"      {finding.question} {finding.help}".rstrip())

    def _ticked(self, ticks: list[Finding], found: set[int], session: Session) -> Iterator[Told]:
        for number, finding in enumerate(ticks, start=1):
            ticked = number in found
            if ticked and finding.per_knee and len(session.asked_knees) > 1:
                side = self._choice(f"{number}. {WHICH_KNEE}", KNEES_WORDS)
                for knee in session.asked_knees:
                    yield knee, finding.id, None if side is None else side in (knee, "both")
            else:
                yield from _told(finding, ticked, session)

    def _ask_value(self, finding: Finding, session: Session) -> Iterator[Told]:
        knees: tuple[Knee | None, ...] = session.asked_knees if finding.per_knee else (None,)
        for knee in knees:
            where = f" [{knee} knee]" if knee and len(knees) > 1 else ""
            self._say(f"  {finding.question}{where} {finding.help}".rstrip())
            for number, choice in enumerate(finding.choices, start=1):
                self._say(f"     {number:2}. {choice.label}")
            text = self._hear(prompt_for(finding))
            while text:
                try:
                    yield knee, finding.id, self._value(finding, text)
                    break
                except (AnswersError, ValueError):
                    bounds = f" from {bounds_of(finding)}" if finding.kind == "number" else ""
                    how = f"{prompt_for(finding)}{bounds}"
                    self._say(f"     {how}, ? for don't know, Enter to skip.")
                text = self._hear(prompt_for(finding))

    def _value(self, finding: Finding, text: str) -> FindingValue:
        from trochlea import api

        return None if text == DONT_KNOW else api.check_value(finding, as_value(finding, text))

    def _number(self, question: str, low: float, high: float) -> float | None:
        while True:
            text = self._hear(f"{question} (Enter to skip)")
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
            text = self._hear(f"{question}; Enter to skip")
            if not text:
                return None
            found = which(text, allowed)
            if found is not None:
                return found
            self._say(f"Please type one of {', '.join(allowed)}.")


def _told(finding: Finding, value: FindingValue, session: Session) -> list[Told]:
    """Return one value for each knee asked about, or for none."""
    knees: tuple[Knee | None, ...] = session.asked_knees if finding.per_knee else (None,)
    return [(knee, finding.id, value) for knee in knees]


def _said_yes(finding: Finding, session: Session) -> bool:
    """Return whether a finding was said and confirmed, of every knee that is asked about."""
    answers = session.answers()
    if not finding.per_knee:
        return answers.general.get(finding.id) is True
    return all(answers.knees[knee].get(finding.id) is True for knee in session.asked_knees)


def _confirmed(row: Told, session: Session) -> bool:
    """Return whether a finding of a knee was already told with a yes."""
    knee, finding, _value = row
    answers = session.answers()
    values = answers.general if knee is None else answers.knees[knee]
    return values.get(finding) is True
