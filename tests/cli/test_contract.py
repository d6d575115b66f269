"""Each command keeps its contract: exit code, data on stdout, talk on stderr, the keys of JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.given import DAY, FEVER, HOT, NEXT_DAY, Call, answers_file
from trochlea.knowledge import Knowledge

READ_KEYS = [
    "file",
    "format",
    "sport",
    "start_time",
    "distance_m",
    "elapsed_s",
    "moving_s",
    "ascent_m",
    "mean_cadence_spm",
    "mean_ground_contact_ms",
    "records",
    "laps",
    "problems",
]
FINDING_KEYS = ["id", "question", "kind", "choices", "unit", "per_knee", "observable_by"]
CHECK_KEYS = [
    "urgency",
    "within_hours",
    "red_flags",
    "unknown_red_flags",
    "differential",
    "something_else",
    "abstained",
    "factors",
    "next_questions",
    "knowledge_version",
]
TODAY_KEYS = ["light", "max_distance_m", "reasons", "valid_until"]
COMMANDS = [
    "demo",
    "import",
    "log",
    "me",
    "check",
    "checkin",
    "today",
    "why",
    "clear",
    "report",
    "read",
    "findings",
    "conditions",
    "knowledge",
]


def test_the_help_names_every_command_and_each_command_explains_itself(call: Call) -> None:
    said = call("--help")
    assert said.code == 0
    assert said.err == ""
    for name in COMMANDS:
        assert f"  {name} " in said.out
        helped = call(name, "--help")
        assert (helped.code, helped.err) == (0, "")
        assert helped.out.startswith(f"Usage: trochlea {name}")


def test_the_version_says_what_the_program_is_for(call: Call) -> None:
    said = call("--version")
    assert said.code == 0
    assert "not a diagnosis" in said.out


def test_without_a_command_the_help_is_shown_as_wrong_use(call: Call) -> None:
    said = call()
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Usage: trochlea")


def test_read_gives_one_object_a_file_with_every_key_of_the_contract(
    call: Call, runs_folder: Path
) -> None:
    file = sorted(runs_folder.iterdir())[0]
    said = call("read", file, "--json")
    assert (said.code, said.err) == (0, "")
    (row,) = said.json
    assert list(row) == READ_KEYS
    assert (row["file"], row["format"], row["sport"]) == (file.name, "fit", "running")
    assert row["distance_m"] == pytest.approx(8000)
    assert row["mean_cadence_spm"] == pytest.approx(168)
    assert row["problems"] == []


def test_read_shows_a_person_one_line_a_file_and_stores_nothing(
    call: Call, runs_folder: Path
) -> None:
    before = sorted(runs_folder.iterdir())
    said = call("read", runs_folder)
    assert (said.code, said.err) == (0, "")
    assert len(said.out.splitlines()) == len(before)
    assert "8.00 km" in said.out
    assert sorted(runs_folder.iterdir()) == before


def test_findings_are_the_whole_vocabulary(call: Call, knowledge: Knowledge) -> None:
    said = call("findings", "--json")
    assert (said.code, said.err) == (0, "")
    assert [row["id"] for row in said.json] == list(knowledge.findings)
    kinds = {"yes_no", "choice", "many", "scale", "number", "region"}
    for row in said.json:
        assert set(FINDING_KEYS) <= set(row)
        assert row["kind"] in kinds
        assert row["observable_by"] in {"runner", "clinician"}
    assert all(row["id"] in call("findings").out for row in said.json[:3])


def test_conditions_are_listed_by_id_and_title(call: Call, knowledge: Knowledge) -> None:
    said = call("conditions", "--json")
    assert (said.code, said.err) == (0, "")
    assert said.json == [{"id": r.id, "title": r.title} for r in knowledge.conditions.values()]
    assert "patellofemoral_pain  " in call("conditions").out


def test_check_answers_with_every_key_of_the_contract(
    call: Call, answers: Path, tmp_path: Path
) -> None:
    words = ("--on", DAY, "--journal", tmp_path / "new", "--json")
    said = call("check", "--answers", answers, *words)
    assert (said.code, said.err) == (0, "")
    told = said.json
    assert set(CHECK_KEYS) <= set(told)
    assert (told["urgency"], told["within_hours"], told["red_flags"]) == ("none", None, [])
    assert 1 <= len(told["differential"]) <= 4
    for row in told["differential"]:
        assert {"conditions", "probability", "fit", "for", "against"} <= set(row)
    assert told["something_else"] >= 0.05


def test_check_ends_well_also_where_it_finds_an_emergency(call: Call, tmp_path: Path) -> None:
    file = answers_file(tmp_path / "red.json", knee=HOT, general=FEVER)
    words = ("check", "--answers", file, "--on", DAY, "--journal", tmp_path / "new")
    said = call(*words, "--json")
    assert (said.code, said.json["urgency"], said.json["within_hours"]) == (0, "emergency", 0)
    assert {"id", "why"} <= set(said.json["red_flags"][0])
    shown = call(*words)
    assert shown.code == 0
    assert "Get emergency help now." in shown.out


def test_a_dry_check_keeps_nothing(call: Call, answers: Path, tmp_path: Path) -> None:
    words = ("check", "--answers", answers, "--on", DAY, "--dry-run", "--json")
    said = call(*words, "--journal", tmp_path / "none")
    assert said.code == 0
    assert not (tmp_path / "none").exists()


def test_a_dry_check_leaves_the_journal_as_it_was(
    call: Call, journal: Path, tmp_path: Path
) -> None:
    red = answers_file(tmp_path / "red.json", knee=HOT, general=FEVER)
    words = ("--on", DAY, "--journal", journal, "--json")
    before = call("today", *words)
    assert call("check", "--answers", red, "--dry-run", *words).json["urgency"] == "emergency"
    assert call("today", *words) == before


@pytest.mark.parametrize(
    ("pain", "light", "code"), [(1, "green", 0), (4, "amber", 10), (7, "red", 20)]
)
def test_today_ends_with_the_code_of_its_light(
    pain: int, light: str, code: int, call: Call, tmp_path: Path
) -> None:
    file = answers_file(tmp_path / "a.json", knee={"pain_during_run": pain})
    words = ("--on", DAY, "--journal", tmp_path / "new")
    call("check", "--answers", file, *words)
    said = call("today", "--json", *words)
    assert (said.code, said.json["light"], said.err) == (code, light, "")
    assert set(TODAY_KEYS) <= set(said.json)
    assert said.json["reasons"]
    shown = call("today", *words)
    assert (shown.code, shown.err) == (code, "")
    assert f"{light.capitalize()}." in shown.out


def test_today_is_grey_where_no_check_was_done(
    call: Call, runs_folder: Path, tmp_path: Path
) -> None:
    call("import", runs_folder, "--journal", tmp_path / "new")
    said = call("today", "--json", "--on", DAY, "--journal", tmp_path / "new")
    assert (said.code, said.json["light"], said.json["max_distance_m"]) == (30, "grey", None)


def test_a_wish_never_raises_the_distance(call: Call, journal: Path) -> None:
    words = ("today", "--json", "--on", DAY, "--journal", journal)
    free = call(*words).json["max_distance_m"]
    assert call(*words, "--distance", 2).json["max_distance_m"] == 2000
    assert call(*words, "--distance", 50).json["max_distance_m"] == free


def test_the_day_and_the_journal_can_be_named_in_each_command_that_keeps_or_tells(
    call: Call, journal: Path, tmp_path: Path
) -> None:
    at = ("--on", NEXT_DAY, "--journal", journal)
    told = ("--during", 1, "--after", 0, "--morning", 0, "--usual", 0)
    assert call("checkin", "--knee", "right", *told, *at).code == 0
    assert call("today", *at).code in (0, 10, 20, 30)
    assert call("report", "-o", tmp_path / "r.html", *at).code == 0
    assert call("why", NEXT_DAY, "--journal", journal).code == 0
    assert call("log", "--distance", 5, *at).code == 0
    assert call("me", "--journal", journal).code == 0


def test_the_knowledge_can_be_listed_shown_and_checked(call: Call) -> None:
    listed = call("knowledge", "list", "red_flags", "--json")
    assert (listed.code, listed.err) == (0, "")
    assert {row["kind"] for row in listed.json} == {"red_flags"}
    shown = call("knowledge", "show", listed.json[0]["id"])
    assert (shown.code, list(shown.json)) == (0, ["red_flags"])
    assert call("knowledge", "list").code == 0
    assert "All well" in call("knowledge", "check").out
    covered = call("knowledge", "coverage", "--json")
    assert (covered.code, covered.err) == (0, "")
    assert {"id", "title", "records"} <= set(covered.json[0])
    assert call("knowledge", "coverage").code == 0
