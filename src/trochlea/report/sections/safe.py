"""Is it safe: how soon to be seen, by whom, what to say on the phone, and why."""

from __future__ import annotations

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Claim, RedFlag
from trochlea.model import RaisedFlag, Triage, UnknownFlag
from trochlea.report.lines import Block, Group, Line, Section, Tone
from trochlea.report.material import ReportMaterial
from trochlea.report.words import (
    finding_words,
    say,
    sentence,
    side_words,
    soon_words,
    urgency_words,
)

SERIOUS = ("emergency", "same_day")
QUESTIONS_SHOWN = 6


def safe_section(material: ReportMaterial, knowledge: Knowledge) -> Section:
    """Return the first part: urgency, then each warning sign, then the open questions."""
    return Section("safe", say("section", "safe"), _blocks(material, knowledge))


def comes_first(material: ReportMaterial) -> bool:
    """Return True where being seen today or now leaves no room for a list of conditions."""
    return material.assessment is not None and material.assessment.triage.urgency in SERIOUS


def _blocks(material: ReportMaterial, knowledge: Knowledge) -> tuple[Block, ...]:
    if material.assessment is None:
        return (Group(lines=(Line(say("say", "no_assessment")),), tone="alarm"),)
    triage = material.assessment.triage
    head = Group(lines=_headline(triage, material), tone=_tone(triage))
    flags = tuple(_flag_group(row, knowledge) for row in triage.red_flags)
    return (head, *flags, *_open_questions(triage.unknown_red_flags, knowledge))


def _tone(triage: Triage) -> Tone:
    return "alarm" if triage.red_flags else "plain"


def _headline(triage: Triage, material: ReportMaterial) -> tuple[Line, ...]:
    if triage.urgency == "emergency":
        number = material.emergency_number
        call = say("say", "call_number", number=number) if number else say("say", "call_any")
        return (Line(urgency_words("emergency")), Line(call))
    if triage.urgency == "none":
        first = say("say", "none_with_open") if triage.unknown_red_flags else urgency_words("none")
        second = (Line(say("say", "open_is_not_no")),) if triage.unknown_red_flags else ()
        return (Line(first), *second, Line(say("say", "get_help_if")))
    return (Line(urgency_words(triage.urgency, triage.within_hours)),)


def _flag_group(raised: RaisedFlag, knowledge: Knowledge) -> Group:
    seen = tuple(finding_words(row, knowledge) for row in raised.seen)
    side = side_words(raised.side)
    flag = knowledge.red_flags.get(raised.flag)
    if flag is None:
        title = raised.flag.replace("_", " ")
        lines = (Line(urgency_words(raised.urgency, raised.within_hours)),)
        return Group(title, (*lines, Line("What you told us", items=seen)), tone="alarm")
    return Group(
        title=f"{flag.title} ({side})" if side else flag.title,
        lines=_flag_lines(flag, raised),
        why=(Line("What you told us:", items=seen), *_grounds(flag)),
        why_title="What this rests on",
        tone="alarm",
    )


def _flag_lines(flag: RedFlag, raised: RaisedFlag) -> tuple[Line, ...]:
    draft = flag.status == "draft"
    return (
        Line(sentence(flag.why), label="Why", draft=draft),
        Line(sentence(flag.whom_to_see), label="Who to see"),
        Line(sentence(soon_words(raised.urgency, raised.within_hours)), label="How soon"),
        Line(f"“{sentence(flag.on_the_phone)}”", label="Say on the phone"),
        Line(sentence(flag.until_then), label="Until then"),
    )


def _grounds(flag: RedFlag) -> tuple[Line, ...]:
    return tuple(claim_line(claim) for claim in flag.grounds)


def claim_line(claim: Claim, label: str = "") -> Line:
    """Return a claim of the knowledge as a line, with its grade behind why."""
    return Line(
        text=sentence(claim.text),
        label=label,
        sources=(claim.source,),
        draft=claim.status == "draft",
        detail=f"Grade {claim.grade}, {claim.basis}",
    )


def _open_questions(unknown: tuple[UnknownFlag, ...], knowledge: Knowledge) -> tuple[Group, ...]:
    """Return the questions still open, the serious ones seen first, each asked once."""
    serious = _questions([row for row in unknown if row.urgency in SERIOUS], knowledge)
    others = _questions([row for row in unknown if row.urgency not in SERIOUS], knowledge)
    others = tuple(text for text in others if text not in serious)
    if not serious and not others:
        return ()
    flags = tuple(
        dict.fromkeys(
            knowledge.red_flags[row.flag].title
            for row in unknown
            if row.flag in knowledge.red_flags
        )
    )
    lines, why = [], []
    then = say("say", "open_then" if serious else "open_only")
    for head, rows in ((say("say", "open_first"), serious), (then, others)):
        if rows:
            lines.append(Line(head, items=rows[:QUESTIONS_SHOWN]))
        if len(rows) > QUESTIONS_SHOWN:
            why.append(Line("And these:", items=rows[QUESTIONS_SHOWN:]))
    if flags:
        why.append(Line("What the answers would settle:", items=flags))
    title = "All open questions, and what they would settle"
    return (Group(say("say", "open_questions"), tuple(lines), tuple(why), title),)


def _questions(unknown: list[UnknownFlag], knowledge: Knowledge) -> tuple[str, ...]:
    rows: dict[str, None] = {}
    for flag in unknown:
        for key in flag.missing:
            finding = knowledge.findings.get(key)
            text = finding.question if finding else key.replace("_", " ")
            side = side_words(flag.side) if finding is None or finding.per_knee else ""
            rows[f"{text} ({side})" if side else text] = None
    return tuple(rows)
