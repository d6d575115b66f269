"""The known run as a document of each format, written here from the facts of the format.

A format without an entry in `SAMPLES` fails the battery: a gap is declared, never silent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from tests.contracts import sample_exports as exports
from tests.contracts import sample_xml as xml
from tests.contracts.known_run import DISTANCE_M, UTC_OFFSET_S, activity
from trochlea.model.activity import Activity, Streams
from trochlea.readers.fit import encode_activity

POSITIONS = ("latitude_deg", "longitude_deg")


# Altitude: a metre for the smoothing that every format's altitude is given alike.
SMOOTHING_M = 1.0
GPS_SHARE = 0.005  # how far a distance from positions may be off
SHORT = 30  # records of a document from which mutants are made
DISORDER = (*range(20), *range(30, 40), *range(20, 30), *range(40, 60))


def shuffled() -> Activity:
    """Return the known run's first minute with some records before their time."""
    run = activity(len(DISORDER))
    order = np.array(DISORDER)
    columns = {name: values[order] for name, values in run.streams.columns.items()}
    return replace(run, streams=Streams(columns))


@dataclass(frozen=True)
class Sample:
    """What the battery knows of one format.

    Attributes:
        name: A file name as this format has it.
        minimal: The least document that is an activity.
        rich: The whole known run, as far as the format can hold it.
        resolution: Stream to how far a value may stand from the known one, in its own unit; the
            streams that are not here cannot be told by this format.
        distance_m: How far the total distance may be off.
        duration_s: How far the elapsed time may be off.
        offset: Whether the format says the local time zone.
        always_offset: Whether it always says one, so that none is an offset of 0.
        cut: Whether a cut document is noticed at any place (a table of lines has none).
        summary_only: Whether the format holds no records, by its nature.
        others: Other whole documents of the format.
        write: Writes any run in this format; None where it holds no records.
        salvage: Whether what stands before a cut can be kept.
        remarks: Problem codes that even a whole document is right to bring.
        derived: Streams that the format lacks and that come from its positions.
    """

    name: str
    minimal: Callable[[], bytes]
    rich: Callable[[], bytes]
    resolution: dict[str, float] = field(default_factory=dict)
    distance_m: float = 0.01
    duration_s: float = 0.01
    offset: bool = False
    always_offset: bool = False
    cut: bool = True
    summary_only: bool = False
    others: tuple[Callable[[], bytes], ...] = ()
    write: Callable[[Activity], bytes] | None = None
    salvage: bool = True
    remarks: frozenset[str] = frozenset()
    derived: frozenset[str] = frozenset()

    def short(self) -> tuple[bytes, ...]:
        """Return whole documents that are short, from which mutants are made."""
        written = () if self.write is None else (self.write(activity(SHORT)),)
        return (self.minimal(), *written, *(build() for build in self.others))

    def disordered(self) -> bytes:
        """Return a document whose records are not in the order of time."""
        assert self.write is not None
        return self.write(shuffled())


MINIMAL_XML = ("time_s", "latitude_deg", "longitude_deg")

SAMPLES: dict[str, Sample] = {
    "fit": Sample(
        "run.fit",
        lambda: encode_activity(activity(2)),
        lambda: encode_activity(activity()),
        {
            "latitude_deg": 1e-7,
            "longitude_deg": 1e-7,
            "distance_m": 0.006,
            "speed_mps": 0.001,
            "altitude_m": SMOOTHING_M + 0.1,
            "heart_rate_bpm": 0.5,
            "cadence_spm": 0.5,
        },
        offset=True,
        write=encode_activity,
    ),
    "gpx": Sample(
        "run.gpx",
        lambda: xml.gpx(activity(2, MINIMAL_XML)),
        lambda: xml.gpx(activity()),
        {
            "latitude_deg": 1e-9,
            "longitude_deg": 1e-9,
            "distance_m": GPS_SHARE * DISTANCE_M,
            "altitude_m": SMOOTHING_M + 0.05,
            "heart_rate_bpm": 0.5,
            "cadence_spm": 0.5,
        },
        distance_m=GPS_SHARE * DISTANCE_M,
        write=xml.gpx,
        derived=frozenset({"distance_m"}),
    ),
    "tcx": Sample(
        "run.tcx",
        lambda: xml.tcx(activity(2, ("time_s", "distance_m"))),
        lambda: xml.tcx(activity()),
        {
            "latitude_deg": 1e-9,
            "longitude_deg": 1e-9,
            "distance_m": 0.006,
            "speed_mps": 0.001,
            "altitude_m": SMOOTHING_M + 0.05,
            "heart_rate_bpm": 0.5,
            "cadence_spm": 0.5,
        },
        write=xml.tcx,
    ),
    "polar": Sample(
        "training-session.json",
        lambda: exports.polar(activity(2, ("time_s", "heart_rate_bpm"))),
        lambda: exports.polar(activity()),
        {
            "latitude_deg": 1e-9,
            "longitude_deg": 1e-9,
            "distance_m": 0.006,
            "speed_mps": 0.001,
            "altitude_m": SMOOTHING_M + 0.05,
            "heart_rate_bpm": 0.5,
            "cadence_spm": 0.5,
        },
        offset=True,
        always_offset=True,
        write=exports.polar,
        salvage=False,
    ),
    "suunto": Sample(
        "suunto.json",
        lambda: exports.suunto(activity(2, ("time_s", "heart_rate_bpm"))),
        lambda: exports.suunto(activity()),
        {
            "latitude_deg": 1e-9,
            "longitude_deg": 1e-9,
            "distance_m": 0.006,
            "speed_mps": 0.001,
            "altitude_m": SMOOTHING_M + 0.05,
            "heart_rate_bpm": 0.5,
            "cadence_spm": 0.5,
        },
        offset=True,
        always_offset=True,
        write=exports.suunto,
    ),
    "apple_workout": Sample(
        "running 2024-05-12",
        lambda: exports.apple_workout(activity(2, ("time_s", "heart_rate_bpm"))),
        lambda: exports.apple_workout(activity()),
        {
            "latitude_deg": 1e-9,
            "longitude_deg": 1e-9,
            "distance_m": 0.006,
            "speed_mps": 0.001,
            "altitude_m": SMOOTHING_M + 0.05,
            "heart_rate_bpm": 0.5,
            "cadence_spm": 0.5,
        },
        offset=True,
        write=exports.apple_workout,
        salvage=False,
    ),
    "runkeeper": Sample(
        "cardioActivities.csv",
        exports.runkeeper,
        exports.runkeeper,
        duration_s=UTC_OFFSET_S,  # the wall clock's time, as the table knows no other
        cut=False,
        summary_only=True,
        others=(exports.runkeeper_miles,),
        remarks=frozenset({"time_zone_unknown"}),
    ),
    "strava": Sample(
        "activities.csv", exports.strava, exports.strava, cut=False, summary_only=True
    ),
    "garmin_summary": Sample(
        "a_0_summarizedActivities.json",
        exports.garmin_minimal,
        exports.garmin_summary,
        offset=True,
        summary_only=True,
    ),
}
