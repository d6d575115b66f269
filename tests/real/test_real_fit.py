"""Real FIT files: the same values as two independent readers make of them, field by field."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.conftest import shared_folder
from tests.real import fit_oracles
from tests.real.fit_oracles import Reading, by_fitdecode, by_fitfast, differences
from tests.real.known_fit_differences import BY_FITDECODE, BY_FITFAST, CUT_OFF_DIGITS, Key
from trochlea.readers import read_bytes
from trochlea.readers.fit import messages, profile, record_columns
from trochlea.readers.fit.summary import moment

Column = NDArray[np.float64]

pytestmark = pytest.mark.real

FILES = sorted((shared_folder() / "data" / "fit").glob("**/*.[fF][iI][tT]"))
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: "-".join(path.parts[-2:]))


@cache
def fitdecode_reading(path: Path) -> Reading:
    return by_fitdecode(path.read_bytes())


def unexplained(path: Path, theirs: Reading, known: dict[Key, str]) -> list[str]:
    found = differences(fit_oracles.ours(messages(path.read_bytes())), theirs)
    return [
        f"{profile.MESSAGE_NAMES.get(message, message)} {name}: {what}"
        for (message, name), what in found.items()
        if (path.name, message, name) not in known and ("*", message, name) not in known
    ]


@each_file
def test_every_field_of_every_message_is_as_fitdecode_reads_it(path: Path) -> None:
    assert unexplained(path, fitdecode_reading(path), BY_FITDECODE) == []


@each_file
def test_every_field_of_every_message_is_as_fitfast_reads_it(path: Path) -> None:
    theirs = by_fitfast(path.read_bytes())
    if theirs is None:
        pytest.skip("fitfast refuses the file")
    mine = fit_oracles.ours(messages(path.read_bytes()))
    for key, cells in theirs.cells.items():
        resolution = CUT_OFF_DIGITS.get(key[1], 0.0)
        for row, value in cells.items() if resolution else ():
            own = mine.cells[key].get(row)
            if isinstance(own, float) and 0 < own - value < 1.01 * resolution:
                cells[row] = own
    assert unexplained(path, theirs, BY_FITFAST) == []


@each_file
def test_every_column_of_records_is_as_fitfast_reads_it(path: Path) -> None:
    theirs = fit_oracles.records_by_fitfast(path.read_bytes())
    if theirs is None:
        pytest.skip("fitfast refuses the file")
    mine = record_columns(path.read_bytes())
    odd = [
        name
        for name, values in theirs.items()
        if (path.name, profile.RECORD, name) not in BY_FITFAST
        and not same_column(mine.get(name), values, CUT_OFF_DIGITS.get(name, 0.0))
    ]
    assert odd == []


def same_column(mine: Column | None, theirs: Column, resolution: float) -> bool:
    """Return whether two columns hold the same, but for the last digit where that is cut off."""
    if mine is None or len(mine) != len(theirs):
        return False
    tolerance = max(1.01 * resolution, 1e-9)
    return np.allclose(mine, theirs, rtol=1e-12, atol=tolerance, equal_nan=True)


@each_file
def test_each_session_of_a_run_is_an_activity_with_its_totals(path: Path) -> None:
    outcome = read_bytes(path.name, path.read_bytes())
    assert outcome.activities or outcome.problems
    assert all(path.name in problem.message for problem in outcome.problems)
    cells = fitdecode_reading(path).cells
    totals = {
        "distance_m": cells[profile.SESSION, "total_distance"],
        "moving_s": cells[profile.SESSION, "total_timer_time"],
        "ascent_m": cells[profile.SESSION, "total_ascent"],
        "descent_m": cells[profile.SESSION, "total_descent"],
    }
    for row, start in cells[profile.SESSION, "start_time"].items():
        if cells[profile.SESSION, "sport"].get(row) != profile.SPORT_RUNNING:
            continue
        (run, *_) = [a for a in outcome.activities if a.start_time == moment(start)]
        for name, values in totals.items():
            if row in values:
                assert getattr(run, name) == pytest.approx(values[row], abs=1e-6), name
        cadence = cells[profile.SESSION, "avg_cadence"].get(row)
        if cadence is not None:
            fraction = cells[profile.SESSION, "avg_fractional_cadence"].get(row, 0)
            assert run.mean_cadence_spm == pytest.approx(2 * (cadence + fraction))


def test_every_known_difference_names_a_file_and_gives_a_reason() -> None:
    names = {path.name for path in FILES} | {"*"}
    for (file, message, name), reason in (BY_FITDECODE | BY_FITFAST).items():
        assert file in names
        assert (
            name == "count"
            or name.startswith("third party: ")
            or profile.field_number(message, name) is not None
        )
        assert len(reason) > 40
