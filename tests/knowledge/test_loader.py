"""The loader refuses rather than guesses: one broken file, one sentence that names it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.knowledge.conftest import KINDS, Edit, refusal
from trochlea.errors import KnowledgeError
from trochlea.knowledge import load_knowledge
from trochlea.knowledge.loader import DATA, INDEX, index_lines
from trochlea.knowledge.schema import Rule

FOLDERS = tuple(kind for kind in KINDS if (DATA / kind).is_dir())
NIGHT_PAIN = "findings/night_pain.toml"
BONE_RULE = "rules/bone_rule.toml"
TENDON = "conditions/patellar_tendinopathy.toml"
HOT_KNEE = "red_flags/hot_red_swollen_knee.toml"
WALK_RUN = "rules/walk_run.toml"


def is_one_sentence(text: str) -> bool:
    return text.endswith(".") and "\n" not in text and "Traceback" not in text


def test_a_whole_copy_loads_as_the_package_does(folder: Path) -> None:
    ours, theirs = load_knowledge(folder), load_knowledge()
    assert ours.version == theirs.version
    assert all(list(getattr(ours, kind)) == list(getattr(theirs, kind)) for kind in KINDS)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert is_one_sentence(refusal(tmp_path / "nowhere"))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert is_one_sentence(refusal(tmp_path))


@pytest.mark.parametrize("kind", FOLDERS)
def test_a_kind_that_is_missing_is_refused(folder: Path, kind: str) -> None:
    shutil.rmtree(folder / kind)
    said = refusal(folder)
    assert kind in said
    assert is_one_sentence(said)


@pytest.mark.parametrize(
    "name",
    [
        "rules/condition_share.toml",
        "rules/walk_run.toml",
        "red_flags/hot_joint_unwell.toml",
        "findings/joint_hot.toml",
        "requirements.toml",
        "emergency_numbers.toml",
    ],
)
def test_a_single_file_that_is_missing_is_refused_before_any_use(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(KnowledgeError, match=name) as raised:
        load_knowledge(folder)
    assert is_one_sentence(str(raised.value))


def test_a_file_that_nobody_listed_is_refused(folder: Path) -> None:
    shutil.copy(folder / NIGHT_PAIN, folder / "findings" / "night_pain_twice.toml")
    said = refusal(folder)
    assert "findings/night_pain_twice" in said
    assert is_one_sentence(said)


@pytest.mark.parametrize("damage", [None, b"\xff\xfe\x00"], ids=["missing", "not_text"])
def test_a_list_of_files_that_cannot_be_read_is_refused(
    folder: Path, damage: bytes | None
) -> None:
    if damage is None:
        (folder / INDEX).unlink()
    else:
        (folder / INDEX).write_bytes(damage)
    said = refusal(folder)
    assert INDEX in said
    assert is_one_sentence(said)


def test_the_list_of_files_is_that_of_the_package() -> None:
    assert (DATA / INDEX).read_text(encoding="utf-8").splitlines() == list(index_lines(DATA))


def test_a_file_that_cannot_be_read_is_refused(folder: Path) -> None:
    (folder / BONE_RULE).unlink()
    (folder / BONE_RULE).mkdir()
    said = refusal(folder)
    assert "bone_rule.toml" in said
    assert is_one_sentence(said)


@pytest.mark.parametrize(
    "damage", [b'title = "half', b"\xff\xfe = 1", b"\x00"], ids=["cut", "not_utf8", "zero"]
)
def test_broken_toml_is_refused(folder: Path, damage: bytes) -> None:
    (folder / NIGHT_PAIN).write_bytes(damage)
    said = refusal(folder)
    assert "night_pain.toml" in said
    assert is_one_sentence(said)


@pytest.mark.parametrize(
    ("name", "before", "after", "named"),
    [
        (NIGHT_PAIN, 'kind = "yes_no"', 'kind = "yes_no"\ncolour = "red"', "colour"),
        (NIGHT_PAIN, "value = 0.08", "value = 0", "value"),
        (NIGHT_PAIN, "value = 0.08", "value = 1", "value"),
        (NIGHT_PAIN, "value = 0.08", "value = 1.2", "value"),
        (NIGHT_PAIN, "value = 0.08", "value = -0.1", "value"),
        (NIGHT_PAIN, "value = 0.08", "value = nan", "value"),
        (NIGHT_PAIN, "value = 0.08", "value = inf", "value"),
        (NIGHT_PAIN, 'kind = "yes_no"', 'kind = "maybe"', "kind"),
        (NIGHT_PAIN, 'kind = "yes_no"', 'kind = "scale"', "minimum and maximum"),
        (NIGHT_PAIN, 'kind = "yes_no"', 'kind = "choice"', "choices"),
        (NIGHT_PAIN, 'grade = "D"', "", "grade"),
        (NIGHT_PAIN, 'grade = "D"', 'grade = "E"', "grade"),
        (NIGHT_PAIN, 'source = "house_consensus"', "", "source"),
        (NIGHT_PAIN, 'basis = "consensus"', 'basis = "hearsay"', "basis"),
        (NIGHT_PAIN, 'status = "draft"', 'status = "reviewed"', "reviewed_by"),
        (
            NIGHT_PAIN,
            'status = "draft"',
            'status = "reviewed"\nreviewed_by = "Dr Example"',
            "reviewed_on",
        ),
        (NIGHT_PAIN, 'status = "draft"', 'status = "reviewed"\nreviewed_by = ""', "reviewed_by"),
        (NIGHT_PAIN, 'status = "draft"', 'status = "draft"\nid = "day_pain"', "day_pain"),
        (BONE_RULE, 'grade = "D", ', "", "grade"),
        (BONE_RULE, 'grade = "D"', 'grade = "D", status = "source_checked"', "place"),
        (BONE_RULE, 'text = "With', 'text = "", note = "With', "says"),
        (TENDON, "value = 8,", "value = nan,", "prior"),
        (TENDON, "value = 8,", "value = 8, low = 9,", "interval"),
        (TENDON, "value = 8,", "value = 8, high = 7,", "interval"),
        (TENDON, "factor = 1.4", "factor = 0", "factor"),
        (TENDON, 'pain_rule = "tendon"', 'pain_rule = "muscle"', "pain_rule"),
        (HOT_KNEE, "within_hours = 24", "within_hours = 48", "within_hours"),
        (HOT_KNEE, "within_hours = 24", "", "within_hours"),
        (HOT_KNEE, 'urgency = "same_day"', 'urgency = "none"', "none"),
        (HOT_KNEE, "when = {", 'when = { finding = "joint_hot",', "when"),
        (HOT_KNEE, 'basis = "study"\ngrade = "C"', 'basis = "study"', "grade"),
        (WALK_RUN, "value = 14", 'value = "fourteen"', "gap_days"),
        (WALK_RUN, 'requirements = ["R057"]', 'requirements = ["57"]', "requirements"),
        ("requirements.toml", 'title = "Patellofemoral pain"', 'title = ""', "title"),
        ("requirements.toml", "[requirement.R002]", "[requirement.two]", "requirement"),
        ("emergency_numbers.toml", 'number = "107"', 'number = "one"', "number"),
        ("emergency_numbers.toml", "[number.AR]", "[number.Argentina]", "emergency_numbers"),
    ],
)
def test_a_record_that_does_not_fit_is_refused(
    folder: Path, edit: Edit, name: str, before: str, after: str, named: str
) -> None:
    edit(name, before, after)
    said = refusal(folder)
    assert Path(name).stem in said
    assert named in said
    assert is_one_sentence(said)


@pytest.mark.parametrize(
    "text", ["", "requirement = 5", '[requirement]\nR001 = "runner\'s knee"', "[[requirement]]"]
)
def test_rows_that_are_not_tables_are_refused(folder: Path, text: str) -> None:
    (folder / "requirements.toml").write_text(text, encoding="utf-8")
    said = refusal(folder)
    assert "requirements" in said
    assert is_one_sentence(said)


def test_a_rule_without_the_number_asked_for_is_refused(folder: Path, edit: Edit) -> None:
    edit(WALK_RUN, "values.gap_days", "values.gap_weeks")
    rule = load_knowledge(folder).rules["walk_run"]
    with pytest.raises(KnowledgeError, match="walk_run has no number 'gap_days'"):
        rule.number("gap_days")


def test_the_version_is_the_same_for_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = Path(shutil.copytree(folder, tmp_path / "again"))
    assert load_knowledge(folder).version == load_knowledge(again).version


def test_the_version_is_sixteen_hex_digits() -> None:
    version = load_knowledge().version
    assert len(version) == 16
    assert int(version, 16) >= 0


def test_the_version_changes_when_one_byte_changes(folder: Path, edit: Edit) -> None:
    before = load_knowledge(folder).version
    edit(WALK_RUN, "value = 14", "value = 15")
    assert load_knowledge(folder).version != before


def test_the_version_changes_when_text_moves_from_one_file_to_another(folder: Path) -> None:
    before = load_knowledge(folder).version
    one, two = folder / WALK_RUN, folder / BONE_RULE
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    assert load_knowledge(folder).version != before


def test_records_come_in_the_order_of_their_ids() -> None:
    knowledge = load_knowledge()
    for kind in KINDS:
        assert list(getattr(knowledge, kind)) == sorted(getattr(knowledge, kind)), kind


def test_a_record_is_made_once() -> None:
    knowledge = load_knowledge()
    first: Rule = knowledge.rules["walk_run"]
    assert knowledge.rules["walk_run"] is first
    assert knowledge.rules.get("no_such_rule") is None
    assert "no_such_rule" not in knowledge.rules
