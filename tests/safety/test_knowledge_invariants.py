"""The rule files: what is missing or broken is refused, and a draft is shown as one (S20)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.safety.strategies import NOW, observed
from tests.safety.witness import quiet_runner
from trochlea.assess.triage import triage
from trochlea.errors import KnowledgeError
from trochlea.knowledge import Knowledge, load_knowledge, packaged_knowledge
from trochlea.knowledge.loader import DATA
from trochlea.model import Assessment, RaisedFlag, Runner, Triage
from trochlea.report import ReportMaterial, build_story, check_json
from trochlea.report.html import render_html
from trochlea.report.story import story_lines

KINDS = ("rules", "red_flags", "findings", "clearances", "screens", "conditions")
FLAGS = tuple(packaged_knowledge().red_flags)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("knowledge") / "data"
    shutil.copytree(DATA, folder)
    return folder


def _files(folder: Path, kind: str) -> Iterator[Path]:
    yield from sorted((folder / kind).glob("*.toml"))


def _all_used(knowledge: Knowledge) -> None:
    """Ask for every record that triage and today stand on, as a check does."""
    triage(observed(quiet_runner("right")), knowledge)
    for records in (knowledge.rules, knowledge.screens, knowledge.conditions, knowledge.findings):
        for key in records:
            assert records[key]


@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_file_can_be_missing(copied: Path, kind: str, tmp_path: Path) -> None:
    """S20: each file of a kind is taken away once; nothing loads, and no default steps in."""
    whole = load_knowledge(copied).version
    for path in list(_files(copied, kind)):
        aside = tmp_path / path.name
        path.rename(aside)
        with pytest.raises(KnowledgeError, match=path.stem):
            load_knowledge(copied)
        aside.rename(path)
    assert load_knowledge(copied).version == whole


@pytest.mark.parametrize("kind", ["rules", "red_flags", "clearances"])
def test_no_rule_file_can_be_cut_off_or_emptied(copied: Path, kind: str) -> None:
    """S20: half a file, an empty one and one that is no text, each file one of them in turn."""
    for number, path in enumerate(list(_files(copied, kind))):
        whole = path.read_bytes()
        broken = (whole[: len(whole) // 2], b"", b"\xff" + whole)
        path.write_bytes(broken[number % len(broken)])
        with pytest.raises(KnowledgeError, match=path.stem):
            _all_used(load_knowledge(copied))
        path.write_bytes(whole)


@pytest.mark.parametrize("kind", ["rules", "red_flags"])
def test_no_number_or_word_of_a_rule_can_be_taken_out_or_changed_unseen(
    copied: Path, kind: str
) -> None:
    """S20 and H19: a file edited by hand is refused, or is another version of the knowledge."""
    version = load_knowledge(copied).version
    for path in list(_files(copied, kind)):
        whole = path.read_bytes()
        path.write_bytes(re.sub(rb"([0-9])", b"9", whole) + b"# edited\n")
        try:
            edited = load_knowledge(copied)
        except KnowledgeError:
            continue
        finally:
            path.write_bytes(whole)
        assert edited.version != version


def test_a_rule_that_lost_a_number_is_an_error_and_never_a_default(knowledge: Knowledge) -> None:
    for rule in knowledge.rules.values():
        for name in rule.values:
            without = {key: row for key, row in rule.values.items() if key != name}
            with pytest.raises(KnowledgeError, match=name):
                rule.model_copy(update={"values": without}).number(name)


def _story_of(flag: str, knowledge: Knowledge) -> ReportMaterial:
    record = knowledge.red_flags[flag]
    raised = RaisedFlag(flag, record.urgency, record.within_hours, "right", ())
    found = Triage(record.urgency, record.within_hours, (raised,), ())
    assessment = Assessment(NOW.date(), found, (), (), (), knowledge.version)
    return ReportMaterial(runner=Runner("ana"), made_at=NOW, assessment=assessment)


@pytest.mark.parametrize("flag", FLAGS)
def test_a_flag_that_no_clinician_reviewed_is_shown_as_a_draft(
    flag: str, knowledge: Knowledge
) -> None:
    """The record's status reaches the page and the program, and is never raised on the way."""
    material = _story_of(flag, knowledge)
    status = knowledge.red_flags[flag].status
    story = build_story(material, knowledge, ("safe",))
    why = [row for row in story_lines(story.sections) if row.label == "Why"]
    assert [row.draft for row in why] == [status == "draft"]
    assert material.assessment is not None
    assert [row["status"] for row in check_json(material.assessment, knowledge)["red_flags"]] == [
        status
    ]


def test_a_draft_flag_carries_its_mark_on_the_page(knowledge: Knowledge) -> None:
    drafts = [key for key, row in knowledge.red_flags.items() if row.status == "draft"]
    for flag in drafts[:5]:
        story = build_story(_story_of(flag, knowledge), knowledge)
        assert story.draft_word
        assert story.draft_word in render_html(story)
