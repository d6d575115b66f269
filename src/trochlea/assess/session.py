"""A session: one interview under way, as a record that can be put down and taken up again.

It holds what was told step by step, so that going back is dropping the last step, and nothing
that can be worked out from that. The terminal keeps it in the journal between two sittings; a
page keeps the same record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from trochlea.assess.answers import check_value, parse_answers, questionnaire_version
from trochlea.errors import AnswersError
from trochlea.knowledge import Knowledge
from trochlea.model import ANSWERS_SCHEMA, KNEES, Answers, FindingValue, Knee, Sex

SESSION_SCHEMA = 1
Told = tuple[Knee | None, str, FindingValue]


@dataclass(frozen=True, slots=True)
class About:
    """Who answers, and for which knee.

    Attributes:
        age, sex, height_cm, mass_kg: As in `Answers`; None where not said.
        knees: The knees that hurt.
        mirrored: True where both knees are alike, so that what is said of one holds for both.
    """

    age: int | None = None
    sex: Sex | None = None
    height_cm: float | None = None
    mass_kg: float | None = None
    knees: tuple[Knee, ...] = KNEES
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One interview under way.

    Attributes:
        on: The day it was begun; its answers hold for that day.
        about: Who answers.
        steps: Id of each step shown, with what was told at it: (knee or None, finding, value).
        questionnaire: Version of the questions as they were shown.
    """

    on: date
    about: About
    steps: tuple[tuple[str, tuple[Told, ...]], ...] = ()
    questionnaire: str = ""

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of the steps shown, in order."""
        return tuple(step for step, _told in self.steps)

    @property
    def asked_knees(self) -> tuple[Knee, ...]:
        """The knees to ask about: one of two that are alike."""
        return self.about.knees[:1] if self.about.mirrored else self.about.knees

    def answered(self, step: str, told: Sequence[Told]) -> Session:
        """Return the session with one more step; nothing told means that it was skipped.

        Args:
            step: Id of the step.
            told: Knee (None for what has no side), finding and value; None is "does not know".
        """
        rows = tuple(told)
        if self.about.mirrored:
            rows = tuple(
                (knee, finding, value)
                for side, finding, value in rows
                for knee in ((None,) if side is None else self.about.knees)
            )
        return replace(self, steps=(*self.steps, (step, rows)))

    def back(self) -> Session:
        """Return the session without its last step; unchanged at the first."""
        return replace(self, steps=self.steps[:-1])

    def before(self, place: int) -> Session:
        """Return the session as it was before one of its steps.

        Args:
            place: Which step, counted from 0.
        """
        return replace(self, steps=self.steps[:place])

    def answers(self, not_asked: Sequence[str] = ()) -> Answers:
        """Return all that was told, the later of two answers to one question.

        Args:
            not_asked: Findings without a side that need not be asked of this person; each is a
                no, unless it was told.
        """
        knees: dict[Knee, dict[str, FindingValue]] = {knee: {} for knee in self.about.knees}
        general: dict[str, FindingValue] = dict.fromkeys(not_asked, False)
        for _step, told in self.steps:
            for knee, finding, value in told:
                (general if knee is None else knees[knee])[finding] = value
        about = self.about
        return Answers(
            self.on, about.age, about.sex, about.height_cm, about.mass_kg, knees, general
        )


def session_to_table(session: Session) -> dict[str, Any]:
    """Return a session as plain tables and lists, for a JSON file or a page."""
    about = session.about
    return {
        "schema": SESSION_SCHEMA,
        "questionnaire": session.questionnaire,
        "on": session.on.isoformat(),
        "about": {
            "age": about.age,
            "sex": about.sex,
            "height_cm": about.height_cm,
            "mass_kg": about.mass_kg,
            "knees": list(about.knees),
            "mirrored": about.mirrored,
        },
        "steps": [
            {
                "step": step,
                "told": [
                    [knee, finding, list(value) if isinstance(value, tuple) else value]
                    for knee, finding, value in told
                ],
            }
            for step, told in session.steps
        ],
    }


def session_from_table(table: object, knowledge: Knowledge) -> Session:
    """Return the session of a table, every value checked against the present questions.

    Where the questions have changed since, the safety screens come again.

    Args:
        table: What `session_to_table` gave.
        knowledge: The present vocabulary.

    Raises:
        AnswersError: if it is of another schema, or names what this version does not know.
    """
    if not isinstance(table, dict) or table.get("schema") != SESSION_SCHEMA:
        raise AnswersError("This unfinished interview is of another version; begin a new one.")
    try:
        about = table["about"]
        head = {key: about[key] for key in ("age", "sex", "height_cm", "mass_kg")}
        checked = parse_answers(
            {"schema": ANSWERS_SCHEMA, "on": table["on"], **head}, knowledge, date.min
        )
        knees = tuple(knee for knee in KNEES if knee in about["knees"])
        mirrored = bool(about["mirrored"])
        steps = tuple(
            (str(row["step"]), tuple(_told(told, knees, knowledge) for told in row["told"]))
            for row in table["steps"]
        )
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        raise AnswersError("This unfinished interview is damaged; begin a new one.") from None
    if not knees:
        raise AnswersError("This unfinished interview is damaged; begin a new one.")
    person = About(checked.age, checked.sex, checked.height_cm, checked.mass_kg, knees, mirrored)
    version = questionnaire_version(knowledge)
    if table.get("questionnaire") != version:
        steps = tuple(row for row in steps if not _is_safety(row[0], knowledge))
    return Session(checked.on, person, steps, version)


def _is_safety(step: str, knowledge: Knowledge) -> bool:
    return step in knowledge.screens and knowledge.screens[step].part == "safety"


def _told(row: Sequence[Any], knees: Sequence[Knee], knowledge: Knowledge) -> Told:
    knee, name, value = row
    finding = knowledge.findings.get(name)
    if finding is None or finding.per_knee != (knee in knees):
        raise AnswersError(f"This unfinished interview asks for {name!r}; begin a new one.")
    return knee, name, check_value(finding, value)
