"""The first check-in: what the full check already said of the last run and the hours after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from trochlea.assess.facts import Facts, affected_knees, facts_for
from trochlea.model import KNEES, CheckIn, Observation
from trochlea.units import m_from_km

TOLD = ("pain_during_run", "pain_hour_after", "pain_next_morning", "pain_onset_distance_km")


def checkins_from_observations(
    observations: Sequence[Observation], observed_at: datetime
) -> tuple[CheckIn, ...]:
    """Return a check-in for each knee of which a score or where pain began was told.

    Args:
        observations: Of one check.
        observed_at: When the check was done, with its offset.
    """
    rows = []
    for side in affected_knees(observations):
        facts = facts_for(side, observations)
        if side in KNEES and any(facts.value(name) is not None for name in TOLD):
            rows.append(_checkin(facts, observed_at))
    return tuple(rows)


def _checkin(facts: Facts, observed_at: datetime) -> CheckIn:
    onset_km = _number(facts, "pain_onset_distance_km")
    return CheckIn(
        knee="left" if facts.side == "left" else "right",
        observed_at=observed_at,
        pain_during=_score(facts, "pain_during_run"),
        pain_hour_after=_score(facts, "pain_hour_after"),
        pain_next_morning=_score(facts, "pain_next_morning"),
        pain_before=_score(facts, "pain_before_run"),
        new_swelling=_yes(facts, "knee_swollen"),
        new_limp=_yes(facts, "limp"),
        pain_medicine_24h=_yes(facts, "pain_medicine_24h"),
        symptoms_changed=False,
        pain_began_m=None if onset_km is None else m_from_km(onset_km),
    )


def _number(facts: Facts, finding: str) -> float | None:
    value = facts.value(finding)
    return float(value) if isinstance(value, int | float) else None


def _score(facts: Facts, finding: str) -> int | None:
    value = _number(facts, finding)
    return None if value is None else int(value)


def _yes(facts: Facts, finding: str) -> bool | None:
    value = facts.value(finding)
    return value if isinstance(value, bool) else None
