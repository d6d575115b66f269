"""A check-in in four answers: pain, what is new, medicine, and whatever else there is to say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from trochlea.model import CheckIn
from trochlea.units import km_from_m, m_from_km, m_from_miles

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
NUMBER = r"(\d*[.,]?\d+)"
FAR_UNIT = r"(km|kms|k|kilomet(?:er|re)s?|m|met(?:er|re)s?|mi|miles?)"
STIFF = re.compile(rf"(?:stiff(?:ness)?\s+)?{NUMBER}\s*min(?:ute)?s?(?:\s+stiff(?:ness)?)?")
BEGAN = re.compile(
    rf"(?:(?:the\s+)?pain\s+|it\s+)?(?:began\s+|started\s+)?(?:from|at)\s+{NUMBER}\s*{FAR_UNIT}(?:\s+on)?"
)
A_DISTANCE = re.compile(rf"{NUMBER}\s*{FAR_UNIT}\b")
# A comma between figures is a decimal one.
BETWEEN = re.compile(r"[;,](?!\d)")


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
    prompt = f"New since the full check: {listed}, n none of these (Enter: don't know)"
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
    # One that is not named was not denied: only "n" is a no.
    return {name: True if SIGNS[name][0] in letters else None for name in open_ones}


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
    prompt = "Anything else, such as 'stiff 10 min, pain from 4.5 km, sore on stairs' (Enter: no)"
    found = _until_right(prompt, lambda text: _with_words(told, text), listen, say)
    if found.pain_began_m is not None:
        say(f"Pain from {km_from_m(found.pain_began_m):.2f} km: today's distance goes by it.")
    if found.morning_stiffness_min is not None:
        say(f"Stiff for {found.morning_stiffness_min:g} minutes.")
    return found


def _with_words(told: CheckIn, text: str) -> CheckIn:
    """Return the check-in with what stands between the commas; a distance is never guessed at."""
    parts = [part.strip().lower() for part in BETWEEN.split(text)]
    stiff = [found for part in parts if "stiff" in part and (found := STIFF.fullmatch(part))]
    began = [found for part in parts if (found := BEGAN.fullmatch(part))]
    told_of = {found.string for found in (*stiff, *began)}
    stray = [part for part in parts if part not in told_of and A_DISTANCE.search(part)]
    if stray or len(began) > 1:
        raise Odd(
            "Say once where pain began, as 'from 4.5 km', with commas around it, "
            "and leave other distances out."
        )
    minutes = _number(stiff[0]) if stiff else None
    metres = _metres(began[0]) if began else None
    if minutes is not None and minutes > LONGEST_STIFF_MIN:
        raise Odd("A day has 1440 minutes; please say it again.")
    if metres is not None and not 0 < metres <= FARTHEST_M:
        raise Odd("Pain begins after more than 0 and at most 300 km; please say it again.")
    return replace(
        told, morning_stiffness_min=minutes, pain_began_m=metres, note=" ".join(text.split())
    )


def _number(found: re.Match[str]) -> float:
    return float(found[1].replace(",", "."))


def _metres(found: re.Match[str]) -> float:
    unit = found[2]
    if unit.startswith("mi"):
        return m_from_miles(_number(found))
    return m_from_km(_number(found)) if unit.startswith("k") else _number(found)


def _until_right(prompt: str, read: Callable[[str], _Answer], listen: Listen, say: Say) -> _Answer:
    """Return what was typed once it can be taken; until then say what would be."""
    while True:
        try:
            return read(listen(prompt))
        except Odd as odd:
            say(str(odd))
