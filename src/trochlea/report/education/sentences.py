"""Small things about sentences: the first of a text, and a pattern as a list of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from trochlea.knowledge import Knowledge
from trochlea.knowledge.pattern import Pattern
from trochlea.knowledge.schema import Finding
from trochlea.report.education.page import plain, say
from trochlea.report.words import inside, listed, plain_number, sentence

_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'])")
BOUNDS = ("below", "at_most", "above", "at_least")
INDENT = "    "


def first_sentence(text: str) -> str:
    """Return the first sentence of a text."""
    return sentence(_END.split(text.strip(), maxsplit=1)[0])


def rest_of(text: str) -> str:
    """Return a text without its first sentence, or nothing."""
    parts = _END.split(text.strip(), maxsplit=1)
    return sentence(parts[1]) if len(parts) > 1 else ""


def pattern_list(pattern: Pattern, findings: Mapping[str, Finding]) -> str:
    """Return a pattern as a nested list of Markdown."""
    return "\n".join(_lines(pattern, findings, 0))


def pattern_words(pattern: Pattern, knowledge: Knowledge) -> str:
    """Return a pattern in one line."""
    findings = knowledge.findings
    if pattern.finding:
        return leaf_words(pattern, findings)
    if pattern.negation is not None:
        return say("pattern.no", name=pattern_words(pattern.negation, knowledge))
    if pattern.possible is not None:
        return say("pattern.open", name=pattern_words(pattern.possible, knowledge))
    parts = [pattern_words(part, knowledge) for part in (*pattern.all, *pattern.any)]
    return f"({'; or '.join(parts)})" if pattern.any else "; and ".join(parts)


def _lines(pattern: Pattern, findings: Mapping[str, Finding], depth: int) -> Iterator[str]:
    lead = f"{INDENT * depth}- "
    if pattern.finding:
        yield lead + plain(leaf_words(pattern, findings))
        return
    for part, alone, above in (
        (pattern.negation, "pattern.no", "pattern.not"),
        (pattern.possible, "pattern.open", "pattern.possible"),
    ):
        if part is not None and part.finding:
            yield lead + plain(say(alone, name=leaf_words(part, findings)))
            return
        if part is not None:
            yield lead + say(above)
            yield from _lines(part, findings, depth + 1)
            return
    yield lead + say("pattern.all" if pattern.all else "pattern.any")
    for part in (*pattern.all, *pattern.any):
        yield from _lines(part, findings, depth + 1)


def leaf_words(leaf: Pattern, findings: Mapping[str, Finding]) -> str:
    """Return one comparison in words."""
    finding = findings.get(leaf.finding or "")
    if finding is None:
        return (leaf.finding or "").replace("_", " ")
    if leaf.equals is True:
        return finding.present
    if leaf.equals is False:
        return finding.absent or say("pattern.no", name=finding.present)
    if isinstance(leaf.equals, str):
        return f"{finding.present}: {choice_label(finding, leaf.equals)}"
    if leaf.equals is not None:
        return f"{finding.present}: {plain_number(float(leaf.equals))}"
    if leaf.includes:
        labels = [choice_label(finding, choice) for choice in leaf.includes]
        return f"{finding.present}: {listed(labels, 'or')}"
    for name in BOUNDS:
        bound = getattr(leaf, name)
        if bound is not None:
            unit = f" {finding.unit}" if finding.unit else ""
            words = f"{plain_number(bound)}{unit}"
            return say(f"pattern.{name}", name=finding.present, bound=words)
    return say("pattern.not_empty", name=finding.present)


def choice_words(finding: Finding, choice: str | None) -> str:
    """Return a finding that is there, or one choice of it, in words."""
    return (
        finding.present
        if choice is None
        else f"{finding.present}: {choice_label(finding, choice)}"
    )


def choice_label(finding: Finding, choice: str) -> str:
    """Return the words of one choice as they stand inside a sentence."""
    return inside(next((row.label for row in finding.choices if row.id == choice), choice))
