"""The pages of warning signs and of what may drive a complaint."""

from __future__ import annotations

import math

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import FactorRule, RedFlag
from trochlea.report.education.disagree import conflicts_part
from trochlea.report.education.grounds import Citations, claims_part, notes, told_with_grounds
from trochlea.report.education.links import links_to
from trochlea.report.education.page import Page, Part, bullets, plain, render, say
from trochlea.report.education.sentences import first_sentence, pattern_list
from trochlea.report.words import HOURS_PER_DAY, sentence


def red_flag_page(record: RedFlag, path: str, knowledge: Knowledge) -> Page:
    """Return the page of a warning sign: how soon, to whom, and what to say."""
    cited = Citations(knowledge)
    when = [say("red_flag.when_lead"), pattern_list(record.when, knowledge.findings)]
    if record.covered_by:
        links = links_to(knowledge, "red_flags", record.covered_by)
        when.append(say("red_flag.covered", links=links))
    grounds = bullets(told_with_grounds(claim, cited) for claim in record.grounds)
    parts = (
        Part(say("red_flag.why"), (plain(sentence(record.why)),), (grounds,) if grounds else ()),
        Part(say("red_flag.see"), (plain(sentence(record.whom_to_see)), say("red_flag.number"))),
        Part(say("red_flag.phone"), (f"> “{plain(sentence(record.on_the_phone))}”",)),
        Part(say("red_flag.until"), (plain(sentence(record.until_then)),)),
        Part(say("red_flag.when"), tuple(when)),
        conflicts_part(f"red_flags/{record.id}", knowledge, cited),
    )
    text = render(record.title, flag_advice(record), notes(record), (*parts, cited.part()))
    return Page(path, record.title, text)


def flag_advice(record: RedFlag) -> str:
    """Return the first sentence of a warning sign: how soon to be seen."""
    days = math.ceil((record.within_hours or 0) / HOURS_PER_DAY)
    return say(f"advice.flag.{record.urgency}", days=days)


def factor_page(record: FactorRule, path: str, knowledge: Knowledge) -> Page:
    """Return the page of something that often comes before a sore knee."""
    cited = Citations(knowledge)
    weight = say("factor.weight", weight=record.weight)
    parts = (
        claims_part(say("factor.says"), (record.says,), cited, lead=say("factor.says_lead")),
        Part(say("factor.what_to_do"), (plain(sentence(record.what_to_do)),)),
        Part(
            say("factor.when"),
            (say("factor.when_lead"), pattern_list(record.when, knowledge.findings)),
            (bullets((weight,)),),
        ),
        Part(say("factor.see"), (say("factor.see_text"),)),
        conflicts_part(f"factors/{record.id}", knowledge, cited),
    )
    advice = plain(first_sentence(record.what_to_do))
    text = render(record.title, advice, notes(record), (*parts, cited.part()))
    return Page(path, record.title, text)
