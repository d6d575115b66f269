"""For the physiotherapist: what the runner reported, on about one page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from trochlea.knowledge import Knowledge
from trochlea.loads import span_total
from trochlea.model import CheckIn, Observation, Run, Seen
from trochlea.report.lines import Block, Group, Line, Section
from trochlea.report.material import ReportMaterial
from trochlea.report.sections.fits import joined_names
from trochlea.report.sections.load import (
    DAYS_PER_WEEK,
    WEEKS_SHOWN,
    shown_checkins,
    shown_runs,
    spike_runs,
)
from trochlea.report.sections.safe import open_flags
from trochlea.report.sections.today import distance_text, shown_advice
from trochlea.report.words import (
    clean,
    day_words,
    distance_words,
    finding_words,
    light_words,
    listed,
    say,
    side_words,
    soon_words,
)

LOAD_WINDOWS_DAYS = (7, 28)
NOTES_SHOWN = 3
NOTE_LENGTH = 200
QUESTIONS_SHOWN = 6
KNEE_TITLES = {
    "left": "Left knee: ",
    "right": "Right knee: ",
    "left and right": "Both knees: ",
}
SAFETY_KINDS = ("yes_no", "many")
SAID_ABOVE = ("age_years", "sex")


def physio_section(material: ReportMaterial, knowledge: Knowledge) -> Section:
    """Return the seventh part."""
    lead = say("say", "physio_lead", code_version=material.code_version or "(unknown version)")
    answers = _latest(material.observations)
    blocks: list[Block] = [
        Group(lines=(Line(lead), *_who(material), *_light(material))),
        _flags(material, answers, knowledge),
        Group("Story", _complaint(answers, knowledge) + _patterns(material, knowledge)),
        Group("Course of pain (NPRS 0–10)", _pain(material)),
        Group("Running load", _load(material, knowledge)),
        Group("Medicines and clearances", _medicines(material, knowledge)),
        Group("Not known", _unknown(material, answers, knowledge)),
    ]
    full = [row for row in blocks if not isinstance(row, Group) or row.lines]
    return Section("physio", say("section", "physio"), tuple(full))


def _latest(observations: Sequence[Observation]) -> tuple[Observation, ...]:
    rows: dict[tuple[str, str], Observation] = {}
    for row in sorted(observations, key=lambda row: row.observed_at):
        rows[row.finding, row.side] = row
    return tuple(rows[key] for key in sorted(rows))


def _who(material: ReportMaterial) -> tuple[Line, ...]:
    runner = material.runner
    age = runner.age_on(material.made_at.date())
    parts = [clean(runner.runner_id), f"age {age}" if age is not None else "age not known"]
    if runner.sex is not None:
        parts.append(say("sex", runner.sex))
    if runner.simulated:
        parts.append("simulated runner")
    day = day_words(material.made_at, clock=False)
    return (Line(f"{', '.join(parts)}. Page made on {day}.", label="Runner"),)


def _light(material: ReportMaterial) -> tuple[Line, ...]:
    if material.advice is None:
        return ()
    advice = shown_advice(material.advice, material.made_at)
    word = light_words(advice.light)[0]
    distance = distance_text(advice, material.runner.distance_unit)
    return (Line(f"{word}. {distance}.", label="Trochlea's light"),)


def _flags(
    material: ReportMaterial, answers: Sequence[Observation], knowledge: Knowledge
) -> Group:
    title = "Warning signs"
    raised = tuple(
        f"{knowledge.red_flags[row.flag].title if row.flag in knowledge.red_flags else row.flag}"
        f"{_in_brackets(side_words(row.side))}: {soon_words(row.urgency, row.within_hours)}"
        for row in open_flags(material, knowledge)
    )
    lines = [Line("Raised:", items=raised)] if raised else []
    if material.assessment is None:
        return Group(title, (*lines, Line("The safety questions have not been answered.")))
    asked = _safety_findings(knowledge)
    safety = [row for row in answers if row.finding in asked]
    unknown = {row.flag for row in material.assessment.triage.unknown_red_flags}
    still = f"{len(unknown)} could not be ruled out, see Not known." if unknown else ""
    if still or not raised:
        head = "" if raised else "None raised by these answers. "
        lines.append(Line(f"{head}{still}".strip()))
    groups = (
        ("Yes", [row for row in safety if row.value not in (False, None, ())]),
        ("Does not know", [row for row in safety if row.value is None]),
    )
    for label, rows in groups:
        if rows:
            lines.append(Line(_names(rows, knowledge, full=label == "Yes"), label=label))
    if safety:
        last = max(row.observed_at for row in safety)
        lines.append(Line(f"{day_words(last)}.", label="Last answered"))
    denied = [row for row in safety if row.value in (False, ())]
    why = (Line(_names(denied, knowledge, full=False)),) if denied else ()
    return Group(title, tuple(lines), why, why_title=f"Answered no ({len(denied)})")


def _safety_findings(knowledge: Knowledge) -> set[str]:
    """Return the findings that are warning signs by themselves, not where or how it began."""
    return {
        key
        for flag in knowledge.red_flags.values()
        for key in flag.when.findings()
        if key in knowledge.findings and knowledge.findings[key].kind in SAFETY_KINDS
    }


def _names(rows: Sequence[Observation], knowledge: Knowledge, *, full: bool) -> str:
    """Return findings in one line, each once, under the side that they hold for."""
    sides: dict[str, list[str]] = {}
    for row in rows:
        finding = knowledge.findings.get(row.finding)
        name = finding.present if finding else row.finding.replace("_", " ")
        text = finding_words(_seen(row), knowledge) if full else name
        sides.setdefault(clean(text), []).append(row.side)
    groups: dict[str, list[str]] = {}
    for text, found in sides.items():
        named = listed(side for side in ("left", "right") if side in found)
        groups.setdefault(named, []).append(text)
    parts = [
        f"{KNEE_TITLES.get(named, '')}{'; '.join(groups[named])}." for named in sorted(groups)
    ]
    return " ".join(parts)


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


def _seen(row: Observation) -> Seen:
    return Seen(row.finding, row.value, row.side, row.source)


def _complaint(answers: Sequence[Observation], knowledge: Knowledge) -> tuple[Line, ...]:
    asked = _safety_findings(knowledge)
    told = [row for row in answers if row.finding not in {*asked, *SAID_ABOVE}]
    present = [row for row in told if row.value not in (False, None, ())]
    onset = [row for row in present if "onset" in row.finding or "injury" in row.finding]
    others = [row for row in present if row not in onset]
    absent = [row for row in told if row.value in (False, ())]
    parts = (("Onset", onset, True), ("Reports", others, True), ("Denies", absent, False))
    return tuple(
        Line(_names(rows, knowledge, full=full), label=label)
        for label, rows, full in parts
        if rows
    )


def _patterns(material: ReportMaterial, knowledge: Knowledge) -> tuple[Line, ...]:
    lines = []
    for row in material.assessment.differentials if material.assessment else ():
        knee = (side_words(row.knee) or "knee").capitalize()
        if row.abstained or not row.listed:
            lines.append(Line("no pattern named.", label=f"{knee}, patterns"))
        else:
            lines.append(Line(f"{joined_names(row, knowledge)}.", label=f"{knee}, patterns"))
    return tuple(lines)


def _pain(material: ReportMaterial) -> tuple[Line, ...]:
    checkins = shown_checkins(material)
    if not checkins:
        return (Line("No check-ins in the last 12 weeks."),)
    last = material.made_at.date()
    lines = []
    for knee in ("left", "right"):
        rows = [row for row in checkins if row.knee == knee]
        if rows:
            during = _weekly([(row, row.pain_during) for row in rows], last)
            morning = _weekly([(row, row.pain_next_morning) for row in rows], last)
            label = side_words("left" if knee == "left" else "right").capitalize()
            text = f"worst in running {during}; next morning {morning}"
            lines.append(Line(f"{text}; {len(rows)} check-ins.", label=label))
    lines.append(Line("One number a week, oldest first; – means no number was given."))
    notes = [row for row in checkins if row.note.strip()][-NOTES_SHOWN:]
    lines += [
        Line(f"“{clean(row.note)[:NOTE_LENGTH]}”", label=day_words(row.observed_at, clock=False))
        for row in notes
    ]
    return tuple(lines)


def _weekly(rows: Sequence[tuple[CheckIn, int | None]], last: date) -> str:
    worst: list[int | None] = [None] * WEEKS_SHOWN
    for row, score in rows:
        age_days = (last - row.observed_at.date()).days
        week = WEEKS_SHOWN - 1 - age_days // DAYS_PER_WEEK
        if score is not None:
            worst[week] = max(score, worst[week] or 0)
    return " ".join("–" if score is None else str(score) for score in worst)


def _load(material: ReportMaterial, knowledge: Knowledge) -> tuple[Line, ...]:
    runs, unit = shown_runs(material), material.runner.distance_unit
    if not runs:
        return (Line("No runs in the last 12 weeks."),)
    parts = []
    for days in LOAD_WINDOWS_DAYS:
        total = span_total(runs, material.made_at.date(), days)
        far = distance_words(total.distance_m, unit)
        parts.append(f"last {days} days {far} in {total.runs} runs")
    longest = max(runs, key=lambda run: run.distance_m)
    parts.append(f"longest {distance_words(longest.distance_m, unit)} ({_day(longest)})")
    spikes = spike_runs(material, knowledge)
    if spikes:
        parts.append(f"jumps above the longest of the month before: {listed(map(_day, spikes))}")
    by_hand = sum(run.entered_by_hand for run in runs)
    parts += [f"{by_hand} runs entered by hand"] if by_hand else []
    text = "; ".join(parts)
    return (Line(f"{text[0].upper()}{text[1:]}."),)


def _day(run: Run) -> str:
    return f"{run.day.day} {run.day:%B}"


def _medicines(material: ReportMaterial, knowledge: Knowledge) -> tuple[Line, ...]:
    asked = [row for row in shown_checkins(material) if row.pain_medicine_24h is not None]
    if asked:
        word = say("reader", "yes" if asked[-1].pain_medicine_24h else "no")
        text = f"{word} ({day_words(asked[-1].observed_at)})."
    else:
        text = f"{say('reader', 'unknown')}."
    lines = [Line(text, label="Pain medicine in the 24 hours before the last check-in")]
    for row in material.clearances:
        title = _subject(row.subject, knowledge)
        day = f"{row.on.day} {row.on:%B %Y}"
        text = clean(f"{title}, by {row.by} on {day}: {row.reason}")
        lines.append(Line(text, label="Cleared"))
    needed = material.assessment.triage.clearances_needed if material.assessment else ()
    cleared = {row.subject for row in material.clearances}
    open_rows = [_subject(key, knowledge) for key in needed if key not in cleared]
    if open_rows:
        lines.append(Line(f"{'; '.join(open_rows)}.", label="Your word is asked for"))
    return tuple(lines)


def _subject(key: str, knowledge: Knowledge) -> str:
    record = knowledge.red_flags.get(key) or knowledge.clearances.get(key)
    return record.title if record else key.replace("_", " ")


def _unknown(
    material: ReportMaterial, answers: Sequence[Observation], knowledge: Knowledge
) -> tuple[Line, ...]:
    lines = []
    if material.assessment is not None:
        flags = material.assessment.triage.unknown_red_flags
        titles = tuple(dict.fromkeys(_subject(row.flag, knowledge) for row in flags))
        if titles:
            text = f"{len(titles)} warning signs could not be ruled out: {'; '.join(titles)}."
            lines.append(Line(text))
    asked = _safety_findings(knowledge)
    blank = [row for row in answers if row.value is None and row.finding not in asked]
    if blank:
        lines.append(Line(_names(blank, knowledge, full=False), label="Runner does not know"))
    following = material.assessment.next_questions if material.assessment else ()
    names = [
        knowledge.findings[key].present if key in knowledge.findings else key.replace("_", " ")
        for key in following[:QUESTIONS_SHOWN]
    ]
    if names:
        lines.append(Line(f"{'; '.join(names)}.", label="Would help most to know"))
    if material.import_problems:
        lines.append(Line(f"{len(material.import_problems)}.", label="Problems in the files"))
    return tuple(lines)
