"""Every rule has words, and the words keep the house's promises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from trochlea.knowledge import Knowledge
from trochlea.model import Light, Reason, Seen, Side, Urgency, WalkRun
from trochlea.report.sentences import (
    contact_sentence,
    phrase_ids,
    reason_lines,
    reason_sentence,
)
from trochlea.report.words import (
    clean,
    distance_words,
    finding_words,
    fit_words,
    inside,
    light_words,
    phrases,
    sentence,
    side_words,
    soon_words,
    urgency_words,
    walk_run_words,
    with_number,
)

SIDE = ("side", "right")
ADVICE_RULES: dict[str, tuple[tuple[str, Any], ...]] = {
    "adults_only": (("age_years", 15),),
    "age_unknown": (),
    "open_flag": (("flag", "bone"), ("urgency", "urgent"), SIDE),
    "safety_question_open": (("flag", "hot_joint"), SIDE),
    "other_question_open": (("flag", "bone"), SIDE),
    "no_assessment": (),
    "assessment_old": (("age_days", 9),),
    "clock_behind": (),
    "no_checkin": (SIDE,),
    "checkin_old": (("age_hours", 30), SIDE),
    "checkin_stale": (),
    "symptoms_changed": (SIDE,),
    "bone_rule": (("finding", "focal_bone_pain"),),
    "pain_light": (
        ("pain_rule", "pain_light_tendon"),
        ("score", 4),
        SIDE,
        ("green_max", 3),
        ("amber_max", 4),
    ),
    "pain_unknown": (SIDE,),
    "not_settled_hour": (SIDE, ("score", 3), ("usual", 1)),
    "not_settled_morning": (SIDE, ("pain_next_morning", 3), ("usual", 1)),
    "settling_unknown": (SIDE,),
    "not_settled_two_mornings": (SIDE,),
    "new_limp": (SIDE,),
    "new_swelling": (SIDE,),
    "sign_unknown": (("sign", "new_limp"), SIDE),
    "pain_medicine": (SIDE,),
    "pain_medicine_unknown": (SIDE,),
    "clearance_missing": (("clearance", "anticoagulant"),),
    "clearance_unknown": (("clearance", "anticoagulant"),),
    "documents_below_five": (("score", 4),),
    "distance_longest_settled": (("longest_m", 7626.0), ("percent", 110), ("limit_m", 8388.6)),
    "distance_new_longest": (("longest_m", 7626.0), ("percent", 100), ("limit_m", 7626.0)),
    "distance_pain_onset": (("onset_m", 5000.0), ("percent", 80), ("limit_m", 4000.0)),
    "distance_stage": (("limit_m", 4000.0),),
    "distance_wish": (("limit_m", 4000.0),),
    "distance_capped_by_record": (("confirmed_m", 9000.0), ("recorded_m", 8000.0)),
    "distance_already_run": (("run_m", 3000.0), ("limit_m", 1200.0)),
    "no_distance_left": (),
    "walk_run_no_settled_run": (),
    "walk_run_gap": (("days", 20),),
    "walk_run_gap_unknown": (),
    "spike_caveat": (),
    "advised_pace": (("pace_s_per_km", 345),),
    "advised_cadence": (("cadence_spm", 168),),
    "advised_terrain": (),
    "advised_descent": (("metres_a_km", 14),),
    "differential_abstained": (("because", "minimum_top"),),
}
LIGHTS: tuple[Light, ...] = ("green", "amber", "red", "grey")
FORBIDDEN = (
    r"\byou have\b",
    r"\byou've\b",
    r"\bmakes? (it |this |your knee )?worse\b",
    r"\bthe cause\b",
    r"\bcaus(es|ed)\b",
    r"\bprevent",
    r"\bcure",
    r"\bguarantee",
    r"\bsafe to run\b",
    r"\d\s?(mg|milligram|tablets?|pills?)\b",
    r"\b(ibuprofen|paracetamol|aspirin|naproxen)\b",
)
LONGEST_SENTENCE_WORDS = 26


def _texts(table: Any) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    else:
        for part in table.values():
            yield from _texts(part)


def test_every_rule_has_a_phrase() -> None:
    assert set(phrase_ids()) == set(ADVICE_RULES)


@pytest.mark.parametrize("rule", ADVICE_RULES)
@pytest.mark.parametrize("effect", LIGHTS)
def test_a_rule_speaks_with_its_values_and_without(
    rule: str, effect: str, knowledge: Knowledge
) -> None:
    full = reason_sentence(Reason(rule, effect, ADVICE_RULES[rule]), knowledge)
    bare = reason_sentence(Reason(rule, effect), knowledge)
    for text in (full, bare):
        assert text.endswith((".", "”"))
        assert text[0].isupper()
        assert "{" not in text
        assert "None" not in text
        assert "_" not in text


@pytest.mark.parametrize("text", list(_texts(phrases())))
def test_no_phrase_promises_blames_or_doses(text: str) -> None:
    for pattern in FORBIDDEN:
        assert not re.search(pattern, text, re.IGNORECASE), pattern


@pytest.mark.parametrize("text", list(_texts(phrases())))
def test_sentences_are_short(text: str) -> None:
    for part in re.split(r"[.!?:;] ", text):
        assert len(part.split()) <= LONGEST_SENTENCE_WORDS, part


def test_a_rule_without_a_phrase_speaks_with_the_words_of_the_knowledge(
    knowledge: Knowledge,
) -> None:
    reason = Reason("rule_without_phrase", "note")
    assert reason_sentence(reason, knowledge) == "Words of the rule itself."


def test_a_rule_that_nobody_knows_is_an_error(knowledge: Knowledge) -> None:
    with pytest.raises(KeyError, match="nobody_knows_it"):
        reason_sentence(Reason("nobody_knows_it", "note"), knowledge)


def test_what_was_already_run_and_what_is_left_are_named(knowledge: Knowledge) -> None:
    reason = Reason("distance_already_run", "cap", ADVICE_RULES["distance_already_run"])
    text = reason_sentence(reason, knowledge)
    assert text == "Today you already ran 3.0 km; 1.2 km of today's distance is left."


def test_the_number_of_the_country_takes_the_place_of_the_examples() -> None:
    go = "If no one can take you, call the emergency number of your country (for example 112)."
    call = "Call the emergency number of your country now (for example 112, 999 or 911)."
    assert with_number(go, "107") == "If no one can take you, call 107."
    assert with_number(call, "107") == "Call 107 now."
    assert with_number(call, None) == call


def test_new_swelling_says_who_is_seen_today() -> None:
    reasons = (Reason("new_swelling", "red"),)
    text = contact_sentence(reasons)
    for part in ("Be seen today", "blood thinner", "artificial joint", "3 months", "7 days"):
        assert part in text
    assert "go to the emergency department now" in text
    assert "full check again" in text
    assert "call 112 or go to the emergency department now" in contact_sentence(reasons, "112")


def test_open_questions_of_one_kind_share_a_line(knowledge: Knowledge) -> None:
    reasons = [
        Reason("safety_question_open", "grey", (("flag", flag), SIDE))
        for flag in ("hot_joint", "bone")
    ]
    (line,) = reason_lines(reasons, knowledge, "km")
    assert line.text.startswith("2 safety questions")
    assert len(line.items) == 2


def test_left_and_right_are_mirrored(knowledge: Knowledge) -> None:
    left = reason_sentence(Reason("new_limp", "red", (("side", "left"),)), knowledge)
    right = reason_sentence(Reason("new_limp", "red", (("side", "right"),)), knowledge)
    assert left.replace("left", "right") == right != left


def test_the_pain_rule_in_force_is_named(knowledge: Knowledge) -> None:
    text = reason_sentence(Reason("pain_light", "amber", ADVICE_RULES["pain_light"]), knowledge)
    assert "your right knee reached 4 out of 10" in text
    assert "rule for tendons" in text


@pytest.mark.parametrize(
    ("metres", "km", "mi"),
    [
        (8388.6, "8.3 km", "5.2 mi"),
        (8399.999, "8.3 km", "5.2 mi"),
        (8300.0, "8.3 km", "5.1 mi"),
        (4828.032, "4.8 km", "3.0 mi"),
        (99.9, "0.0 km", "0.0 mi"),
        (42195.0, "42.1 km", "26.2 mi"),
    ],
)
def test_distances_round_down(metres: float, km: str, mi: str) -> None:
    assert distance_words(metres, "km") == km
    assert distance_words(metres, "mi") == mi


def test_lights_levels_sides_and_fits_are_words() -> None:
    assert [light_words(light)[0] for light in LIGHTS] == ["Green", "Amber", "Red", "Grey"]
    levels: tuple[Urgency, ...] = ("none", "routine", "urgent", "same_day", "emergency")
    assert all(urgency_words(level, 48) for level in levels)
    assert urgency_words("urgent", 48) == "Be seen within 2 days."
    assert urgency_words("urgent", 168) == "Be seen within 7 days."
    assert soon_words("same_day", 24) == "today"
    sides: tuple[Side, ...] = ("left", "right", "both", "none")
    assert [side_words(side) for side in sides] == ["left knee", "right knee", "both knees", ""]
    assert fit_words("cannot_rule_out") == "cannot rule out"
    assert walk_run_words(WalkRun(4, 1, 5, 6)) == "Walk 4 min, run 1 min, 5 to 6 times"


@pytest.mark.parametrize(
    ("finding", "value", "words"),
    [
        ("joint_hot", True, "knee hot to the touch"),
        ("joint_hot", False, "knee not hot"),
        ("joint_hot", None, "knee hot to the touch: not known"),
        ("fever_or_unwell", False, "fever or feeling ill: no"),
        ("onset", "gradual", "how it began: slowly"),
        ("pain_region", ("front", "outer"), "where it hurts: front of the knee and outside"),
        ("pain_region", (), "where it hurts: no"),
        ("pain_during_run", 6, "pain during the run: 6/10"),
        ("weekly_distance_km", 42.5, "weekly distance: 42.5 km"),
        ("a_new_finding", True, "a new finding: yes"),
    ],
)
def test_findings_are_said_in_words(
    finding: str, value: Any, words: str, knowledge: Knowledge
) -> None:
    assert finding_words(Seen(finding, value, "right", "answer"), knowledge) == words


def test_what_the_watch_saw_is_said_to_be_so(knowledge: Knowledge) -> None:
    text = finding_words(Seen("weekly_distance_km", 40, "none", "watch"), knowledge)
    assert text == "weekly distance: 40 km (from your watch)"


def test_small_words() -> None:
    assert inside("A dull ache.") == "a dull ache"
    assert inside("X-ray needed") == "X-ray needed"
    assert inside("MRI done") == "MRI done"
    assert sentence("go slowly") == "Go slowly."
    assert sentence("") == ""
    assert clean("a\x1b[31mb\u202ec\n d") == "a [31mb c d"
