"""Is it safe: how soon to be seen, by whom, what to say on the phone, and why."""

from __future__ import annotations

from collections.abc import Iterator

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Claim, RedFlag
from trochlea.model import KNEES, Clearance, RaisedFlag, Side, UnknownFlag, urgency_rank
from trochlea.report.lines import Block, Group, Line, Section
from trochlea.report.material import ReportMaterial
from trochlea.report.words import (
    clean,
    finding_words,
    say,
    sentence,
    side_words,
    soon_words,
    urgency_words,
    with_number,
)

SERIOUS = ("emergency", "same_day")
QUESTIONS_SHOWN = 6


def safe_section(material: ReportMaterial, knowledge: Knowledge) -> Section:
    """Return the first part: urgency, then each warning sign, then the open questions."""
    return Section("safe", say("section", "safe"), _blocks(material, knowledge))


def comes_first(material: ReportMaterial, knowledge: Knowledge) -> bool:
    """Return True where being seen today or now leaves no room for a list of conditions."""
    return any(row.urgency in SERIOUS for row in open_flags(material, knowledge))


def open_flags(material: ReportMaterial, knowledge: Knowledge) -> tuple[RaisedFlag, ...]:
    """Return every flag that is open today, the most urgent first.

    Those of the latest check that nobody cleared since, and those of earlier checks that still
    stand behind today's light.
    """
    found: dict[tuple[str, str], RaisedFlag] = {}
    if material.assessment is not None:
        for row in material.assessment.triage.red_flags:
            if _cleared(row, material) is None:
                found[row.flag, row.side] = row
    for row in _earlier(material, knowledge):
        found.setdefault((row.flag, row.side), row)
    rows = found.values()
    return tuple(sorted(rows, key=lambda row: (-urgency_rank(row.urgency), row.flag, row.side)))


def _earlier(material: ReportMaterial, knowledge: Knowledge) -> Iterator[RaisedFlag]:
    """Yield the flags that today's light names as open."""
    for reason in material.advice.reasons if material.advice else ():
        flag = knowledge.red_flags.get(str(reason.value("flag")))
        if reason.rule == "open_flag" and flag is not None:
            knee = [row for row in KNEES if row == reason.value("side")]
            side: Side = knee[0] if knee else "none"
            yield RaisedFlag(flag.id, flag.urgency, flag.within_hours, side, ())


def _cleared(raised: RaisedFlag, material: ReportMaterial) -> Clearance | None:
    """Return the clinician's word that lifted a flag; None where today's advice holds it open."""
    if material.assessment is None:
        return None
    mark = (("flag", raised.flag), ("side", raised.side))
    reasons = material.advice.reasons if material.advice else ()
    if any(row.rule == "open_flag" and set(mark) <= set(row.values) for row in reasons):
        return None
    rows = [
        row
        for row in material.clearances
        if row.subject == raised.flag
        and row.on >= material.assessment.on
        and (row.side in (raised.side, "both") or raised.side == "none")
    ]
    return max(rows, key=lambda row: row.recorded_at, default=None)


def _blocks(material: ReportMaterial, knowledge: Knowledge) -> tuple[Block, ...]:
    flags = open_flags(material, knowledge)
    if material.assessment is None and not flags:
        return (Group(lines=(Line(say("say", "no_assessment")),), tone="alarm"),)
    unknown = material.assessment.triage.unknown_red_flags if material.assessment else ()
    head = Group(lines=_headline(flags, unknown, material), tone="alarm" if flags else "plain")
    groups = tuple(_flag_group(row, knowledge, material.emergency_number) for row in flags)
    lifted = _lifted(material, knowledge)
    return (head, *groups, *lifted, *_open_questions(unknown, knowledge))


def _lifted(material: ReportMaterial, knowledge: Knowledge) -> tuple[Group, ...]:
    lines = []
    for row in material.assessment.triage.red_flags if material.assessment else ():
        word = _cleared(row, material)
        if word is not None:
            flag = knowledge.red_flags.get(row.flag)
            title = flag.title if flag else row.flag.replace("_", " ")
            day = f"{word.on.day} {word.on:%B %Y}"
            lines.append(Line(clean(f"{title}: by {word.by}, {day}. {sentence(word.reason)}")))
    return (Group("Cleared by a clinician", tuple(lines)),) if lines else ()


def _headline(
    flags: tuple[RaisedFlag, ...], unknown: tuple[UnknownFlag, ...], material: ReportMaterial
) -> tuple[Line, ...]:
    if not flags:
        first = say("say", "none_with_open") if unknown else urgency_words("none")
        second = (Line(say("say", "open_is_not_no")),) if unknown else ()
        return (Line(first), *second, Line(say("say", "get_help_if")))
    if flags[0].urgency == "emergency":
        number = material.emergency_number
        call = say("say", "call_number", number=number) if number else say("say", "call_any")
        return (Line(urgency_words("emergency")), Line(call))
    hours = min((row.within_hours for row in flags if row.within_hours is not None), default=None)
    return (Line(urgency_words(flags[0].urgency, hours)),)


def _flag_group(raised: RaisedFlag, knowledge: Knowledge, number: str | None) -> Group:
    seen = tuple(finding_words(row, knowledge) for row in raised.seen)
    told = (Line("What you told us:", items=seen),) if seen else ()
    side = side_words(raised.side)
    flag = knowledge.red_flags.get(raised.flag)
    if flag is None:
        title = raised.flag.replace("_", " ")
        lines = (Line(urgency_words(raised.urgency, raised.within_hours)),)
        return Group(title, (*lines, *told), tone="alarm")
    return Group(
        title=f"{flag.title} ({side})" if side else flag.title,
        lines=(*_flag_lines(flag, raised, number), *_left_open(raised, knowledge)),
        why=(*told, *_grounds(flag)),
        why_title="What this rests on",
        tone="alarm",
    )


def _flag_lines(flag: RedFlag, raised: RaisedFlag, number: str | None) -> tuple[Line, ...]:
    draft = flag.status == "draft"
    return (
        Line(sentence(flag.why), label="Why", draft=draft),
        Line(sentence(with_number(flag.whom_to_see, number)), label="Who to see"),
        Line(sentence(soon_words(raised.urgency, raised.within_hours)), label="How soon"),
        Line(f"“{sentence(flag.on_the_phone)}”", label="Say on the phone"),
        Line(sentence(flag.until_then), label="Until then"),
    )


def _left_open(raised: RaisedFlag, knowledge: Knowledge) -> tuple[Line, ...]:
    """Return the questions that a flag counts as yes because nobody answered them."""
    items = tuple(knowledge.findings[key].question for key in raised.left_open)
    return (Line(say("say", "left_open"), items=items),) if items else ()


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
    lines, why = [], []
    then = say("say", "open_then" if serious else "open_only")
    for head, rows in ((say("say", "open_first"), serious), (then, others)):
        if rows:
            lines.append(Line(head, items=rows[:QUESTIONS_SHOWN]))
        if len(rows) > QUESTIONS_SHOWN:
            why.append(Line("And these:", items=rows[QUESTIONS_SHOWN:]))
    title = "The other open questions"
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
