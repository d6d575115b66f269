"""Prints urgency: three readings side by side, each miss by its id, and what a zero cannot say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tools.cases.coded import STRATA
from tools.cases.intervals import exact_upper
from tools.cases.silence import LATER, Reading
from tools.cases.tables import count, head, row, share
from trochlea.model import Urgency, urgency_rank

SOON = urgency_rank("urgent")
ROUTINE = urgency_rank("routine")
HOURS_OF_SOME = 48
# Of the 39 at urgent or above, in the run that decision 0021 answered.
FIRST_RUN_LOW, FIRST_RUN_OF = 18, 39

_Level = Callable[[Reading], Urgency]


def off(found: Reading, level: Urgency) -> int:
    """Return how many levels too high (above 0) or too low (below 0) a level is."""
    return urgency_rank(level) - urgency_rank(found.case.urgency)


def soon(readings: Sequence[Reading]) -> list[Reading]:
    """Return the cases at urgent or above."""
    return [found for found in readings if urgency_rank(found.case.urgency) >= SOON]


def below(readings: Sequence[Reading]) -> list[Reading]:
    """Return the cases at urgent or above that the engine leaves below their level."""
    return [found for found in soon(readings) if off(found, found.urgency) < 0]


def _as_read(found: Reading) -> Urgency:
    return found.urgency


def _denied(found: Reading) -> Urgency:
    return found.denied


def urgency_lines(readings: Sequence[Reading]) -> list[str]:
    """Return everything about urgency, in the view of what a runner can know."""
    return [
        *reading_lines(readings),
        "",
        *bound_lines(readings),
        "",
        *_stratum_lines(readings),
        "",
        *_missed("(a) below their level", soon(readings), _as_read),
        *_missed("(b) below their level", soon(readings), _denied),
        *_over("(a) over-triage", readings, _as_read),
        *_over("(b) over-triage", readings, _denied),
        hours_line(readings),
    ]


def reading_lines(readings: Sequence[Reading]) -> list[str]:
    """Return the three readings side by side, and the baseline that always says routine."""
    high = soon(readings)
    only_open = [found for found in high if off(found, found.urgency) >= 0 and found.only_open]
    physio = [urgency_rank(found.case.urgency) for found in readings]
    return [
        *head(
            "reading",
            "urgent or above: below their level",
            "all: right",
            "all: too low",
            "adults at none or routine: sent at urgent or above",
        ),
        _reading("(a) as the engine reads it: unstated is unanswered", readings, _as_read),
        _reading("(b) strict silence: unstated is no", readings, _denied),
        row(
            "always a physiotherapist (routine)",
            share(len(high), len(high)),
            share(count(level == ROUTINE for level in physio), len(physio)),
            share(count(level > ROUTINE for level in physio), len(physio)),
            share(0, len(_calm(readings))),
        ),
        "",
        "(c) At their level in (a) only by flags that rest on unanswered items: "
        f"{share(len(only_open), len(high))}{_ids(only_open)}.",
        "",
        "(b) is a lower reading, not the truth: nobody asked these people, and some would have "
        "said yes. Age, place and numbers stay as coded.",
    ]


def _reading(title: str, readings: Sequence[Reading], level: _Level) -> str:
    high, calm = soon(readings), _calm(readings)
    return row(
        title,
        share(count(off(found, level(found)) < 0 for found in high), len(high)),
        share(count(off(found, level(found)) == 0 for found in readings), len(readings)),
        share(count(off(found, level(found)) < 0 for found in readings), len(readings)),
        share(count(urgency_rank(level(found)) >= SOON for found in calm), len(calm)),
    )


def bound_lines(readings: Sequence[Reading]) -> list[str]:
    """Return the exact bound with what it is worth, and what hangs on findings coded later."""
    high, low = soon(readings), below(readings)
    later = [found for found in readings if found.later]
    fell = [found for found in later if found in high and off(found, found.without_later) < 0]
    return [
        f"- (a): {len(low)} of {len(high)} below their level; exact one-sided 95 % upper bound "
        f"{100 * exact_upper(len(low), len(high)):.1f} %. But rules and vocabulary were changed "
        f"after the first run on these cases ({FIRST_RUN_LOW} of {FIRST_RUN_OF} were below then; "
        "0 after decision 0021), so it is no bound for new cases.",
        f"- Three findings were coded later ({', '.join(LATER)}); they stand in {len(later)} cases"
        f"{_ids(later)}. Without them {len(fell)} of these fall below their level in (a)"
        f"{_ids(fell)}.",
    ]


def _stratum_lines(readings: Sequence[Reading]) -> list[str]:
    lines = head("(a) by stratum", "right", "too low", "too high")
    for name in (*STRATA, "all"):
        rows = [found for found in readings if name in ("all", found.case.stratum)]
        levels = [off(found, found.urgency) for found in rows]
        if rows:
            lines.append(
                row(
                    name,
                    share(count(level == 0 for level in levels), len(rows)),
                    share(count(level < 0 for level in levels), len(rows)),
                    share(count(level > 0 for level in levels), len(rows)),
                )
            )
    return lines


def _calm(readings: Sequence[Reading]) -> list[Reading]:
    return [
        found
        for found in readings
        if urgency_rank(found.case.urgency) <= ROUTINE and found.case.stratum != "minor"
    ]


def _missed(title: str, readings: Sequence[Reading], level: _Level) -> list[str]:
    rows = [found for found in readings if off(found, level(found)) < 0]
    return [f"- {title} ({len(rows)}): {_named(rows, level)}."]


def _over(title: str, readings: Sequence[Reading], level: _Level) -> list[str]:
    rows = [found for found in _calm(readings) if urgency_rank(level(found)) >= SOON]
    return [f"- {title} ({len(rows)}): {_named(rows, level)}."]


def _named(rows: Sequence[Reading], level: _Level) -> str:
    names = [f"{_id(found)} {level(found)} for {found.case.urgency}" for found in rows]
    return ", ".join(names) or "none"


def hours_line(readings: Sequence[Reading]) -> str:
    """Return how hours compare where the key is urgent within 48 h, or that it gives no hours."""
    told = [found for found in readings if found.case.within_hours is not None]
    if not told:
        return "- Hours are not compared: the key gives a level and no hours."
    wanted = [found for found in told if found.case.within_hours == HOURS_OF_SOME]
    late = [found for found in wanted if (found.within_hours or 0) > HOURS_OF_SOME]
    late += [found for found in wanted if found.within_hours is None]
    return (
        f"- Urgent within {HOURS_OF_SOME} hours by the key and later by the engine: "
        f"{share(len(late), len(wanted))}{_ids(late)}."
    )


def differing_line(one: Sequence[Reading], other: Sequence[Reading]) -> str:
    """Return in which cases a clinician's findings move the level.

    Args:
        one: What a runner can know.
        other: The same cases with all facts.
    """
    moved = [a for a, b in zip(one, other, strict=True) if a.urgency != b.urgency]
    return f"- Level moved by a clinician's findings: {len(moved)} cases{_ids(moved)}."


def _ids(rows: Sequence[Reading]) -> str:
    return f" ({', '.join(map(_id, rows))})" if rows else ""


def _id(found: Reading) -> str:
    return found.case.id.removeprefix("case-")
