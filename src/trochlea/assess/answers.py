"""Answers in, observations out: the border where a questionnaire is checked.

Absent means not asked, null means "does not know"; neither ever becomes "no".
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from trochlea.errors import AnswersError
from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Finding
from trochlea.model import ANSWERS_SCHEMA, KNEES, Answers, FindingValue, Observation, Sex
from trochlea.model.observation import Knee, Side
from trochlea.units import body_mass_index

TOP_LEVEL = ("schema", "on", "age", "sex", "height_cm", "mass_kg", "knees", "general")
SEXES = ("F", "M", "other")
PLAUSIBLE = {"age": (5, 110), "height_cm": (90, 250), "mass_kg": (20, 300)}
VERSION_DIGITS = 12


def questionnaire_version(knowledge: Knowledge) -> str:
    """Return a hash of the questions as they are shown, kept beside every stored answer."""
    digest = hashlib.sha256()
    for screen in knowledge.screens_in_order():
        digest.update(screen.model_dump_json().encode())
    for finding in knowledge.findings.values():
        digest.update(finding.model_dump_json().encode())
    return digest.hexdigest()[:VERSION_DIGITS]


def parse_answers(table: object, knowledge: Knowledge, today: date) -> Answers:
    """Return checked answers from a decoded answers file of schema 1.

    Args:
        table: What the JSON held.
        knowledge: Gives the vocabulary.
        today: Used where the file gives no `on`.

    Raises:
        AnswersError: on an unknown finding, an impossible value or another schema.
    """
    if not isinstance(table, dict):
        raise AnswersError("The answers must be one JSON object.")
    unknown = sorted(set(table) - set(TOP_LEVEL))
    if unknown:
        raise AnswersError(f"Unknown entry {unknown[0]!r}; known are {', '.join(TOP_LEVEL)}.")
    if table.get("schema") != ANSWERS_SCHEMA:
        raise AnswersError(f'"schema" must be {ANSWERS_SCHEMA}, not {table.get("schema")!r}.')
    age = _bounded("age", table.get("age"))
    if age is not None and age != int(age):
        raise AnswersError(f'"age" must be a whole number of years, not {age}.')
    return Answers(
        on=_day(table.get("on"), today),
        age=None if age is None else int(age),
        sex=_sex(table.get("sex")),
        height_cm=_bounded("height_cm", table.get("height_cm")),
        mass_kg=_bounded("mass_kg", table.get("mass_kg")),
        knees=_knees(table.get("knees", {}), knowledge),
        general=_values(table.get("general", {}), knowledge, "general", per_knee=False),
    )


def _day(value: object, today: date) -> date:
    if value is None:
        return today
    try:
        return date.fromisoformat(cast(str, value))
    except (TypeError, ValueError):
        raise AnswersError(f'"on" must be a day such as 2026-03-01, not {value!r}.') from None


def _bounded(name: str, value: object) -> float | None:
    low, high = PLAUSIBLE[name]
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise AnswersError(f'"{name}" must be a number from {low} to {high}, not {value!r}.')
    return float(value)


def _sex(value: object) -> Sex | None:
    if value is not None and value not in SEXES:
        raise AnswersError(f'"sex" must be F, M, other or null, not {value!r}.')
    return cast("Sex | None", value)


def _knees(value: object, knowledge: Knowledge) -> dict[Knee, dict[str, FindingValue]]:
    if not isinstance(value, dict) or set(value) - set(KNEES):
        raise AnswersError('"knees" must be an object with "left" and "right".')
    return {
        knee: _values(value[knee], knowledge, f"knees.{knee}", per_knee=True)
        for knee in KNEES
        if knee in value
    }


def _values(
    value: object, knowledge: Knowledge, where: str, *, per_knee: bool
) -> dict[str, FindingValue]:
    if not isinstance(value, dict):
        raise AnswersError(f'"{where}" must be an object of finding ids and values.')
    checked: dict[str, FindingValue] = {}
    for key, item in value.items():
        finding = knowledge.findings.get(key)
        if finding is None:
            raise AnswersError(
                f'{where}: unknown finding {key!r}; "trochlea findings" lists the known ones.'
            )
        if finding.per_knee != per_knee:
            place = "knees.left or knees.right" if finding.per_knee else "general"
            raise AnswersError(f"{where}: {key} belongs under {place}.")
        checked[key] = check_value(finding, item, where)
    return checked


def check_value(finding: Finding, value: object, where: str = "answer") -> FindingValue:
    """Return a value in the finding's own shape; None stays "does not know".

    Raises:
        AnswersError: if the value is not one that this finding can have.
    """
    if value is None:
        return None
    choices = tuple(choice.id for choice in finding.choices)
    if finding.kind == "yes_no":
        if isinstance(value, bool):
            return value
        raise AnswersError(f"{where}: {finding.id} must be true, false or null, not {value!r}.")
    if finding.kind == "choice":
        if value in choices:
            return value
        raise AnswersError(f"{where}: {finding.id} must be one of {', '.join(choices)}.")
    if finding.kind in ("many", "region"):
        return _many(finding, value, choices, where)
    return _number(finding, value, where)


def _many(
    finding: Finding, value: object, choices: tuple[str, ...], where: str
) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or any(item not in choices for item in items):
        raise AnswersError(
            f"{where}: {finding.id} must be a list of {', '.join(choices)} (empty for none)."
        )
    return tuple(choice for choice in choices if choice in items)


def _number(finding: Finding, value: object, where: str) -> float | int:
    low, high = finding.minimum or 0, finding.maximum or 0
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    if not numeric or not low <= cast(float, value) <= high:
        raise AnswersError(
            f"{where}: {finding.id} must be a number from {low:g} to {high:g}, not {value!r}."
        )
    if finding.kind == "scale" and value != int(cast(float, value)):
        raise AnswersError(f"{where}: {finding.id} must be a whole number, not {value!r}.")
    return cast("float | int", value)


def observations_from_answers(
    answers: Answers, observed_at: datetime, ref: str | None = None
) -> tuple[Observation, ...]:
    """Return one observation for each answer, with age, sex and body mass index among them.

    Args:
        answers: Checked answers.
        observed_at: When they were given, with its offset.
        ref: Id of the answer session.
    """

    def seen(finding: str, value: FindingValue, side: Side) -> Observation:
        return Observation(finding, value, side, observed_at, "answer", ref=ref)

    rows = [seen(key, value, "none") for key, value in _derived(answers).items()]
    rows += [seen(key, value, "none") for key, value in answers.general.items()]
    for knee in KNEES:
        rows += [seen(key, value, knee) for key, value in answers.knees.get(knee, {}).items()]
    return tuple(rows)


def _derived(answers: Answers) -> Mapping[str, FindingValue]:
    derived: dict[str, FindingValue] = {}
    if answers.age is not None:
        derived["age_years"] = answers.age
    if answers.sex is not None:
        derived["sex"] = answers.sex.lower()
    if answers.height_cm is not None and answers.mass_kg is not None:
        derived["body_mass_index"] = round(body_mass_index(answers.mass_kg, answers.height_cm), 1)
    return derived
