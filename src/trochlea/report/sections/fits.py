"""What fits, what may drive it and what helps: the differential and the factors in words."""

from __future__ import annotations

from collections.abc import Sequence

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Claim, Condition
from trochlea.model import Differential, Factor, Ground, Hypothesis
from trochlea.report.lines import Group, Line, Section
from trochlea.report.material import ReportMaterial
from trochlea.report.sections.safe import claim_line, comes_first, open_flags
from trochlea.report.words import (
    finding_words,
    fit_words,
    percent_words,
    phrases,
    plain_number,
    say,
    sentence,
    side_words,
)

TWO_THINGS = ("patellofemoral", "iliotibial")
HELPED_FITS = ("fits_best", "fits")
BARS_ROLLING_YES = ("anticoagulant", "bleeding_disorder")
BARS_ROLLING_ANY = "clot_risk"


def fits_section(material: ReportMaterial, knowledge: Knowledge) -> Section:
    """Return the third part: for each knee what fits, for and against, or that nothing does."""
    groups: list[Group] = []
    differentials = material.assessment.differentials if material.assessment else ()
    if comes_first(material, knowledge):
        groups.append(Group(lines=(Line(say("say", "see_first")),)))
    elif not differentials:
        key = "no_differential" if material.assessment else "no_assessment"
        groups.append(Group(lines=(Line(say("say", key)),)))
    else:
        for differential in differentials:
            groups += _knee_groups(differential, knowledge)
        groups += _two_things(differentials)
    return Section("fits", say("section", "fits"), tuple(groups))


def drives_section(material: ReportMaterial, knowledge: Knowledge) -> Section:
    """Return the fourth part: what went together with the complaint."""
    title = say("section", "drives")
    factors = material.assessment.factors if material.assessment else ()
    if comes_first(material, knowledge) or not factors:
        return Section("drives", title, (_instead(material, knowledge, "no_factors"),))
    head = Group(lines=(Line(say("say", "factors")),))
    return Section("drives", title, (head, *(_factor_group(row, knowledge) for row in factors)))


def helps_section(material: ReportMaterial, knowledge: Knowledge) -> Section:
    """Return the fifth part: claims of the conditions that fit, with grades behind why."""
    title = say("section", "helps")
    conditions = () if comes_first(material, knowledge) else _helped(material, knowledge)
    if not conditions:
        return Section("helps", title, (_instead(material, knowledge, "no_helps"),))
    groups: list[Group] = []
    if _must_be_seen(material, knowledge):
        groups.append(Group(lines=(Line(say("say", "background")),), tone="alarm"))
    barred = rolling_barred(material, knowledge)
    if barred and any(claim.rolling for row in conditions for claim in _claims(row)):
        groups.append(Group(lines=(Line(say("say", "no_rolling")),), tone="alarm"))
    groups += [group for row in conditions for group in _help_groups(row, barred=barred)]
    return Section("helps", title, tuple(groups))


def rolling_barred(material: ReportMaterial, knowledge: Knowledge) -> bool:
    """Return True under any clot or bleeding flag or answer; a clearance lifts no bar here."""
    raised = material.assessment.triage.red_flags if material.assessment else ()
    flags = {row.flag for row in (*raised, *open_flags(material, knowledge))}
    if any(flag.bars_rolling for key, flag in knowledge.red_flags.items() if key in flags):
        return True
    return any(
        (row.finding in BARS_ROLLING_YES and row.value is True)
        or (row.finding == BARS_ROLLING_ANY and bool(row.value))
        for row in material.observations
    )


def _instead(material: ReportMaterial, knowledge: Knowledge, key: str) -> Group:
    """Return what stands where there is nothing to list."""
    if comes_first(material, knowledge):
        key = "left_out"
    elif material.assessment is None:
        key = "after_check"
    return Group(lines=(Line(say("say", key)),))


def _must_be_seen(material: ReportMaterial, knowledge: Knowledge) -> bool:
    return any(row.urgency != "routine" for row in open_flags(material, knowledge))


def condition_name(conditions: Sequence[str], knowledge: Knowledge) -> str:
    """Return the name of a hypothesis, pairs joined by `together with`."""
    records = [knowledge.conditions.get(key) for key in conditions]
    names = [
        record.title if record else key.replace("_", " ")
        for record, key in zip(records, conditions, strict=True)
    ]
    first, *rest = names
    return " together with ".join([first, *(name[:1].lower() + name[1:] for name in rest)])


def _knee_groups(differential: Differential, knowledge: Knowledge) -> list[Group]:
    name = side_words(differential.knee) or "your knee"
    if differential.abstained or not differential.listed:
        table: dict[str, str] = phrases()["abstained"]
        words = table.get(differential.abstained_because or "default", table["default"])
        return [Group(name.capitalize(), (Line(words),))]
    head = Group(name.capitalize())
    rows = [_hypothesis(row, knowledge) for row in differential.listed]
    tail = Group(
        why=(
            Line(say("say", "something_else", percent=percent_words(differential.something_else))),
            Line(say("say", "unlisted", percent=percent_words(differential.unlisted))),
        ),
        why_title="What is left over",
        level=2,
    )
    return [head, *rows, tail]


def _hypothesis(row: Hypothesis, knowledge: Knowledge) -> Group:
    records = [knowledge.conditions[key] for key in row.conditions if key in knowledge.conditions]
    both = (Line(say("say", "both_at_once")),) if len(records) > 1 else ()
    about = both or tuple(
        line
        for record in records
        for line in (Line(sentence(record.plain_name)), claim_line(record.what_it_is))
    )
    grounds = tuple(
        Line(label, items=tuple(finding_words(ground.seen, knowledge) for ground in found))
        for label, found in (("For:", row.speaks_for), ("Against:", row.speaks_against))
        if found
    )
    odds = tuple(
        _ground_line(ground, knowledge) for ground in (*row.speaks_for, *row.speaks_against)
    )
    settled = tuple(
        Line(sentence(record.settled_by.text), label="What would settle it") for record in records
    )
    number = Line(say("say", "numbers", percent=percent_words(row.probability)))
    title = f"{fit_words(row.fit).capitalize()}: {condition_name(row.conditions, knowledge)}"
    return Group(title, (*about, *grounds, *settled), why=(number, *odds), level=2)


def _ground_line(ground: Ground, knowledge: Knowledge) -> Line:
    ratio = ground.likelihood_ratio
    if ratio >= 1:
        text = f"counts {plain_number(ratio)} times towards it"
    else:
        text = f"counts {plain_number(1 / ratio) if ratio > 0 else 'many'} times against it"
    return Line(
        sentence(f"{finding_words(ground.seen, knowledge)}: {text}"),
        sources=(ground.source_id,),
        draft=ground.status == "draft",
        detail=ground.basis.capitalize(),
    )


def _two_things(differentials: Sequence[Differential]) -> list[Group]:
    shown = [
        key
        for differential in differentials
        if not differential.abstained
        for row in differential.listed
        for key in row.conditions
    ]
    if not any(key.startswith(TWO_THINGS) for key in shown):
        return []
    return [Group("A word on “runner's knee”", (Line(say("say", "two_things")),))]


def _factor_group(row: Factor, knowledge: Knowledge) -> Group:
    seen = tuple(finding_words(one, knowledge) for one in row.seen)
    record = knowledge.factors.get(row.factor)
    weight: str = phrases()["weight"][row.weight]
    side = side_words(row.side)
    title = record.title if record else row.factor.replace("_", " ")
    lines = [Line(f"{weight.capitalize()}{f', {side}' if side else ''}.")]
    if seen:
        lines.append(Line(f"{say('say', 'went_with')}:", items=seen))
    why: tuple[Line, ...] = ()
    if record is not None:
        lines.append(Line(sentence(record.what_to_do), label="What to do"))
        why = (claim_line(record.says),)
    return Group(title, tuple(lines), why)


def _helped(material: ReportMaterial, knowledge: Knowledge) -> tuple[Condition, ...]:
    """Return the conditions that fit, the best first; where none fits well, only the first."""
    found: dict[str, None] = {}
    for differential in material.assessment.differentials if material.assessment else ():
        if differential.abstained or not differential.listed:
            continue
        rows = [row for row in differential.listed if row.fit in HELPED_FITS]
        for row in rows or differential.listed[:1]:
            found |= dict.fromkeys(row.conditions)
    return tuple(knowledge.conditions[key] for key in found if key in knowledge.conditions)


def _claims(condition: Condition) -> tuple[Claim, ...]:
    return (
        *condition.helps,
        *condition.does_not_help,
        *condition.prognosis,
        *condition.conflicts,
    )


def _help_groups(condition: Condition, *, barred: bool) -> list[Group]:
    """Return what is known of help; where rolling is barred, no claim that recommends it."""
    parts = (
        ("Helps", condition.helps),
        ("Does not help, or not for long", condition.does_not_help),
        ("How long it may take", condition.prognosis),
    )
    groups = [Group(condition.title)]
    groups += [
        Group(title, lines, level=2)
        for title, claims in parts
        if (lines := _claim_lines(claims, barred=barred))
    ]
    see = Line(sentence(condition.whom_to_see), label="Who to see")
    conflicts = _claim_lines(condition.conflicts, barred=barred)
    last = Group(
        "When it does not get better",
        (see,),
        why=conflicts,
        why_title="Where sources disagree",
        level=2,
    )
    return [*groups, last]


def _claim_lines(claims: Sequence[Claim], *, barred: bool) -> tuple[Line, ...]:
    return tuple(claim_line(claim) for claim in claims if not (barred and claim.rolling))


def joined_names(differential: Differential, knowledge: Knowledge) -> str:
    """Return the listed hypotheses of one knee in one line."""
    return "; ".join(
        f"{condition_name(row.conditions, knowledge)} ({fit_words(row.fit)})"
        for row in differential.listed
    )
