"""The nouns that travel between floors: frozen, typed, and free of any file format."""

from trochlea.model.activity import (
    STREAM_UNITS,
    Activity,
    ActivityNotes,
    AltitudeSource,
    DeveloperField,
    Device,
    Lap,
    Pause,
    StreamQuality,
    Streams,
    WorkoutStep,
)
from trochlea.model.advice import LIGHT_PRECEDENCE, Advice, Light, RunHow, WalkRun, stricter
from trochlea.model.answers import ANSWERS_SCHEMA, Answers
from trochlea.model.assessment import (
    URGENCY_ORDER,
    Assessment,
    Differential,
    Factor,
    Fit,
    Ground,
    Hypothesis,
    PainRuleShares,
    RaisedFlag,
    Seen,
    Triage,
    UnknownFlag,
    Urgency,
    urgency_rank,
)
from trochlea.model.checkin import CheckIn
from trochlea.model.clearance import Clearance
from trochlea.model.observation import KNEES, FindingValue, Knee, Observation, Origin, Side
from trochlea.model.reason import Reason, ReasonValue
from trochlea.model.run import Run
from trochlea.model.run_note import RunNote, Surface
from trochlea.model.run_summary import SUMMARY_VERSION, FormWindow, LoadCell, RunSummary
from trochlea.model.runner import Runner, Sex
from trochlea.model.shoe import Shoe, ShoeEvent, ShoeEventKind

__all__ = [
    "ANSWERS_SCHEMA",
    "KNEES",
    "LIGHT_PRECEDENCE",
    "STREAM_UNITS",
    "SUMMARY_VERSION",
    "URGENCY_ORDER",
    "Activity",
    "ActivityNotes",
    "Advice",
    "AltitudeSource",
    "Answers",
    "Assessment",
    "CheckIn",
    "Clearance",
    "DeveloperField",
    "Device",
    "Differential",
    "Factor",
    "FindingValue",
    "Fit",
    "FormWindow",
    "Ground",
    "Hypothesis",
    "Knee",
    "Lap",
    "Light",
    "LoadCell",
    "Observation",
    "Origin",
    "PainRuleShares",
    "Pause",
    "RaisedFlag",
    "Reason",
    "ReasonValue",
    "Run",
    "RunHow",
    "RunNote",
    "RunSummary",
    "Runner",
    "Seen",
    "Sex",
    "Shoe",
    "ShoeEvent",
    "ShoeEventKind",
    "Side",
    "StreamQuality",
    "Streams",
    "Surface",
    "Triage",
    "UnknownFlag",
    "Urgency",
    "WalkRun",
    "WorkoutStep",
    "stricter",
    "urgency_rank",
]
