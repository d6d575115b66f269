"""Reads coded cases: what a publication states of a patient, and what is right for them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from trochlea.assess import observations_from_answers, parse_answers
from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Finding
from trochlea.model import Answers, Observation, Urgency

FOLDER = Path("tests/cases/published")
NOON = 12
ADULT = 18
Stratum = Literal["adult runner", "other adult", "minor"]
STRATA: tuple[Stratum, ...] = ("adult runner", "other adult", "minor")


@dataclass(frozen=True, slots=True)
class CodedCase:
    """One published patient.

    Attributes:
        id: Opaque id.
        sentence: What the case is, without a diagnosis.
        answers: Everything that was coded, a clinician's findings among it.
        runner: Whether the person runs; None where the source does not say.
        right: Condition ids that count as right; empty where none is on our list.
        urgency: The level that it should get.
        grade: A real patient, B textbook or examination case, C web question.
        leak: The facts hold imaging, laboratory or operative findings.
        thin: Fewer than three informative facts.
        within_hours: How soon by the key; None where it gives no hours.
    """

    id: str
    sentence: str
    answers: Answers
    runner: bool | None
    right: tuple[str, ...]
    urgency: Urgency
    grade: str
    leak: bool
    thin: bool
    within_hours: int | None = None

    @property
    def stratum(self) -> Stratum:
        """Minor, adult runner or other adult; an unknown age counts as adult."""
        if self.answers.age is not None and self.answers.age < ADULT:
            return "minor"
        return "adult runner" if self.runner else "other adult"

    @property
    def in_list(self) -> bool:
        """Whether a condition that is right stands on our list."""
        return bool(self.right)

    def observations(self, knowledge: Knowledge, *, runner_only: bool) -> tuple[Observation, ...]:
        """Return the observations of a case, a clinician's findings under their own source.

        Args:
            knowledge: Says who can observe what.
            runner_only: Leave out what only a clinician can find.
        """
        moment = datetime.combine(self.answers.on, datetime.min.time(), UTC).replace(hour=NOON)
        theirs = _keeping(self.answers, lambda row: row.observable_by == "runner", knowledge)
        rows = observations_from_answers(theirs, moment)
        if runner_only:
            return rows
        found = _keeping(self.answers, lambda row: row.observable_by == "clinician", knowledge)
        bare = replace(found, age=None, sex=None, height_cm=None, mass_kg=None)
        clinician = observations_from_answers(bare, moment)
        return (*rows, *(replace(row, source="clinician", ref="published") for row in clinician))


def _keeping(answers: Answers, wanted: Callable[[Finding], bool], knowledge: Knowledge) -> Answers:
    def kept(values: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in values.items() if wanted(knowledge.findings[key])}

    return replace(
        answers,
        knees={knee: kept(values) for knee, values in answers.knees.items()},
        general=kept(answers.general),
    )


def read_answers_of(path: Path, knowledge: Knowledge) -> Answers:
    """Return the coded answers of one file; the text "unknown" stands for "does not know"."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return parse_answers(_plain(table["answers"]), knowledge, datetime.now(UTC).date())


def read_cases(knowledge: Knowledge, folder: Path = FOLDER) -> tuple[CodedCase, ...]:
    """Return every coded case with what is right for it, by id.

    Args:
        knowledge: The vocabulary that the answers are checked against.
        folder: Holds a file a case.
    """
    cases = []
    for path in sorted(folder.glob("case-*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        expected = table["expected"]
        runner = table.get("runner")
        cases.append(
            CodedCase(
                id=table["id"],
                sentence=table["sentence"],
                answers=read_answers_of(path, knowledge),
                runner=runner if isinstance(runner, bool) else None,
                right=tuple(expected["conditions"]),
                urgency=expected["urgency"],
                grade=expected["grade"],
                leak=expected["leak"],
                thin=expected["thin"],
                within_hours=expected.get("within_hours"),
            )
        )
    return tuple(cases)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return None if value == "unknown" else value
