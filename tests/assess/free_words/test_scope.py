"""Whose knee, which part, and when: the rest gives nothing."""

from __future__ import annotations

import pytest

from tests.assess.free_words.conftest import Find, Hear


@pytest.mark.parametrize(
    "text",
    [
        "my wife had a blood clot",
        "a mate from the club tore his meniscus and his knee was swollen",
        "my ankle is swollen",
        "swelling in my wrist",
        "my shoulder hurts at night",
        "if it ever swells I will ice it",
        "it would hurt if I knelt on it",
        "worried it might be swollen if I run",
        "my dad has gout",
        "what does a swollen knee mean?",
        "should I worry about giving way?",
    ],
)
def test_what_is_not_of_this_knee_now_gives_nothing(find: Find, text: str) -> None:
    assert [row for row in find(text).items() if row[1] is not False] == []


def test_former_times_are_not_the_present(find: Find) -> None:
    assert "knee_swollen" not in find("it used to swell two years ago")


def test_history_counts_former_times(find: Find) -> None:
    assert find("I had breast cancer in 2015")["cancer_history"] is True
    assert find("two years ago I tore the meniscus in it")["previous_knee_injury"] is True


def test_a_former_injury_is_not_how_it_began(find: Find) -> None:
    found = find("two years ago I twisted that knee")
    assert "injury_remembered" not in found
    assert "injury_within_7_days" not in found


def test_an_if_that_did_not_come_true_is_a_no(find: Find) -> None:
    assert find("If it ever swelled I'd ice it, but it hasn't.") == {"knee_swollen": False}


def test_somebody_who_only_reports_is_not_the_patient(find: Find) -> None:
    assert find("my wife says I'm limping")["limp"] is True


def test_the_other_knee_says_nothing_of_the_sore_one(find: Find) -> None:
    assert find("Right knee hurts when I squat. The other one is fine.") == {
        "pain_squatting": True
    }


def test_a_clot_asks_after_the_own_history(find: Find) -> None:
    assert "clot_risk" not in find("mum had a clot once")


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("left knee is swollen", "left"),
        ("swollen. right one", "right"),
        ("both knees are swollen", "both"),
        ("the knee is swollen", "none"),
        ("my left, no wait, right knee is swollen", "right"),
        ("I said right but I meant left. Swollen knee.", "left"),
        ("right behind the kneecap it hurts and it is swollen", "none"),
        ("the left knee is swollen compared with the right", "left"),
        ("R knee swollen, L knee nothing", "right"),
        ("my left foot is fine, the knee is swollen", "none"),
    ],
)
def test_the_side_is_the_one_named(hear: Hear, text: str, side: str) -> None:
    rows = [row for row in hear(text).proposals if row.finding == "knee_swollen"]
    assert [row.side for row in rows] == [side]


def test_what_has_no_side_stays_without(hear: Hear) -> None:
    (row,) = hear("my left knee aside, I have a fever").proposals
    assert row.side == "none"
