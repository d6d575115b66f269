"""Everything that today's advice is made of, in one record that can be stored and replayed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from trochlea.model import CheckIn, Knee, Run, Side, UnknownFlag, Urgency


@dataclass(frozen=True, slots=True)
class OpenFlag:
    """A red flag raised by any assessment and not cleared since."""

    flag: str
    urgency: Urgency
    side: Side


@dataclass(frozen=True, slots=True)
class TodayInputs:
    """The input of `advise_today`.

    Attributes:
        now: The moment of the advice, with the runner's offset.
        age_years: Age, or None where unknown.
        assessed_at: When the latest full check was done, or None.
        later_check: True where the journal holds a check later than `now`: a clock is wrong.
        open_flags: Raised and not cleared, of all assessments.
        unknown_flags: Of the latest assessment.
        bone_findings: Ids of findings or conditions that put the bone rule in force, not cleared.
        condition_shares: Condition id to probability, the highest over the knees.
        something_else_share: Probability of something else, the highest over the knees.
        abstained: True where the differential of any knee abstained.
        clearances_missing: Called for and not recorded.
        clearances_unknown: Whose question is unanswered and that are not recorded.
        knees: Knees with a complaint; each needs its check-in.
        checkins: Of the last weeks.
        runs: Of the last weeks.
        complaint_began: First day of the complaint, or None.
        confirmed_settled_m: Longest run of 30 days that the runner says had settled, or None.
        last_run_day: Day of the last run as the runner says, for those without files, or None.
        wish_m: Distance the runner would like, or None.
        stage_m: Distance of the plan's stage, or None.
    """

    now: datetime
    age_years: int | None
    assessed_at: datetime | None = None
    later_check: bool = False
    open_flags: tuple[OpenFlag, ...] = ()
    unknown_flags: tuple[UnknownFlag, ...] = ()
    bone_findings: tuple[str, ...] = ()
    condition_shares: tuple[tuple[str, float], ...] = ()
    something_else_share: float = 0.0
    abstained: bool = True
    clearances_missing: tuple[str, ...] = ()
    clearances_unknown: tuple[str, ...] = ()
    knees: tuple[Knee, ...] = ()
    checkins: tuple[CheckIn, ...] = ()
    runs: tuple[Run, ...] = ()
    complaint_began: date | None = None
    confirmed_settled_m: float | None = None
    last_run_day: date | None = None
    wish_m: float | None = None
    stage_m: float | None = None
