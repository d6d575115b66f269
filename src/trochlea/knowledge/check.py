"""Checks across knowledge files: ids that must exist, claims that must fit their findings."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from trochlea.knowledge.base import Knowledge
from trochlea.knowledge.pattern import Pattern
from trochlea.knowledge.schema import Condition, Finding, Grounded, Likelihood, RedFlag
from trochlea.knowledge.words_check import bad_words
from trochlea.model import urgency_rank

FIRST_BLOCK_SCREENS = 8
REGION_KINDS = ("choice", "many", "region")
NUMBER_KINDS = ("scale", "number")
SUM_TOLERANCE = 1e-6


def check_knowledge(knowledge: Knowledge) -> tuple[str, ...]:
    """Return one sentence for each thing that is wrong; empty when all is well."""
    checks = (
        _missing_sources,
        _bad_patterns,
        _bad_likelihoods,
        _dangling_ids,
        _flags_not_asked,
        _bad_covers,
        _unknown_requirements,
        bad_words,
    )
    return tuple(sentence for check in checks for sentence in check(knowledge))


def _records(knowledge: Knowledge) -> Iterator[tuple[str, BaseModel]]:
    kinds = ("findings", "conditions", "pairs", "red_flags", "clearances", "factors", "rules")
    rest = ("exercises", "sources", "screens", "self_tests", "treatments", "topics", "conflicts")
    for kind in (*kinds, *rest):
        for key, record in getattr(knowledge, kind).items():
            yield f"{kind}/{key}", record


def _grounded(value: object) -> Iterator[Grounded]:
    if isinstance(value, Grounded):
        yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _grounded(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _grounded(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _grounded(part)


def _missing_sources(knowledge: Knowledge) -> Iterator[str]:
    for name, record in _records(knowledge):
        for claim in _grounded(record):
            if claim.source not in knowledge.sources:
                yield f"{name}: source {claim.source!r} does not exist"
    for country, row in knowledge.emergency_numbers.items():
        if row.source not in knowledge.sources:
            yield f"emergency_numbers/{country}: source {row.source!r} does not exist"


def _patterns(value: object) -> Iterator[Pattern]:
    if isinstance(value, Pattern):
        yield from value.leaves()
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _patterns(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _patterns(part)


def _bad_patterns(knowledge: Knowledge) -> Iterator[str]:
    for name, record in _records(knowledge):
        for leaf in _patterns(record):
            finding = knowledge.findings.get(leaf.finding or "")
            if finding is None:
                yield f"{name}: pattern names unknown finding {leaf.finding!r}"
            else:
                yield from (f"{name}: {fault}" for fault in _misfits(leaf, finding))
    for kind in ("red_flags", "clearances", "factors"):
        for key, record in getattr(knowledge, kind).items():
            found = [knowledge.findings.get(item) for item in record.when.findings()]
            per_knee = any(finding and finding.per_knee for finding in found)
            if per_knee != (record.scope == "knee"):
                yield f"{kind}/{key}: scope {record.scope} does not fit its findings"


def _misfits(leaf: Pattern, finding: Finding) -> Iterator[str]:
    choices = {choice.id for choice in finding.choices}
    bounds = (leaf.below, leaf.at_most, leaf.above, leaf.at_least)
    if any(bound is not None for bound in bounds) and finding.kind not in NUMBER_KINDS:
        yield f"{finding.id} is {finding.kind} and has no bounds"
    if leaf.includes and (finding.kind not in ("many", "region") or set(leaf.includes) - choices):
        yield f"{finding.id} cannot include {leaf.includes}"
    if leaf.not_empty and finding.kind not in ("many", "region"):
        yield f"{finding.id} is {finding.kind} and is never empty"
    if isinstance(leaf.equals, bool) and finding.kind != "yes_no":
        yield f"{finding.id} is {finding.kind}, not yes_no"
    if isinstance(leaf.equals, str) and finding.kind != "choice":
        yield f"{finding.id} is {finding.kind} and equals no choice"
    elif isinstance(leaf.equals, str) and leaf.equals not in choices:
        yield f"{finding.id} has no choice {leaf.equals!r}"
    numeric = isinstance(leaf.equals, int | float) and not isinstance(leaf.equals, bool)
    if numeric and finding.kind not in NUMBER_KINDS:
        yield f"{finding.id} is {finding.kind} and equals no number"


def _bad_likelihoods(knowledge: Knowledge) -> Iterator[str]:
    for condition in knowledge.conditions.values():
        seen: set[tuple[str, str | None]] = set()
        for row in condition.likelihoods:
            name = f"conditions/{condition.id}: likelihood of {row.finding}"
            finding = knowledge.findings.get(row.finding)
            if (row.finding, row.choice) in seen:
                yield f"{name} stands twice"
            seen.add((row.finding, row.choice))
            if finding is None:
                yield f"{name}: no such finding"
                continue
            rates = {rate.choice for rate in finding.base_rates}
            if row.choice not in rates:
                yield f"{name} ({row.choice}): the finding has no base rate for it"
        yield from _bad_choice_sums(knowledge, condition)
    yield from _counted_twice(knowledge)


def _counted_twice(knowledge: Knowledge) -> Iterator[str]:
    """Yield the findings that move a prior and are weighed as a likelihood too."""
    weighed = {row.finding for row in _all_likelihoods(knowledge)}
    for condition in knowledge.conditions.values():
        for modifier in condition.prior_modifiers:
            for name in modifier.when.findings():
                if name in weighed:
                    yield (
                        f"conditions/{condition.id}: {name} moves the prior here and is weighed "
                        "by likelihoods; it would count twice"
                    )


def _all_likelihoods(knowledge: Knowledge) -> Iterator[Likelihood]:
    for condition in knowledge.conditions.values():
        yield from condition.likelihoods


def _bad_choice_sums(knowledge: Knowledge, condition: Condition) -> Iterator[str]:
    for finding in knowledge.findings.values():
        rows = [row for row in condition.likelihoods if row.finding == finding.id]
        if finding.kind != "choice" or not rows:
            continue
        if {row.choice for row in rows} != {choice.id for choice in finding.choices}:
            yield f"conditions/{condition.id}: {finding.id} needs a likelihood for every choice"
        elif abs(sum(row.value for row in rows) - 1) > SUM_TOLERANCE:
            yield f"conditions/{condition.id}: likelihoods of {finding.id} do not sum to 1"


def _dangling_ids(knowledge: Knowledge) -> Iterator[str]:
    for key, condition in knowledge.conditions.items():
        for other in condition.confused_with:
            if other not in knowledge.conditions:
                yield f"conditions/{key}: no condition {other!r} to be confused with"
    for key, pair in knowledge.pairs.items():
        for name in pair.conditions:
            if name not in knowledge.conditions:
                yield f"pairs/{key}: no condition {name!r}"
    for key, screen in knowledge.screens.items():
        for finding in screen.findings:
            if finding not in knowledge.findings:
                yield f"screens/{key}: no finding {finding!r}"
    for key, rule in knowledge.rules.items():
        for finding in rule.findings:
            if finding not in knowledge.findings:
                yield f"rules/{key}: no finding {finding!r}"
    for kind in ("exercises", "treatments"):
        for key, record in getattr(knowledge, kind).items():
            for name in record.conditions:
                if name not in knowledge.conditions:
                    yield f"{kind}/{key}: no condition {name!r}"
    for key, test in knowledge.self_tests.items():
        if test.finding not in knowledge.findings:
            yield f"self_tests/{key}: no finding {test.finding!r}"
    for key, conflict in knowledge.conflicts.items():
        for place in conflict.about:
            kind, _, name = place.partition("/")
            if name not in getattr(knowledge, kind, {}):
                yield f"conflicts/{key}: no record {place!r}"


def _flags_not_asked(knowledge: Knowledge) -> Iterator[str]:
    safety = [screen for screen in knowledge.screens.values() if screen.part == "safety"]
    if len(safety) > FIRST_BLOCK_SCREENS:
        yield f"the first block has {len(safety)} screens, more than {FIRST_BLOCK_SCREENS}"
    asked = {finding for screen in safety for finding in screen.findings}
    derived = {"age_years", "sex", "body_mass_index"}
    for kind in ("red_flags", "clearances"):
        for key, record in getattr(knowledge, kind).items():
            for finding in record.when.findings():
                if finding not in asked | derived:
                    yield f"{kind}/{key}: {finding} is asked on no safety screen"


def _bad_covers(knowledge: Knowledge) -> Iterator[str]:
    for key, flag in knowledge.red_flags.items():
        for name in flag.covered_by:
            cover = knowledge.red_flags.get(name)
            if cover is None:
                yield f"red_flags/{key}: no red flag {name!r} to cover it"
            elif _less_urgent(cover, flag) or cover.covered_by:
                yield f"red_flags/{key}: {name} is less urgent, or itself covered"


def _less_urgent(cover: RedFlag, flag: RedFlag) -> bool:
    if cover.urgency != flag.urgency:
        return urgency_rank(cover.urgency) < urgency_rank(flag.urgency)
    return (cover.within_hours or 0) > (flag.within_hours or 0)


def _unknown_requirements(knowledge: Knowledge) -> Iterator[str]:
    for name, record in _records(knowledge):
        for requirement in getattr(record, "requirements", ()):
            if requirement not in knowledge.requirements:
                yield f"{name}: no requirement {requirement}"
