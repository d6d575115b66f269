"""The parts of an education page, and how they become Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from trochlea.report.words import clean

PHRASES_FILE = Path(__file__).parent / "phrases.toml"
_MARKUP = re.compile(r"([\\`*_\[\]|#~])")
_LIST_START = re.compile(r"^(\d+)([.)])|^([+-])")
# Feet roll in, and a hip rolls back: only what is done with a roller or a massage gun is meant.
ROLLING = re.compile(
    r"\b(?:foam|massage guns?|rollers?|roll(?:ed|ing)?(?!\s+(?:in|inwards?|out|back|over)\b))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes:
        path: Where it stands, under the folder of all pages.
        title: Its heading.
        text: All of it, as Markdown.
    """

    path: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One section.

    Attributes:
        title: The heading.
        body: Blocks of Markdown that are always seen.
        why: Blocks that stand behind "Why".
    """

    title: str
    body: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


@cache
def phrases() -> Mapping[str, Any]:
    """Return every fixed word of the education pages, read once a process."""
    return tomli.loads(PHRASES_FILE.read_text(encoding="utf-8"))


def say(place: str, /, **values: object) -> str:
    """Return one phrase by its place, such as `page.draft`, with its values filled in."""
    found: Any = phrases()
    for name in place.split("."):
        found = found[name]
    if not isinstance(found, str):
        raise KeyError(f"{place} is not one phrase")
    return found.format(**values)


def plain(text: str) -> str:
    """Return a record's text so that nothing in it is taken for Markdown or HTML."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LIST_START.sub(_escaped_start, _MARKUP.sub(r"\\\1", text))


def _escaped_start(match: re.Match[str]) -> str:
    number, mark, sign = match.groups()
    return f"\\{sign}" if sign else f"{number}\\{mark}"


def bullets(rows: Iterable[str]) -> str:
    """Return lines as one list."""
    return "\n".join(f"- {row}" for row in rows)


def steps(rows: Sequence[str]) -> str:
    """Return lines as one numbered list."""
    return "\n".join(f"{number}. {row}" for number, row in enumerate(rows, 1))


def link(title: str, target: str) -> str:
    """Return a link; the title is a record's text."""
    return f"[{plain(title)}]({target})"


def render(title: str, advice: str, notes: Sequence[str], parts: Sequence[Part]) -> str:
    """Return a whole page: title, one sentence of advice, notes, and the sections.

    The clot caution stands directly under the first place that speaks of rolling.
    """
    opening = (f"# {plain(title)}", f"**{advice}**", *notes)
    warned = bool(ROLLING.search(f"{title} {advice}"))
    blocks = [*opening, *((caution(),) if warned else ())]
    for part in parts:
        if not part.body and not part.why:
            continue
        blocks += [f"## {part.title}", *part.body]
        quoted = part.title == say("sources.title")
        if not (warned or quoted) and ROLLING.search(" ".join((*part.body, *part.why))):
            blocks.append(caution())
            warned = True
        blocks += _behind_why(part.why)
    return "\n\n".join(blocks) + "\n"


def caution() -> str:
    """Return the words that go with every advice to roll."""
    return f"**{say('page.rolling')}**"


def _behind_why(blocks: Sequence[str]) -> tuple[str, ...]:
    if not blocks:
        return ()
    summary = f'<details markdown="1">\n<summary>{say("page.why")}</summary>'
    return (summary, *blocks, "</details>")
