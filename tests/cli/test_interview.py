"""The interview in the terminal, with a listener that types from a script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.given import DAY, Call, is_one_sentence
from trochlea import api
from trochlea.cli.ask import HOW_TO, IS_IT_SO, WHICH_KNEE, Asker
from trochlea.cli.own_words import QUESTION
from trochlea.cli.typed import as_number, numbers
from trochlea.knowledge import Knowledge
from trochlea.model import Answers

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
ABOUT = ("34", "F", "168", "61")
LIMIT = 400


class Terminal:
    """Types a script and then one word for ever; remembers what it was shown and asked."""

    def __init__(self, script: Iterable[str], then: str = "none", words: str = "") -> None:
        self.script = iter(script)
        self.then = then
        self.words = words
        self.shown: list[str] = []
        self.prompts: list[str] = []

    def listen(self, prompt: str) -> str:
        self.prompts.append(prompt)
        assert len(self.prompts) < LIMIT, "the interview does not end"
        if prompt == QUESTION:
            return self.words
        return next(self.script, self._then(prompt))

    def _then(self, prompt: str) -> str:
        if self.then != "none":
            return self.then
        # "None" answers what is true; numbers and choices are answered with the least.
        if prompt.startswith("One number"):
            return "1"
        if prompt.startswith("A number of"):
            return "0"
        low = prompt.split(" ", maxsplit=1)[0]
        return low if low.replace(".", "").isdigit() else "none"

    def titles(self) -> list[str]:
        return [line.strip() for line in self.shown if line.startswith("\n")]


def interview(knowledge: Knowledge, terminal: Terminal) -> Answers:
    return Asker(knowledge, terminal.listen, terminal.shown.append, NOW).run()


def typed_at(terminal: Terminal, *typed: tuple[str, str]) -> Callable[[str], str]:
    """Return a listener that types a text once, at a prompt or below a title, in this order."""
    left = list(typed)

    def listen(prompt: str) -> str:
        answer = terminal.listen(prompt)
        if left and left[0][0] in (prompt, terminal.titles()[-1] if terminal.titles() else ""):
            return left.pop(0)[1]
        return answer

    return listen


def title_of(finding: str, knowledge: Knowledge) -> str:
    return next(s.title for s in knowledge.screens_in_order() if finding in s.findings)


def number_of(words: str, terminal: Terminal) -> int:
    line = next(line for line in terminal.shown if words.lower() in line.lower())
    return int(line.split(".")[0])


def as_file(answers: Answers, path: Path) -> Path:
    table = {"schema": 1} | asdict(answers) | {"on": answers.on.isoformat()}
    path.write_text(json.dumps(table), encoding="utf-8")
    return path


def values(answers: Answers) -> Iterator[object]:
    yield from answers.general.values()
    for knee in answers.knees.values():
        yield from knee.values()


@pytest.mark.parametrize("knees", ["left", "right", "both"])
def test_none_to_everything_ends_with_answers_that_check_takes(
    knees: str, knowledge: Knowledge, call: Call, tmp_path: Path
) -> None:
    terminal = Terminal([*ABOUT, knees, *(["n"] if knees == "both" else [])])
    answers = interview(knowledge, terminal)
    assert terminal.shown[0] == HOW_TO
    assert list(answers.knees) == (["left", "right"] if knees == "both" else [knees])
    assert (answers.age, answers.sex, answers.height_cm, answers.mass_kg) == (34, "F", 168, 61)
    assert not any(value is True for value in values(answers))
    assert answers.general["fever_or_unwell"] is False
    file = as_file(answers, tmp_path / "a.json")
    words = ("--on", DAY, "--journal", tmp_path / "j", "--json")
    said = call("check", "--answers", file, *words)
    assert (said.code, said.json["urgency"], said.json["red_flags"]) == (0, "none", [])
    assert said.json["unknown_red_flags"] == []


def test_the_safety_screens_come_first_and_are_at_most_eight(knowledge: Knowledge) -> None:
    terminal = Terminal([*ABOUT, "left"])
    interview(knowledge, terminal)
    safety = [s.title for s in knowledge.screens_in_order() if s.part == "safety"]
    assert len(safety) <= 8
    assert terminal.titles()[: len(safety)] == safety


def test_an_emergency_ends_the_interview_at_once(knowledge: Knowledge) -> None:
    probe = Terminal([*ABOUT, "left"])
    interview(knowledge, probe)
    words = knowledge.findings["saddle_numbness_bladder_bowel"].present
    wanted = number_of(words, probe)
    screen = next(
        s for s in knowledge.screens_in_order() if "saddle_numbness_bladder_bowel" in s.findings
    )
    terminal = Terminal([*ABOUT, "left"])
    plain = terminal.listen

    def listen(prompt: str) -> str:
        answer = plain(prompt)
        if prompt == IS_IT_SO:
            return ""
        return str(wanted) if terminal.titles()[-1:] == [screen.title] else answer

    answers = Asker(knowledge, listen, terminal.shown.append, NOW).run()
    assert answers.general["saddle_numbness_bladder_bowel"] is True
    assert terminal.titles()[-2:] == [screen.title, f"You said: {words}."]
    result = api.check(answers, NOW, knowledge)
    assert result.assessment.triage.urgency == "emergency"


def test_a_question_mark_is_not_known_and_never_no(knowledge: Knowledge) -> None:
    answers = interview(knowledge, Terminal([*ABOUT, "right"], then="?"))
    assert set(values(answers)) == {None}
    assert answers.general["fever_or_unwell"] is None
    result = api.check(answers, NOW, knowledge)
    assert result.assessment.triage.unknown_red_flags


def test_enter_skips_and_leaves_every_question_unasked(knowledge: Knowledge) -> None:
    answers = interview(knowledge, Terminal([], then=""))
    assert (answers.age, answers.sex, answers.height_cm, answers.mass_kg) == (None,) * 4
    assert list(answers.knees) == ["left", "right"]
    assert list(values(answers)) == []
    result = api.check(answers, NOW, knowledge)
    assert result.assessment.triage.unknown_red_flags


def test_back_shows_the_screen_before_and_forgets_its_answers(knowledge: Knowledge) -> None:
    plain = Terminal([*ABOUT, "right"])
    expected = interview(knowledge, plain)
    first, second = plain.titles()[:2]
    screen = next(s for s in knowledge.screens_in_order() if s.title == first)
    answered = ["?" for _ in plain.prompts[6 : 6 + _prompts_of(screen.findings, knowledge)]]
    terminal = Terminal([*ABOUT, "right", *answered, "b"])
    answers = interview(knowledge, terminal)
    assert terminal.titles()[:4] == [first, second, first, second]
    assert answers == expected


def _prompts_of(findings: tuple[str, ...], knowledge: Knowledge) -> int:
    kinds = [knowledge.findings[name].kind for name in findings]
    return ("yes_no" in kinds) + sum(kind != "yes_no" for kind in kinds)


def test_back_on_the_first_screen_leads_to_the_questions_about_you(knowledge: Knowledge) -> None:
    terminal = Terminal([*ABOUT, "left", "b", "b", "70", "right"])
    answers = interview(knowledge, terminal)
    assert terminal.titles()[0] == terminal.titles()[1]
    assert (answers.age, answers.mass_kg, list(answers.knees)) == (34, 70, ["right"])


def test_back_works_among_the_questions_about_you(knowledge: Knowledge) -> None:
    answers = interview(knowledge, Terminal(["35", "b", "34", "M", "b", *ABOUT[1:], "right"]))
    assert (answers.age, answers.sex, answers.height_cm) == (34, "F", 168)


def test_an_item_is_explained_when_asked(knowledge: Knowledge) -> None:
    terminal = Terminal([*ABOUT, "right", "2?"])
    interview(knowledge, terminal)
    first = next(s for s in knowledge.screens_in_order() if s.part == "safety")
    finding = knowledge.findings[first.findings[1]]
    explained = f"{finding.question} {finding.help}"
    assert any(explained in line for line in terminal.shown)
    assert terminal.prompts[6] == terminal.prompts[7] == "True now"


def test_the_first_block_is_short_enough_to_skim_in_a_minute(knowledge: Knowledge) -> None:
    """At 238 words a minute (silent reading, Brysbaert 2019) it takes two; skimmed, one."""
    shown = [
        knowledge.findings[name].present
        for screen in knowledge.screens_in_order()
        if screen.part == "safety"
        for name in screen.findings
    ]
    assert sum(len(words.split()) for words in shown) <= 2 * 238


def test_knees_that_are_alike_are_asked_about_once(knowledge: Knowledge) -> None:
    alike, apart = Terminal([*ABOUT, "both", "y"]), Terminal([*ABOUT, "both", "n"])
    answers = interview(knowledge, alike)
    assert answers.knees["left"] == answers.knees["right"] != {}
    assert not any("[left knee]" in line for line in alike.shown)
    interview(knowledge, apart)
    assert any("[left knee]" in line for line in apart.shown)


def test_an_interview_put_down_goes_on_where_it_stopped(
    call: Call, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trochlea.cli.check.is_interactive", lambda: True)
    shown: list[str] = []
    monkeypatch.setattr("trochlea.cli.check.say", shown.append)
    at = ("--on", DAY, "--journal", journal, "--json")
    first = Terminal([*ABOUT, "right", "none", "none", "later"])
    monkeypatch.setattr("typer.prompt", lambda prompt, **_: first.listen(prompt))
    said = call("check", *at)
    assert (said.code, said.out) == (0, "")
    assert "goes on from here" in shown[-1]
    second = Terminal([])
    monkeypatch.setattr("typer.prompt", lambda prompt, **_: second.listen(prompt))
    shown.clear()
    assert call("check", *at).json["urgency"] == "none"
    assert shown[0] == "Going on where you stopped, after 2 steps; --new begins anew."
    assert not any("age" in prompt.lower() for prompt in second.prompts)
    third = Terminal([*ABOUT, "right"])
    monkeypatch.setattr("typer.prompt", lambda prompt, **_: third.listen(prompt))
    call("check", *at)
    assert third.prompts[0].startswith("Your age")


def test_from_the_fifth_question_on_there_is_a_first_answer_and_it_may_end(
    knowledge: Knowledge,
) -> None:
    said: list[str] = []
    terminal = Terminal([*ABOUT, "right"])
    plain = terminal.listen

    def listen(prompt: str) -> str:
        answer = plain(prompt)
        if any(line.strip().startswith("So far") for line in terminal.shown):
            return "done"
        return answer

    def first_answer(answers: Answers) -> str:
        said.append("x")
        return api.first_answer(api.check(answers, NOW, knowledge).assessment, knowledge)

    asker = Asker(
        knowledge, listen, terminal.shown.append, NOW, keep=None, first_answer=first_answer
    )
    asker.run()
    singles = [f.question for f in knowledge.findings.values()]
    asked = [title for title in terminal.titles() if title in singles]
    assert len(said) == 1
    assert 4 <= len(asked) <= 5


def test_with_two_knees_a_tick_asks_which_one(knowledge: Knowledge) -> None:
    name = "catching_recurrent"
    probe = Terminal([*ABOUT, "both", "n"])
    interview(knowledge, probe)
    wanted = number_of(knowledge.findings[name].present, probe)
    screen = next(s for s in knowledge.screens_in_order() if name in s.findings)
    terminal = Terminal([*ABOUT, "both", "n"])
    plain = terminal.listen

    def listen(prompt: str) -> str:
        answer = plain(prompt)
        if WHICH_KNEE in prompt:
            return "l"
        ticks = prompt == "True now" and terminal.titles()[-1] == screen.title
        return str(wanted) if ticks else answer

    answers = Asker(knowledge, listen, terminal.shown.append, NOW).run()
    assert answers.knees["left"][name] is True
    assert answers.knees["right"][name] is False


def test_nonsense_is_asked_again_and_never_taken(knowledge: Knowledge) -> None:
    script = ["-3", "abc", "nan", *ABOUT[:1], "X", "F", "9999", "168", "61", "neither", "right"]
    terminal = Terminal([*script, "999", "1 x", "-1", "maybe"])
    answers = interview(knowledge, terminal)
    assert (answers.age, answers.sex, answers.height_cm) == (34, "F", 168)
    assert terminal.shown.count(HOW_TO) >= 5
    assert answers == interview(knowledge, Terminal([*ABOUT, "right"]))


@pytest.mark.parametrize("word", ["y", "yes"])
def test_a_single_question_takes_yes_and_no(word: str, knowledge: Knowledge) -> None:
    plain = Terminal([*ABOUT, "right"])
    base = interview(knowledge, plain)
    asked = [f for f in knowledge.findings.values() if f.question in plain.titles()]
    single = next(f for f in asked if f.kind == "yes_no" and f.per_knee)
    assert base.knees["right"][single.id] is False
    terminal = Terminal([*ABOUT, "right"])
    typed = terminal.listen

    def listen(prompt: str) -> str:
        answer = typed(prompt)
        if prompt == "y or n" and terminal.titles()[-1:] == [single.question]:
            return word
        return "no" if answer == "none" and prompt == "True now" else answer

    answers = Asker(knowledge, listen, terminal.shown.append, NOW).run()
    assert answers.knees["right"][single.id] is True
    assert answers.general["fever_or_unwell"] is False


@pytest.mark.parametrize("word", ["b", "n"])
def test_one_wrong_digit_is_read_back_and_can_be_changed(word: str, knowledge: Knowledge) -> None:
    title = title_of("foot_cold_pale_pulseless", knowledge)
    terminal = Terminal([*ABOUT, "left"])
    listen = typed_at(terminal, (title, "2"), (IS_IT_SO, "what"), (IS_IT_SO, word))
    answers = Asker(knowledge, listen, terminal.shown.append, NOW).run()
    assert terminal.titles().count(title) == 2
    assert answers == interview(knowledge, Terminal([*ABOUT, "left"]))


@pytest.mark.parametrize("text", [",", " , ,", "\u00b2", "\u0663", "1" * 5000])
def test_what_holds_no_number_is_never_none_of_these(text: str) -> None:
    assert numbers(text, 9) is None
    assert numbers("none", 9) == set()


@pytest.mark.parametrize("text", ["inf", "-inf", "nan", "1e999", "x"])
def test_a_number_without_an_end_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        as_number(text)


def test_b_at_the_question_which_knee_goes_back_one_prompt(knowledge: Knowledge) -> None:
    title = title_of("lump", knowledge)
    wanted = knowledge.screens["safety_the_joint"].findings.index("lump") + 1
    which = f"{wanted}. {WHICH_KNEE}; Enter to skip"
    terminal = Terminal([*ABOUT, "both", "n"])
    ticks = [(title, str(wanted)), (which, "b"), (title, str(wanted)), (which, "bo")]
    listen = typed_at(terminal, *ticks)
    answers = Asker(knowledge, listen, terminal.shown.append, NOW).run()
    assert terminal.titles().count(title) == 1
    assert answers.knees["left"]["lump"] is answers.knees["right"]["lump"] is True


def test_later_at_the_first_question_says_that_nothing_is_kept(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("trochlea.cli.check.is_interactive", lambda: True)
    monkeypatch.setattr("trochlea.cli.check.say", shown.append)
    monkeypatch.setattr("typer.prompt", lambda prompt, **_: "later")
    call("check", "--on", DAY, "--journal", tmp_path / "j")
    assert shown[-1] == "Stopped. Nothing is kept yet."


def test_what_the_journal_knows_of_its_runner_is_not_asked(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ("--journal", tmp_path / "j")
    call("me", "--born", "1990-01-01", "--sex", "F", "--height-cm", "168", *at)
    monkeypatch.setattr("trochlea.cli.check.is_interactive", lambda: True)
    terminal = Terminal(["61", "right"])
    monkeypatch.setattr("typer.prompt", lambda prompt, **_: terminal.listen(prompt))
    said = call("check", "--on", DAY, "--json", *at)
    assert "35 years, F, 168 cm" in said.err
    assert said.json["urgency"] == "none"
    assert terminal.prompts[0].startswith("Weight")
    assert terminal.prompts[1].startswith("Which knee")


def test_pregnancy_is_not_asked_of_men_and_is_no_open_question(knowledge: Knowledge) -> None:
    name = "pregnant_or_12_weeks_after"
    present = knowledge.findings[name].present
    asked, spared = Terminal([*ABOUT, "left"]), Terminal(["34", "M", "180", "75", "left"])
    interview(knowledge, asked)
    answers = interview(knowledge, spared)
    assert any(present in line.lower() for line in asked.shown)
    assert not any(present in line.lower() for line in spared.shown)
    assert answers.general[name] is False


def test_the_instruction_stands_once_above_each_screen_and_numbers_have_their_unit(
    knowledge: Knowledge,
) -> None:
    terminal = Terminal([*ABOUT, "left"])
    interview(knowledge, terminal)
    first = knowledge.screens["safety_help_now"]
    place = terminal.shown.index(f"\n{first.title}")
    assert terminal.shown[place + 1].strip() == first.instruction
    assert "A number of days" in terminal.prompts
    assert not any("20000" in prompt for prompt in terminal.prompts)


def test_what_a_clinician_found_is_not_read_back_and_ends_nothing(knowledge: Knowledge) -> None:
    found = api.Session(NOW.date(), api.About(knees=("left",))).answered(
        "examined", [("left", "knee_out_of_place", True)]
    )
    rows = api.observations_from_answers(found.answers(), NOW)
    others = [replace(row, source="clinician") for row in rows]
    terminal = Terminal([*ABOUT, "left"])
    Asker(knowledge, terminal.listen, terminal.shown.append, NOW, others=others).run()
    safety = [s.title for s in knowledge.screens_in_order() if s.part == "safety"]
    assert terminal.titles() == safety
    assert IS_IT_SO not in terminal.prompts


def test_nobody_to_ask_is_said_and_a_person_is_asked(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ("--on", DAY, "--journal", tmp_path / "j", "--json")
    assert is_one_sentence(call("check", *at), 2, "--answers")
    monkeypatch.setattr("trochlea.cli.check.is_interactive", lambda: True)
    terminal = Terminal([*ABOUT, "right"])
    monkeypatch.setattr("typer.prompt", lambda prompt, **_: terminal.listen(prompt))
    monkeypatch.setattr("trochlea.cli.check.say", terminal.shown.append)
    said = call("check", *at)
    assert (said.code, said.json["urgency"]) == (0, "none")
    assert terminal.shown[0] == HOW_TO
    assert call("today", *at).json["reasons"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError])
def test_leaving_in_the_middle_keeps_what_was_there(
    stop: type[BaseException], call: Call, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ("--on", DAY, "--journal", journal)
    before = call("today", "--json", *at)

    def leave(prompt: str, **_: object) -> str:
        raise stop

    monkeypatch.setattr("trochlea.cli.check.is_interactive", lambda: True)
    monkeypatch.setattr("typer.prompt", leave)
    said = call("check", *at)
    assert said.code == 130
    assert said.err.splitlines()[-1] == ("trochlea: Stopped. What was already stored is kept.")
    assert "Traceback" not in said.err
    assert call("today", "--json", *at) == before
