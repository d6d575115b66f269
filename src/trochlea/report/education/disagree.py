"""Where sources disagree: a conflict's page, and conflicts on the pages that they are about."""

from __future__ import annotations

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Claim, Conflict
from trochlea.report.education.grounds import Citations, basis_words, notes, why_line
from trochlea.report.education.links import link_to
from trochlea.report.education.page import Page, Part, bullets, plain, render, say
from trochlea.report.education.sentences import first_sentence
from trochlea.report.words import sentence


def conflict_page(record: Conflict, path: str, knowledge: Knowledge) -> Page:
    """Return the page of a conflict: both sides, the verdict, and where it matters."""
    cited = Citations(knowledge)
    sides = Part(
        say("conflict.sides"),
        (
            bullets(
                (
                    say("conflict.one", text=plain(sentence(record.one_side.text))),
                    say("conflict.other", text=plain(sentence(record.other_side.text))),
                )
            ),
        ),
        (bullets((why_line(record.one_side, cited), why_line(record.other_side, cited))),),
    )
    verdict = Part(
        say("conflict.verdict_title"),
        (plain(sentence(record.verdict.text)),),
        (bullets((why_line(record.verdict, cited),)),),
    )
    places = [place.partition("/") for place in record.about]
    where = bullets(link_to(knowledge, kind, key) for kind, _slash, key in places)
    parts = (
        sides,
        verdict,
        Part(say("conflict.about"), (where,)),
        Part(say("conflict.see"), (say("conflict.see_text"),)),
        cited.part(),
    )
    advice = plain(first_sentence(record.verdict.text))
    return Page(path, record.title, render(record.title, advice, notes(record), parts))


def conflicts_part(
    place: str, knowledge: Knowledge, cited: Citations, own: tuple[Claim, ...] = ()
) -> Part:
    """Return every conflict about a record, both sides and the verdict of each.

    Args:
        place: The record, as kind/id.
        knowledge: Gives the conflicts.
        cited: Numbers their sources.
        own: Conflicts that stand in the record itself, both sides and the verdict in one text.
    """
    rows = [row for row in knowledge.conflicts.values() if place in row.about]
    if not rows and not own:
        return Part(say("conflict.heading"))
    body = tuple(_both_sides(row, knowledge) for row in rows)
    inside = (bullets(plain(sentence(claim.text)) for claim in own),) if own else ()
    why = [_grounds(row, cited) for row in rows] + [why_line(claim, cited) for claim in own]
    return Part(say("conflict.heading"), (*body, *inside), (bullets(why),))


def _grounds(row: Conflict, cited: Citations) -> str:
    return say(
        "conflict.grounds",
        title=plain(row.title),
        one=basis_words(row.one_side, cited),
        other=basis_words(row.other_side, cited),
        verdict=basis_words(row.verdict, cited),
    )


def _both_sides(row: Conflict, knowledge: Knowledge) -> str:
    lines = (
        say("conflict.one", text=plain(sentence(row.one_side.text))),
        say("conflict.other", text=plain(sentence(row.other_side.text))),
        say("conflict.verdict", text=plain(sentence(row.verdict.text))),
    )
    return f"### {link_to(knowledge, 'conflicts', row.id)}\n\n{bullets(lines)}"
