"""A check-in in four answers: pain, what is new, medicine, and whatever else there is to say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from trochlea.model import CheckIn
from trochlea.units import m_from_km, m_from_miles

Listen = Callable[[str], str]
Say = Callable[[str], None]
_Answer = TypeVar("_Answer")

WORST = 10
LONGEST_STIFF_MIN = 1440.0
FARTHEST_M = 300_000.0
NOT_KNOWN = ("-", "?")
SCORES = {
    "pain_during": "during the run",
    "pain_hour_after": "an hour after",
    "pain_next_morning": "next morning",
    "pain_before": "usual before it",
}
SIGNS = {
    "new_swelling": ("s", "swelling"),
    "new_limp": ("l", "limp"),
    "symptoms_changed": ("o", "something else"),
}
STIFF = re.compile(r"(\d+(?:[.,]\d+)?)\s*min(?:ute)?s?\b", re.IGNORECASE)
BEGAN = re.compile(r"(\d+(?:[.,]\d+)?)\s*(km|mi(?:les?)?)\b", re.IGNORECASE)


class Odd(ValueError):  # noqa: N818
    """What was typed cannot be taken; the text says what would be."""


def ask_in_four(given: CheckIn, listen: Listen, say: Say) -> CheckIn:
    """Return the check-in with what was not given asked for, in at most four answers.

    Args:
        given: What is known already is not asked again.
        listen: Shows a prompt and returns what was typed.
        say: Shows a sentence.

    An empty answer is "don't know" and never "no".
    """
    told = given
    for ask in (_pain, _signs, _medicine, _else):
        told = ask(told, listen, say)
    return told


def _pain(told: CheckIn, listen: Listen, say: Say) -> CheckIn:
    open_ones = [name for name in SCORES if getattr(told, name) is None]
    if not open_ones:
        return told
    names = ", ".join(SCORES[name] for name in open_ones)
    prompt = f"Pain 0-10 {names} (- for don't know)"
    found = _until_right(prompt, lambda text: _scores(text, len(open_ones)), listen, say)
    scores: dict[str, Any] = dict(zip(open_ones, found, strict=True))
    return replace(told, **scores)


def _scores(text: str, wanted: int) -> list[int | None]:
    parts = text.replace(",", " ").split()
    if not parts:
        return [None] * wanted
    known = [part for part in parts if part not in NOT_KNOWN]
    right = all(part.isdecimal() and int(part) <= WORST for part in known)
    if len(parts) != wanted or not right:
        count = "one whole number" if wanted == 1 else f"{wanted} whole numbers"
        raise Odd(f"Please give {count} from 0 (none) to 10 (worst imaginable), or - for one.")
    return [None if part in NOT_KNOWN else int(part) for part in parts]


def _signs(told: CheckIn, listen: Listen, say: Say) -> CheckIn:
    open_ones = [name for name in SIGNS if getattr(told, name) is None]
    if not open_ones:
        return told
    listed = ", ".join("{} {}".format(*SIGNS[name]) for name in open_ones)
    prompt = f"Anything new: {listed}, n none of these (Enter: don't know)"
    found: dict[str, Any] = _until_right(prompt, lambda text: _named(text, open_ones), listen, say)
    return replace(told, **found)


def _named(text: str, open_ones: list[str]) -> dict[str, Any]:
    letters = set(re.sub(r"[\s,]", "", text.lower()))
    if not letters:
        return dict.fromkeys(open_ones)
    known = {SIGNS[name][0] for name in open_ones}
    if letters == {"n"}:
        return dict.fromkeys(open_ones, False)
    if not letters <= known:
        raise Odd(f"Please give {', '.join(sorted(known))} (one or more), or n for none of them.")
    return {name: SIGNS[name][0] in letters for name in open_ones}


def _medicine(told: CheckIn, listen: Listen, say: Say) -> CheckIn:
    if told.pain_medicine_24h is not None:
        return told
    prompt = "Any pain medicine in the last 24 hours? y/n (Enter: don't know)"
    return replace(told, pain_medicine_24h=_until_right(prompt, _yes_no, listen, say))


def _yes_no(text: str) -> bool | None:
    low = text.strip().lower()
    if low not in ("", "y", "yes", "n", "no"):
        raise Odd("Please answer y or n.")
    return None if low == "" else low.startswith("y")


def _else(told: CheckIn, listen: Listen, say: Say) -> CheckIn:
    if told.note or told.pain_began_m is not None or told.morning_stiffness_min is not None:
        return told
    prompt = "Anything else, such as '10 min stiff, pain from 4.5 km, sore on stairs' (Enter: no)"
    return _until_right(prompt, lambda text: _with_words(told, text), listen, say)


def _with_words(told: CheckIn, text: str) -> CheckIn:
    stiff, began = STIFF.search(text), BEGAN.search(text)
    minutes = float(stiff[1].replace(",", ".")) if stiff else None
    metres = _metres(began) if began else None
    if minutes is not None and minutes > LONGEST_STIFF_MIN:
        raise Odd("A day has 1440 minutes; please say it again.")
    if metres is not None and not 0 < metres <= FARTHEST_M:
        raise Odd("Pain begins after more than 0 and at most 300 km; please say it again.")
    return replace(
        told, morning_stiffness_min=minutes, pain_began_m=metres, note=" ".join(text.split())
    )


def _metres(found: re.Match[str]) -> float:
    far = float(found[1].replace(",", "."))
    return m_from_km(far) if found[2].lower() == "km" else m_from_miles(far)


def _until_right(prompt: str, read: Callable[[str], _Answer], listen: Listen, say: Say) -> _Answer:
    """Return what was typed once it can be taken; until then say what would be."""
    while True:
        try:
            return read(listen(prompt))
        except Odd as odd:
            say(str(odd))
