"""What is kept: S7, S8, S12 and S13 through a journal on the disk, and half a clearance."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.patients import benign
from tests.safety.strategies import NOW, observed
from tests.safety.witness import first_witness, placed, quiet_runner
from trochlea.assess.triage import triage
from trochlea.errors import TrochleaError
from trochlea.journal import Journal, open_journal
from trochlea.journal.database import DATABASE_NAME
from trochlea.knowledge import packaged_knowledge
from trochlea.model import (
    Activity,
    Advice,
    Assessment,
    CheckIn,
    Clearance,
    FindingValue,
    Runner,
    Side,
    urgency_rank,
)
from trochlea.workflow.advising import (
    DatedAssessment,
    advise_and_keep,
    bone_findings,
    open_flags,
    today_inputs,
)
from trochlea.workflow.checking import check_and_keep

KEPT = settings.get_profile("safety_journal")
DATED = settings.get_profile("safety_list_twice")
HOURS = st.integers(1, 480).map(lambda hours: hours / 24)
CHECKED = NOW - timedelta(days=2)
LASTING = tuple(
    row
    for row in packaged_knowledge().red_flags.values()
    if urgency_rank(row.urgency) >= urgency_rank("urgent")
)
FLAGS = tuple(row.id for row in LASTING if "age_years" not in row.when.findings())


class Came(NamedTuple):
    """One recording that comes in: how many days ago, how far, and how often it comes."""

    days: int
    km: float
    times: int


def came() -> st.SearchStrategy[list[Came]]:
    """Draw what is imported: each run of a day of its own, once or several times."""
    run = st.builds(
        Came, st.integers(1, 29), st.sampled_from((3.0, 5.0, 8.0, 12.0)), st.integers(1, 3)
    )
    return st.lists(run, min_size=1, max_size=4, unique_by=lambda row: row.days)


@contextmanager
def _new(empty: bytes) -> Iterator[Journal]:
    """Give a new journal on a real disk, gone afterwards."""
    with TemporaryDirectory() as name:
        (Path(name) / DATABASE_NAME).write_bytes(empty)
        with open_journal(Path(name)) as journal:
            yield journal


def _activity(row: Came) -> Activity:
    started = NOW - timedelta(days=row.days, hours=12)
    return Activity(
        sport="running",
        start_time=started,
        utc_offset_s=0,
        distance_m=1000 * row.km,
        elapsed_s=360 * row.km,
        moving_s=360 * row.km,
    )


def _bring(journal: Journal, row: Came, *, other_bytes: bool = False) -> None:
    """Take in a recording; of other bytes it is a second recording of the same run."""
    data = f"{row.days} {row.km} {other_bytes}".encode()
    digest = hashlib.sha256(data).hexdigest()
    journal.add_file(
        journal.begin_import("a folder"), "run.fit", "fit", data, digest, (_activity(row),), ()
    )


def _checked(journal: Journal, **changes: FindingValue) -> None:
    answers = benign(packaged_knowledge(), "left", on=CHECKED.date(), changes=changes)
    check_and_keep(journal, answers, CHECKED, packaged_knowledge())
    for days in range(2):
        at = NOW - timedelta(days=days, hours=3)
        journal.add_checkin(CheckIn("left", at, 1, 0, 0, 0, 0, False, False, False, False))


def _advice(journal: Journal, days: float = 0) -> Advice:
    return advise_and_keep(journal, NOW + timedelta(days=days), packaged_knowledge())


@KEPT
@given(rows=came(), again=st.booleans())
def test_what_comes_in_twice_in_whatever_form_never_changes_the_advice(
    empty_database: bytes, rows: list[Came], again: bool
) -> None:
    """S7 and S8: once, several times, as other bytes, and in another order: one advice."""
    with _new(empty_database) as once, _new(empty_database) as often:
        for row in rows:
            _bring(once, row)
        for row in [each for each in reversed(rows) for _ in range(each.times)]:
            _bring(often, row)
        for row in rows if again else ():
            _bring(often, row, other_bytes=True)
        for journal in (once, often):
            _checked(journal, days_since_onset=40)
        first, second = _advice(once), _advice(often)
        assert (first.light, first.max_distance_m) == (second.light, second.max_distance_m)
        assert first.reasons == second.reasons
        assert len(once.runs()) == len(often.runs()) == len(rows)


@KEPT
@given(rows=came(), country=st.sampled_from(("US", "DE", None)), age=st.integers(19, 60))
def test_kilometres_or_miles_and_the_country_never_change_the_advice(
    empty_database: bytes, rows: list[Came], country: str | None, age: int
) -> None:
    """S6: what a person reads is theirs to choose; light, metres and reasons are the same."""
    found = []
    for unit in ("km", "mi"):
        with _new(empty_database) as journal:
            born = NOW.replace(year=NOW.year - age).date()
            runner = Runner("ana", born_on=born, time_zone="UTC", country=country)
            journal.save_runner(replace(runner, distance_unit="mi" if unit == "mi" else "km"))
            for row in rows:
                _bring(journal, row)
            answers = benign(packaged_knowledge(), "left", age=None, on=CHECKED.date())
            check_and_keep(journal, answers, CHECKED, packaged_knowledge())
            found.append(_advice(journal))
    assert found[0] == found[1]


# -- a red flag stays -----------------------------------------------------------------------------


def _dated(flag: str, days_ago: float) -> DatedAssessment:
    """Return an assessment in which one flag was raised on the left knee, so many days ago."""
    record = packaged_knowledge().red_flags[flag]
    told = quiet_runner("left") | placed(first_witness(record), "left")
    found = triage(observed(told), packaged_knowledge())
    made_at = NOW - timedelta(days=days_ago)
    return DatedAssessment(made_at, Assessment(made_at.date(), found, (), (), (), ""))


def _clearance(flag: str, days_ago: float, by: str = "Dr Example", why: str = "seen") -> Clearance:
    at = NOW - timedelta(days=days_ago)
    return Clearance(flag, by, at.date(), why, at, "both")


@DATED
@given(
    st.sampled_from(FLAGS),
    st.lists(st.tuples(st.sampled_from(FLAGS), HOURS), max_size=4),
    HOURS,
)
def test_a_red_flag_stays_until_that_very_flag_is_cleared_after_it_was_raised(
    flag: str, others: list[tuple[str, float]], raised_ago: float
) -> None:
    """S13: other clearances, earlier ones, and later checks without the flag lift nothing."""
    dated = (_dated(flag, raised_ago),)
    raised = {row.flag for row in dated[0].assessment.triage.red_flags}
    lasting = {row.flag for row in open_flags(dated, ())}
    assert lasting == {name for name in raised if name in {row.id for row in LASTING}}
    given_rows = [_clearance(name, ago) for name, ago in others]
    lifted = {
        name
        for name, ago in others
        if ago < raised_ago and (NOW - timedelta(days=ago)).date() >= dated[0].made_at.date()
    }
    assert {row.flag for row in open_flags(dated, given_rows)} == lasting - lifted


@pytest.mark.parametrize(("by", "why"), [("", "seen"), ("Dr Example", ""), (" ", "\t"), ("", "")])
@pytest.mark.parametrize("flag", FLAGS[:1])
def test_a_clearance_without_name_or_reason_lifts_nothing(flag: str, by: str, why: str) -> None:
    """S13: whichever way it came in (a program, an archive), half a clearance is none.

    To refuse it where it is made is as good.
    """
    dated = (_dated(flag, 2),)
    try:
        clearances = [_clearance(flag, 1, by, why)]
    except (ValueError, TrochleaError):
        return
    bone = _clearance("bone_rule", 1, by, why) if clearances else None
    assert flag in {row.flag for row in open_flags(dated, clearances)}
    assert bone_findings(dated, [bone] if bone else []) == bone_findings(dated, [])


@KEPT
@given(
    flag=st.sampled_from(FLAGS),
    later=st.lists(st.integers(0, 1), max_size=2),
    clear=st.booleans(),
    side=st.sampled_from(("left", "right", "both")),
)
def test_a_flag_in_the_journal_is_red_on_every_later_day_until_it_is_cleared(
    empty_database: bytes, flag: str, later: list[int], clear: bool, side: Side
) -> None:
    """S13 and S3 through the store: quiet checks and quiet mornings afterwards change nothing."""
    with _new(empty_database) as journal:
        _checked(journal, **first_witness(packaged_knowledge().red_flags[flag]))
        for days in later:
            at = NOW - timedelta(days=days, hours=2)
            answers = benign(packaged_knowledge(), "left", on=at.date())
            check_and_keep(journal, answers, at, packaged_knowledge())
        raised = {row.flag for row in today_inputs(journal, NOW, packaged_knowledge()).open_flags}
        before = _advice(journal)
        assert (before.light, before.max_distance_m) == ("red", None)
        if clear:
            at = NOW - timedelta(days=1)
            journal.add_clearance(Clearance(flag, "Dr Example", at.date(), "seen", at, side))
            still = flag in {
                row.flag for row in today_inputs(journal, NOW, packaged_knowledge()).open_flags
            }
            of_knee = packaged_knowledge().red_flags[flag].scope == "knee"
            assert still == (flag in raised and of_knee and side == "right")
        assert _advice(journal, 30).light in ("red", "grey")


@KEPT
@given(hours=st.floats(0, 24 * 40), rows=came())
def test_no_stored_advice_is_a_light_to_run_once_its_check_in_is_old(
    empty_database: bytes, hours: float, rows: list[Came]
) -> None:
    """S12 through the store: the last check-in was three hours before the first advice."""
    with _new(empty_database) as journal:
        for row in rows:
            _bring(journal, row)
        _checked(journal, days_since_onset=40)
        later = _advice(journal, hours / 24)
        if hours > 21:
            assert later.light in ("grey", "red")
            assert (later.max_distance_m, later.walk_run) == (None, None)
        stage = today_inputs(journal, NOW, packaged_knowledge()).stage_m
        assert stage is None, "no plan exists yet: see NOT_YET"
