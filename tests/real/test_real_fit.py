"""Real FIT files: never a crash, and the same values as an independent reader (fitdecode)."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import fitdecode
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.conftest import shared_folder
from tests.real.known_fit_differences import KNOWN
from trochlea.model.activity import Activity
from trochlea.readers import read_bytes
from trochlea.readers.fit import record_columns
from trochlea.units import DEGREES_PER_SEMICIRCLE

Column = NDArray[np.float64]

pytestmark = pytest.mark.real

FILES = sorted((shared_folder() / "data" / "fit").glob("**/*.fit"))
# What is compared, with the names that may give it in fitdecode, the better one first.
COMPARED = {
    "timestamp": ("timestamp",),
    "position_lat": ("position_lat",),
    "position_long": ("position_long",),
    "distance": ("distance",),
    "speed": ("enhanced_speed", "speed"),
    "altitude": ("enhanced_altitude", "altitude"),
    "heart_rate": ("heart_rate",),
    "cadence": ("cadence",),
}
SESSION_DISTANCE, SESSION_TIMER, SESSION_CADENCE, SESSION_FRACTION = 9, 8, 18, 92
FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)


class Oracle(NamedTuple):
    """What fitdecode reads: the compared columns, and the raw values of each session."""

    records: dict[str, Column]
    sessions: list[dict[int | str, Any]]
    complete: bool


def frames(data: bytes, given_up: list[str]) -> Iterator[Any]:
    """Yield fitdecode's data messages up to where it gives up, if it does (noted in the list)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with fitdecode.FitReader(
                data,
                check_crc=fitdecode.CrcCheck.DISABLED,
                error_handling=fitdecode.ErrorHandling.IGNORE,
            ) as reader:
                yield from (f for f in reader if isinstance(f, fitdecode.FitDataMessage))
        except fitdecode.FitError as error:
            given_up.append(str(error))


def oracle(data: bytes) -> Oracle:
    rows: list[dict[str, float]] = []
    sessions: list[dict[int | str, Any]] = []
    given_up: list[str] = []
    for frame in frames(data, given_up):
        if frame.name == "record":
            rows.append(_row(frame))
        elif frame.name == "session":
            values = {f.field_def.def_num: f.value for f in frame.fields if f.field_def}
            values["start"] = frame.get_value("start_time", fallback=None)
            values["sport"] = frame.get_value("sport", fallback=None)
            sessions.append(values)
    columns = {
        name: np.array([row.get(name, np.nan) for row in rows], dtype=np.float64)
        for name in COMPARED
    }
    return Oracle(columns, sessions, not given_up)


def _row(frame: Any) -> dict[str, float]:
    plain: dict[str, Any] = {}
    for field in frame.fields:
        if field.field_def is not None and field.field_def.is_dev:
            continue
        value = field.raw_value if field.name == "timestamp" else field.value
        if plain.get(field.name) is None:
            plain[field.name] = value
    row = {}
    for name, sources in COMPARED.items():
        value = next((plain[each] for each in sources if plain.get(each) is not None), None)
        if isinstance(value, int | float):
            row[name] = float(value)
    return row


def ours(data: bytes) -> dict[str, Column]:
    columns = record_columns(data)
    for name in ("position_lat", "position_long"):
        if name in columns:
            columns[name] = columns[name] / DEGREES_PER_SEMICIRCLE
    count = len(next(iter(columns.values()))) if columns else 0
    out = {}
    for name, sources in COMPARED.items():
        value = np.full(count, np.nan)
        for each in sources:
            if each in columns:
                value = np.where(np.isnan(value), columns[each], value)
        out[name] = value
    return out


def differences(file: str, mine: dict[str, Column], oracle: Oracle) -> list[str]:
    out = []
    theirs = oracle.records
    # Where fitdecode gives up, we may read on: then only what it read is compared.
    count = len(mine["timestamp"] if oracle.complete else theirs["timestamp"])
    for name in COMPARED:
        if (file, name) in KNOWN:
            continue
        a, b = mine[name][:count], theirs[name]
        if len(a) != len(b):
            out.append(f"{name}: {len(a)} records, fitdecode {len(b)}")
            continue
        same = np.isclose(a, b, rtol=1e-12, atol=1e-6, equal_nan=True)
        if not same.all():
            row = int(np.argmin(same))
            bad = int(np.count_nonzero(~same))
            out.append(f"{name}: {bad} differ, first at {row}: {a[row]} and {b[row]}")
    return out


def session_differences(
    file: str, activities: tuple[Activity, ...], sessions: list[dict[int | str, Any]]
) -> list[str]:
    out = []
    for session in sessions:
        if session["sport"] != "running" or (file, "session") in KNOWN:
            continue
        start = session["start"]
        moments = [a.start_time for a in activities]
        if isinstance(start, int):
            mine = [a for a in activities if (a.start_time - FIT_EPOCH).total_seconds() == start]
        else:
            mine = [a for a in activities if a.start_time == start]
        if not mine:
            out.append(f"session at {start}: not among {moments}")
            continue
        cadence = session.get(SESSION_CADENCE)
        expected = {
            "distance_m": session.get(SESSION_DISTANCE),
            "moving_s": session.get(SESSION_TIMER),
            "mean_cadence_spm": None
            if cadence is None
            else 2 * (cadence + (session.get(SESSION_FRACTION) or 0)),
        }
        for name, value in expected.items():
            got = getattr(mine[0], name)
            if value is not None and (got is None or abs(got - value) > 1e-6):
                out.append(f"session {name}: {got}, fitdecode {value}")
    return out


@pytest.mark.parametrize("path", FILES, ids=lambda path: "-".join(path.parts[-2:]))
def test_a_real_file_reads_as_the_independent_reader_reads_it(path: Path) -> None:
    data = path.read_bytes()
    outcome = read_bytes(path.name, data)
    assert outcome.activities or outcome.problems
    assert all(path.name in problem.message for problem in outcome.problems)
    theirs = oracle(data)
    odd = differences(path.name, ours(data), theirs)
    odd += session_differences(path.name, outcome.activities, theirs.sessions)
    assert odd == []


def test_every_known_difference_names_a_file_and_gives_a_reason() -> None:
    names = {path.name for path in FILES}
    for (file, _), reason in KNOWN.items():
        assert file in names
        assert len(reason) > 40
