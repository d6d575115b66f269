"""Which activities are recordings of the same run."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.journal.conftest import MakeRun, Put
from trochlea.journal import Journal
from trochlea.journal.linking import Recording, grouped, same_run

START = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
WATCH = Recording("a", "1" * 64, START, 1800.0, 5000.0, "running", 10_000)


def later(seconds: float, activity_id: str, **changes: object) -> Recording:
    other = replace(WATCH, activity_id=activity_id, sha256=activity_id * 64)
    return replace(other, start=START + timedelta(seconds=seconds), **changes)  # type: ignore[arg-type]


def test_two_recordings_that_start_together_are_one_run_however_long() -> None:
    assert same_run(WATCH, later(90, "b", length_s=0.0))
    assert not same_run(replace(WATCH, length_s=0.0), later(91, "b", length_s=0.0))


def test_two_recordings_that_overlap_for_most_of_their_time_are_one_run() -> None:
    assert same_run(WATCH, later(190, "b"))
    assert not same_run(WATCH, later(210, "b"))


def test_another_distance_is_another_run() -> None:
    assert same_run(WATCH, later(0, "b", distance_m=5000 / 0.971))
    assert not same_run(WATCH, later(0, "b", distance_m=5000 / 0.969))
    assert not same_run(WATCH, later(0, "b", distance_m=None))


def test_two_sessions_of_one_file_are_never_one_run() -> None:
    assert not same_run(WATCH, later(0, "b", sha256=WATCH.sha256))


def test_an_unknown_sport_may_be_the_run_but_never_stands_for_it() -> None:
    track = later(0, "b", sport="unknown", richness=99_999)
    assert same_run(WATCH, track)
    assert not same_run(WATCH, later(0, "b", sport="cycling"))
    assert grouped([WATCH, track], {}) == {"a": None, "b": "a"}


def test_the_richer_recording_stands_for_the_run_and_the_hand_never_before_a_watch() -> None:
    rich = later(5, "b", richness=20_000)
    hand = later(0, "c", sha256=None, richness=0)
    assert grouped([WATCH, rich, hand], {}) == {"a": "b", "b": None, "c": "b"}


def test_two_runs_that_only_resemble_a_third_are_not_taken_for_each_other() -> None:
    first = replace(WATCH, richness=20_000)
    middle, last = later(80, "b", length_s=0.0), later(160, "c", length_s=0.0)
    first = replace(first, length_s=0.0)
    assert grouped([first, middle, last], {}) == {"a": None, "b": "a", "c": None}


def test_the_runner_has_the_last_word() -> None:
    doubled, apart = later(10, "b"), later(9000, "c")
    pair = frozenset
    assert grouped([WATCH, doubled], {pair("ab"): False}) == {"a": None, "b": None}
    assert grouped([WATCH, apart], {pair("ac"): True}) == {"a": None, "c": "a"}
    third = grouped([WATCH, doubled, apart], {pair("bc"): True})
    assert third["a"] is None or third["b"] is None


@given(
    st.lists(
        st.tuples(st.integers(0, 600), st.integers(4_800, 5_200), st.integers(0, 3)),
        min_size=1,
        max_size=6,
    )
)
def test_the_order_of_files_does_not_matter(rows: list[tuple[int, int, int]]) -> None:
    all_of_them = [
        later(seconds, letter, distance_m=float(metres), richness=richness)
        for letter, (seconds, metres, richness) in zip("abcdef", rows, strict=False)
    ]
    expected = grouped(all_of_them, {})
    for order in itertools.islice(itertools.permutations(all_of_them), 12):
        assert grouped(order, {}) == expected
    for activity_id, first in expected.items():
        assert first is None or (first != activity_id and expected[first] is None)


def test_recordings_are_linked_alike_in_whatever_order_they_come(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    short = make_run()
    long = replace(make_run(after_s=20), sport="running", laps=())
    first = put(journal, b"one", short)
    put(journal, b"two", long)
    put(journal, b"three", make_run(sport="unknown"))
    assert journal.activity_count() == len(journal.runs()) == 1
    assert first.linked_to == (None,)
