"""The gaps are declared: each has a reason, and vanishes from the list when its feature comes."""

from __future__ import annotations

import re
from pathlib import Path

import typer.main

from tests.safety.not_yet import NOT_YET
from trochlea.cli import app
from trochlea.knowledge import Knowledge
from trochlea.model import Runner

INVARIANTS = {f"S{number}" for number in range(1, 21)}
HERE = Path(__file__).parent


def test_every_gap_is_of_an_invariant_and_says_what_it_lacks_and_what_holds_today() -> None:
    for gap in NOT_YET:
        assert gap.invariant in INVARIANTS
        assert gap.lacks
        assert gap.held_by
        print(f"{gap.invariant} not yet: {gap.lacks}; today: {gap.held_by}.")  # noqa: T201


def test_no_command_reaches_what_is_not_there_yet() -> None:
    """Who adds the command takes the gap off the list, and tests the invariant."""
    commands = set(getattr(typer.main.get_command(app), "commands", {}))
    assert commands
    assert {gap.command for gap in NOT_YET} & commands == set()


def test_every_invariant_is_tested_or_declared_as_a_gap() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob("test_*.py")))
    named = set(re.findall(r"\bS\d+\b", texts)) | {gap.invariant for gap in NOT_YET}
    assert INVARIANTS - named == set()


def test_there_is_one_language_and_no_locale_to_choose(repository: Path) -> None:
    """H13 and S17: a translation cannot turn a meaning round where there is none."""
    words = [path.name for path in (repository / "src" / "trochlea" / "report").glob("*.toml")]
    assert words == ["phrases.toml"]
    assert not {"locale", "language", "lang"} & set(Runner.__slots__)


def test_no_part_of_the_program_makes_an_observation_of_a_video(repository: Path) -> None:
    """H12 and S16: nothing reads a video, so no angle of one can be shown as a fact."""
    made = [
        path.name
        for path in (repository / "src" / "trochlea").rglob("*.py")
        if '"video"' in path.read_text(encoding="utf-8")
        and path.parent.name != "model"
        and path.parent.name != "report"
    ]
    assert made == []


def test_no_exercise_or_rule_moves_a_plan_on_by_itself(knowledge: Knowledge) -> None:
    """H9 and S10: no rule of the packaged knowledge steps a plan up."""
    assert [key for key in knowledge.rules if key.startswith(("plan_", "stage_", "step_up"))] == []
