"""JSON of unknown origin: odd values, deep nesting, cut documents, any bytes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochlea.readers.platforms.json_text import read_json

ALL = frozenset({"a", "b", "c"})


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in read_json(data, ALL).problems("x.json")]


def test_only_wanted_keys_are_kept() -> None:
    assert read_json(b'{"a": [{"b": 1, "z": 2}], "y": {"a": 3}}', ALL).value == {"a": [{"b": 1}]}


def test_of_a_key_that_stands_twice_the_first_is_kept_and_it_is_said() -> None:
    document = read_json(b'{"a": 1, "a": 2}', ALL)
    assert (document.value, document.doubled) == ({"a": 1}, 1)
    assert codes(b'{"a": 1, "a": 2}') == ["json_doubled_names"]


def test_words_that_are_no_numbers_are_missing_values() -> None:
    document = read_json(b'{"a": NaN, "b": -Infinity, "c": 1}', ALL)
    assert document.value == {"a": None, "b": None, "c": 1}
    assert codes(b'{"a": NaN}') == ["json_not_numbers"]


def test_an_endless_integer_is_no_fault() -> None:
    assert read_json(b'{"a": 1' + b"0" * 5_000 + b"}", ALL).value == {"a": float("inf")}


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_nesting_without_end_is_refused_in_words(opening: bytes) -> None:
    document = read_json(opening * 200_000, ALL)
    assert document.value is None
    assert codes(opening * 200_000) == ["json_damaged"]


def test_utf_16_and_marks_are_understood() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert read_json('{"a": "é"}'.encode(encoding), ALL).value == {"a": "é"}


def test_letters_after_the_end_are_said() -> None:
    document = read_json(b'{"a": 1} }', ALL)
    assert document.value == {"a": 1}
    assert "1 letters after its end" in document.problems("x.json")[0].message


def test_a_cut_document_gives_every_value_that_is_whole() -> None:
    rows = [{"a": i, "b": f'x,]}}"{i}'} for i in range(50)]
    data = json.dumps({"a": rows}).encode()
    for end in range(20, len(data)):
        document = read_json(data[:end], ALL)
        assert document.lost is not None
        whole = [row for row in document.value["a"] if len(row) == 2]
        assert whole == rows[: len(whole)]
        assert len(whole) >= end / len(data) * 50 - 2


@given(data=st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    document = read_json(data, ALL)
    assert all(problem.message.endswith(".") for problem in document.problems("x.json"))


@given(text=st.text('{}[],:"\\a1 NaIn-.eE', max_size=60))
def test_no_text_of_its_own_letters_raises(text: str) -> None:
    document = read_json(text.encode(), ALL)
    if document.value is None and text.strip() not in ("null", "NaN", "Infinity", "-Infinity"):
        assert document.lost is not None
