"""Checks of the words files: findings, choices and shared sets that must exist."""

from __future__ import annotations

from collections.abc import Iterator

from trochlea.knowledge.base import Knowledge
from trochlea.knowledge.schema import Finding
from trochlea.knowledge.words import Words


def bad_words(knowledge: Knowledge) -> Iterator[str]:
    """Yield one sentence for each thing that is wrong with a words file or a cue file."""
    sets = {name for cues in knowledge.cues.values() for name in cues.sets}
    for key, words in knowledge.words.items():
        finding = knowledge.findings.get(key)
        if finding is None:
            yield f"words/{key}: no finding {key!r}"
            continue
        yield from (f"words/{key}: {fault}" for fault in _misfits(words, finding))
        yield from (f"words/{key}: {fault}" for fault in _bad_implications(words, knowledge))
        yield from (f"words/{key}: no shared set {name!r}" for name in _used(words) - sets)
    for key, cues in knowledge.cues.items():
        used = {name for rows in cues.sets.values() for row in rows for name in row.shared()}
        yield from (f"cues/{key}: no shared set {name!r}" for name in sorted(used - sets))


def _used(words: Words) -> set[str]:
    near = {*words.near, *((words.unless,) if words.unless else ())}
    return near | {name for phrase in words.phrases() for name in phrase.shared()}


def _misfits(words: Words, finding: Finding) -> Iterator[str]:
    choices = {choice.id for choice in finding.choices}
    wide = {name for names in words.narrower.values() for name in names}
    for name in sorted({*words.values, *words.narrower, *wide} - choices):
        yield f"{finding.id} has no choice {name!r}"
    yes_no = words.says or words.denies or words.when or words.near or words.past
    if yes_no and finding.kind != "yes_no":
        yield f"{finding.id} is {finding.kind} and is neither stated nor denied"
    if (words.number or words.amounts) and finding.kind not in ("number", "scale"):
        yield f"{finding.id} is {finding.kind} and has no number"
    for phrase in words.number:
        if not phrase.holds_number():
            yield f"{phrase.text!r} holds no number"
    for amount in words.amounts:
        if not amount.replace(".", "", 1).isdigit():
            yield f"{amount!r} is no amount"


def _bad_implications(words: Words, knowledge: Knowledge) -> Iterator[str]:
    for key, along in words.implies.items():
        if key != "yes" and key not in words.values:
            yield f"nothing states {key!r}, which implies something"
        for name, value in along.items():
            finding = knowledge.findings.get(name)
            if finding is None:
                yield f"no finding {name!r} to imply"
            elif isinstance(value, bool) != (finding.kind == "yes_no"):
                yield f"{name} is {finding.kind} and cannot be {value!r}"
