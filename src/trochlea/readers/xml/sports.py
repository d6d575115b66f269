"""Sports, platforms and runs by the words that programs use for them."""

from __future__ import annotations

import re

# Word (lower case, only letters and digits) to sport and finer kind. The numbers are Strava's.
_KINDS: dict[str, tuple[str, str | None]] = {
    "1": ("cycling", None),
    "4": ("hiking", None),
    "9": ("running", None),
    "10": ("walking", None),
}
# Parts of words, the first that fits; order matters: "treadmill running" is no track.
_PARTS: tuple[tuple[str, str, str | None], ...] = (
    ("treadmill", "running", "treadmill"),
    ("laufband", "running", "treadmill"),
    ("indoorrun", "running", "indoor_running"),
    ("virtualrun", "running", "virtual_activity"),
    ("trailrun", "running", "trail"),
    ("trackrun", "running", "track"),
    ("ultrarun", "running", "ultra"),
    ("nordicwalk", "walking", None),
    ("walk", "walking", None),
    ("hik", "hiking", None),
    ("swim", "swimming", None),
    ("bik", "cycling", None),
    ("cycl", "cycling", None),
    ("ride", "cycling", None),
    ("ski", "cross_country_skiing", None),
    ("rowing", "rowing", None),
    ("elliptical", "fitness_equipment", "elliptical"),
    ("run", "running", None),
    ("jog", "running", None),
)
_LONGEST_WORD = 60
_RUN_WORDS = re.compile(r"\b(?:run|running|jog|jogging|treadmill|parkrun|marathon)\b", re.I)
_PLATFORMS: tuple[tuple[str, str], ...] = (
    *((name, name) for name in ("strava", "garmin", "runkeeper", "movescount", "suunto")),
    *((name, name) for name in ("polar", "amazfit", "zepp", "coros", "wahoo", "komoot")),
    *((name, name) for name in ("endomondo", "runtastic", "nike", "mapmyrun", "mapmyfitness")),
    *((name, "garmin") for name in ("forerunner", "fenix", "fēnix", "fnix", "vivoactive")),
    *((name, "garmin") for name in ("vívoactive", "edge ", "etrex", "instinct", "epix")),
)


def sport_of(word: str | None) -> tuple[str, str | None]:
    """Return sport and finer kind for a word of a program; `unknown` where it says nothing."""
    plain = "".join(letter for letter in (word or "")[:_LONGEST_WORD].lower() if letter.isalnum())
    if plain in _KINDS:
        return _KINDS[plain]
    for part, sport, finer in _PARTS:
        if part in plain:
            return sport, finer
    return "unknown", None


def sport_by(word: str | None, title: str | None) -> tuple[str, str | None]:
    """Return the sport by the program's word; where that says nothing, by a title that does.

    A title only makes a run: "Morning Run" is one, "A ride to remember" is just words.
    """
    sport, finer = sport_of(word)
    if sport == "unknown" and title and _RUN_WORDS.search(title):
        return "running", "treadmill" if "treadmill" in title.lower() else None
    return sport, finer


def platform_of(creator: str) -> str | None:
    """Return the platform that a document's creator names, or None where it is not known."""
    low = creator.lower()
    return next((platform for word, platform in _PLATFORMS if word in low), None)
