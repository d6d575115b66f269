"""`ReportMaterial`: all that one report is made from, gathered by the workflow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from trochlea.errors import Problem
from trochlea.model import Advice, Assessment, CheckIn, Clearance, Observation, Run, Runner

if TYPE_CHECKING:
    from trochlea.loads.before_onset import BeforeOnset
    from trochlea.loads.pain_distance import PainFreeDistance, PainFreeTrend
    from trochlea.loads.shoes import ShoeLog
    from trochlea.loads.watch_form import FormChange


@dataclass(frozen=True, slots=True)
class ReportMaterial:
    """What a report needs to know; nothing else may reach its words.

    Attributes:
        runner: Who it is about.
        made_at: The moment it is made, aware, in the runner's own offset.
        assessment: The last full check, or None where none was done.
        advice: Today's advice, or None where none was made.
        runs: The runs of about the last 12 weeks (older ones help to see the longest before).
        checkins: The check-ins of the same time.
        observations: What the assessment was made from.
        clearances: What clinicians lifted, with name, date and reason.
        import_problems: What could not be read of the runner's files.
        questionnaire_version: Version of the questions that were shown.
        code_version: Version of the program.
        emergency_number: The number of the runner's country, or None where it is not known.
        before: The weeks before the complaint began, or None where that is not known.
        pain_free: How far each sore knee runs without pain.
        pain_free_trends: For each of those knees, whether that distance grows.
        shoes: The shoe log, or None where there is none.
        form: Changes of form on the watch, unknown ones and those within noise among them.
    """

    runner: Runner
    made_at: datetime
    assessment: Assessment | None = None
    advice: Advice | None = None
    runs: tuple[Run, ...] = ()
    checkins: tuple[CheckIn, ...] = ()
    observations: tuple[Observation, ...] = ()
    clearances: tuple[Clearance, ...] = ()
    import_problems: tuple[Problem, ...] = ()
    questionnaire_version: str = ""
    code_version: str = ""
    emergency_number: str | None = None
    before: BeforeOnset | None = None
    pain_free: tuple[PainFreeDistance, ...] = ()
    pain_free_trends: tuple[PainFreeTrend, ...] = ()
    shoes: ShoeLog | None = None
    form: tuple[FormChange, ...] = ()
