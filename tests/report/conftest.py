"""A small knowledge and a handful of believable runners, made by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import (
    ClearanceRule,
    Condition,
    FactorRule,
    Finding,
    RedFlag,
    Rule,
    Source,
)
from trochlea.model import (
    Advice,
    Assessment,
    CheckIn,
    Differential,
    Factor,
    Ground,
    Hypothesis,
    Observation,
    RaisedFlag,
    Reason,
    Run,
    Runner,
    Seen,
    Triage,
    UnknownFlag,
)
from trochlea.report import ReportMaterial

NOW = datetime(2026, 5, 20, 8, 30, tzinfo=timezone(timedelta(hours=2)))
TODAY = NOW.date()
VERSION = "0123456789abcdef"

Make = Callable[..., ReportMaterial]

GROUNDS = {"basis": "consensus", "grade": "D", "source": "house_consensus"}
TRIAL = {"basis": "study", "grade": "B", "source": "trial_2018"}


def _finding(key: str, present: str, kind: str = "yes_no", **rest: Any) -> Finding:
    row = {"id": key, "question": f"Is it so: {present}?", "present": present, "kind": kind}
    return Finding.model_validate({"per_knee": True, "group": "one"} | row | rest)


def _findings() -> dict[str, Finding]:
    choices = [{"id": "gradual", "label": "slowly"}, {"id": "sudden", "label": "suddenly"}]
    regions = [{"id": "front", "label": "front of the knee"}, {"id": "outer", "label": "outside"}]
    rows = (
        _finding("joint_hot", "knee hot to the touch", absent="knee not hot"),
        _finding("fever_or_unwell", "fever or feeling ill", per_knee=False),
        _finding("focal_bone_pain", "pain at one spot on the bone"),
        _finding("pain_downstairs", "pain going downstairs", absent="no pain going downstairs"),
        _finding("onset", "how it began", "choice", choices=choices),
        _finding("pain_region", "where it hurts", "region", choices=regions),
        _finding("pain_during_run", "pain during the run", "scale", minimum=0, maximum=10),
        _finding("weekly_distance_km", "weekly distance", "number", unit="km", **_bounds()),
    )
    return {row.id: row for row in rows}


def _bounds() -> dict[str, Any]:
    return {"minimum": 0, "maximum": 400, "per_knee": False}


def _flag(
    key: str, title: str, urgency: str, hours: int | None, when: Any, **rest: Any
) -> RedFlag:
    return RedFlag.model_validate(
        {
            "id": key,
            "title": title,
            "urgency": urgency,
            "within_hours": hours,
            "scope": "knee",
            "when": when,
            "why": "This could be serious and cannot wait.",
            "whom_to_see": "A doctor, within 7 days" if urgency == "urgent" else "A hospital, now",
            "until_then": "Do not run",
            "on_the_phone": "My knee hurts. I worry about it",
            "grounds": [{"text": "Cautious consensus."} | GROUNDS],
        }
        | rest
    )


def _condition(key: str, title: str, pain_rule: str = "default") -> Condition:
    return Condition.model_validate(
        {
            "id": key,
            "title": title,
            "plain_name": f"plain words for {title.lower()}",
            "what_it_is": {"text": f"What {title} is."} | TRIAL,
            "where_it_hurts": "At the front.",
            "pain_rule": pain_rule,
            "advice": "kneecap",
            "seen_within": "routine",
            "settled_by": {"text": "An examination."} | GROUNDS,
            "prior": {"value": 40, **GROUNDS},
            "likelihoods": [],
            "helps": [{"text": "Hip and knee strength work."} | TRIAL],
            "prognosis": [{"text": "It may take months."} | TRIAL],
            "does_not_help": [{"text": "Ultrasound."} | GROUNDS],
            "whom_to_see": "A physiotherapist",
        }
    )


def _rules() -> dict[str, Rule]:
    window = {"window_days": {"value": 30} | TRIAL, "spike_above": {"value": 1.1} | TRIAL}
    rows = (
        Rule.model_validate(
            {
                "id": "session_spike",
                "title": "Jump",
                "says": {"text": "Long jumps went together with more new injuries."} | TRIAL,
                "values": window,
            }
        ),
        Rule.model_validate(
            {
                "id": "rule_without_phrase",
                "title": "Rule",
                "says": {"text": "words of the rule itself"} | GROUNDS,
            }
        ),
    )
    return {row.id: row for row in rows}


def _source(key: str, authors: str, title: str, year: int) -> Source:
    return Source.model_validate(
        {
            "id": key,
            "authors": authors,
            "year": year,
            "title": title,
            "journal": "A Journal 1:2",
            "doi": "10.1000/xyz",
            "design": "trial",
        }
    )


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    flags = (
        _flag(
            "hot_joint",
            "Hot knee, and you feel ill",
            "emergency",
            0,
            {"all": ["joint_hot", "fever_or_unwell"]},
        ),
        _flag("bone", "Pain at one spot on the bone", "urgent", 168, "focal_bone_pain", bone=True),
    )
    conditions = (
        _condition("patellofemoral_pain", "Patellofemoral pain"),
        _condition("iliotibial_band_syndrome", "Iliotibial band syndrome", "iliotibial_band"),
        _condition("patellar_tendinopathy", "Patellar tendinopathy", "tendon"),
    )
    factor = FactorRule.model_validate(
        {
            "id": "load_jump",
            "title": "A jump in load",
            "scope": "knee",
            "when": "pain_downstairs",
            "weight": "strong",
            "says": {"text": "Jumps went together with injuries."} | TRIAL,
            "what_to_do": "Build up in small steps",
        }
    )
    clearance = ClearanceRule.model_validate(
        {
            "id": "anticoagulant",
            "title": "Taking a blood thinner",
            "scope": "general",
            "when": "fever_or_unwell",
            "why": "It can bleed.",
            "valid_days": {"value": 365} | GROUNDS,
            "grounds": [{"text": "Consensus."} | GROUNDS],
        }
    )
    return Knowledge(
        version=VERSION,
        sources={
            "trial_2018": _source("trial_2018", "Runner A", "A trial", 2018),
            "house_consensus": _source("house_consensus", "The authors", "Consensus", 2026),
        },
        findings=_findings(),
        conditions={row.id: row for row in conditions},
        pairs={},
        red_flags={row.id: row for row in flags},
        clearances={clearance.id: clearance},
        screens={},
        factors={factor.id: factor},
        rules=_rules(),
        exercises={},
        requirements={},
    )


def answered(finding: str, value: Any, side: Any = "right") -> Observation:
    return Observation(finding, value, side, NOW - timedelta(days=2), "answer")


def seen(finding: str, value: Any = True, side: Any = "right") -> Seen:
    return Seen(finding, value, side, "answer")


def assessment(**rest: Any) -> Assessment:
    """A runner with pain at the front of the right knee; nothing alarming."""
    ground = Ground(seen("pain_downstairs"), 2.5, "consensus", "house_consensus", "draft")
    against = Ground(seen("onset", "sudden"), 0.5, "study", "trial_2018", "source_checked")
    listed = (
        Hypothesis(("patellofemoral_pain",), 0.55, "fits_best", (ground,), (against,)),
        Hypothesis(
            ("patellofemoral_pain", "iliotibial_band_syndrome"), 0.2, "possible", (ground,), ()
        ),
    )
    base: dict[str, Any] = {
        "on": TODAY,
        "triage": Triage("none", None, (), ()),
        "differentials": (Differential("right", listed, 0.15, 0.1, False, None),),
        "factors": (
            Factor(
                "load_jump",
                "strong",
                "right",
                (Seen("weekly_distance_km", 42.5, "none", "watch"),),
                "trial_2018",
                "B",
                "draft",
            ),
        ),
        "next_questions": ("focal_bone_pain",),
        "knowledge_version": VERSION,
    }
    return Assessment(**(base | rest))


def runs() -> tuple[Run, ...]:
    rows = []
    for index in range(0, 84, 3):
        when = datetime(2026, 2, 26, 6, 30, tzinfo=UTC) + timedelta(days=index)
        distance = 5000.0 + 60 * index + (5000 if index == 66 else 0)
        rows.append(Run(f"run-{index}", when, distance, 7200, distance * 0.36))
    return tuple(rows)


def checkins() -> tuple[CheckIn, ...]:
    rows = []
    for index, score in enumerate((1, 2, 2, 4, 5, 3, 3, 2)):
        when = NOW - timedelta(days=24 - 3 * index)
        rows.append(
            CheckIn("right", when, score, max(score - 1, 0), max(score - 2, 0), 0, note="stiff")
        )
    return tuple(rows)


def amber_advice(**rest: Any) -> Advice:
    trial = {"source": "trial_2018", "status": "source_checked"}
    base: dict[str, Any] = {
        "on": TODAY,
        "light": "amber",
        "max_distance_m": 8388.0,
        "walk_run": None,
        "reasons": (
            Reason(
                "pain_light",
                "amber",
                (
                    ("pain_rule", "pain_light_default"),
                    ("score", 3),
                    ("side", "right"),
                    ("green_max", 2),
                    ("amber_max", 4),
                ),
                "trial_2018",
            ),
            Reason(
                "distance_longest_settled",
                "cap",
                (("longest_m", 7626.0), ("percent", 110), ("limit_m", 8388.6)),
                **trial,
            ),
            Reason("spike_caveat", "note", (), **trial),
            Reason("documents_below_five", "note", (("score", 3),), "house_consensus"),
        ),
        "valid_until": NOW + timedelta(hours=20),
    }
    return Advice(**(base | rest))


def emergency() -> dict[str, Any]:
    """A hot knee and fever: assessment and advice."""
    raised = RaisedFlag(
        "hot_joint", "emergency", 0, "right", (seen("joint_hot"), seen("fever_or_unwell"))
    )
    reason = Reason(
        "open_flag", "red", (("flag", "hot_joint"), ("urgency", "emergency"), ("side", "right"))
    )
    return {
        "assessment": assessment(triage=Triage("emergency", 0, (raised,), ())),
        "advice": Advice(TODAY, "red", None, None, (reason,), NOW + timedelta(hours=24)),
        "emergency_number": "112",
    }


def grey() -> dict[str, Any]:
    """Safety questions open."""
    rows = (
        UnknownFlag("hot_joint", "emergency", "right", ("fever_or_unwell", "joint_hot")),
        UnknownFlag("bone", "urgent", "right", ("focal_bone_pain",)),
    )
    reasons = (
        Reason("safety_question_open", "grey", (("flag", "hot_joint"), ("side", "right"))),
        Reason("safety_question_open", "grey", (("flag", "hot_joint"), ("side", "left"))),
        Reason("other_question_open", "amber", (("flag", "bone"), ("side", "right"))),
    )
    return {
        "assessment": assessment(triage=Triage("none", None, (), rows)),
        "advice": Advice(TODAY, "grey", None, None, reasons, None),
    }


@pytest.fixture
def make() -> Make:
    def built(**rest: Any) -> ReportMaterial:
        base: dict[str, Any] = {
            "runner": Runner("ana", date(1991, 3, 2), "F"),
            "made_at": NOW,
            "assessment": assessment(),
            "advice": amber_advice(),
            "runs": runs(),
            "checkins": checkins(),
            "observations": (
                answered("joint_hot", value=False),
                answered("fever_or_unwell", None, "none"),
                answered("onset", "gradual"),
                answered("pain_downstairs", value=True),
            ),
            "questionnaire_version": "1",
            "code_version": "0.1.0",
        }
        return ReportMaterial(**(base | rest))

    return built


@pytest.fixture
def emergency_parts() -> dict[str, Any]:
    return emergency()


@pytest.fixture
def grey_parts() -> dict[str, Any]:
    return grey()


@pytest.fixture
def now() -> datetime:
    return NOW
