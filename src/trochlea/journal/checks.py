"""What was asked, what was answered, what it became, and what was made of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, select

from trochlea.errors import UsageError
from trochlea.journal import tables
from trochlea.journal.database import insert_each_once, insert_once
from trochlea.journal.values import canonical, content_id, finding_value, local, offset_s, utc
from trochlea.model import Answers, CheckIn, Observation, Origin


@dataclass(frozen=True, slots=True)
class NewCheck:
    """One full check that is to be kept as a whole.

    Attributes:
        answers: As they were given.
        at: The moment they count from, aware.
        questionnaire_version: Version of the questions shown.
        knowledge_version: Version of the knowledge used.
        observations: What was observed.
        assessment_json: The assessment as the caller's JSON text.
        inputs_hash: Hash of what the assessment was made from.
        checkins: The check-ins that the answers hold.
    """

    answers: Answers
    at: datetime
    questionnaire_version: str
    knowledge_version: str
    observations: tuple[Observation, ...]
    assessment_json: str
    inputs_hash: str
    checkins: tuple[CheckIn, ...]


@dataclass(frozen=True, slots=True)
class StoredAnswers:
    """A kept questionnaire, with the version that was shown to the runner."""

    answers_id: str
    answers: Answers
    observed_at: datetime
    questionnaire_version: str
    knowledge_version: str


@dataclass(frozen=True, slots=True)
class StoredAssessment:
    """A kept assessment; the payload is the caller's JSON text, byte for byte."""

    assessment_id: str
    answers_id: str
    assessed_at: datetime
    payload_json: str
    inputs_hash: str


def add_answers(connection: Connection, runner_id: str, stored: StoredAnswers) -> str:
    """Keep answers; the same answers of the same moment are kept once.

    Returns:
        Their id, made from the content; the id given in `stored` is not read.
    """
    body = canonical(_answers_body(stored.answers))
    moment = utc(stored.observed_at)
    versions = (stored.questionnaire_version, stored.knowledge_version)
    answers_id = content_id("answers", body, moment.isoformat(), *versions)
    values = {
        "runner_id": runner_id,
        "answers_id": answers_id,
        "observed_at": moment,
        "utc_offset_s": offset_s(stored.observed_at),
        "questionnaire_version": stored.questionnaire_version,
        "knowledge_version": stored.knowledge_version,
        "body_json": body,
    }
    insert_once(connection, tables.answers, values)
    return answers_id


def latest_answers(connection: Connection, runner_id: str) -> StoredAnswers | None:
    """Return the answers that were given last, or None."""
    table = tables.answers
    query = (
        select(table)
        .where(table.c.runner_id == runner_id)
        .order_by(table.c.observed_at.desc(), table.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    return StoredAnswers(
        answers_id=row.answers_id,
        answers=_answers(json.loads(row.body_json)),
        observed_at=local(row.observed_at, row.utc_offset_s),
        questionnaire_version=row.questionnaire_version,
        knowledge_version=row.knowledge_version,
    )


def add_observations(
    connection: Connection,
    runner_id: str,
    answers_id: str | None,
    observations: Sequence[Observation],
) -> int:
    """Keep observations; one that is there already is not kept twice.

    Returns:
        How many were new.

    Raises:
        UsageError: where there are no answers of that id.
    """
    if answers_id is not None:
        _check_answers(connection, runner_id, answers_id)
    rows = [_observation_values(runner_id, answers_id, one) for one in observations]
    return insert_each_once(connection, tables.observations, rows)


def observations(
    connection: Connection,
    runner_id: str,
    since: datetime | None,
    findings: Collection[str] | None = None,
    source: Origin | None = None,
) -> tuple[Observation, ...]:
    """Return the observations from a moment on, by the time they held."""
    table = tables.observations
    query = select(table).where(table.c.runner_id == runner_id)
    if since is not None:
        query = query.where(table.c.observed_at >= utc(since))
    if findings is not None:
        query = query.where(table.c.finding.in_(sorted(findings)))
    if source is not None:
        query = query.where(table.c.source == source)
    found = connection.execute(query.order_by(table.c.observed_at, table.c.seq))
    return tuple(_observation(row) for row in found)


def add_assessment(connection: Connection, runner_id: str, stored: StoredAssessment) -> str:
    """Keep an assessment; the same one of the same moment is kept once.

    Returns:
        Its id, made from the content; the id given in `stored` is not read.

    Raises:
        UsageError: where there are no answers of that id.
    """
    _check_answers(connection, runner_id, stored.answers_id)
    moment = utc(stored.assessed_at)
    content = (stored.answers_id, moment.isoformat(), stored.inputs_hash, stored.payload_json)
    assessment_id = content_id("assessment", *content)
    values = {
        "runner_id": runner_id,
        "assessment_id": assessment_id,
        "answers_id": stored.answers_id,
        "assessed_at": moment,
        "utc_offset_s": offset_s(stored.assessed_at),
        "inputs_hash": stored.inputs_hash,
        "payload_json": stored.payload_json,
    }
    insert_once(connection, tables.assessments, values)
    return assessment_id


def assessments(connection: Connection, runner_id: str) -> tuple[StoredAssessment, ...]:
    """Return all assessments, by the time they were made."""
    table = tables.assessments
    query = select(table).where(table.c.runner_id == runner_id)
    return tuple(
        StoredAssessment(
            assessment_id=row.assessment_id,
            answers_id=row.answers_id,
            assessed_at=local(row.assessed_at, row.utc_offset_s),
            payload_json=row.payload_json,
            inputs_hash=row.inputs_hash,
        )
        for row in connection.execute(query.order_by(table.c.assessed_at, table.c.seq))
    )


def _check_answers(connection: Connection, runner_id: str, answers_id: str) -> None:
    """Refuse the id of answers that were never kept.

    Raises:
        UsageError: where there are no such answers.
    """
    table = tables.answers
    known = exists().where(table.c.runner_id == runner_id, table.c.answers_id == answers_id)
    if not connection.execute(select(known)).scalar():
        raise UsageError(f"There are no answers {answers_id}; keep the answers first.")


def _answers_body(answers: Answers) -> dict[str, object]:
    """Return answers as JSON values; absent stays absent and None stays None."""
    return {
        "on": answers.on.isoformat(),
        "age": answers.age,
        "sex": answers.sex,
        "height_cm": answers.height_cm,
        "mass_kg": answers.mass_kg,
        "knees": answers.knees,
        "general": answers.general,
    }


def _answers(body: dict[str, Any]) -> Answers:
    """Return the answers that a kept body holds."""
    return Answers(
        on=date.fromisoformat(body["on"]),
        age=body["age"],
        sex=body["sex"],
        height_cm=body["height_cm"],
        mass_kg=body["mass_kg"],
        knees={knee: _values(found) for knee, found in body["knees"].items()},
        general=_values(body["general"]),
    )


def _values(found: dict[str, object]) -> dict[str, Any]:
    """Return finding values as the house holds them."""
    return {finding: finding_value(value) for finding, value in found.items()}


def _observation_values(
    runner_id: str, answers_id: str | None, one: Observation
) -> dict[str, object]:
    """Return the row of an observation."""
    value_json = canonical(one.value)
    moment = utc(one.observed_at)
    rest = (one.side, one.source, one.certainty, one.low, one.high, one.ref)
    return {
        "runner_id": runner_id,
        "observation_id": content_id(
            "observation", answers_id, one.finding, value_json, moment.isoformat(), *rest
        ),
        "answers_id": answers_id,
        "finding": one.finding,
        "value_json": value_json,
        "side": one.side,
        "observed_at": moment,
        "utc_offset_s": offset_s(one.observed_at),
        "source": one.source,
        "certainty": one.certainty,
        "low": one.low,
        "high": one.high,
        "ref": one.ref,
    }


def _observation(row: Row[Any]) -> Observation:
    """Return the observation of a row."""
    return Observation(
        finding=row.finding,
        value=finding_value(json.loads(row.value_json)),
        side=row.side,
        observed_at=local(row.observed_at, row.utc_offset_s),
        source=row.source,
        certainty=row.certainty,
        low=row.low,
        high=row.high,
        ref=row.ref,
    )
