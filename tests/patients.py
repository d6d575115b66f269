"""Made-up patients for the tests: somebody with no red flag at all, and small changes to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from trochlea.assess import observations_from_answers
from trochlea.knowledge import Knowledge
from trochlea.model import Answers, FindingValue, Knee, Observation

NOW = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
TODAY = NOW.date()
DERIVED = ("age_years", "sex", "body_mass_index")


def benign(
    knowledge: Knowledge,
    knee: Knee = "right",
    age: int | None = 34,
    on: date = TODAY,
    changes: Mapping[str, FindingValue] | None = None,
    **more: FindingValue,
) -> Answers:
    """Return a runner who answered every safety question with no, but for what is changed."""
    changed = {**(changes or {}), **more}
    asked = [
        name
        for screen in knowledge.screens_in_order()
        if screen.part == "safety"
        for name in screen.findings
    ]
    knees: dict[str, FindingValue] = {}
    general: dict[str, FindingValue] = {}
    for name in dict.fromkeys([*asked, *changed]):
        finding = knowledge.findings[name]
        value = changed.get(name, default(name, knowledge))
        (knees if finding.per_knee else general)[name] = value
    return Answers(on, age, "F", 168.0, 61.0, {knee: knees}, general)


def default(name: str, knowledge: Knowledge) -> FindingValue:
    """Return what somebody without a red flag answers."""
    if name == "pain_region":
        return ("around_kneecap",)
    if name == "onset":
        return "gradual"
    kind = knowledge.findings[name].kind
    return False if kind == "yes_no" else () if kind in ("many", "region") else None


def observed(answers: Answers) -> tuple[Observation, ...]:
    """Return the observations of answers at the tests' moment."""
    return observations_from_answers(answers, NOW)
