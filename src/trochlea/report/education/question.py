"""The pages of what runners ask, and of the small tests that they can do alone."""

from __future__ import annotations

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import SelfTest, Topic
from trochlea.report.education.disagree import conflicts_part
from trochlea.report.education.grounds import Citations, claims_part, notes, why_line
from trochlea.report.education.page import Page, Part, bullets, plain, render, say, steps
from trochlea.report.education.sentences import pattern_list
from trochlea.report.words import sentence


def topic_page(record: Topic, path: str, knowledge: Knowledge) -> Page:
    """Return the page of a question that runners ask."""
    cited = Citations(knowledge)
    asked = plain(sentence(record.question))
    question = Part(
        say("topic.question"),
        (asked,) if asked != plain(sentence(record.title)) else (),
    )
    advised = why_line(record.advice, cited)
    known = claims_part(say("topic.known"), record.says, cited)
    parts = (
        question,
        Part(known.title, known.body, ("\n".join((bullets((advised,)), *known.why)),)),
        Part(say("topic.see"), (say("topic.see_text"),)),
        conflicts_part(f"topics/{record.id}", knowledge, cited),
    )
    advice = plain(sentence(record.advice.text))
    text = render(record.title, advice, notes(record), (*parts, cited.part()))
    return Page(path, record.title, text)


def self_test_page(record: SelfTest, path: str, knowledge: Knowledge) -> Page:
    """Return the page of a test at home; who must not do it stands before how it is done."""
    cited = Citations(knowledge)
    finding = knowledge.findings.get(record.finding)
    then = say("self_test.then", question=plain(finding.question)) if finding else ""
    needs = bullets(plain(sentence(text)) for text in record.needs)
    how = steps([plain(sentence(text)) for text in record.how])
    parts = (
        Part(say("self_test.purpose"), (plain(sentence(record.purpose)),)),
        _bars(record, knowledge),
        Part(say("self_test.needs"), (needs,) if needs else ()),
        Part(say("self_test.how"), (how,)),
        Part(say("self_test.positive"), tuple(filter(None, (_said(record), then)))),
        claims_part(say("self_test.worth"), record.worth, cited, lead=say("self_test.worth_lead")),
        Part(say("self_test.see"), (say("self_test.see_text"),)),
        conflicts_part(f"self_tests/{record.id}", knowledge, cited),
    )
    advice = say("advice.kind.self_test")
    text = render(record.title, advice, notes(record), (*parts, cited.part()))
    return Page(path, record.title, text)


def _said(record: SelfTest) -> str:
    return plain(sentence(record.positive))


def _bars(record: SelfTest, knowledge: Knowledge) -> Part:
    body = (plain(sentence(record.not_for)), say("self_test.bars_lead"))
    if record.barred_when is None:
        return Part(say("self_test.bars"), body[:1])
    barred = pattern_list(record.barred_when, knowledge.findings)
    return Part(say("self_test.bars"), body, (say("self_test.bars_list"), barred))
