"""Own words: proposals and what was not understood, by `understand` and in the interview."""

from __future__ import annotations

from tests.cli.given import Call
from tests.cli.test_interview import ABOUT, NOW, Terminal, interview, title_of
from trochlea import api
from trochlea.cli.ask import IS_IT_SO
from trochlea.cli.own_words import OTHER_KNEE
from trochlea.knowledge import Knowledge

HOT = "my knee is swollen and hot"
WORDS = "sharp pain outside my left knee, worse downhill, fine when I walk. gubbins wibble"


def test_words_become_proposals_with_the_words_they_rest_on(call: Call) -> None:
    said = call("understand", WORDS)
    assert said.code == 0
    assert "left knee: pain downhill (“worse downhill”)" in said.out
    assert "Not understood" in said.out


def test_a_program_gets_findings_values_and_sides(call: Call) -> None:
    rows = {row["finding"]: row for row in call("understand", WORDS, "--json").json["proposals"]}
    assert rows["pain_region"]["value"] == ["outer_side"]
    assert rows["pain_walking"]["value"] is False
    assert rows["pain_quality"]["side"] == "left"


def test_empty_words_say_nothing(call: Call) -> None:
    found = call("understand", "", "--json").json
    assert found == {"proposals": [], "not_understood": []}


def test_own_words_count_only_once_they_are_confirmed(knowledge: Knowledge) -> None:
    words = "sharp pain outside my left knee, worse downhill, woke me up last night"
    terminal = Terminal([*ABOUT, "left", "1 2"], words=words)
    answers = interview(knowledge, terminal)
    assert answers.knees["left"]["pain_quality"] == "sharp"
    assert answers.knees["left"]["night_pain"] is False
    shown = "\n".join(terminal.shown)
    assert "where it hurts: outer side" in shown


def test_what_was_said_in_own_words_is_not_asked_again_and_stays(knowledge: Knowledge) -> None:
    terminal = Terminal([*ABOUT, "left", "all"], words="my left knee woke me up at night")
    answers = interview(knowledge, terminal)
    assert answers.knees["left"]["night_pain"] is True
    assert any("You said already: pain at night" in line for line in terminal.shown)


def test_words_of_the_other_knee_and_what_nobody_understands_are_shown(
    knowledge: Knowledge,
) -> None:
    terminal = Terminal([*ABOUT, "left", "n"], words="my right knee is swollen. gubbins wibble")
    answers = interview(knowledge, terminal)
    shown = "\n".join(terminal.shown)
    assert "Of the other knee" in shown
    assert "Not understood" in shown
    assert answers.knees["left"]["knee_swollen"] is False


def test_words_without_a_side_are_asked_for_with_two_knees(knowledge: Knowledge) -> None:
    terminal = Terminal([*ABOUT, "both", "n", "all", "right"], words="it woke me up at night")
    answers = interview(knowledge, terminal)
    assert answers.knees["right"]["night_pain"] is True
    assert answers.knees["left"].get("night_pain") is not True


def test_own_words_about_a_hot_knee_end_nothing_before_fever_was_asked(
    knowledge: Knowledge,
) -> None:
    terminal = Terminal([*ABOUT, "left", "all"], words=HOT)
    answers = interview(knowledge, terminal)
    assert answers.knees["left"]["joint_hot"] is True
    assert answers.general["fever_or_unwell"] is False
    assert IS_IT_SO not in terminal.prompts
    assert title_of("clot_risk", knowledge) in terminal.titles()
    assert api.check(answers, NOW, knowledge).assessment.triage.urgency == "same_day"


def test_a_hot_knee_of_which_fever_is_skipped_ends_as_an_emergency(knowledge: Knowledge) -> None:
    terminal = Terminal([*ABOUT, "left", "all", "", "", ""], then="", words=HOT)
    answers = interview(knowledge, terminal)
    asked = [title_of(name, knowledge) for name in ("fever_or_unwell", "knee_cannot_be_moved")]
    assert terminal.titles()[:2] == asked
    assert terminal.prompts[-1] == IS_IT_SO
    assert api.check(answers, NOW, knowledge).assessment.triage.urgency == "emergency"


def test_a_warning_sign_of_the_other_knee_adds_that_knee(knowledge: Knowledge) -> None:
    terminal = Terminal([*ABOUT, "left", "y", "all"], words="my right knee is swollen")
    answers = interview(knowledge, terminal)
    assert OTHER_KNEE in terminal.prompts
    assert answers.knees["right"]["knee_swollen"] is True
    assert answers.knees["left"]["knee_swollen"] is False


def test_what_is_no_warning_sign_of_the_other_knee_asks_nothing(knowledge: Knowledge) -> None:
    terminal = Terminal([*ABOUT, "left"], words="my right knee hurts downhill")
    interview(knowledge, terminal)
    assert OTHER_KNEE not in terminal.prompts


def test_words_of_either_of_two_knees_that_are_alike_count_and_a_yes_stays(
    knowledge: Knowledge,
) -> None:
    words = "my left knee is swollen. my right knee is not swollen"
    answers = interview(knowledge, Terminal([*ABOUT, "both", "y", "all"], words=words))
    assert answers.knees["left"]["knee_swollen"] is answers.knees["right"]["knee_swollen"] is True
