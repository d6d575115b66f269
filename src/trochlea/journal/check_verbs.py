"""The journal's verbs for what was asked and said: answers, assessments, diary, advice."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from trochlea.errors import JournalError
from trochlea.journal import advice, checks, diary, disk, runners
from trochlea.journal.folder import JournalFolder
from trochlea.model import Answers, CheckIn, Clearance, Observation, Origin, Runner

INTERVIEW = "unfinished-interview.json"
LARGEST_INTERVIEW = 2**20  # bytes; a whole interview takes a fiftieth of it


class CheckVerbs(JournalFolder):
    """Keeps the runner, what they said and what was made of it."""

    def save_runner(self, runner: Runner) -> None:
        """Keep what the runner said about themselves, in place of what was kept before.

        Raises:
            JournalError: where the journal belongs to another runner.
        """
        with self._writing() as connection:
            runners.save(connection, runner)

    def runner(self) -> Runner | None:
        """Return the runner as last saved, or None where nobody was saved."""
        with self._reading() as connection:
            return runners.load(connection)

    # -- an interview under way ---------------------------------------------------------------

    def keep_interview(self, table: Mapping[str, Any]) -> None:
        """Keep an interview that is not finished, in place of an earlier one."""
        text = json.dumps(table, ensure_ascii=False, indent=1)
        disk.write_whole(self.folder / INTERVIEW, text.encode())

    def interview(self) -> Any | None:
        """Return the unfinished interview as it was kept, or None where there is none.

        Raises:
            JournalError: where the file cannot be read.
        """
        path = self.folder / INTERVIEW
        try:
            if path.stat().st_size > LARGEST_INTERVIEW:
                raise ValueError(INTERVIEW)
            return json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError):
            raise JournalError("The unfinished interview cannot be read.") from None

    def drop_interview(self) -> None:
        """Forget the unfinished interview."""
        (self.folder / INTERVIEW).unlink(missing_ok=True)

    # -- what was asked and what was made of it -----------------------------------------------

    def add_answers(
        self,
        answers: Answers,
        observed_at: datetime,
        questionnaire_version: str,
        knowledge_version: str,
    ) -> str:
        """Keep answers with the versions shown; the same ones of a moment are kept once.

        Returns:
            Their id.
        """
        stored = checks.StoredAnswers(
            "", answers, observed_at, questionnaire_version, knowledge_version
        )
        with self._writing() as connection:
            return checks.add_answers(connection, runners.ensure_owner(connection), stored)

    def latest_answers(self) -> checks.StoredAnswers | None:
        """Return the answers that were given last, or None."""
        with self._reading() as connection:
            return checks.latest_answers(connection, runners.owner(connection))

    def add_observations(self, answers_id: str | None, observations: Sequence[Observation]) -> int:
        """Keep observations, each once.

        Args:
            answers_id: The answers they came from, or None (a watch, a clinician).
            observations: What was observed.

        Returns:
            How many were new.

        Raises:
            UsageError: where there are no answers of that id.
        """
        with self._writing() as connection:
            runner_id = runners.ensure_owner(connection)
            return checks.add_observations(connection, runner_id, answers_id, observations)

    def observations(
        self,
        since: datetime | None = None,
        findings: Collection[str] | None = None,
        source: Origin | None = None,
    ) -> tuple[Observation, ...]:
        """Return observations by time.

        Args:
            since: From this aware moment on; None for all.
            findings: Of these findings only; None for all.
            source: From this source only; None for all.
        """
        with self._reading() as connection:
            owner = runners.owner(connection)
            return checks.observations(connection, owner, since, findings, source)

    def add_assessment(
        self, answers_id: str, assessed_at: datetime, payload_json: str, inputs_hash: str
    ) -> str:
        """Keep an assessment as the caller's JSON text; the same one of a moment once.

        Returns:
            Its id.

        Raises:
            UsageError: where there are no answers of that id.
        """
        stored = checks.StoredAssessment("", answers_id, assessed_at, payload_json, inputs_hash)
        with self._writing() as connection:
            return checks.add_assessment(connection, runners.ensure_owner(connection), stored)

    def add_check(self, check: checks.NewCheck) -> str:
        """Keep one full check: answers, observations, assessment and check-ins, all or nothing.

        Returns:
            The id of its answers.
        """
        answers = checks.StoredAnswers(
            "", check.answers, check.at, check.questionnaire_version, check.knowledge_version
        )
        with self._writing() as connection:
            runner_id = runners.ensure_owner(connection)
            answers_id = checks.add_answers(connection, runner_id, answers)
            checks.add_observations(connection, runner_id, answers_id, check.observations)
            assessment = checks.StoredAssessment(
                "", answers_id, check.at, check.assessment_json, check.inputs_hash
            )
            checks.add_assessment(connection, runner_id, assessment)
            for row in check.checkins:
                diary.add_checkin(connection, runner_id, row)
        return answers_id

    def assessments(self) -> tuple[checks.StoredAssessment, ...]:
        """Return all assessments, by the time they were made."""
        with self._reading() as connection:
            return checks.assessments(connection, runners.owner(connection))

    # -- the diary ----------------------------------------------------------------------------

    def add_checkin(self, checkin: CheckIn) -> bool:
        """Keep a check-in, replacing nothing; return whether it was new."""
        with self._writing() as connection:
            return diary.add_checkin(connection, runners.ensure_owner(connection), checkin)

    def checkins(self, since: datetime | None = None) -> tuple[CheckIn, ...]:
        """Return the check-ins from an aware moment on (None: all), by time."""
        with self._reading() as connection:
            return diary.checkins(connection, runners.owner(connection), since)

    def add_clearance(self, clearance: Clearance) -> bool:
        """Keep a clinician's clearance; return whether it was new."""
        with self._writing() as connection:
            return diary.add_clearance(connection, runners.ensure_owner(connection), clearance)

    def clearances(self) -> tuple[Clearance, ...]:
        """Return the clearances by their day."""
        with self._reading() as connection:
            return diary.clearances(connection, runners.owner(connection))

    # -- advice -------------------------------------------------------------------------------

    def add_advice(
        self,
        day: date,
        made_at: datetime,
        inputs_json: str,
        inputs_hash: str,
        output_json: str,
        knowledge_version: str,
        code_version: str,
    ) -> str:
        """Keep advice with all it was made from, once for the same inputs, versions and output.

        Returns:
            Its id.
        """
        stored = advice.StoredAdvice(
            "",
            day,
            made_at,
            inputs_json,
            inputs_hash,
            output_json,
            knowledge_version,
            code_version,
        )
        with self._writing() as connection:
            return advice.add(connection, runners.ensure_owner(connection), stored)

    def advice_on(self, day: date) -> tuple[advice.StoredAdvice, ...]:
        """Return the advice for a day, in the order it was given."""
        with self._reading() as connection:
            return advice.on(connection, runners.owner(connection), day)
