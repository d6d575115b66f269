"""What the check-ins say: the pain table, settling, limp, swelling and pain medicine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Rule
from trochlea.loads import settled_by_morning, settled_within_hour
from trochlea.model import KNEES, CheckIn, Knee, Light, Reason, ReasonValue
from trochlea.plan.gates import bone_gate
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


def checkins_of(inputs: TodayInputs, knee: Knee, since: datetime | None = None) -> list[CheckIn]:
    """Return a knee's check-ins up to now (and from a moment on), newest first."""
    own = [row for row in inputs.checkins if row.knee == knee and row.observed_at <= inputs.now]
    kept = [row for row in own if since is None or row.observed_at >= since]
    return sorted(kept, key=lambda row: (row.observed_at.timestamp(), repr(row)), reverse=True)


def fresh_checkins(inputs: TodayInputs, knowledge: Knowledge) -> tuple[CheckIn, ...]:
    """Return, for each knee, what its check-ins that still count say together.
    What a later check-in leaves open never replaces what an earlier one said: the worst score
    and any "yes" of the time hold, and the newest morning that was answered. A "no" holds only
    where the newest check-in says it.
    """
    since = inputs.now - validity(knowledge)
    rows = (checkins_of(inputs, knee, since) for knee in KNEES)
    return tuple(_together(own) for own in rows if own)


def _together(rows: Sequence[CheckIn]) -> CheckIn:
    return replace(
        rows[0],
        pain_during=_worst(row.pain_during for row in rows),
        pain_hour_after=_worst(row.pain_hour_after for row in rows),
        pain_next_morning=_newest_morning(rows),
        pain_before=_usual(rows),
        new_limp=_sign([(row.observed_at, row.new_limp) for row in rows]),
        new_swelling=_sign([(row.observed_at, row.new_swelling) for row in rows]),
        pain_medicine_24h=_sign([(row.observed_at, row.pain_medicine_24h) for row in rows]),
        symptoms_changed=_sign([(row.observed_at, row.symptoms_changed) for row in rows]),
    )


def _worst(scores: Iterable[int | None]) -> int | None:
    return max((score for score in scores if score is not None), default=None)


def _newest_morning(rows: Sequence[CheckIn]) -> int | None:
    """Return the newest morning's score; of several of one moment the worst."""
    scored = [row for row in rows if row.pain_next_morning is not None]
    newest = max((row.observed_at for row in scored), default=None)
    return _worst(row.pain_next_morning for row in scored if row.observed_at == newest)


def _usual(rows: Sequence[CheckIn]) -> int | None:
    """Return the lowest usual level told; unknown where the newest morning came without one."""
    scored = [row for row in rows if row.pain_next_morning is not None]
    newest = max((row.observed_at for row in scored), default=None)
    if any(row.pain_before is None for row in scored if row.observed_at == newest):
        return None
    return min((row.pain_before for row in rows if row.pain_before is not None), default=None)


def _sign(answers: Sequence[tuple[datetime, bool | None]]) -> bool | None:
    """Return yes if any said yes; no only where every answer of the newest moment is no."""
    if any(told for _moment, told in answers):
        return True
    newest = max(moment for moment, _told in answers)
    return None if any(told is None for moment, told in answers if moment == newest) else False


def _since_the_check(inputs: TodayInputs, knowledge: Knowledge, knee: Knee) -> CheckIn | None:
    """Return what the check-ins since the last full check say together, or None without any."""
    fresh_from = inputs.now - validity(knowledge)
    since = min(fresh_from, inputs.assessed_at or fresh_from)
    rows = checkins_of(inputs, knee, since)
    return _together(rows) if rows else None


def sore_knees(inputs: TodayInputs, knowledge: Knowledge) -> tuple[Knee, ...]:
    """Return the knees that need a check-in: with a complaint, or checked in lately."""
    days = knowledge.rules["assessment_validity"].number("days")
    since = inputs.now - timedelta(days=days)
    return tuple(
        knee for knee in KNEES if knee in inputs.knees or checkins_of(inputs, knee, since)
    )


def checkin_gate(inputs: TodayInputs, knowledge: Knowledge) -> Iterator[Reason]:
    """Yield grey where a sore knee has no check-in that counts, or something has changed."""
    under = "checkin_validity"
    fresh = {row.knee for row in fresh_checkins(inputs, knowledge)}
    knees = sore_knees(inputs, knowledge)
    if not knees:
        yield because(knowledge, "no_checkin", "grey", under)
    for knee in knees:
        rows = checkins_of(inputs, knee)
        if not rows:
            yield because(knowledge, "no_checkin", "grey", under, side=knee)
        elif knee not in fresh:
            hours = int((inputs.now - rows[0].observed_at).total_seconds() // SECONDS_PER_HOUR)
            yield because(knowledge, "checkin_old", "grey", under, side=knee, age_hours=hours)
        since_check = _since_the_check(inputs, knowledge, knee)
        if since_check and since_check.symptoms_changed:
            yield because(knowledge, "symptoms_changed", "grey", under, side=knee)


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
    bone = list(bone_gate(inputs, knowledge))
    for checkin in fresh_checkins(inputs, knowledge):
        lights = [_pain_light(checkin, rule, knowledge) for rule in pain_rules(inputs, knowledge)]
        if checkin.pain_during is None:
            yield because(
                knowledge, "pain_unknown", "grey", "pain_light_default", side=checkin.knee
            )
            # Pain after the run that stops running does so also where the run was not scored.
            yield from (light for light in lights if light.effect == "red")
            continue
        yield from lights
        yield from _beside_the_documents(checkin, [*lights, *bone], knowledge)
        yield from _settling(checkin, knowledge)


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


def _settling(checkin: CheckIn, knowledge: Knowledge) -> Iterator[Reason]:
    hour, morning = settled_within_hour(checkin), settled_by_morning(checkin)
    side, usual = checkin.knee, checkin.pain_before
    under = "pain_light_default"
    if hour is False:
        score = checkin.pain_hour_after
        yield because(
            knowledge, "not_settled_hour", "amber", under, side=side, score=score, usual=usual
        )
    if morning is False:
        score = checkin.pain_next_morning
        yield because(
            knowledge, "not_settled_morning", "amber", under, side=side, score=score, usual=usual
        )
    if morning is None or hour is None:
        yield because(knowledge, "settling_unknown", "amber", under, side=side)


def mornings_gate(inputs: TodayInputs, knowledge: Knowledge) -> Iterator[Reason]:
    """Yield red where the last mornings that were scored had not settled, that many running.

    Scores closer together than the stated hours are one morning; mornings further apart than the
    stated days are not running.
    """
    rule = knowledge.rules["not_settled_two_mornings"]
    wanted = int(rule.number("mornings"))
    longest = timedelta(days=rule.number("within_days"))
    for knee in KNEES:
        last = _mornings(inputs, knee, timedelta(hours=rule.number("apart_hours")))[:wanted]
        running = len(last) == wanted and last[0].observed_at - last[-1].observed_at <= longest
        if running and not any(settled_by_morning(row) for row in last):
            yield because(knowledge, "not_settled_two_mornings", "red", side=knee)


def _mornings(inputs: TodayInputs, knee: Knee, apart: timedelta) -> list[CheckIn]:
    """Return the newest score of each morning, newest first; of one moment the worst holds."""
    scored = [row for row in checkins_of(inputs, knee) if row.pain_next_morning is not None]
    scored.sort(key=lambda row: (row.observed_at.timestamp(), not settled_by_morning(row)))
    found: list[CheckIn] = []
    for row in reversed(scored):
        if not found or found[-1].observed_at - row.observed_at >= apart:
            found.append(row)
    return found


def signs_gate(inputs: TodayInputs, knowledge: Knowledge) -> Iterator[Reason]:
    """Yield red for a limp or swelling since the check, amber for medicine or what is open."""
    under = "pain_light_default"
    for row in fresh_checkins(inputs, knowledge):
        lasting = _since_the_check(inputs, knowledge, row.knee) or row
        signs = {
            "new_limp": lasting.new_limp,
            "new_swelling": lasting.new_swelling,
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
