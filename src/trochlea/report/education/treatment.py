"""The pages of treatments and exercises: what they are, what is known, who should leave them."""

from __future__ import annotations

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Claim, Exercise, Treatment
from trochlea.report.education.disagree import conflicts_part
from trochlea.report.education.grounds import Citations, claims_part, notes, why_line
from trochlea.report.education.links import link_to
from trochlea.report.education.page import Page, Part, bullets, plain, render, say, steps
from trochlea.report.words import sentence


def treatment_page(record: Treatment, path: str, knowledge: Knowledge) -> Page:
    """Return the page of a treatment, a medicine, an aid or a habit."""
    cited = Citations(knowledge)
    meant = Part(
        say("treatment.what_it_is"),
        (plain(sentence(record.what_it_is)),),
        (advice_grounds(record.advice, cited),),
    )
    cautions = bullets(plain(sentence(text)) for text in record.cautions)
    parts = (
        meant,
        claims_part(say("treatment.known"), record.says, cited),
        Part(say("treatment.cautions"), (cautions,) if cautions else ()),
        Part(say("treatment.see"), (say("treatment.see_text"),)),
        meant_for(say("treatment.meant_for"), record.conditions, knowledge),
        conflicts_part(f"treatments/{record.id}", knowledge, cited),
    )
    advice = plain(sentence(record.advice.text))
    text = render(record.title, advice, notes(record), (*parts, cited.part()))
    return Page(path, record.title, text)


def exercise_page(record: Exercise, path: str, knowledge: Knowledge) -> Page:
    """Return the page of an exercise."""
    cited = Citations(knowledge)
    parts = (
        Part(say("exercise.purpose"), (plain(sentence(record.purpose)), say("exercise.adults"))),
        Part(say("exercise.how"), (steps([plain(sentence(text)) for text in record.how]),)),
        claims_part(say("exercise.how_much"), (record.dose,), cited),
        Part(say("exercise.stop"), (plain(sentence(record.stop_when)),)),
        Part(say("exercise.see"), (say("exercise.see_text"),)),
        meant_for(say("exercise.meant_for"), record.conditions, knowledge),
        conflicts_part(f"exercises/{record.id}", knowledge, cited),
    )
    advice = say("advice.kind.exercise")
    text = render(record.title, advice, notes(record), (*parts, cited.part()))
    return Page(path, record.title, text)


def advice_grounds(advice: Claim, cited: Citations) -> str:
    """Return what the first sentence rests on."""
    return bullets((why_line(advice, cited),))


def meant_for(title: str, conditions: tuple[str, ...], knowledge: Knowledge) -> Part:
    """Return links to the conditions that a record is for."""
    rows = bullets(link_to(knowledge, "conditions", key) for key in conditions)
    return Part(title, (rows,) if rows else ())
