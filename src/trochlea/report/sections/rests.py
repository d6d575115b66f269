"""What this rests on: versions, drafts, sources and the intended use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Record
from trochlea.report.lines import Citation, Group, Line, Section
from trochlea.report.material import ReportMaterial
from trochlea.report.words import clean, say, source_words

KINDS = (
    "findings",
    "conditions",
    "pairs",
    "red_flags",
    "clearances",
    "factors",
    "rules",
    "exercises",
)
PROBLEMS_SHOWN = 10
HARM_SOURCE = "alentorn_geli_2017"


def rests_section(material: ReportMaterial, knowledge: Knowledge) -> Section:
    """Return the eighth part; the numbered sources are the story's own."""
    groups = [
        Group(
            "How far it was checked",
            (
                Line(_draft_sentence(knowledge)),
                Line(say("say", "draft_legend")),
                *_harm(knowledge),
            ),
        ),
        Group("Made with", _versions(material, knowledge)),
        *_problems(material),
        Group("Intended use", (Line(say("banner", "intended")),)),
    ]
    return Section("rests", say("section", "rests"), tuple(groups))


def citations(sources: Iterable[str], knowledge: Knowledge) -> tuple[Citation, ...]:
    """Return the sources as numbered citations, in the order they first appear."""
    known = dict.fromkeys(source for source in sources if source in knowledge.sources)
    return tuple(
        Citation(number, source, source_words(knowledge.sources[source]))
        for number, source in enumerate(known, start=1)
    )


def _harm(knowledge: Knowledge) -> tuple[Line, ...]:
    """Return what studies say of running and arthritis, where its source is known."""
    if HARM_SOURCE not in knowledge.sources:
        return ()
    return (Line(say("say", "harm"), sources=(HARM_SOURCE,), draft=True, detail="Grade B, study"),)


def _records(knowledge: Knowledge) -> list[Record]:
    kinds: list[Mapping[str, Record]] = [getattr(knowledge, kind) for kind in KINDS]
    return [record for kind in kinds for record in kind.values()]


def _draft_sentence(knowledge: Knowledge) -> str:
    records = _records(knowledge)
    return say(
        "say",
        "drafts",
        draft=sum(record.status == "draft" for record in records),
        total=len(records),
        reviewed=sum(record.status == "reviewed" for record in records) or "None",
    )


def _versions(material: ReportMaterial, knowledge: Knowledge) -> tuple[Line, ...]:
    used = material.assessment.knowledge_version if material.assessment else knowledge.version
    lines = [
        Line(f"Trochlea {material.code_version or 'unknown'}"),
        Line(f"Knowledge {knowledge.version}"),
        Line(f"Questions {material.questionnaire_version or 'unknown'}"),
    ]
    if used != knowledge.version:
        lines.append(
            Line(f"The check was made with older knowledge ({used}). Do the full check again.")
        )
    return tuple(lines)


def _problems(material: ReportMaterial) -> tuple[Group, ...]:
    problems = material.import_problems
    if not problems:
        return ()
    items = tuple(
        clean(
            row.message
            if not row.file or row.file in row.message
            else f"{row.file}: {row.message}"
        )
        for row in problems[:PROBLEMS_SHOWN]
    )
    more = len(problems) - len(items)
    tail = (Line(f"And {more} more."),) if more > 0 else ()
    return (Group("What could not be read", (Line("From your files:", items=items), *tail)),)
