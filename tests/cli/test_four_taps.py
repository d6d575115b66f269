"""A check-in at six in the morning: four answers, and what is not said is not known."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.given import Call
from trochlea.cli.four_taps import ask_in_four
from trochlea.journal import open_journal
from trochlea.model import CheckIn

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
BARE = CheckIn("left", NOW)


def asked(*typed: str, given: CheckIn = BARE) -> tuple[CheckIn, list[str], list[str]]:
    script, prompts, said = iter(typed), [], []  # type: ignore[var-annotated]

    def listen(prompt: str) -> str:
        prompts.append(prompt)
        return next(script)

    found = ask_in_four(given, listen, said.append)
    assert list(script) == []
    return found, prompts, said


def test_four_answers_are_a_whole_check_in() -> None:
    found, prompts, said = asked("2 1 0 0", "n", "n", "10 min stiff, pain from 4.5 km, stairs")
    assert len(prompts) == 4
    assert said == [
        "Pain from 4.50 km: today's distance goes by it.",
        "Stiff for 10 minutes.",
    ]
    assert found == CheckIn(
        "left", NOW, 2, 1, 0, 0, 10.0, False, False, False, False, 4500.0,
        "10 min stiff, pain from 4.5 km, stairs",
    )  # fmt: skip


def test_what_is_left_empty_is_not_known_and_never_no() -> None:
    found, _, _ = asked("", "", "", "")
    assert found == BARE


def test_a_score_that_is_not_known_is_a_dash() -> None:
    found, _, _ = asked("3, -, ?, 1", "n", "n", "")
    scores = (found.pain_during, found.pain_hour_after, found.pain_next_morning, found.pain_before)
    assert scores == (3, None, None, 1)


@pytest.mark.parametrize("wrong", ["11 0 0 0", "2 1 0", "-1 0 0 0", "two 0 0 0", "1.5 0 0 0"])
def test_an_impossible_score_is_asked_for_again(wrong: str) -> None:
    found, prompts, said = asked(wrong, "10 0 0 0", "n", "n", "")
    assert found.pain_during == 10
    assert prompts[0] == prompts[1]
    assert said == [
        "Please give 4 whole numbers from 0 (none) to 10 (worst imaginable), or - for one."
    ]


@pytest.mark.parametrize(
    ("typed", "swelling", "limp", "changed"),
    [
        ("s", True, None, None),
        ("l s", True, True, None),
        ("S,O", True, None, True),
        ("n", False, False, False),
        ("", None, None, None),
    ],
)
def test_what_is_new_is_named_by_its_letter(
    typed: str, swelling: bool | None, limp: bool | None, changed: bool | None
) -> None:
    found, _, _ = asked("0 0 0 0", typed, "n", "")
    assert (found.new_swelling, found.new_limp, found.symptoms_changed) == (
        swelling,
        limp,
        changed,
    )


@pytest.mark.parametrize("wrong", ["x", "ns", "yes"])
def test_a_letter_that_means_nothing_is_asked_for_again(wrong: str) -> None:
    found, _, said = asked("0 0 0 0", wrong, "l", "n", "")
    assert found.new_limp is True
    assert said == ["Please give l, o, s (one or more), or n for none of them."]


@pytest.mark.parametrize(
    ("words", "metres"),
    [
        ("pain from 4 km", 4000),
        ("from 4,5 km", 4500),
        ("stiff 5 min; pain began at .5 km", 500),
        ("at 500 m", 500),
        ("from 4.5k on, then fine", 4500),
        ("it started at 2 miles", 2 * 1609.344),
        ("sore on stairs", None),
        ("pain after 20 min of running", None),
        ("30 min later it was gone", None),
    ],
)
def test_where_pain_began_is_read_from_its_own_words_only(
    words: str, metres: float | None
) -> None:
    found, _, _ = asked("2 0 0 0", "n", "n", words)
    assert found.pain_began_m == (None if metres is None else pytest.approx(metres))
    assert found.note == words
    assert found.morning_stiffness_min == (5 if "stiff" in words else None)


@pytest.mark.parametrize(
    "words",
    [
        "pain from 0 km",
        "pain from 301 km",
        "stiff 2000 min",
        "ran 10 km, pain from 4 km",
        "pain from 4 km, at 6 km",
        "no pain for 12 km",
        "from 3-5 km",
        "somewhere around 3 kms",
    ],
)
def test_a_distance_that_could_mean_two_things_is_asked_for_again(words: str) -> None:
    found, _, said = asked("0 0 0 0", "n", "n", words, "from 2,5 mi")
    assert len(said) == 2
    assert found.pain_began_m == pytest.approx(2.5 * 1609.344)


def test_what_was_given_on_the_line_is_not_asked_again() -> None:
    given = CheckIn("left", NOW, pain_during=2, pain_before=0, new_limp=False, note="fine")
    found, prompts, _ = asked("1 0", "s", "y", given=given)
    assert [prompt.split(" (")[0] for prompt in prompts] == [
        "Pain 0-10 an hour after, next morning",
        "New since the full check: s swelling, o something else, n none of these",
        "Any pain medicine in the last 24 hours? y/n",
    ]
    assert (found.pain_during, found.pain_hour_after, found.new_limp) == (2, 1, False)
    assert (found.new_swelling, found.pain_medicine_24h, found.note) == (True, True, "fine")


def test_the_command_asks_who_sits_there(
    call: Call, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = iter(["eleven", "1 0 0 0", "n", "no", ""])
    monkeypatch.setattr("trochlea.cli.checkin.is_interactive", lambda: True)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(script))
    said = call("checkin", "--knee", "right", "--on", "2025-06-03", "--journal", journal)
    assert said.code == 0
    assert list(script) == []
    with open_journal(journal) as store:
        kept = [
            row for row in store.checkins() if row.observed_at.date().isoformat() == "2025-06-03"
        ]
    assert [row.pain_during for row in kept] == [1]
    assert call("today", "--on", "2025-06-03", "--journal", journal).code in (0, 10)
