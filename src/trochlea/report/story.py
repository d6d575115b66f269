"""`build_story`: the eight parts of what is said, in their order; pure, and without looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from trochlea.knowledge import Knowledge
from trochlea.report.lines import Group, Line, Section, Story
from trochlea.report.material import ReportMaterial
from trochlea.report.sections.fits import drives_section, fits_section, helps_section
from trochlea.report.sections.load import load_section
from trochlea.report.sections.physio import physio_section
from trochlea.report.sections.rests import citations, rests_section
from trochlea.report.sections.safe import safe_section
from trochlea.report.sections.today import today_section
from trochlea.report.words import day_words, say

SECTIONS: dict[str, Callable[[ReportMaterial, Knowledge], Section]] = {
    "safe": safe_section,
    "today": today_section,
    "fits": fits_section,
    "drives": drives_section,
    "helps": helps_section,
    "load": load_section,
    "physio": physio_section,
    "rests": rests_section,
}


def build_story(
    material: ReportMaterial, knowledge: Knowledge, only: Sequence[str] | None = None
) -> Story:
    """Return everything that is said of a runner today.

    Args:
        material: All that the report is made from.
        knowledge: Gives titles, claims, questions and sources.
        only: Keys of the sections wanted, or None for all; the others are not even made.

    Raises:
        ValueError: if `made_at` has no offset, because "today" would then be a guess.
    """
    if material.made_at.tzinfo is None:
        raise ValueError("made_at needs an offset")
    wanted = (make for key, make in SECTIONS.items() if only is None or key in only)
    sections = tuple(make(material, knowledge) for make in wanted)
    simulated = material.runner.simulated
    banners = (say("banner", "intended"),)
    return Story(
        title=say("title", "story"),
        made=say("title", "made", when=day_words(material.made_at)),
        banners=(say("banner", "simulated"), *banners) if simulated else banners,
        simulated=simulated,
        sections=sections,
        citations=citations(_sources(sections), knowledge),
        draft_word=say("say", "draft_mark"),
    )


def story_lines(sections: tuple[Section, ...]) -> Iterator[Line]:
    """Yield every line of some sections, in reading order."""
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Group):
                yield from (*block.lines, *block.why)


def _sources(sections: tuple[Section, ...]) -> Iterator[str]:
    for line in story_lines(sections):
        yield from line.sources
