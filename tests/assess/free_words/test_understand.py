"""Any text is read, in the same way each time, in little time, and nothing is lost silently."""

from __future__ import annotations

from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assess.free_words.conftest import Hear
from trochlea.assess.answers import check_value
from trochlea.assess.free_words import FreeWords, Proposal, understand
from trochlea.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
READER = FreeWords(KNOWLEDGE)
VOCABULARY = """
    left right both knee no not never if but or and hurts fine swollen pop , . ? ! - /
    stairs down up running 3 miles 10 / minutes my mate other one yesterday ago can
    pain on the inside outside behind kneecap calf wakes me at night used to two years
"""
WORDS = st.sampled_from(VOCABULARY.split())
SECONDS = 2.0


def test_a_runner_says_what_hurts_and_gets_it_back_to_confirm() -> None:
    heard = understand(
        "sharp pain outside my left knee from mile 3, worse downhill, fine when I walk", KNOWLEDGE
    )
    assert {(row.finding, row.value, row.side) for row in heard.proposals} == {
        ("pain_quality", "sharp", "left"),
        ("pain_region", ("outer_side",), "left"),
        ("pain_onset_distance_km", 4.8, "left"),
        ("pain_downhill", True, "left"),
        ("pain_walking", False, "left"),
    }
    assert heard.not_understood == ()


def test_a_proposal_rests_on_the_runners_own_words(hear: Hear) -> None:
    text = "Hello! My LEFT knee is really Swollen today."
    (row,) = hear(text).proposals
    assert row == Proposal("knee_swollen", True, "left", row.words, sure=True)
    assert "Swollen" in row.words
    assert row.words in text


def test_what_is_not_understood_comes_back_in_order(hear: Hear) -> None:
    heard = hear("The cat sat on my Garmin. Knee is swollen. Purple elephants dance.")
    assert heard.not_understood == ("The cat sat on my Garmin", "Purple elephants dance")


def test_places_of_one_knee_are_one_value(hear: Hear) -> None:
    rows = hear("right knee hurts around the kneecap and at the back of the knee").proposals
    assert ("pain_region", ("around_kneecap", "back")) in [(r.finding, r.value) for r in rows]


@given(st.text(max_size=2000))
@settings(deadline=None, max_examples=60)
def test_no_text_is_too_strange(text: str) -> None:
    assert READER.understand(text) == READER.understand(text)


@given(st.lists(WORDS, max_size=120).map(" ".join))
@settings(deadline=None, max_examples=150)
def test_every_proposal_has_the_shape_of_its_finding(text: str) -> None:
    for row in READER.understand(text).proposals:
        finding = KNOWLEDGE.findings[row.finding]
        assert check_value(finding, row.value) == row.value
        assert row.words in text
        assert finding.per_knee or row.side == "none"


def test_the_longest_text_takes_little_time() -> None:
    hard = ["no pain or ", "a ", "knee ", "stiff for ", "hurts, ", "swollen ", "1 ", "((", "?!"]
    for part in hard:
        text = (part * 2000)[:2000]
        begun = perf_counter()
        READER.understand(text)
        assert perf_counter() - begun < SECONDS, part
