"""May I run today, and how far: one light, one number, and every reason as a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from trochlea.knowledge import Knowledge
from trochlea.model import Advice, Reason
from trochlea.model.runner import DistanceUnit
from trochlea.report.lines import Block, Group, Line, Section, Signal
from trochlea.report.material import ReportMaterial
from trochlea.report.sentences import contact_sentence, reason_lines
from trochlea.report.words import (
    day_words,
    distance_words,
    light_words,
    pace_words,
    say,
    sentence,
    walk_run_words,
    with_number,
)

STALE = Reason("checkin_stale", "grey")
SHORTER = ("green", "amber")


def shown_advice(advice: Advice, at: datetime) -> Advice:
    """Return the advice as it may be shown at a moment: one that has run out is grey.

    Red stays red: what stops a runner does not lapse with the clock.
    """
    fresh = advice.valid_until is not None and at <= advice.valid_until
    if advice.light not in SHORTER or fresh:
        return advice
    return replace(
        advice,
        light="grey",
        max_distance_m=None,
        walk_run=None,
        how=None,
        reasons=(STALE, *advice.reasons),
        valid_until=None,
    )


def today_section(material: ReportMaterial, knowledge: Knowledge) -> Section:
    """Return the second part: the signal, the reasons that decided, and the others."""
    title = say("section", "today")
    if material.advice is None:
        return Section("today", title, (Group(lines=(Line(say("say", "no_advice")),)),))
    advice = shown_advice(material.advice, material.made_at)
    unit = material.runner.distance_unit
    reasons = _reasons(advice, material, knowledge)
    return Section("today", title, (_signal(advice, unit), *reasons))


def distance_text(advice: Advice, unit: DistanceUnit) -> str:
    """Return how far, or the walk and run, or that there is no distance."""
    if advice.light not in SHORTER:
        return say("say", "no_distance")
    if advice.walk_run is not None:
        return walk_run_words(advice.walk_run)
    distance = distance_words(advice.max_distance_m or 0.0, unit)
    nothing = distance == distance_words(0.0, unit)
    return say("say", "no_distance") if nothing else say("say", "up_to", distance=distance)


def how_text(advice: Advice, unit: DistanceUnit) -> str:
    """Return pace, step rate and ground in one sentence, or nothing where none is advised."""
    how = advice.how
    if how is None or advice.light not in SHORTER:
        return ""
    parts = []
    if how.pace_s_per_km is not None:
        parts.append(say("say", "how_pace", pace=pace_words(how.pace_s_per_km, unit)))
    if how.cadence_spm is not None:
        parts.append(say("say", "how_cadence", cadence=round(how.cadence_spm)))
    if how.descent_m_per_km is None:
        parts.append(say("say", "how_flat"))
    else:
        parts.append(say("say", "how_descent", metres=round(how.descent_m_per_km)))
    return sentence(", ".join(parts))


def _signal(advice: Advice, unit: DistanceUnit) -> Signal:
    word, mark, headline, next_step = light_words(advice.light)
    distance = distance_text(advice, unit)
    if advice.light in SHORTER and distance == say("say", "no_distance"):
        headline, next_step = say("say", "rest_today"), say("say", "rest_next")
    until = advice.valid_until if advice.light in SHORTER else None
    return Signal(
        light=advice.light,
        word=word,
        mark=mark,
        headline=headline,
        distance=distance,
        next_step=next_step,
        valid=say("say", "valid", when=day_words(until)) if until else "",
        how=how_text(advice, unit),
    )


def _reasons(advice: Advice, material: ReportMaterial, knowledge: Knowledge) -> tuple[Block, ...]:
    unit = material.runner.distance_unit
    deciding = [row for row in advice.reasons if row.effect == advice.light]
    strict = [row for row in advice.reasons if row.rule == "documents_below_five"]
    apart = [*deciding, *strict]
    limits = [row for row in advice.reasons if row not in apart and _is_limit(row)]
    ways = [row for row in advice.reasons if row.rule.startswith("advised_")]
    rest = [row for row in advice.reasons if row not in [*apart, *limits, *ways]]
    limits, ways = (limits, ways) if advice.light in SHORTER else ([], [])
    parts = (
        ("Why this light", deciding),
        ("Why this far", limits),
        ("Why this way", ways),
        ("Where guides differ", strict),
        ("Also looked at", rest),
    )
    groups = [Group(title, reason_lines(rows, knowledge, unit)) for title, rows in parts if rows]
    return (*_contact(advice, material, knowledge), *groups)


def _is_limit(reason: Reason) -> bool:
    return reason.effect == "cap" or reason.rule.startswith(("distance_", "walk_run_", "spike_"))


def _contact(advice: Advice, material: ReportMaterial, knowledge: Knowledge) -> tuple[Group, ...]:
    """Return who to see and how soon; every red light has one."""
    if advice.light != "red":
        return ()
    lines = []
    number = material.emergency_number
    for reason in advice.reasons:
        flag = knowledge.red_flags.get(str(reason.value("flag")))
        if reason.rule == "open_flag" and flag is not None:
            whom = sentence(with_number(flag.whom_to_see, number))
            line = Line(whom, label="Who to see")
            if line not in lines:
                lines.append(line)
    if not lines:
        lines.append(Line(contact_sentence(advice.reasons, number)))
    return (Group("What to do next", tuple(lines), tone="alarm"),)
