"""A verdict is a `Reason` whose effect is a light; the helpers that make and combine them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import cast, get_args

from trochlea.knowledge import Knowledge
from trochlea.model import LIGHT_PRECEDENCE, Light, Reason, ReasonValue, stricter

NOTE = "note"
CAP = "cap"


def because(
    knowledge: Knowledge,
    rule: str,
    effect: str,
    under: str | None = None,
    by: str | None = None,
    **values: ReasonValue,
) -> Reason:
    """Return a reason grounded in a knowledge rule.

    Args:
        knowledge: Gives the source and the status of the rule.
        rule: Id of what spoke.
        effect: A light, `cap` or `note`.
        under: Id of the knowledge rule it stands on; the reason's own id by default.
        by: Name of the rule's number that decided, whose source is then cited; else that of
            what the rule says.
        values: What it saw.
    """
    record = knowledge.rules.get(under or rule)
    ground = record and (record.values[by] if by else record.says)
    return Reason(
        rule=rule,
        effect=effect,
        values=tuple(values.items()),
        source=ground.source if ground else None,
        status=ground.status if ground else "draft",
        record=f"rules/{record.id}" if record else None,
    )


def strictest(reasons: Iterable[Reason]) -> Light:
    """Return the light of the strictest reason; green where none speaks."""
    lights = (cast(Light, row.effect) for row in reasons if row.effect in get_args(Light))
    return reduce(stricter, lights, "green")


def deciding_first(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return the reasons with the strictest lights first, then caps, then notes; else in order."""
    order = (*reversed(LIGHT_PRECEDENCE), CAP, NOTE)
    return tuple(sorted(reasons, key=lambda row: order.index(row.effect)))
