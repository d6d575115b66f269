"""What the command line is given in its tests: watch files of our encoder, and answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from trochlea.demo.walk import ANSWERS_FILE
from trochlea.model import Activity, Lap, Streams
from trochlea.readers.fit import encode_activity

DAY = date(2025, 6, 1)
NEXT_DAY = date(2025, 6, 2)
NO_MORE_PAIN = {
    "pain_during_run": 1,
    "pain_hour_after": 0,
    "pain_next_morning": 0,
    "pain_before_run": 0,
    "pain_onset_distance_km": None,
}
FEVER = {"fever_or_unwell": True}
HOT = {"joint_hot": True}
# Days before DAY, and kilometres; the complaint of the answers began 17 days before it.
RUNS = ((40, 8.0), (33, 8.5), (26, 9.0), (20, 6.0), (8, 5.0), (3, 5.2), (1, 4.0))


@dataclass(frozen=True)
class Said:
    """How a command ended: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed for a program."""
        return json.loads(self.out)


Call = Callable[..., Said]


def a_run(day: date, km: float, sport: str = "running") -> bytes:
    """Return the bytes of a watch file of one run at seven in the morning."""
    start = datetime.combine(day, time(7), tzinfo=UTC)
    time_s = np.arange(0.0, km * 360.0 + 1.0, 10.0)
    elapsed_s = float(time_s[-1])
    return encode_activity(
        Activity(
            sport=sport,
            start_time=start,
            utc_offset_s=3600,
            distance_m=km * 1000,
            elapsed_s=elapsed_s,
            moving_s=elapsed_s,
            mean_cadence_spm=168.0,
            laps=(Lap(start, elapsed_s, elapsed_s, km * 1000, 168.0),),
            streams=Streams(
                {
                    "time_s": time_s,
                    "distance_m": np.round(time_s / elapsed_s * km * 1000, 2),
                    "cadence_spm": np.where(time_s % 20 == 0, 168.0, 170.0),
                }
            ),
        )
    )


def run_files(folder: Path) -> Path:
    """Write the runs of the tests' runner into a new folder and return it."""
    folder.mkdir(parents=True)
    for ago, km in RUNS:
        day = DAY - timedelta(days=ago)
        (folder / f"{day}.fit").write_bytes(a_run(day, km))
    return folder


def answers_table(
    knee: Mapping[str, object] | None = None,
    general: Mapping[str, object] | None = None,
    on: date | None = DAY,
    **top: object,
) -> dict[str, Any]:
    """Return the demonstration's answers, of a knee that is nearly well, with changes."""
    table: dict[str, Any] = json.loads(ANSWERS_FILE.read_text(encoding="utf-8"))
    table["knees"]["right"].update({**NO_MORE_PAIN, **(knee or {})})
    table["general"].update(general or {})
    if on is not None:
        table["on"] = on.isoformat()
    return table | top


def answers_file(path: Path, **changes: Any) -> Path:
    """Write such answers to a file and return it."""
    path.write_text(json.dumps(answers_table(**changes)), encoding="utf-8")
    return path


def is_one_sentence(said: Said, code: int, *words: str) -> bool:
    """Hold a refusal to the contract: the code, one line on stderr, the words, no traceback."""
    lines = said.err.splitlines()
    assert said.code == code, said
    assert len(lines) == 1, said.err
    assert lines[0].startswith("trochlea: "), said.err
    assert lines[0].endswith("."), said.err
    assert "Traceback" not in said.err
    assert "should not" not in said.err
    for word in words:
        assert word in lines[0], (word, lines[0])
    return True
