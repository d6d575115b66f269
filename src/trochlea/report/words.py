"""The house's words: lights, levels, sides, distances and findings, from `phrases.toml`."""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Finding, Source
from trochlea.model import FindingValue, Fit, Light, Seen, Side, Urgency, WalkRun
from trochlea.model.runner import DistanceUnit
from trochlea.units import METRES_PER_KM, METRES_PER_MILE, clock

PHRASES_FILE = Path(__file__).parent / "phrases.toml"
METRES_PER: dict[DistanceUnit, float] = {"km": METRES_PER_KM, "mi": METRES_PER_MILE}
TENTHS = 10
ROUNDING_SLACK = 1e-9
HOURS_PER_DAY = 24
WHOLE = 100
# As the knowledge says it where it cannot know the country.
ANY_NUMBER = re.compile(r"the emergency number of your country( now)?( \(for example [^)]*\))?")
SENTENCE_ENDS = (".", "!", "?", "”", ")")


@cache
def phrases() -> Mapping[str, Any]:
    """Return every fixed word of the house, read once a process."""
    return tomllib.loads(PHRASES_FILE.read_text(encoding="utf-8"))


def say(table: str, key: str, **values: object) -> str:
    """Return one phrase with its values filled in."""
    text = phrases()[table][key]
    if not isinstance(text, str):
        raise KeyError(f"{table}.{key} is not one phrase")
    return text.format(**values)


def clean(text: str) -> str:
    """Return a person's free text without control and direction characters."""
    kept = (char if unicodedata.category(char)[0] != "C" else " " for char in text)
    return " ".join("".join(kept).split())


def with_number(text: str, number: str | None) -> str:
    """Return a text in which the number of the runner's country stands, where it is known."""
    return ANY_NUMBER.sub(rf"{number}\g<1>", text) if number else text


def sentence(text: str) -> str:
    """Return a text with a capital first letter and a full stop."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text.endswith(SENTENCE_ENDS) else ".")


def inside(title: str) -> str:
    """Return a title as it stands inside a sentence."""
    title = title.rstrip(".")
    start = title[:2]
    keep = (start.isalpha() and start.isupper()) or start in ("I ", "X-")
    return title if keep else title[:1].lower() + title[1:]


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Return parts as a person would list them: a, b and c."""
    rows = list(parts)
    if len(rows) <= 1:
        return "".join(rows)
    return f"{', '.join(rows[:-1])} {last} {rows[-1]}"


def light_words(light: Light) -> tuple[str, str, str, str]:
    """Return the word, the mark, the headline and the next step of a light."""
    table = phrases()["light"][light]
    return table["word"], table["mark"], table["headline"], table["next"]


def urgency_words(urgency: Urgency, within_hours: int | None = None) -> str:
    """Return the headline of a level, with how soon where it says so."""
    text: str = phrases()["urgency"][urgency]["headline"]
    return text.format(soon=soon_words(urgency, within_hours))


def soon_words(urgency: Urgency, within_hours: int | None = None) -> str:
    """Return how soon to be seen: now, today, within 2 days, in the next weeks."""
    if urgency == "urgent" and within_hours is not None:
        return f"within {math.ceil(within_hours / HOURS_PER_DAY)} days"
    text: str = phrases()["urgency"][urgency]["soon"]
    return text


def fit_words(fit: Fit) -> str:
    """Return fits best, fits, possible or cannot rule out."""
    return say("fit", fit)


def side_words(side: Side) -> str:
    """Return left knee, right knee, both knees, or nothing where there is no side."""
    return say("side", side)


def your_knee(side: object) -> str:
    """Return the knee as the runner is spoken to; `the knee` where no side is given."""
    return {"left": "your left knee", "right": "your right knee", "both": "both knees"}.get(
        str(side), "your knee"
    )


def distance_words(distance_m: float, unit: DistanceUnit) -> str:
    """Return a distance in the runner's unit, one decimal, rounded down and never up."""
    tenths = math.floor(distance_m / (METRES_PER[unit] / TENTHS) + ROUNDING_SLACK)
    return f"{tenths // TENTHS}.{tenths % TENTHS} {unit}"


def pace_words(pace_s_per_km: float, unit: DistanceUnit) -> str:
    """Return a pace as minutes and seconds for each of the runner's units of distance."""
    return f"{clock(pace_s_per_km * METRES_PER[unit] / METRES_PER_KM)} min/{unit}"


def walk_run_words(session: WalkRun) -> str:
    """Return a walk-run session in minutes."""
    low, high = session.repeats_low, session.repeats_high
    repeats = str(low) if low == high else f"{low} to {high}"
    return say("say", "walk_run", walk=session.walk_min, run=session.run_min, repeats=repeats)


def day_words(when: datetime, *, clock: bool = True) -> str:
    """Return a day, and the time of day, as the runner's wall clock shows them."""
    day = f"{when.day} {when:%B %Y}"
    return f"{day}, {when:%H:%M}" if clock else day


def percent_words(probability: float) -> str:
    """Return a probability as a whole number out of 100, never as none or all."""
    whole = round(probability * WHOLE)
    if whole == 0:
        return "less than 1"
    return f"more than {WHOLE - 1}" if whole == WHOLE else str(whole)


def plain_number(value: float) -> str:
    """Return a number without needless zeros."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def source_words(source: Source) -> str:
    """Return a source in full, as plain text and without a link."""
    year = f" {source.year}" if source.year else ""
    parts = [f"{source.authors}{year}", source.title, source.journal]
    text = ". ".join(part.rstrip(".") for part in parts) + "."
    if source.doi:
        text += f" doi {source.doi}."
    if source.pmid:
        text += f" PMID {source.pmid}."
    return clean(text)


def finding_words(seen: Seen, knowledge: Knowledge) -> str:
    """Return one observed value as a report says it ("pain going down stairs")."""
    finding = knowledge.findings.get(seen.finding)
    if finding is None:
        text = f"{seen.finding.replace('_', ' ')}: {_plain_value(seen.value)}"
    else:
        text = _value_of(finding, seen.value)
    origin = say("origin", seen.source)
    return clean(f"{text} ({origin})" if origin else text)


def _plain_value(value: FindingValue) -> str:
    if value is None:
        return say("reader", "unknown")
    if isinstance(value, bool):
        return say("reader", "yes" if value else "no")
    if isinstance(value, tuple):
        return listed(str(part).replace("_", " ") for part in value) or say("reader", "no")
    return plain_number(value) if isinstance(value, (int, float)) else str(value)


def _value_of(finding: Finding, value: FindingValue) -> str:
    no = finding.absent or f"{finding.present}: {say('reader', 'no')}"
    if value is None:
        return f"{finding.present}: {say('reader', 'unknown')}"
    if isinstance(value, bool):
        return finding.present if value else no
    if isinstance(value, tuple):
        labels = [_label(finding, part) for part in value]
        return f"{finding.present}: {listed(labels)}" if labels else no
    if isinstance(value, str):
        return f"{finding.present}: {_label(finding, value)}"
    if finding.kind == "scale":
        return f"{finding.present}: {plain_number(value)}/{plain_number(finding.maximum or 0)}"
    unit = f" {finding.unit}" if finding.unit else ""
    return f"{finding.present}: {plain_number(value)}{unit}"


def _label(finding: Finding, choice: str) -> str:
    return inside(next((row.label for row in finding.choices if row.id == choice), choice))
