"""The checker finds what goes across files; the packaged knowledge has none of it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.knowledge.conftest import Edit
from trochlea.knowledge import Knowledge, check_knowledge, load_knowledge
from trochlea.knowledge.check import FIRST_BLOCK_SCREENS, _grounded, _records
from trochlea.knowledge.coverage import coverage

TENDON = "conditions/patellar_tendinopathy.toml"
HOT_KNEE = "red_flags/hot_red_swollen_knee.toml"
PACKAGE = Path(__file__).resolve().parents[2] / "src" / "trochlea"


def test_the_packaged_knowledge_has_no_fault(knowledge: Knowledge) -> None:
    assert check_knowledge(knowledge) == ()


@pytest.mark.parametrize(
    ("name", "before", "after", "fault"),
    [
        (
            "findings/night_pain.toml",
            "house_consensus",
            "nobody_2020",
            "findings/night_pain: source 'nobody_2020' does not exist",
        ),
        (
            "rules/walk_run.toml",
            "house_consensus",
            "nobody_2020",
            "rules/walk_run: source 'nobody_2020' does not exist",
        ),
        (
            "emergency_numbers.toml",
            'source = "national_emergency_services"',
            'source = "nobody_2020"',
            "emergency_numbers/AR: source 'nobody_2020' does not exist",
        ),
        (
            HOT_KNEE,
            '"joint_red"',
            '"joint_green"',
            "red_flags/hot_red_swollen_knee: pattern names unknown finding 'joint_green'",
        ),
        (
            TENDON,
            'finding = "grinding"',
            'finding = "grunting"',
            "conditions/patellar_tendinopathy: likelihood of grunting: no such finding",
        ),
        (
            "screens/safety_help_now.toml",
            '"fever_or_unwell"',
            '"fever_or_well"',
            "no finding 'fever_or_well'",
        ),
        (
            "rules/bone_rule.toml",
            '"focal_bone_pain"',
            '"bone_pain"',
            "rules/bone_rule: no finding 'bone_pain'",
        ),
        (
            "pairs/pfp_with_itbs.toml",
            '"patellofemoral_pain"',
            '"patella_pain"',
            "pairs/pfp_with_itbs: no condition 'patella_pain'",
        ),
        (
            TENDON,
            'confused_with = ["patellofemoral_pain"',
            'confused_with = ["patella_pain"',
            "conditions/patellar_tendinopathy: no condition 'patella_pain'",
        ),
        (
            TENDON,
            'finding = "grinding"',
            'finding = "diabetic_foot_ulcer"',
            "likelihood of diabetic_foot_ulcer (None): the finding has no base rate",
        ),
        (
            TENDON,
            'finding = "grinding"',
            'finding = "rest_pain"',
            "likelihood of rest_pain stands twice",
        ),
        (
            TENDON,
            'choice = "gradual", value = 0.92',
            'choice = "gradual", value = 0.90',
            "likelihoods of onset do not sum to 1",
        ),
        (
            TENDON,
            'finding = "onset", choice = "gradual"',
            'finding = "injury_kind", choice = "twist"',
            "onset needs a likelihood for every choice",
        ),
        (
            HOT_KNEE,
            'scope = "knee"',
            'scope = "general"',
            "red_flags/hot_red_swollen_knee: scope general does not fit",
        ),
        (HOT_KNEE, '"joint_red"', '{ finding = "joint_red", above = 0 }', "has no bounds"),
        (HOT_KNEE, '"joint_red"', '{ finding = "joint_red", not_empty = true }', "never empty"),
        (HOT_KNEE, '"joint_red"', '{ finding = "joint_red", includes = ["a"] }', "cannot include"),
        (HOT_KNEE, '"joint_red"', '{ finding = "joint_red", equals = "yes" }', "equals no choice"),
        (HOT_KNEE, '"joint_red"', '{ finding = "joint_red", equals = 1 }', "equals no number"),
        (HOT_KNEE, '"joint_red"', '"pain_region"', "pain_region is region, not yes_no"),
        (
            HOT_KNEE,
            '"joint_red"',
            '{ finding = "pain_region", equals = "back" }',
            "pain_region is region and equals no choice",
        ),
        (HOT_KNEE, '"joint_red"', '{ finding = "onset", equals = "slow" }', "no choice 'slow'"),
        (
            "rules/walk_run.toml",
            'requirements = ["R057"]',
            'requirements = ["R999"]',
            "rules/walk_run: no requirement R999",
        ),
    ],
)
def test_what_leads_nowhere_is_found(
    folder: Path, edit: Edit, name: str, before: str, after: str, fault: str
) -> None:
    edit(name, before, after)
    faults = check_knowledge(load_knowledge(folder))
    assert [one for one in faults if fault in one], faults


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_a_flag_that_no_safety_screen_asks_for_is_found(knowledge: Knowledge) -> None:
    screens = {
        key: screen.model_copy(
            update={"findings": tuple(name for name in screen.findings if name != "joint_hot")}
        )
        for key, screen in knowledge.screens.items()
    }
    faults = check_knowledge(replace(knowledge, screens=screens))
    assert "red_flags/hot_joint_unwell: joint_hot is asked on no safety screen" in faults


def test_a_clearance_that_no_safety_screen_asks_for_is_found(knowledge: Knowledge) -> None:
    screens = {
        key: screen.model_copy(
            update={
                "findings": tuple(name for name in screen.findings if name != "surgery_on_leg")
            }
        )
        for key, screen in knowledge.screens.items()
    }
    faults = check_knowledge(replace(knowledge, screens=screens))
    assert "clearances/surgery_on_leg: surgery_on_leg is asked on no safety screen" in faults


def test_a_ninth_safety_screen_is_one_too_many(knowledge: Knowledge) -> None:
    safety = [screen for screen in knowledge.screens.values() if screen.part == "safety"]
    assert len(safety) <= FIRST_BLOCK_SCREENS == 8
    more = {
        f"more_{number}": safety[0].model_copy(update={"id": f"more_{number}"})
        for number in range(9 - len(safety))
    }
    faults = check_knowledge(replace(knowledge, screens={**knowledge.screens, **more}))
    assert any("the first block has 9 screens" in fault for fault in faults)


def test_no_record_is_reviewed_because_no_tool_may_set_it(knowledge: Knowledge) -> None:
    records = [*_records(knowledge)]
    assert [name for name, record in records if getattr(record, "status", "") == "reviewed"] == []
    claims = [
        name for name, record in records for row in _grounded(record) if row.status == "reviewed"
    ]
    assert claims == []
    numbers = knowledge.emergency_numbers.values()
    assert [row.id for row in numbers if row.status == "reviewed"] == []


def test_no_line_of_code_sets_reviewed() -> None:
    setting = re.compile(r"""status["']?\s*[=:]\s*["']reviewed|"status":\s*"reviewed""")
    found = [path.name for path in PACKAGE.rglob("*.py") if setting.search(text(path))]
    assert found == []


def test_a_checked_claim_does_not_stand_on_a_source_that_nobody_read(knowledge: Knowledge) -> None:
    found = [
        f"{name}: {claim.source}"
        for name, record in _records(knowledge)
        for claim in _grounded(record)
        if claim.status != "draft" and knowledge.sources[claim.source].read == "not_read"
    ]
    assert found == []


def test_base_rates_of_a_choice_sum_to_1(knowledge: Knowledge) -> None:
    for finding in knowledge.findings.values():
        if finding.kind == "choice" and finding.base_rates:
            rates = {rate.choice: rate.value for rate in finding.base_rates}
            assert set(rates) == {choice.id for choice in finding.choices}, finding.id
            assert sum(rates.values()) == pytest.approx(1), finding.id


def test_every_rule_and_number_that_the_code_asks_for_exists(knowledge: Knowledge) -> None:
    code = "\n".join(text(path) for path in PACKAGE.rglob("*.py"))
    rules = set(re.findall(r'rules\["([a-z0-9_]+)"\]', code))
    assert len(rules) >= 12
    assert rules - set(knowledge.rules) == set()
    numbers = set(re.findall(r'number\(\s*"([a-z0-9_]+)"', code))
    kept = {name for rule in knowledge.rules.values() for name in rule.values}
    assert len(numbers) >= 30
    assert numbers - kept == set()


def test_coverage_carries_every_requirement_from_r001_to_r118(knowledge: Knowledge) -> None:
    rows = coverage(knowledge)
    assert [row.requirement for row in rows] == [f"R{number:03}" for number in range(1, 119)]
    assert [row.requirement for row in rows if not row.carried] == []


def test_a_requirement_with_nothing_is_shown_as_bare(knowledge: Knowledge) -> None:
    requirements = {
        key: row.model_copy(update={"feature": "", "later": ""})
        for key, row in knowledge.requirements.items()
    }
    rows = coverage(replace(knowledge, requirements=requirements))
    by_id = {row.requirement: row for row in rows}
    assert not by_id["R088"].carried
    assert by_id["R057"].carried
    assert "rules/walk_run" in by_id["R057"].records
