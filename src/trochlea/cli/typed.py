"""What a person types in the interview, and what it may mean."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trochlea.knowledge import Knowledge
    from trochlea.knowledge.schema import Finding

NONE = ("none", "n", "no")
YES, NO = ("y", "yes"), ("n", "no")
KNEES_WORDS = ("left", "right", "both")
LONGEST_NUMBER = 9  # digits; no list is longer
UNIT_WORDS = {"km": "kilometres"}


class Back(Exception):  # noqa: N818 - a wish, not an error
    """The person wants the question before this one."""


class Enough(Exception):  # noqa: N818
    """The first answer is enough for the person."""


class PutDown(Exception):  # noqa: N818
    """The person wants to go on another time."""


def numbers(text: str, most: int) -> set[int] | None:
    """Return the numbers typed, from 1 to `most`; "none" is the empty set.

    None where the text is something else, also where no number stands in it.
    """
    if text in NONE:
        return set()
    words = text.replace(",", " ").split()
    if not words or not all(_is_number(word) and 1 <= int(word) <= most for word in words):
        return None
    return {int(word) for word in words}


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= LONGEST_NUMBER


def which(text: str, allowed: tuple[str, ...]) -> str | None:
    """Return the one allowed word that begins with the text, or None."""
    found = [word for word in allowed if word.lower().startswith(text)]
    return found[0] if len(found) == 1 else None


def as_value(finding: Finding, text: str) -> object:
    """Return what was typed in the shape of a finding, yet unchecked.

    Raises:
        ValueError: if it is no number where one is asked for.
    """
    if finding.kind == "choice":
        found = numbers(text, len(finding.choices)) or set()
        return finding.choices[min(found) - 1].id if len(found) == 1 else text
    if finding.kind in ("many", "region"):
        ticked = numbers(text, len(finding.choices))
        if ticked is None:
            raise ValueError(text)
        return [finding.choices[number - 1].id for number in sorted(ticked)]
    return as_number(text)


def as_number(text: str) -> float | int:
    """Return a number as it was typed, whole where it is whole.

    Raises:
        ValueError: if it is none, or has no end.
    """
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return int(value) if value == int(value) else value


def prompt_for(finding: Finding) -> str:
    """Return what to type for a finding that is not a tick."""
    if finding.kind == "choice":
        return f"One number, 1 to {len(finding.choices)}"
    if finding.kind in ("many", "region"):
        return 'Numbers, or "none"'
    if finding.kind == "number" and finding.unit:
        return f"A number of {UNIT_WORDS.get(finding.unit, finding.unit)}"
    return bounds_of(finding)


def bounds_of(finding: Finding) -> str:
    """Return from where to where a number or scale goes."""
    return f"{finding.minimum:g} to {finding.maximum:g}"


def flagged(knowledge: Knowledge) -> set[str]:
    """Return the findings that some red flag rests on."""
    return {name for flag in knowledge.red_flags.values() for name in flag.when.findings()}
