"""What the check-ins say: the pain table, settling, limp, swelling and pain medicine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Rule
from trochlea.loads import settled_by_morning, settled_within_hour, usual_pain
from trochlea.model import KNEES, CheckIn, Knee, Light, Reason, ReasonValue
from trochlea.plan.inputs import TodayInputs
from trochlea.plan.verdict import because, strictest
from trochlea.units import SECONDS_PER_HOUR

RULE_NAMES = {
    "default": "pain_light_default",
    "iliotibial_band": "pain_light_iliotibial_band",
    "tendon": "pain_light_tendon",
}


def validity(knowledge: Knowledge) -> timedelta:
    """Return how long a check-in counts."""
    return timedelta(hours=knowledge.rules["checkin_validity"].number("hours"))


def latest_checkins(inputs: TodayInputs, knee: Knee) -> tuple[CheckIn, ...]:
    """Return the newest check-in of a knee up to now; all of them where several share a moment."""
    own = [row for row in inputs.checkins if row.knee == knee and row.observed_at <= inputs.now]
    return _newest(own)


def _newest(rows: Iterable[CheckIn]) -> tuple[CheckIn, ...]:
    known = tuple(rows)
    moment = max((row.observed_at for row in known), default=None)
    same = (row for row in known if row.observed_at == moment)
    return tuple(sorted(same, key=repr))


def fresh_checkins(inputs: TodayInputs, knowledge: Knowledge) -> tuple[CheckIn, ...]:
    """Return the newest check-in of each knee that still counts."""
    since = inputs.now - validity(knowledge)
    rows = (row for knee in KNEES for row in latest_checkins(inputs, knee))
    return tuple(row for row in rows if row.observed_at >= since)


def checkin_gate(inputs: TodayInputs, knowledge: Knowledge) -> Iterator[Reason]:
    """Yield grey where a knee with a complaint has no check-in that counts, or has changed."""
    under = "checkin_validity"
    fresh = fresh_checkins(inputs, knowledge)
    wanted = inputs.knees or tuple(row.knee for row in fresh)
    if not wanted:
        yield because(knowledge, "no_checkin", "grey", under)
    for knee in wanted:
        latest = latest_checkins(inputs, knee)
        if not latest:
            yield because(knowledge, "no_checkin", "grey", under, side=knee)
        elif latest[0] not in fresh:
            hours = int((inputs.now - latest[0].observed_at).total_seconds() // SECONDS_PER_HOUR)
            yield because(knowledge, "checkin_old", "grey", under, side=knee, age_hours=hours)
    for row in fresh:
        if row.symptoms_changed:
            yield because(knowledge, "symptoms_changed", "grey", under, side=row.knee)


def pain_rules(inputs: TodayInputs, knowledge: Knowledge) -> tuple[Rule, ...]:
    """Return the pain rules in force: of every condition at the stated share.

    Where the differential abstained, or something else or nothing reaches the share, the rule
    for the unknown is among them.
    """
    least = knowledge.rules["condition_share"].number("minimum")
    kinds = {
        knowledge.conditions[condition].pain_rule
        for condition, share in inputs.condition_shares
        if share >= least
    } - {"bone"}
    if inputs.abstained or inputs.something_else_share >= least or not kinds:
        kinds.add("default")
    return tuple(knowledge.rules[RULE_NAMES[kind]] for kind in sorted(kinds))


def pain_gate(inputs: TodayInputs, knowledge: Knowledge) -> Iterator[Reason]:
    """Yield the light of every fresh check-in under every pain rule in force."""
    for checkin in fresh_checkins(inputs, knowledge):
        if checkin.pain_during is None:
            yield because(
                knowledge, "pain_unknown", "grey", "pain_light_default", side=checkin.knee
            )
            continue
        lights = [_pain_light(checkin, rule, knowledge) for rule in pain_rules(inputs, knowledge)]
        yield from lights
        yield from _beside_the_documents(checkin, lights, knowledge)
        yield from _settling(checkin, inputs, knowledge)


def _pain_light(checkin: CheckIn, rule: Rule, knowledge: Knowledge) -> Reason:
    score = checkin.worst_pain or 0
    green_max, amber_max = rule.number("green_max"), rule.number("amber_max")
    light: Light = "green" if score <= green_max else "amber" if score <= amber_max else "red"
    values: dict[str, ReasonValue] = {
        "pain_rule": rule.id,
        "score": score,
        "side": checkin.knee,
        "green_max": int(green_max),
        "amber_max": int(amber_max),
    }
    decided = "amber_max" if light == "red" else "green_max"
    return because(knowledge, "pain_light", light, rule.id, decided, **values)


def _beside_the_documents(
    checkin: CheckIn, lights: list[Reason], knowledge: Knowledge
) -> Iterator[Reason]:
    score = checkin.worst_pain or 0
    below = knowledge.rules["documents_below_five"].number("below")
    if score < below and strictest(lights) != "green":
        yield because(knowledge, "documents_below_five", "note", score=score, side=checkin.knee)


def _settling(checkin: CheckIn, inputs: TodayInputs, knowledge: Knowledge) -> Iterator[Reason]:
    hour, morning = settled_within_hour(checkin), settled_by_morning(checkin)
    side, usual = checkin.knee, usual_pain(checkin)
    needs_hour = any("settled_within_min" in rule.values for rule in pain_rules(inputs, knowledge))
    under = "pain_light_default"
    if needs_hour and hour is False:
        score = checkin.pain_hour_after
        yield because(
            knowledge, "not_settled_hour", "amber", under, side=side, score=score, usual=usual
        )
    if morning is False:
        score = checkin.pain_next_morning
        yield because(
            knowledge, "not_settled_morning", "amber", under, side=side, score=score, usual=usual
        )
    if morning is None or (needs_hour and hour is None):
        yield because(knowledge, "settling_unknown", "amber", under, side=side)


def mornings_gate(inputs: TodayInputs, knowledge: Knowledge) -> Iterator[Reason]:
    """Yield red where the last mornings that were answered had not settled, that many running.

    Of several check-ins on one day the last holds; days without an answer do not break the row.
    """
    wanted = int(knowledge.rules["not_settled_two_mornings"].number("mornings"))
    for knee in KNEES:
        own = [
            row for row in inputs.checkins if row.knee == knee and row.observed_at <= inputs.now
        ]
        days = sorted({row.observed_at.date() for row in own})
        verdicts = [
            _morning_of(row for row in own if row.observed_at.date() == day) for day in days
        ]
        last = [verdict for verdict in verdicts if verdict is not None][-wanted:]
        if len(last) == wanted and not any(last):
            yield because(knowledge, "not_settled_two_mornings", "red", side=knee)


def _morning_of(rows: Iterable[CheckIn]) -> bool | None:
    """Return whether the last check-in of a day says that the morning was settled."""
    told = {settled_by_morning(row) for row in _newest(rows)} - {None}
    return False not in told if told else None


def signs_gate(inputs: TodayInputs, knowledge: Knowledge) -> Iterator[Reason]:
    """Yield red for a new limp or swelling, amber for pain medicine or what is unanswered."""
    under = "pain_light_default"
    for row in fresh_checkins(inputs, knowledge):
        signs = {
            "new_limp": row.new_limp,
            "new_swelling": row.new_swelling,
            "symptoms_changed": row.symptoms_changed,
        }
        for sign, answer in signs.items():
            if answer is None:
                yield because(knowledge, "sign_unknown", "amber", under, sign=sign, side=row.knee)
            elif answer and sign != "symptoms_changed":
                yield because(knowledge, sign, "red", under, side=row.knee)
        if row.pain_medicine_24h:
            yield because(knowledge, "pain_medicine", "amber", under, side=row.knee)
        elif row.pain_medicine_24h is None:
            yield because(knowledge, "pain_medicine_unknown", "amber", under, side=row.knee)
