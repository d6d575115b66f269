"""The load on the knee from the command line: one run, run otherwise, daily life, and today."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.given import DAY, Call, is_one_sentence

LAST = DAY - timedelta(days=1)


def test_a_run_is_told_in_easy_flat_kilometres_of_ones_own(call: Call, journal: Path) -> None:
    said = call("knee", "run", "--on", LAST, "--journal", journal)
    assert said.code == 0, said
    first, second, *_ = said.out.splitlines()
    assert first.startswith("That run loaded the kneecap like about 4.0 (")
    assert first.endswith("easy flat kilometres of yours.")
    assert second == "Run of 31 May 2025, 08:00, 4.0 km."
    assert "Rests on: knee_curve (draft)" in said.out


def test_alone_it_tells_of_the_last_run(call: Call, journal: Path) -> None:
    alone = call("knee", "--journal", journal)
    assert alone.code == 0, alone
    assert alone.out == call("knee", "run", "--on", LAST, "--journal", journal).out


def test_a_program_gets_every_exponent_and_the_sources(call: Call, journal: Path) -> None:
    found = call("knee", "run", "--on", LAST, "--journal", journal, "--json").json
    assert [row["exponent"] for row in found["knee_km"]["by_exponent"]] == [1, 4, 9]
    assert found["peak_n"] is None
    assert {"id": "knee_curve", "status": "draft"} in found["rules"]
    assert found["sources"]
    by_id = call("knee", "run", "--run", found["run"][:8], "--journal", journal, "--json").json
    assert by_id == found


def test_a_known_body_mass_gives_newtons(call: Call, journal: Path) -> None:
    assert call("me", "--mass-kg", 60, "--journal", journal).code == 0
    found = call("knee", "run", "--on", LAST, "--journal", journal, "--json").json
    assert 2000 < found["peak_n"]["value"] < 3500


def test_the_same_run_otherwise_is_a_small_table(call: Call, journal: Path) -> None:
    said = call("knee", "what-if", "--on", LAST, "--journal", journal)
    assert said.code == 0, said
    assert "5 % more steps" in said.out
    assert "10 % slower *" in said.out
    assert "Flatter ground is left out" in said.out
    found = call("knee", "what-if", "--on", LAST, "--journal", journal, "--json").json
    assert found["left_out"] == ["flatter"]
    assert [row["name"] for row in found["changes"]][:3] == [
        "cadence_5",
        "cadence_7_5",
        "cadence_10",
    ]


def test_daily_life_needs_no_journal(call: Call) -> None:
    said = call("knee", "everyday")
    assert said.code == 0, said
    assert "stairs up" in said.out
    rows = call("knee", "everyday", "--json").json["activities"]
    assert [row["peak_bw"]["value"] for row in rows] == sorted(
        row["peak_bw"]["value"] for row in rows
    )


def test_without_a_run_it_says_so_and_ends_well(call: Call, tmp_path: Path) -> None:
    for verb in ("run", "what-if"):
        said = call("knee", verb, "--journal", tmp_path / "new")
        assert said.code == 0, said
        assert said.out.startswith("No run is kept yet.")
    found = call("knee", "run", "--journal", tmp_path / "new", "--json").json
    assert (found["run"], found["unknown"]) == (None, "no_runs")


def test_a_run_by_hand_without_time_is_unknown(call: Call, tmp_path: Path) -> None:
    new = tmp_path / "new"
    assert call("log", "--distance", 5, "--on", DAY, "--journal", new).code == 0
    for verb in ("run", "what-if"):
        said = call("knee", verb, "--on", DAY, "--journal", new)
        assert said.code == 0, said
        assert "its load is unknown" in said.out


def test_a_wrong_call_is_one_sentence(call: Call, journal: Path) -> None:
    words = ("--journal", journal)
    both = call("knee", "run", "--run", "ab", "--on", LAST, *words)
    assert is_one_sentence(both, 2, "either")
    assert is_one_sentence(call("knee", "run", "--on", "2025-01-01", *words), 2, "no run")
    assert is_one_sentence(call("knee", "what-if", "--on", "soon", *words), 2, "not a day")
    assert is_one_sentence(call("knee", "--json", "run"), 2, "after")


def test_today_tells_its_distance_on_the_knees_scale(call: Call, journal: Path) -> None:
    words = ("today", "--on", DAY, "--journal", journal)
    said = call(*words, "--knee-km")
    plain = call(*words)
    assert said.code == plain.code == 0
    assert "Knee-kilometres" not in plain.out
    assert "Knee-kilometres: 9.9 km on the flat at 6:00 min/km" in said.out
    assert "Your last run, on 31 May 2025, on the same scale: about 4.0" in said.out


def test_a_program_gets_todays_knee_kilometres_only_where_asked(call: Call, journal: Path) -> None:
    words = ("today", "--on", DAY, "--journal", journal, "--json")
    assert "knee_km" not in call(*words).json
    found = call(*words, "--knee-km").json
    assert set(found["knee_km"]) == {"value", "low", "high", "exponent"}
    assert found["knee_km"]["value"] * 1000 == pytest.approx(found["max_distance_m"])


def test_on_grey_there_is_no_distance_to_tell(call: Call, tmp_path: Path) -> None:
    said = call("today", "--on", DAY, "--journal", tmp_path / "new", "--knee-km")
    assert said.code == 30
    assert "no distance today" in said.out
    found = call("today", "--on", DAY, "--journal", tmp_path / "new", "--knee-km", "--json")
    assert found.json["knee_km"] is None


def test_today_loads_no_numpy_unless_asked(journal: Path) -> None:
    program = (
        "import sys\nfrom trochlea.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\nprint('numpy' in sys.modules)"
    )
    for more, loaded in ((), "False"), (("--knee-km",), "True"):
        command = [sys.executable, "-c", program, "today", "--on", str(DAY), *more]
        ran = subprocess.run(
            [*command, "--journal", str(journal)], capture_output=True, text=True, check=True
        )
        assert ran.stdout.splitlines()[-1] == loaded, more


def test_amber_tells_its_distance_and_red_has_none(call: Call, journal: Path) -> None:
    words = ("--on", DAY, "--journal", journal)
    for pain, code, told in ((3, 10, True), (6, 20, False)):
        taps = ("--during", pain, "--after", 0, "--morning", 0, "--usual", 0, "--same")
        signs = ("--no-swelling", "--no-limp", "--no-medicine")
        assert call("checkin", "--knee", "right", *taps, *signs, *words).code == 0
        said = call("today", "--knee-km", "--json", *words)
        assert said.code == code, said
        assert (said.json["knee_km"] is not None) == told


def test_who_reads_miles_is_told_in_miles(call: Call, journal: Path) -> None:
    assert call("me", "--units", "mi", "--journal", journal).code == 0
    said = call("knee", "run", "--on", LAST, "--journal", journal)
    assert "about 2.5 (" in said.out
    assert "easy flat miles of yours" in said.out
    assert "9:39 min/mi" in said.out
    today = call("today", "--on", DAY, "--journal", journal, "--knee-km")
    assert "easy flat miles of yours" in today.out


def test_what_a_watch_does_not_see_of_the_other_tissues_is_said(call: Call) -> None:
    said = call("knee", "tissues")
    assert said.code == 0
    assert "downhill: not known" in said.out
    assert "Not known: " in said.out
    rows = call("knee", "tissues", "--json").json
    assert {row["way"] for row in rows} == {"more", "less", "unknown"}
    assert all((row["source"] is None) == (row["basis"] is None) for row in rows)
