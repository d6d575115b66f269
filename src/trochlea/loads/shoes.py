"""Shoes: how far each pair has gone, between which bounds, and when to look at it once.

Runs without a told pair may have been in this one or another, so a distance is an interval.
Nothing here says that a pair is used up: no trial ties a distance to knee pain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Rule
from trochlea.model import Reason, ReasonValue, Run, Shoe, ShoeEvent
from trochlea.units import km_from_m, m_from_km, m_from_miles

# Shown beside the prompt, in this order: what pages say, then what was measured.
EVIDENCE = ("shoe_look_document", "shoe_wear_knee", "shoe_wear_pressure", "shoe_age_injuries")
LOOKED: frozenset[str] = frozenset(("looked_at", "sign_of_wear"))
Stage = Literal["in_range", "past_range"]


@dataclass(frozen=True, slots=True)
class ShoeDistance:
    """How far one pair has gone.

    Attributes:
        told_runs: Runs of which the runner or the export said that they were in it.
        told_m: Their metres.
        untold_runs: Runs in the time of its use without a told pair, which may have been in it.
        low_m: Metres that are sure: told runs, and what it had before where that is known.
        high_m: Metres it may have at most; None where no bound is known.
        before_known: Whether its metres before the log are known.
    """

    told_runs: int
    told_m: float
    untold_runs: int
    low_m: float
    high_m: float | None
    before_known: bool


@dataclass(frozen=True, slots=True)
class ShoePrompt:
    """The one prompt to look at a pair; it stands until somebody looked.

    Attributes:
        stage: `in_range` of the distances that are told of, or `past_range` for the last time.
        reasons: The rule that speaks, then the evidence, all as records.
        asks: Id of the rule whose words ask for first signs of wear.
    """

    stage: Stage
    reasons: tuple[Reason, ...]
    asks: str = "shoe_signs"


@dataclass(frozen=True, slots=True)
class ShoeState:
    """One pair as the log shows it on a day.

    Attributes:
        shoe: The pair.
        retired_on: Day it was put away, None where it is in the cupboard still.
        distance: How far it has gone.
        age_days: Days since it was first worn, or None where that is not known.
        age_is_least: True where it is older than that, by a distance before the log.
        first_sign: The first sign of wear that was told, or None.
        looked_on: Last day on which somebody looked at it, or None.
        prompt: The prompt, or None.
    """

    shoe: Shoe
    retired_on: date | None
    distance: ShoeDistance
    age_days: int | None
    age_is_least: bool
    first_sign: ShoeEvent | None
    looked_on: date | None
    prompt: ShoePrompt | None


@dataclass(frozen=True, slots=True)
class ShoeLog:
    """The whole log on one day.

    Attributes:
        pairs: Every pair: in use first, then by first day and name.
        in_use: Ids of the pairs that are run in these weeks.
        rotation: What is known of two or more pairs in use, or None where fewer are.
    """

    pairs: tuple[ShoeState, ...]
    in_use: tuple[str, ...]
    rotation: Reason | None


def shoe_log(
    shoes: Sequence[Shoe],
    events: Sequence[ShoeEvent],
    runs: Sequence[Run],
    today: date,
    knowledge: Knowledge,
) -> ShoeLog:
    """Return every pair with its kilometres, age, signs of wear and prompt.

    Args:
        shoes: The runner's pairs.
        events: What was said of them, in the order it was said.
        runs: All the runner's runs, with the told pair of each.
        today: The runner's own day; what is later does not count.
        knowledge: Gives the rules `shoe_look`, `shoe_in_use` and `shoe_rotation`.
    """
    known = [run for run in runs if run.day <= today]
    said = [event for event in events if event.on <= today]
    using = pairs_in_use(shoes, said, known, today, knowledge)
    states = [_state(shoe, shoes, said, known, today, knowledge) for shoe in shoes]
    return ShoeLog(
        pairs=tuple(sorted(states, key=_order)),
        in_use=using,
        rotation=_rotation(using, knowledge.rules["shoe_rotation"]),
    )


def pairs_in_use(
    shoes: Sequence[Shoe],
    events: Sequence[ShoeEvent],
    runs: Sequence[Run],
    today: date,
    knowledge: Knowledge,
) -> tuple[str, ...]:
    """Return the ids of the pairs that told runs of the last weeks were in, and not put away."""
    rule = knowledge.rules["shoe_in_use"]
    since = today - timedelta(days=rule.number("within_days"))
    lately = [run.shoe_id for run in runs if since < run.day <= today]
    return tuple(
        shoe.shoe_id
        for shoe in sorted(shoes, key=lambda row: (row.name.casefold(), row.shoe_id))
        if retired_on(shoe, events, today) is None
        and lately.count(shoe.shoe_id) >= rule.number("fewest_runs")
    )


def retired_on(shoe: Shoe, events: Sequence[ShoeEvent], today: date) -> date | None:
    """Return the day a pair was put away, or None where it was not or was taken up again."""
    turns = [row for row in _of(shoe, events, today) if row.kind in ("retired", "taken_up_again")]
    return turns[-1].on if turns and turns[-1].kind == "retired" else None


def distance_of(
    shoe: Shoe,
    shoes: Sequence[Shoe],
    events: Sequence[ShoeEvent],
    runs: Sequence[Run],
    today: date,
    knowledge: Knowledge,
) -> ShoeDistance:
    """Return how far a pair has gone up to a day, as an interval in metres.

    Args:
        shoe: The pair.
        shoes: All pairs: where it is the only one, every untold run of its time may be in it.
        events: What was said of the pairs; a run while it was put away is in another.
        runs: All runs.
        today: The last day that counts.
        knowledge: Gives how long a pair without a told run counts as in use beside others.

    The low bound is what is sure. The high bound adds every run without a told pair from the
    first day of the pair to its last: the day it was put away, or where other pairs were told
    and this one not for weeks, its last told run. Where the metres before the log or the first
    day are not known there is no high bound.
    """
    known = [run for run in runs if run.day <= today]
    told = [run for run in known if run.shoe_id == shoe.shoe_id]
    before_m = shoe.distance_before_m
    # With metres from before, a told run of before the first day may be among them already.
    early_m = sum(
        run.distance_m
        for run in told
        if before_m and shoe.first_worn_on is not None and run.day < shoe.first_worn_on
    )
    told_m = sum(run.distance_m for run in told)
    low_m = (before_m or 0.0) + told_m - early_m
    spans = _use(shoe, shoes, events, known, today, knowledge)
    untold = [
        run
        for run in known
        if run.shoe_id is None and any(begin <= run.day <= end for begin, end in spans)
    ]
    bounded = before_m is not None and shoe.first_worn_on is not None
    high_m = low_m + early_m + sum(run.distance_m for run in untold) if bounded else None
    return ShoeDistance(len(told), told_m, len(untold), low_m, high_m, before_m is not None)


def _use(
    shoe: Shoe,
    shoes: Sequence[Shoe],
    events: Sequence[ShoeEvent],
    runs: Sequence[Run],
    today: date,
    knowledge: Knowledge,
) -> tuple[tuple[date, date], ...]:
    """Return the spans of days in which a pair may have been worn."""
    told = sorted(run.day for run in runs if run.shoe_id == shoe.shoe_id)
    begin = shoe.first_worn_on or (told[0] if told else today)
    spans: tuple[tuple[date, date], ...] = ()
    in_hand = True
    for event in _of(shoe, events, today):
        if event.kind == "retired" and in_hand:
            spans, in_hand = (*spans, (begin, event.on)), False
        elif event.kind == "taken_up_again" and not in_hand:
            begin, in_hand = event.on, True
    spans = (*spans, (begin, today)) if in_hand else spans
    if not told or not _others_told(shoe, shoes, runs):
        return spans
    idle = timedelta(days=knowledge.rules["shoe_in_use"].number("within_days"))
    begin, end = spans[-1]
    return (*spans[:-1], (begin, told[-1])) if end - told[-1] > idle else spans


def _others_told(shoe: Shoe, shoes: Sequence[Shoe], runs: Sequence[Run]) -> bool:
    others = {row.shoe_id for row in shoes} - {shoe.shoe_id}
    return any(run.shoe_id in others for run in runs)


def _state(
    shoe: Shoe,
    shoes: Sequence[Shoe],
    events: Sequence[ShoeEvent],
    runs: Sequence[Run],
    today: date,
    knowledge: Knowledge,
) -> ShoeState:
    own = _of(shoe, events, today)
    told = [run.day for run in runs if run.shoe_id == shoe.shoe_id]
    first = min((day for day in (shoe.first_worn_on, *told) if day is not None), default=None)
    away = retired_on(shoe, events, today)
    distance = distance_of(shoe, shoes, events, runs, today, knowledge)
    looked = [row.on for row in own if row.kind in LOOKED]
    seen = any(
        _may_be_in_range(distance_of(shoe, shoes, events, runs, day, knowledge), knowledge)
        for day in looked
    )
    return ShoeState(
        shoe=shoe,
        retired_on=away,
        distance=distance,
        age_days=(today - first).days if first is not None and first <= today else None,
        age_is_least=shoe.distance_before_m != 0 or shoe.first_worn_on is None,
        first_sign=next((row for row in own if row.kind == "sign_of_wear"), None),
        looked_on=max(looked, default=None),
        prompt=None if away is not None or seen else _prompt(distance, knowledge),
    )


def _may_be_in_range(distance: ShoeDistance, knowledge: Knowledge) -> bool:
    """Return whether a look on that day was the look that the prompt asks for."""
    most_m = distance.low_m if distance.high_m is None else distance.high_m
    return most_m >= m_from_km(knowledge.rules["shoe_look"].number("from_km"))


def _prompt(distance: ShoeDistance, knowledge: Knowledge) -> ShoePrompt | None:
    """Return the prompt: from 400 km that are sure, or at the latest where 800 may be reached."""
    rule = knowledge.rules["shoe_look"]
    from_m, again_m = m_from_km(rule.number("from_km")), m_from_km(rule.number("again_km"))
    may_be_past = distance.high_m is not None and distance.high_m >= again_m
    if distance.low_m < from_m and not may_be_past:
        return None
    stage: Stage = "past_range" if distance.low_m >= again_m else "in_range"
    high_km = None if distance.high_m is None else round(km_from_m(distance.high_m), 1)
    seen: tuple[tuple[str, ReasonValue], ...] = (
        ("low_km", round(km_from_m(distance.low_m), 1)),
        ("high_km", high_km),
        ("from_km", rule.number("from_km")),
        ("again_km", rule.number("again_km")),
    )
    evidence = [_reason(knowledge.rules[name], "evidence") for name in EVIDENCE]
    return ShoePrompt(stage, (_reason(rule, "look", seen), *evidence))


def _reason(rule: Rule, effect: str, seen: tuple[tuple[str, ReasonValue], ...] = ()) -> Reason:
    """Return a rule as a reason, with its own numbers where it saw none of the runner's."""
    values = seen or tuple((name, rule.values[name].value) for name in sorted(rule.values))
    if rule.id == "shoe_look_document":
        values = (*values, *_converted(rule))
    return Reason(rule.id, effect, values, rule.says.source, rule.says.status)


def _converted(rule: Rule) -> tuple[tuple[str, ReasonValue], ...]:
    """Return what the document's miles are in kilometres, by the international mile."""
    return tuple(
        (f"{name}_in_km", round(km_from_m(m_from_miles(rule.number(name))), 1))
        for name in ("low_miles", "high_miles")
    )


def _rotation(using: tuple[str, ...], rule: Rule) -> Reason | None:
    if len(using) < rule.number("fewest_pairs"):
        return None
    ratio = rule.values["hazard_ratio"]
    seen: tuple[tuple[str, ReasonValue], ...] = (
        ("pairs", len(using)),
        ("hazard_ratio", ratio.value),
        ("hazard_ratio_low", ratio.low),
        ("hazard_ratio_high", ratio.high),
    )
    return _reason(rule, "note", seen)


def _of(shoe: Shoe, events: Sequence[ShoeEvent], today: date) -> list[ShoeEvent]:
    """Return what was said of a pair up to a day, by day; of one day in the order it was said."""
    own = [row for row in events if row.shoe_id == shoe.shoe_id and row.on <= today]
    return sorted(own, key=lambda row: row.on)


def _order(state: ShoeState) -> tuple[bool, date, str, str]:
    shoe = state.shoe
    first = shoe.first_worn_on or date.min
    return state.retired_on is not None, first, shoe.name.casefold(), shoe.shoe_id
