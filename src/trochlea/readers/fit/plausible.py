"""What a stream of a running watch can hold; beyond it, a value is a fault of the recording."""

from __future__ import annotations

import numpy as np

from trochlea.errors import Problem
from trochlea.readers.fit.gather import Column

# Lowest and highest value that is kept, in the units of `STREAM_UNITS`.
RANGES: dict[str, tuple[float, float]] = {
    "latitude_deg": (-90.0, 90.0),
    "longitude_deg": (-180.0, 180.0),
    "distance_m": (0.0, 2_000_000.0),
    "speed_mps": (0.0, 100.0),
    "altitude_m": (-1_000.0, 12_000.0),
    "heart_rate_bpm": (20.0, 250.0),
    "cadence_spm": (0.0, 300.0),
    "ground_contact_ms": (0.0, 2_000.0),
    "ground_contact_balance_left_pct": (0.0, 100.0),
    "vertical_oscillation_mm": (0.0, 500.0),
    "vertical_ratio_pct": (0.0, 100.0),
    "step_length_mm": (0.0, 5_000.0),
    "power_w": (0.0, 5_000.0),
    "temperature_c": (-60.0, 80.0),
}
FASTEST_RUN_MPS = 12.5

# A watch writes 0 here when it has nothing to say: none is meant, and no fault.
ZERO_IS_NONE = frozenset(
    {
        "heart_rate_bpm",
        "ground_contact_ms",
        "ground_contact_balance_left_pct",
        "vertical_oscillation_mm",
        "vertical_ratio_pct",
        "step_length_mm",
    }
)


def cleaned(
    columns: dict[str, Column], running: bool, name: str
) -> tuple[dict[str, Column], list[Problem]]:
    """Return streams without impossible values, and a counted problem a stream that had some.

    Args:
        columns: Streams by the names of `STREAM_UNITS`; not changed.
        running: Whether the sport is running, which bounds the speed more tightly.
        name: The file's name, for problems.
    """
    out: dict[str, Column] = {}
    problems: list[Problem] = []
    for key, column in columns.items():
        low, high = RANGES.get(key, (-np.inf, np.inf))
        if key == "speed_mps" and running:
            high = FASTEST_RUN_MPS
        values = np.where(column == 0, np.nan, column) if key in ZERO_IS_NONE else column
        bad = (values < low) | (values > high)
        count = int(np.count_nonzero(bad))
        if count:
            values = np.where(bad, np.nan, values)
            problems.append(
                Problem(
                    "implausible_values",
                    f"{name}: {count} of {len(values)} values of {key} lie outside "
                    f"{low:g} to {high:g} and were left out.",
                    name,
                    key,
                    "the other values",
                )
            )
        out[key] = values
    return out, problems
