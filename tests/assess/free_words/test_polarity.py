"""Yes, no, and neither: only what the words deny is a no, and silence never is."""

from __future__ import annotations

import pytest

from tests.assess.free_words.conftest import Find, Hear


def test_no_denies_what_stands_after_it_and_no_more(find: Find) -> None:
    assert find("no swelling, but it gives way") == {"knee_swollen": False, "giving_way": True}


def test_what_is_not_spoken_of_is_not_a_no(find: Find) -> None:
    assert find("no swelling") == {"knee_swollen": False}


def test_a_list_with_or_carries_the_no_to_its_end(find: Find) -> None:
    found = find("no fever, chest pain or night sweats")
    assert found == {
        "fever_or_unwell": False,
        "breathless_chest_pain_collapse": False,
        "night_sweats": False,
    }


def test_after_a_no_a_bare_word_with_and_is_left_open(find: Find) -> None:
    assert "joint_red" not in find("no swelling and redness")


def test_never_is_a_no(find: Find) -> None:
    assert find("it has never once given way")["giving_way"] is False


def test_a_circumstance_is_a_no_where_it_is_fine(find: Find) -> None:
    assert find("fine when I walk") == {"pain_walking": False}


def test_hurts_is_carried_along_a_list(find: Find) -> None:
    found = find("it hurts when I squat and when I kneel")
    assert found == {"pain_squatting": True, "pain_kneeling": True}


def test_fine_is_carried_back_over_a_list(find: Find) -> None:
    found = find("walking, kneeling and squatting are fine")
    assert found == {"pain_walking": False, "pain_kneeling": False, "pain_squatting": False}


def test_only_down_not_up(find: Find) -> None:
    found = find("stairs hurt, only going down, not going up")
    assert found["pain_going_downstairs"] is True
    assert found["pain_going_upstairs"] is False


def test_yes_and_no_after_a_word_answer_it(find: Find) -> None:
    found = find("squatting yes, kneeling no, swelling: none")
    assert found == {"pain_squatting": True, "pain_kneeling": False, "knee_swollen": False}


def test_inability_is_the_finding_and_no_negation(find: Find) -> None:
    assert find("I can't put any weight on it")["cannot_bear_weight"] is True
    assert find("I can straighten it fine")["cannot_straighten_fully"] is False


def test_words_that_contradict_each_other_state_nothing(find: Find) -> None:
    assert "knee_swollen" not in find("The knee is swollen. The knee is not swollen.")


@pytest.mark.parametrize("text", ["maybe a bit swollen", "is it swollen?", "I think it's swollen"])
def test_a_hedge_is_not_sure(hear: Hear, text: str) -> None:
    assert not any(row.sure for row in hear(text).proposals)


def test_a_plain_statement_is_sure(hear: Hear) -> None:
    (row,) = hear("the knee is swollen").proposals
    assert row.sure
