"""The parts of a story: records of what is said, before any page or terminal shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from trochlea.model import Knee, Light, Reason
from trochlea.model.runner import DistanceUnit

Tone = Literal["plain", "alarm", "quiet"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said.

    Attributes:
        text: The sentence.
        label: A short word before it ("Who to see"), or empty.
        items: A list under the sentence.
        reason: The record that it was made from, or None.
        sources: Ids of the sources it stands on.
        draft: True where the record is not yet checked, so that the page says so.
        detail: What stands behind "why": the grade, the number.
    """

    text: str
    label: str = ""
    items: tuple[str, ...] = ()
    reason: Reason | None = None
    sources: tuple[str, ...] = ()
    draft: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one small heading, with what stands behind "why".

    Attributes:
        title: The heading, or empty.
        lines: What is always seen.
        why: What is seen by who opens it; always open in print.
        why_title: The words on what opens it.
        tone: How loud it is; never the only carrier of meaning.
        level: 1 directly under the section, 2 under a group.
    """

    title: str = ""
    lines: tuple[Line, ...] = ()
    why: tuple[Line, ...] = ()
    why_title: str = "Why"
    tone: Tone = "plain"
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Signal:
    """The light as a word, a mark, a headline and a next step.

    Attributes:
        light: For programs and for the shape of the icon.
        word: Green, Amber, Red or Grey.
        mark: The same in three characters, for a terminal.
        headline: What it means today.
        distance: How far, or the walk and run, or that there is none.
        next_step: What to do.
        valid: Until when, or empty.
        how: Pace, step rate and ground, or empty.
    """

    light: Light
    word: str
    mark: str
    headline: str
    distance: str
    next_step: str
    valid: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A small table; the first column names its row.

    `folded` tables stand behind a click on a screen and stay out of print.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class ChartDay:
    """One day of the chart: what was run, and the pain of each knee that checked in.

    Attributes:
        distance_m: Sum of the day's runs.
        longest: True for the longest run of the time shown.
        spike: True where a run was much longer than the longest of the days before it.
        pain: Knee and the worst pain of its check-ins that day, left before right.
    """

    day: date
    distance_m: float = 0.0
    longest: bool = False
    spike: bool = False
    pain: tuple[tuple[Knee, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Daily running and pain on one time axis; every day is there, also the empty ones."""

    days: tuple[ChartDay, ...]
    unit: DistanceUnit
    title: str
    summary: str


Block = Group | Signal | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered part of the story."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as the page numbers it."""

    number: int
    source_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """All that is said, in order; the pages add only looks.

    Attributes:
        title: Of the page.
        made: When it was made, in words.
        banners: What must be read first, such as that the runner is simulated.
        simulated: True where every printed page must say so.
        sections: The eight parts, in their order.
        citations: The sources that are named, numbered as they first appear.
        draft_word: The mark beside what no clinician has checked.
    """

    title: str
    made: str
    banners: tuple[str, ...]
    simulated: bool
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    draft_word: str

    def numbers(self, sources: tuple[str, ...]) -> tuple[int, ...]:
        """Return the numbers of some sources, in ascending order."""
        index = {citation.source_id: citation.number for citation in self.citations}
        return tuple(sorted(index[source] for source in sources if source in index))
