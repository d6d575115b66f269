"""What comes in is kept whole, once, and nothing of it is ever dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from trochlea.errors import JournalError, Problem, UsageError
from trochlea.journal import AddedFile, Journal
from trochlea.journal.disk import original_path, streams_path
from trochlea.journal.streams import pack
from trochlea.model import Activity, Runner

MakeRun = Callable[..., Activity]
Put = Callable[..., AddedFile]


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _everything(journal: Journal) -> tuple[object, ...]:
    return (journal.files(), journal.runs(), journal.activity_count())


def _paths(folder: Path) -> list[Path]:
    return sorted(p for part in ("originals", "streams") for p in (folder / part).rglob("*"))


def test_an_activity_comes_back_as_it_went_in(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    run = make_run()
    back = journal.activity(put(journal, b"one", run).activity_ids[0])
    assert replace(back, streams=run.streams) == run
    assert list(back.streams.columns) == list(run.streams.columns)
    for name, values in run.streams.columns.items():
        np.testing.assert_array_equal(back.streams.columns[name], values)
    for kept, given in zip(back.streams.developer, run.streams.developer, strict=True):
        assert (kept.name, kept.units) == (given.name, given.units)
        np.testing.assert_array_equal(kept.values, given.values)


def test_importing_a_file_twice_changes_nothing(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    import_id = journal.begin_import("a folder")
    first = put(journal, b"one", make_run(), import_id=import_id)
    before, paths = _everything(journal), _paths(journal.folder)
    again = put(journal, b"one", make_run(), import_id=import_id)
    assert first.new
    assert not again.new
    assert again.activity_ids == first.activity_ids
    assert _everything(journal) == before
    assert _paths(journal.folder) == paths


def test_ids_of_activities_depend_on_the_bytes_alone(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    added = put(journal, b"two", make_run(), make_run(after_s=7200))
    expected = [_sha((_sha(b"two") + str(index)).encode())[:16] for index in (0, 1)]
    assert list(added.activity_ids) == expected


def test_the_original_is_kept_byte_for_byte(journal: Journal, make_run: MakeRun, put: Put) -> None:
    put(journal, b"\x00any bytes\xff", make_run())
    sha = _sha(b"\x00any bytes\xff")
    assert original_path(journal.folder, sha).read_bytes() == b"\x00any bytes\xff"
    assert original_path(journal.folder, sha).parent.name == sha[:2]


def test_the_same_streams_are_the_same_bytes(make_run: MakeRun) -> None:
    assert pack(make_run().streams) == pack(make_run().streams)


def test_the_same_run_from_other_bytes_counts_once_and_is_kept(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    first = put(journal, b"watch", make_run())
    second = put(journal, b"export", make_run(after_s=90, distance_m=5000 / 0.97))
    assert second.new
    ids = {*first.activity_ids, *second.activity_ids}
    assert len(journal.runs()) == journal.activity_count() == 1
    assert {journal.runs()[0].activity_id, *second.linked_to, *first.activity_ids} == ids
    assert journal.activity(second.activity_ids[0]).distance_m == 5000 / 0.97


@pytest.mark.parametrize(
    ("after_s", "distance_m"), [(400.0, 5000.0), (-400.0, 5000.0), (0.0, 5155.0), (0.0, 4849.0)]
)
def test_another_run_is_not_taken_for_the_same(
    journal: Journal, make_run: MakeRun, put: Put, after_s: float, distance_m: float
) -> None:
    put(journal, b"one", make_run())
    other = put(journal, b"two", make_run(after_s=after_s, distance_m=distance_m))
    assert other.linked_to == (None,)
    assert len(journal.runs()) == 2


def test_a_recording_without_a_sport_does_not_hide_the_run(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    put(journal, b"track", make_run(sport="unknown"))
    put(journal, b"watch", make_run())
    assert len(journal.runs()) == 1


def test_runs_are_running_with_a_distance_by_start_time(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    put(journal, b"late", make_run(after_s=86_400))
    put(journal, b"early", make_run())
    put(journal, b"ride", make_run(after_s=7200, sport="cycling"))
    put(journal, b"no distance", make_run(after_s=14_400, distance_m=None))
    runs = journal.runs()
    assert [run.day.day for run in runs] == [1, 2]
    assert runs[0].mean_cadence_spm == 168.5
    assert not runs[0].entered_by_hand
    assert journal.runs(since=runs[1].start_time) == runs[1:]
    assert journal.activity_count() == 4


def test_a_run_without_an_offset_takes_the_runners_time_zone(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    put(journal, b"one", make_run(after_s=16 * 3600, utc_offset_s=None))
    assert journal.runs()[0].day.day == 1
    journal.save_runner(Runner("anna", time_zone="Asia/Tokyo"))
    assert journal.runs()[0].utc_offset_s == 9 * 3600
    assert journal.runs()[0].day.day == 2
    journal.save_runner(Runner("anna", time_zone="Nowhere/Land"))
    assert journal.runs()[0].utc_offset_s == 0


def test_a_run_by_hand_is_kept_once(journal: Journal) -> None:
    start = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    first = journal.add_hand_run(start, 3600, 8000.0, 2700.0).activity_id
    assert journal.add_hand_run(start, 3600, 8000.0, 2700.0).activity_id == first
    assert [(run.activity_id, run.entered_by_hand) for run in journal.runs()] == [(first, True)]
    back = journal.activity(first)
    assert (back.origin, back.distance_m, back.moving_s) == ("hand", 8000.0, 2700.0)
    assert len(back.streams) == 0


def test_the_watch_comes_before_the_hand(journal: Journal, make_run: MakeRun, put: Put) -> None:
    run = make_run()
    by_hand = journal.add_hand_run(run.start_time, 3600, 5000.0, None).activity_id
    second_hand = journal.add_hand_run(
        run.start_time + timedelta(minutes=1), 3600, 5010.0, None
    ).activity_id
    added = put(journal, b"watch", run)
    assert added.linked_to == (by_hand,)
    assert [found.activity_id for found in journal.runs()] == list(added.activity_ids)
    assert journal.activity(second_hand).distance_m == 5010.0
    assert journal.integrity_problems() == ()


def test_what_was_odd_about_a_file_is_kept(journal: Journal, make_run: MakeRun, put: Put) -> None:
    odd = Problem("crc_mismatch", "The checksum is wrong.", "run.fit", "byte 12", "all records")
    put(journal, b"one", make_run(), problems=(odd, Problem("x", "Only a message.")))
    (kept,) = journal.files()
    assert kept.problems == (odd, Problem("x", "Only a message."))
    assert (kept.name, kept.format, kept.size_bytes, kept.source) == (
        "run.fit",
        "fit",
        3,
        "a folder",
    )


def test_the_last_import_lists_only_what_it_brought(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    assert journal.last_import_files() == ()
    put(journal, b"one", make_run())
    put(journal, b"two", make_run(after_s=7200))
    assert [file.sha256 for file in journal.last_import_files()] == [_sha(b"two")]
    assert len(journal.files()) == 2


def test_a_file_that_gave_nothing_is_worth_reading_again(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    put(journal, b"one", problems=(Problem("unreadable", "Nothing could be read."),))
    assert not journal.has_file(_sha(b"one"))
    assert not put(journal, b"one").new
    assert put(journal, b"one", make_run()).new
    assert journal.has_file(_sha(b"one"))
    assert len(journal.runs()) == 1
    assert journal.files()[0].problems == ()


def test_importing_again_brings_back_what_the_disk_lost(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    added = put(journal, b"one", make_run())
    original_path(journal.folder, _sha(b"one")).unlink()
    streams_path(journal.folder, added.activity_ids[0]).write_bytes(b"broken")
    assert not journal.has_file(_sha(b"one"))
    assert not put(journal, b"one", make_run()).new
    assert journal.has_file(_sha(b"one"))
    assert journal.integrity_problems() == ()


def test_a_hash_of_other_bytes_is_refused(journal: Journal) -> None:
    import_id = journal.begin_import("a folder")
    with pytest.raises(UsageError, match="not that of its bytes"):
        journal.add_file(import_id, "a.fit", "fit", b"one", _sha(b"two"), (), ())


def test_an_import_that_never_began_is_refused(journal: Journal, put: Put) -> None:
    with pytest.raises(UsageError, match="no import 7"):
        put(journal, b"one", import_id=7)
    assert journal.files() == ()


def test_a_time_without_a_zone_is_refused_and_nothing_is_kept(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    naive = replace(make_run(after_s=9000), start_time=datetime(2026, 3, 1, 8))  # noqa: DTZ001
    with pytest.raises(UsageError, match="no time zone"):
        put(journal, b"one", make_run(), naive)
    assert journal.files() == ()
    assert journal.activity_count() == 0


def test_an_unknown_activity_is_one_sentence(journal: Journal) -> None:
    with pytest.raises(JournalError, match="no activity feed"):
        journal.activity("feed")


def test_a_file_name_that_is_no_unicode_is_kept_readably(
    journal: Journal, make_run: MakeRun
) -> None:
    odd = b"l\xe4uft.fit".decode("utf-8", "surrogateescape")
    import_id = journal.begin_import(odd)
    problem = Problem("odd", "An odd name.", odd)
    journal.add_file(import_id, odd, "fit", b"one", _sha(b"one"), [make_run()], [problem])
    (kept,) = journal.files()
    assert (kept.name, kept.source, kept.problems[0].file) == ("l?uft.fit",) * 3
