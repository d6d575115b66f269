"""What speaks for and against a condition: its likelihoods against the base rates, in words.

A sign counts by the ratio that the engine uses for one finding alone: P(present | condition),
drawn toward the base rate by its rule, over the base rate; the same of "not present".
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trochlea.assess.likelihood import LikelihoodModel
from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Condition, Finding, Likelihood
from trochlea.report.education.grounds import Citations, short_words
from trochlea.report.education.page import plain, say
from trochlea.report.education.sentences import choice_label, choice_words
from trochlea.report.words import inside, percent_words, sentence

CHOICES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Sign:
    """One finding that speaks for or against a condition.

    Attributes:
        finding: Which.
        words: The finding as it speaks: there or not, and which choices of it.
        ratio: Of the strongest choice; above 1 it speaks for the condition.
        rows: The likelihoods that it rests on, strongest first.
    """

    finding: Finding
    words: str
    ratio: float
    rows: tuple[Likelihood, ...]

    @property
    def strength(self) -> float:
        """How far it is from saying nothing."""
        return abs(math.log(self.ratio))

    @property
    def by_clinician(self) -> bool:
        """True where only a clinician can find it."""
        return self.finding.observable_by == "clinician"


def signs_of(
    condition: Condition, model: LikelihoodModel, knowledge: Knowledge
) -> tuple[tuple[Sign, ...], tuple[Sign, ...]]:
    """Return what speaks for and what against a condition, the strongest first."""
    telling = knowledge.rules["differential_listing"].number("ground_minimum_ratio")
    signs = [
        sign
        for name in dict.fromkeys(row.finding for row in condition.likelihoods)
        for sign in _signs(name, condition, model, knowledge, telling)
    ]
    signs.sort(key=lambda sign: (-sign.strength, sign.finding.id))
    return (
        tuple(sign for sign in signs if sign.ratio > 1),
        tuple(sign for sign in signs if sign.ratio < 1),
    )


def _signs(
    name: str, condition: Condition, model: LikelihoodModel, knowledge: Knowledge, telling: float
) -> Iterator[Sign]:
    finding = knowledge.findings[name]
    found: list[tuple[float, Likelihood]] = []
    for row in condition.likelihoods:
        if row.finding == name:
            found.append((_ratio(row, condition.id, model, there=True), row))
    for side in (1, -1):
        rows = sorted(
            ((side * math.log(ratio), row) for ratio, row in found),
            key=lambda pair: (-pair[0], pair[1].choice or ""),
        )
        told = [(log, row) for log, row in rows if log >= math.log(telling)]
        if told:
            chosen = tuple(row for _log, row in told)
            yield Sign(finding, _words(finding, chosen), math.exp(side * told[0][0]), chosen)
    for _ratio_there, row in found:
        ratio = _ratio(row, condition.id, model, there=False)
        if finding.kind == "yes_no" and abs(math.log(ratio)) >= math.log(telling):
            absent = finding.absent or say("pattern.no", name=finding.present)
            yield Sign(finding, absent, ratio, (row,))


def _ratio(row: Likelihood, condition: str, model: LikelihoodModel, *, there: bool) -> float:
    given = model.present(row.finding, row.choice, (condition,))
    base = model.base_rate(row.finding, row.choice)
    return given / base if there else (1 - given) / (1 - base)


def _words(finding: Finding, rows: Sequence[Likelihood]) -> str:
    choices = [row.choice for row in rows if row.choice]
    if not choices:
        return finding.present
    labels = [choice_label(finding, choice) for choice in choices[:CHOICES_SHOWN]]
    if len(choices) > CHOICES_SHOWN:
        labels.append(say("condition.other_choices"))
    return f"{finding.present}: {'; '.join(labels)}"


def sign_line(sign: Sign) -> str:
    """Return a sign as a line of a list."""
    return plain(sentence(inside(sign.words)[:1].upper() + inside(sign.words)[1:]))


def rate_rows(signs: Sequence[Sign], model: LikelihoodModel, cited: Citations) -> tuple[str, ...]:
    """Return the numbers behind signs as a small table, each likelihood once."""
    rows: dict[tuple[str, str | None], str] = {}
    for sign in signs:
        for row in sign.rows:
            key = (row.finding, row.choice)
            if key not in rows:
                rows[key] = _rate_row(sign.finding, row, model, cited)
    return tuple(rows.values())


def _rate_row(finding: Finding, row: Likelihood, model: LikelihoodModel, cited: Citations) -> str:
    value = percent_words(row.value)
    if row.low is not None and row.high is not None:
        value += f" ({percent_words(row.low)} to {percent_words(row.high)})"
    base = percent_words(model.base_rate(row.finding, row.choice))
    name = plain(choice_words(finding, row.choice))
    return f"| {name} | {value} | {base} | {short_words(row, cited)} |"
