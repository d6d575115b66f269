"""`Work`: one activity while it is being refined, with what was found on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trochlea.model.activity import Activity

Column = NDArray[np.float64]
Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]

# Where the ground does not rise, whatever a barometer or a game says.
_INDOOR = frozenset(
    {
        "treadmill",
        "indoor_running",
        "indoor_walking",
        "indoor_cycling",
        "indoor_rowing",
        "virtual_activity",
    }
)


class Remark(NamedTuple):
    """Something to tell the runner: a problem without the name of the file.

    Attributes:
        code: Problem code.
        text: What follows the name of the file, without the full stop.
        at: Stream or part, or None.
        kept: What was kept in spite of it.
    """

    code: str
    text: str
    at: str | None
    kept: str


@dataclass(slots=True)
class Work:
    """One activity while it is being refined.

    Attributes:
        activity: Its totals and parts; the streams in it are out of date until the end.
        time: Seconds since the start, one for each record, never falling.
        columns: The other streams.
        removed: Values left out, by stream.
        spikes: Of these, the ones that were far off their neighbours.
        impossible: Of these, the ones that were out of range or not finite.
        doubted: Totals that were no possible number, in words.
        repaired: Rule that repaired a stream, by stream.
        stuck: First and last row of each stretch in which a stream stood still, by stream.
        remarks: What to tell the runner.
    """

    activity: Activity
    time: Column
    columns: dict[str, Column]
    removed: dict[str, int] = field(default_factory=dict)
    spikes: dict[str, int] = field(default_factory=dict)
    impossible: dict[str, int] = field(default_factory=dict)
    doubted: list[str] = field(default_factory=list)
    repaired: dict[str, str] = field(default_factory=dict)
    stuck: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def is_indoor(self) -> bool:
        """True where the runner stays in one place, on a treadmill or in a hall."""
        return self.activity.sub_sport in _INDOOR

    def column(self, name: str) -> Column | None:
        """Return a stream, or None where there is none."""
        return self.columns.get(name)

    def take_out(self, name: str, count: int) -> None:
        """Count values of a stream that were left out."""
        self.removed[name] = self.removed.get(name, 0) + count

    def remark(self, code: str, text: str, at: str | None, kept: str) -> None:
        """Note something to tell the runner."""
        self.remarks.append(Remark(code, text, at, kept))


def in_words(stream: str) -> str:
    """Return the name of a stream or total without its unit, such as `heart rate`."""
    return stream.rpartition("_")[0].replace("_", " ")
