"""One `Reason` becomes one sentence, by the phrase of its rule."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from typing import Any

from trochlea.knowledge import Knowledge
from trochlea.model import Reason, ReasonValue
from trochlea.model.runner import DistanceUnit
from trochlea.report.lines import Line
from trochlea.report.words import (
    clean,
    distance_words,
    inside,
    pace_words,
    phrases,
    plain_number,
    say,
    sentence,
    soon_words,
    your_knee,
)

Words = Mapping[str, str]

MERGED = ("safety_question_open", "other_question_open")
ITEMS_SHOWN = 5
SOURCE_CHECKED = ("source_checked", "reviewed")


def phrase_ids() -> tuple[str, ...]:
    """Return the ids of all rules that have a phrase."""
    return tuple(phrases()["reason"])


def reason_sentence(reason: Reason, knowledge: Knowledge, unit: DistanceUnit = "km") -> str:
    """Return the sentence of one reason.

    Args:
        reason: The record.
        knowledge: Gives the titles of what the reason names, and the words of unknown rules.
        unit: The runner's unit of distance.

    Raises:
        KeyError: if neither the phrases nor the knowledge know the rule.
    """
    phrase = phrases()["reason"].get(reason.rule)
    if phrase is None:
        if reason.rule in knowledge.rules:
            return sentence(knowledge.rules[reason.rule].says.text)
        raise KeyError(f"no words for the rule {reason.rule!r}")
    words = _words(reason, knowledge, unit)
    text = _fill(phrase, (reason.effect, "text", "bare"), words)
    return sentence(clean(text))


def reason_line(reason: Reason, knowledge: Knowledge, unit: DistanceUnit) -> Line:
    """Return one reason as a line, with its source and its draft mark."""
    return Line(
        text=reason_sentence(reason, knowledge, unit),
        reason=reason,
        sources=(reason.source,) if reason.source else (),
        draft=reason.status not in SOURCE_CHECKED,
    )


def reason_lines(
    reasons: Sequence[Reason], knowledge: Knowledge, unit: DistanceUnit
) -> tuple[Line, ...]:
    """Return reasons as lines; open questions of one kind share a line with a list."""
    lines: list[Line] = []
    done: set[str] = set()
    for reason in reasons:
        same = [row for row in reasons if row.rule == reason.rule]
        if reason.rule not in MERGED or len(same) == 1:
            line = reason_line(reason, knowledge, unit)
            if line.text not in {row.text for row in lines}:
                lines.append(line)
        elif reason.rule not in done:
            done.add(reason.rule)
            lines.append(_merged(same, knowledge, unit))
    return tuple(lines)


def contact_sentence(reasons: Sequence[Reason], emergency_number: str | None = None) -> str:
    """Return who to see and how soon, for a red light that rests on no open warning sign.

    Args:
        reasons: Those of the advice.
        emergency_number: The number of the runner's country, or None where it is not known.
    """
    table: dict[str, str] = phrases()["contact"]
    rules = [reason.rule for reason in reasons if reason.effect == "red"]
    first = next((rule for rule in table if rule in rules), "default")
    if emergency_number:
        return table[first].format(emergency=say("say", "emergency_call", number=emergency_number))
    return table[first].format(emergency=say("say", "emergency"))


def _merged(same: Sequence[Reason], knowledge: Knowledge, unit: DistanceUnit) -> Line:
    titles = tuple(
        dict.fromkeys(
            title for row in same if (title := _words(row, knowledge, unit).get("flag_side"))
        )
    )
    first = reason_line(same[0], knowledge, unit)
    if len(titles) <= 1:
        return first
    text = phrases()["reason"][same[0].rule]["many"].format(count=len(titles))
    shown = titles[:ITEMS_SHOWN]
    if len(titles) > ITEMS_SHOWN:
        shown = (*shown, say("say", "more_above", count=len(titles) - ITEMS_SHOWN))
    return Line(text, items=shown, reason=same[0], sources=first.sources, draft=first.draft)


def _fill(phrase: Mapping[str, str], forms: Sequence[str], words: Words) -> str:
    for form in forms:
        template = phrase.get(form)
        if template is not None and _fields(template) <= set(words):
            return template.format(**words)
    raise KeyError(f"no form of {dict(phrase)!r} can be said with {sorted(words)}")


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def _words(reason: Reason, knowledge: Knowledge, unit: DistanceUnit) -> dict[str, str]:
    """Return every value of a reason as words, under the names that phrases use."""
    words = {"knee": your_knee(reason.value("side"))}
    for name, value in reason.values:
        if value is not None:
            words |= _word(name, value, knowledge, unit)
    if "flag" in words:
        words["flag_side"] = _with_side(words["flag"], reason.value("side"))
        words.setdefault("soon", "soon")
    for name in ("pain_hour_after", "pain_next_morning"):
        if name in words:
            words.setdefault("score", words[name])
    if reason.rule == "open_flag" and reason.value("side") in (None, "none"):
        words["knee"] = "you"
    bone = reason.value("finding") or reason.value("condition")
    if bone is not None and (title := _title(str(bone), knowledge)):
        words["bone"] = title
    words["rule_name"] = _rule_name(str(reason.value("pain_rule") or "default"))
    return words


def _word(name: str, value: ReasonValue, knowledge: Knowledge, unit: DistanceUnit) -> Words:
    if name.endswith("_m") and isinstance(value, (int, float)):
        return {name[: -len("_m")]: distance_words(float(value), unit)}
    if name == "pace_s_per_km" and isinstance(value, (int, float)):
        return {"pace": pace_words(float(value), unit)}
    if name in ("flag", "clearance"):
        return (
            _flag_words(str(value), knowledge) if name == "flag" else _clearance(value, knowledge)
        )
    if name == "sign":
        return {name: phrases()["sign"].get(str(value), str(value).replace("_", " "))}
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return {name: plain_number(value)}
    return {name: str(value)}


def _flag_words(flag: str, knowledge: Knowledge) -> Words:
    record = knowledge.red_flags.get(flag)
    if record is None:
        return {"flag": flag.replace("_", " ")}
    return {
        "flag": inside(record.title),
        "soon": soon_words(record.urgency, record.within_hours),
    }


def _clearance(clearance: ReasonValue, knowledge: Knowledge) -> Words:
    record = knowledge.clearances.get(str(clearance))
    title = record.title if record else str(clearance).replace("_", " ")
    return {"clearance": inside(title)}


def _title(key: str, knowledge: Knowledge) -> str | None:
    if key in knowledge.findings:
        return inside(knowledge.findings[key].present)
    if key in knowledge.conditions:
        return inside(knowledge.conditions[key].title)
    return None


def _with_side(title: str, side: ReasonValue) -> str:
    return f"{title} ({side} knee)" if side in ("left", "right") else title


def _rule_name(rule: str) -> str:
    table: dict[str, Any] = phrases()["pain_rule"]
    key = rule.removeprefix("pain_light_").removeprefix("pain_")
    return str(table.get(key, table["default"]))
