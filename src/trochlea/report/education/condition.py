"""The page of a condition: what it is, when to see whom, what speaks for it, what helps."""

from __future__ import annotations

from collections.abc import Sequence

from trochlea.assess.likelihood import LikelihoodModel
from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Condition
from trochlea.report.education.disagree import conflicts_part
from trochlea.report.education.grounds import Citations, basis_words, claims_part, notes, why_line
from trochlea.report.education.links import INDEX, link_to
from trochlea.report.education.page import Page, Part, bullets, plain, render, say
from trochlea.report.education.sentences import pattern_words
from trochlea.report.education.signs import Sign, rate_rows, sign_line, signs_of
from trochlea.report.words import sentence

FRONT, OUTER = "patellofemoral_pain", "iliotibial_band_syndrome"
SHOWN = 8
SAID = "names two things"


def condition_page(record: Condition, path: str, knowledge: Knowledge) -> Page:
    """Return the page of a condition."""
    cited = Citations(knowledge)
    parts = (
        _what_it_is(record, cited, knowledge),
        Part(say("condition.where"), (plain(sentence(record.where_it_hurts)),)),
        _see(record),
        *_signs(record, cited, knowledge),
        claims_part(say("condition.settles"), (record.settled_by,), cited),
        claims_part(say("condition.helps"), record.helps, cited),
        claims_part(say("condition.does_not_help"), record.does_not_help, cited),
        claims_part(say("condition.how_long"), record.prognosis, cited),
        _work(record, knowledge),
        _confused(record, knowledge),
        conflicts_part(f"conditions/{record.id}", knowledge, cited, record.conflicts),
    )
    text = render(record.title, advice_of(record), notes(record), (*parts, cited.part()))
    return Page(path, record.title, text)


def advice_of(record: Condition) -> str:
    """Return the first sentence: how soon to be seen, or else that of its family of advice."""
    if record.seen_within in ("emergency", "same_day", "urgent"):
        return say(f"advice.seen.{record.seen_within}")
    return say(f"advice.family.{record.advice}")


def _what_it_is(record: Condition, cited: Citations, knowledge: Knowledge) -> Part:
    body = [
        plain(sentence(record.plain_name)),
        plain(sentence(record.what_it_is.text)),
    ]
    if record.also_called:
        names = "; ".join(f"*{plain(name)}*" for name in record.also_called)
        body.append(say("condition.also_called", names=names))
    if record.id in (FRONT, OUTER) and {FRONT, OUTER} <= set(knowledge.conditions):
        body.append(_two_things(record))
    why = [why_line(record.what_it_is, cited), _prior(record, cited)]
    for row in record.prior_modifiers:
        when = plain(pattern_words(row.when, knowledge))
        text = say("condition.modifier", factor=f"{row.factor:g}", when=when)
        why.append(f"{text} {_capital(basis_words(row, cited))}")
    return Part(say("condition.what_it_is"), tuple(body), (bullets(why),))


def _two_things(record: Condition) -> str:
    """Return the word on "runner's knee"; only the links where the record has it already."""
    told = SAID in record.what_it_is.text
    return say(
        "condition.two_links" if told else "condition.two_things",
        band=f"*{say('condition.band')}*",
        front=f"../conditions/{FRONT}.md",
        outer=f"../conditions/{OUTER}.md",
    )


def _prior(record: Condition, cited: Citations) -> str:
    text = say("condition.prior", value=f"{record.prior.value:g}")
    return f"{text} {_capital(basis_words(record.prior, cited))}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _see(record: Condition) -> Part:
    body = (
        plain(sentence(record.whom_to_see)),
        say(f"soon.{record.seen_within}"),
        say("condition.signs", link=f"../red_flags/{INDEX}"),
    )
    return Part(say("condition.see"), body)


def _signs(record: Condition, cited: Citations, knowledge: Knowledge) -> tuple[Part, ...]:
    model = LikelihoodModel(knowledge)
    speaks_for, speaks_against = signs_of(record, model, knowledge)
    parts = []
    for name, signs in (("speaks_for", speaks_for), ("speaks_against", speaks_against)):
        own = [sign for sign in signs if not sign.by_clinician]
        if own:
            body = (say(f"condition.{name}_lead"), bullets(map(sign_line, own[:SHOWN])))
            parts.append(Part(say(f"condition.{name}"), body, _rates(own, model, cited)))
    found = [sign for sign in (*speaks_for, *speaks_against) if sign.by_clinician]
    examined = Part(say("condition.examined"), _examined(found), _rates(found, model, cited))
    return (*parts, examined)


def _rates(signs: Sequence[Sign], model: LikelihoodModel, cited: Citations) -> tuple[str, ...]:
    """Return the table of numbers behind signs, with what its columns mean."""
    rows = rate_rows(signs, model, cited)
    table = "\n".join((say("condition.rate_columns"), *rows))
    return (say("condition.rate_lead"), table) if rows else ()


def _examined(found: Sequence[Sign]) -> tuple[str, ...]:
    rows = []
    for name, signs in (
        ("examined_for", [sign for sign in found if sign.ratio > 1]),
        ("examined_against", [sign for sign in found if sign.ratio < 1]),
    ):
        if signs:
            words = "; ".join(plain(sign.words) for sign in signs[:SHOWN])
            rows.append(say(f"condition.{name}", signs=words))
    return tuple(rows)


def _work(record: Condition, knowledge: Knowledge) -> Part:
    rows = []
    for kind in ("exercises", "treatments"):
        keys = [
            key for key, row in getattr(knowledge, kind).items() if record.id in row.conditions
        ]
        if keys:
            links = bullets(link_to(knowledge, kind, key) for key in keys)
            rows += [say(f"condition.{kind}"), links]
    lead = (say("condition.work_lead"),) if rows else ()
    return Part(say("condition.work"), (*lead, *rows))


def _confused(record: Condition, knowledge: Knowledge) -> Part:
    if not record.confused_with:
        return Part(say("condition.confused"))
    rows = []
    for key in record.confused_with:
        other = knowledge.conditions.get(key)
        name = f": {plain(other.plain_name)}" if other else ""
        rows.append(f"{link_to(knowledge, 'conditions', key)}{name}")
    return Part(say("condition.confused"), (say("condition.confused_lead"), bullets(rows)))
