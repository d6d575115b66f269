"""The load on the knee for programs: views become JSON-ready objects with rules and sources.

Distances are metres and kilometres whatever the runner reads; only the sentences are in miles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from trochlea.knowledge import Knowledge
from trochlea.loads.knee.everyday import NOT_KNOWN, everyday_loads
from trochlea.loads.knee.interval import Interval
from trochlea.model.runner import DistanceUnit
from trochlea.report.knee_views import KneeDistance, KneeView
from trochlea.report.knee_words import (
    RULES_OF_EVERYDAY,
    RULES_OF_RUN,
    RULES_OF_WHAT_IF,
    change_words,
    headline,
    sources_of,
    what_if_notes,
)
from trochlea.report.words import say, source_words

if TYPE_CHECKING:
    from trochlea.loads.knee.equivalents import KneeKilometres

Json = dict[str, Any]


def knee_run_json(view: KneeView, knowledge: Knowledge, unit: DistanceUnit = "km") -> Json:
    """Return one run as a JSON-ready object; kilometres always, whatever the runner's unit.

    Args:
        view: Of the run.
        knowledge: Gives titles and sources.
        unit: Of the sentences.
    """
    load = view.load
    known = load.load if load else None
    return {
        "run": view.run.activity_id,
        "on": view.run.day.isoformat(),
        "distance_m": view.run.distance_m,
        "knee_km": _kilometres_json(view.kilometres),
        "unknown": view.unknown,
        "easy_speed_mps": view.easy.speed_mps if view.easy else None,
        "own_cadence_known": view.own is not None,
        "peak_bw": _interval(known.peak_bw) if known else None,
        "peak_n": _interval(known.peak_n) if known and known.peak_n else None,
        "impulse_bw_s": _interval(known.impulse_bw_s) if known else None,
        "cumulative_bw": _interval(known.cumulative_bw) if known else None,
        "weighted": [
            {"exponent": row.exponent, "steps": _interval(row.steps)} for row in known.weighted
        ]
        if known
        else [],
        "known_s": load.known_s if load else None,
        "known_m": load.known_m if load else None,
        "unknown_s": load.unknown_s if load else None,
        "unknown_share": load.unknown_share if load else None,
        "unknown_why": dict(load.unknown_why) if load else {},
        "marks": list(load.marks) if load else [],
        "text": list(headline(view, knowledge, unit)),
    } | _rests(RULES_OF_RUN, knowledge)


def knee_what_if_json(view: KneeView, knowledge: Knowledge) -> Json:
    """Return the changes as a JSON-ready object; each number is after over before."""
    return {
        "run": view.run.activity_id,
        "on": view.run.day.isoformat(),
        "unknown": None if view.what_if else (view.unknown or "outside"),
        "changes": [
            {
                "name": row.name,
                "words": change_words(row.name, knowledge),
                "peak": _interval(row.peak),
                "per_km": [{"exponent": power} | _interval(found) for power, found in row.per_km],
                "agree": row.agree,
                "unknown_share": row.unknown_share,
                "notes": list(row.notes),
            }
            for row in view.what_if
        ],
        "left_out": list(view.what_if_left_out),
        "text": list(what_if_notes(view, knowledge)),
    } | _rests(RULES_OF_WHAT_IF, knowledge)


def knee_everyday_json(knowledge: Knowledge) -> Json:
    """Return the same as a JSON-ready object."""
    rule = knowledge.rules["knee_everyday"]
    return {
        "activities": [
            {
                "activity": row.activity,
                "words": say("knee_activity", row.activity),
                "peak_bw": {"value": row.peak_bw, "low": row.low_bw, "high": row.high_bw},
                "of_running": row.of_running,
                "source": row.source,
                "status": rule.values[row.activity].status,
            }
            for row in everyday_loads(rule)
        ],
        "not_known": list(NOT_KNOWN),
    } | _rests(RULES_OF_EVERYDAY, knowledge)


def knee_today_json(view: KneeDistance | None) -> Json | None:
    """Return value, interval and exponent in kilometres, or None where they are unknown."""
    if view is None or view.kilometres is None:
        return None
    return _interval(view.kilometres.shown) | {"exponent": view.kilometres.shown_exponent}


def _rests(rules: Sequence[str], knowledge: Knowledge) -> Json:
    """Return the rules and sources that figures rest on."""
    return {
        "rules": [{"id": name, "status": knowledge.rules[name].status} for name in rules],
        "sources": [
            {"id": name, "text": source_words(knowledge.sources[name])}
            for name in sources_of(rules, knowledge)
        ],
    }


def _kilometres_json(found: KneeKilometres | None) -> Json | None:
    if found is None:
        return None
    return _interval(found.shown) | {
        "exponent": found.shown_exponent,
        "by_exponent": [{"exponent": power} | _interval(row) for power, row in found.by_exponent],
        "known_km": found.known_km,
        "directions": list(found.directions),
        "agree": found.agree,
    }


def _interval(row: Interval) -> Json:
    return {"value": row.value, "low": row.low, "high": row.high}
