"""The same answers for programs: `check` and `today` as the contract of the design has them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from trochlea.knowledge import Knowledge
from trochlea.model import (
    Advice,
    Assessment,
    Differential,
    Factor,
    FindingValue,
    Ground,
    Hypothesis,
    RaisedFlag,
    Seen,
)
from trochlea.model.runner import DistanceUnit
from trochlea.report.sections.today import shown_advice
from trochlea.report.sentences import reason_sentence
from trochlea.report.words import finding_words, fit_words, sentence

Json = dict[str, Any]

MOST_LISTED = 4
PROBABILITY_DECIMALS = 4


def check_json(assessment: Assessment, knowledge: Knowledge) -> Json:
    """Return an assessment as a JSON-ready object; `differential` is the worse knee's."""
    first = assessment.differentials[0] if assessment.differentials else None
    triage = assessment.triage
    found: Json = {
        "urgency": triage.urgency,
        "within_hours": triage.within_hours,
        "red_flags": [_flag(row, knowledge) for row in triage.red_flags],
        "unknown_red_flags": list(dict.fromkeys(row.flag for row in triage.unknown_red_flags)),
        "differential": _listed(first, knowledge),
        "something_else": _share(first.something_else) if first else None,
        "abstained": first.abstained if first else True,
        "abstained_because": first.abstained_because if first else None,
        "factors": [_factor(row, knowledge) for row in assessment.factors],
        "next_questions": list(assessment.next_questions),
        "knowledge_version": assessment.knowledge_version,
    }
    if len(assessment.differentials) > 1:
        found["differentials_by_knee"] = {
            row.knee: {
                "differential": _listed(row, knowledge),
                "something_else": _share(row.something_else),
                "abstained": row.abstained,
                "abstained_because": row.abstained_because,
            }
            for row in assessment.differentials
        }
    return found


def today_json(
    advice: Advice,
    knowledge: Knowledge,
    unit: DistanceUnit = "km",
    at: datetime | None = None,
) -> Json:
    """Return an advice as a JSON-ready object.

    Args:
        advice: Today's light.
        knowledge: Gives the words.
        unit: Of the distances in the sentences; `max_distance_m` is always metres.
        at: The moment it is shown; a green or amber that has run out by then is grey.
    """
    shown = shown_advice(advice, at) if at is not None else advice
    session, how = shown.walk_run, shown.how
    return {
        "on": shown.on.isoformat(),
        "light": shown.light,
        "max_distance_m": shown.max_distance_m,
        "walk_run": None
        if session is None
        else {
            "walk_min": session.walk_min,
            "run_min": session.run_min,
            "repeats_low": session.repeats_low,
            "repeats_high": session.repeats_high,
        },
        "how": None
        if how is None
        else {
            "pace_s_per_km": how.pace_s_per_km,
            "cadence_spm": how.cadence_spm,
            "descent_m_per_km": how.descent_m_per_km,
        },
        "reasons": [
            {
                "rule": reason.rule,
                "effect": reason.effect,
                "values": dict(reason.values),
                "text": reason_sentence(reason, knowledge, unit),
                "source": reason.source,
                "status": reason.status,
            }
            for reason in shown.reasons
        ],
        "valid_until": shown.valid_until.isoformat() if shown.valid_until else None,
    }


def _flag(row: RaisedFlag, knowledge: Knowledge) -> Json:
    flag = knowledge.red_flags[row.flag]
    return {
        "id": row.flag,
        "title": flag.title,
        "urgency": row.urgency,
        "within_hours": row.within_hours,
        "side": row.side,
        "why": sentence(flag.why),
        "findings": list(dict.fromkeys(seen.finding for seen in row.seen)),
        "seen": [_seen(seen, knowledge) for seen in row.seen],
        "left_open": list(row.left_open),
        "whom_to_see": flag.whom_to_see,
        "until_then": flag.until_then,
        "on_the_phone": flag.on_the_phone,
        "source": next((claim.source for claim in flag.grounds), None),
        "status": flag.status,
    }


def _listed(differential: Differential | None, knowledge: Knowledge) -> list[Json]:
    if differential is None:
        return []
    rows = differential.listed[:MOST_LISTED]
    return [{"knee": differential.knee} | _hypothesis(row, knowledge) for row in rows]


def _hypothesis(row: Hypothesis, knowledge: Knowledge) -> Json:
    return {
        "conditions": list(row.conditions),
        "probability": _share(row.probability),
        "fit": fit_words(row.fit),
        "for": [_ground(ground, knowledge) for ground in row.speaks_for],
        "against": [_ground(ground, knowledge) for ground in row.speaks_against],
        "settled_by": [knowledge.conditions[key].settled_by.text for key in row.conditions],
    }


def _ground(ground: Ground, knowledge: Knowledge) -> Json:
    return _seen(ground.seen, knowledge) | {
        "likelihood_ratio": _rounded_ratio(ground.likelihood_ratio),
        "basis": ground.basis,
        "source": ground.source_id,
        "status": ground.status,
    }


def _share(probability: float) -> float:
    return round(probability, PROBABILITY_DECIMALS)


def _rounded_ratio(ratio: float) -> float:
    """Return a ratio with one decimal, or with two significant digits below 1."""
    return round(ratio, 1) if ratio >= 1 else float(f"{ratio:.2g}")


def _factor(row: Factor, knowledge: Knowledge) -> Json:
    record = knowledge.factors.get(row.factor)
    return {
        "id": row.factor,
        "title": record.title if record else row.factor,
        "weight": row.weight,
        "side": row.side,
        "says": sentence(record.says.text) if record else None,
        "findings": list(dict.fromkeys(seen.finding for seen in row.seen)),
        "source": row.source_id,
        "grade": row.grade,
        "status": row.status,
    }


def _seen(seen: Seen, knowledge: Knowledge) -> Json:
    return {
        "finding": seen.finding,
        "value": _plain(seen.value),
        "side": seen.side,
        "from": seen.source,
        "text": finding_words(seen, knowledge),
    }


def _plain(value: FindingValue) -> FindingValue | list[str]:
    return list(value) if isinstance(value, tuple) else value
