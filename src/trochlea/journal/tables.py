"""The tables of the runner's store, as SQLAlchemy Core sees them.

Every row belongs to a runner. Times are UTC, with the local offset in seconds beside them where
the runner's wall clock matters. The migrations build the same schema; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Words(TypeDecorator[str]):
    """Text that any engine can store: what is no valid Unicode (an odd file name) becomes `?`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text without lone surrogates, as it is stored."""
        return None if value is None else value.encode("utf-8", "replace").decode("utf-8")


class UtcTime(TypeDecorator[datetime]):
    """A moment kept as naive UTC, so that every engine stores the same, and read back aware."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment in UTC without its zone, as it is stored."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the stored moment as an aware UTC time."""
        return None if value is None else value.replace(tzinfo=UTC)


def _owner() -> Column[str]:
    """Return the column that says whose row it is."""
    return Column("runner_id", Words, ForeignKey("runners.runner_id"), nullable=False)


def _owner_key() -> Column[str]:
    """Return the owner column as the first part of a primary key."""
    return Column("runner_id", Words, ForeignKey("runners.runner_id"), primary_key=True)


def _order() -> Column[int]:
    """Return the key of an append-only table: rows are read in the order they were added."""
    return Column("seq", Integer, primary_key=True)


runners = Table(
    "runners",
    metadata,
    Column("runner_id", Words, primary_key=True),
    # Null until the person said anything: an import may come first.
    Column("saved_at", UtcTime),
    Column("born_on", Date),
    Column("sex", Words),
    Column("height_cm", Float),
    Column("mass_kg", Float),
    Column("time_zone", Words, nullable=False),
    Column("distance_unit", Words, nullable=False),
    Column("country", Words),
    Column("simulated", Boolean, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    Column("import_id", Integer, primary_key=True),
    _owner(),
    Column("source", Words, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    # What was named, as a JSON list of paths, so that an import that was cut off can go on.
    Column("paths_json", Words),
    Column("finished_at", UtcTime),
    Column("undone_at", UtcTime),
)

import_files = Table(
    "import_files",
    metadata,
    _order(),
    _owner(),
    Column("import_id", Integer, ForeignKey("imports.import_id"), nullable=False),
    Column("name", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("sha256", Words),
    Column("problems_json", Words, nullable=False),
    Index(None, "runner_id", "import_id"),
)

files = Table(
    "files",
    metadata,
    _order(),
    _owner(),
    Column("sha256", Words, nullable=False),
    Column("import_id", Integer, ForeignKey("imports.import_id"), nullable=False),
    Column("name", Words, nullable=False),
    Column("format", Words, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("added_at", UtcTime, nullable=False),
    Column("removed_at", UtcTime),
    UniqueConstraint("runner_id", "sha256"),
)

file_problems = Table(
    "file_problems",
    metadata,
    _owner_key(),
    Column("sha256", Words, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("code", Words, nullable=False),
    Column("message", Words, nullable=False),
    Column("file", Words),
    Column("at", Words),
    Column("kept", Words, nullable=False),
    ForeignKeyConstraint(["runner_id", "sha256"], ["files.runner_id", "files.sha256"]),
)

activities = Table(
    "activities",
    metadata,
    _owner_key(),
    Column("activity_id", Words, primary_key=True),
    Column("sha256", Words),
    Column("ordinal", Integer, nullable=False),
    Column("duplicate_of", Words),
    Column("origin", Words, nullable=False),
    Column("sport", Words, nullable=False),
    Column("sub_sport", Words),
    Column("start_time", UtcTime, nullable=False),
    Column("utc_offset_s", Integer),
    Column("distance_m", Float),
    Column("elapsed_s", Float),
    Column("moving_s", Float),
    Column("ascent_m", Float),
    Column("mean_cadence_spm", Float),
    Column("mean_ground_contact_ms", Float),
    Column("mean_heart_rate_bpm", Float),
    Column("has_streams", Boolean, nullable=False),
    Column("descent_m", Float),
    Column("altitude_source", Words),
    Column("altitude_uncertainty_m", Float),
    # What else the reader found: pauses, workout, quality, notes; see `journal.details`.
    Column("details_json", Words),
    Column("richness", Integer),
    # What the runner said it was, where the file knows it not or wrongly.
    Column("sport_told", Words),
    Column("removed_at", UtcTime),
    ForeignKeyConstraint(["runner_id", "sha256"], ["files.runner_id", "files.sha256"]),
    ForeignKeyConstraint(
        ["runner_id", "duplicate_of"], ["activities.runner_id", "activities.activity_id"]
    ),
    Index(None, "runner_id", "start_time"),
    Index(None, "runner_id", "sha256"),
)

run_decisions = Table(
    "run_decisions",
    metadata,
    _order(),
    _owner(),
    Column("first_id", Words, nullable=False),
    Column("second_id", Words, nullable=False),
    Column("same_run", Boolean, nullable=False),
    Column("decided_at", UtcTime, nullable=False),
    UniqueConstraint("runner_id", "first_id", "second_id"),
)

laps = Table(
    "laps",
    metadata,
    _owner_key(),
    Column("activity_id", Words, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("start_time", UtcTime),
    Column("elapsed_s", Float),
    Column("moving_s", Float),
    Column("distance_m", Float),
    Column("mean_cadence_spm", Float),
    ForeignKeyConstraint(
        ["runner_id", "activity_id"], ["activities.runner_id", "activities.activity_id"]
    ),
)

devices = Table(
    "devices",
    metadata,
    _owner_key(),
    Column("activity_id", Words, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("index", Integer),
    Column("manufacturer", Integer),
    Column("product", Integer),
    Column("serial_number", BigInteger),
    Column("software_version", Float),
    ForeignKeyConstraint(
        ["runner_id", "activity_id"], ["activities.runner_id", "activities.activity_id"]
    ),
)

answers = Table(
    "answers",
    metadata,
    _order(),
    _owner(),
    Column("answers_id", Words, nullable=False),
    Column("observed_at", UtcTime, nullable=False),
    Column("utc_offset_s", Integer, nullable=False),
    Column("questionnaire_version", Words, nullable=False),
    Column("knowledge_version", Words, nullable=False),
    Column("body_json", Words, nullable=False),
    UniqueConstraint("runner_id", "answers_id"),
)

observations = Table(
    "observations",
    metadata,
    _order(),
    _owner(),
    Column("observation_id", Words, nullable=False),
    Column("answers_id", Words),
    Column("finding", Words, nullable=False),
    Column("value_json", Words, nullable=False),
    Column("side", Words, nullable=False),
    Column("observed_at", UtcTime, nullable=False),
    Column("utc_offset_s", Integer, nullable=False),
    Column("source", Words, nullable=False),
    Column("certainty", Float, nullable=False),
    Column("low", Float),
    Column("high", Float),
    Column("ref", Words),
    ForeignKeyConstraint(["runner_id", "answers_id"], ["answers.runner_id", "answers.answers_id"]),
    UniqueConstraint("runner_id", "observation_id"),
    Index(None, "runner_id", "observed_at"),
)

assessments = Table(
    "assessments",
    metadata,
    _order(),
    _owner(),
    Column("assessment_id", Words, nullable=False),
    Column("answers_id", Words, nullable=False),
    Column("assessed_at", UtcTime, nullable=False),
    Column("utc_offset_s", Integer, nullable=False),
    Column("inputs_hash", Words, nullable=False),
    Column("payload_json", Words, nullable=False),
    ForeignKeyConstraint(["runner_id", "answers_id"], ["answers.runner_id", "answers.answers_id"]),
    UniqueConstraint("runner_id", "assessment_id"),
)

checkins = Table(
    "checkins",
    metadata,
    _order(),
    _owner(),
    Column("checkin_id", Words, nullable=False),
    Column("knee", Words, nullable=False),
    Column("observed_at", UtcTime, nullable=False),
    Column("utc_offset_s", Integer, nullable=False),
    Column("pain_during", Integer),
    Column("pain_hour_after", Integer),
    Column("pain_next_morning", Integer),
    Column("pain_before", Integer),
    Column("morning_stiffness_min", Float),
    Column("new_swelling", Boolean),
    Column("new_limp", Boolean),
    Column("pain_medicine_24h", Boolean),
    Column("symptoms_changed", Boolean),
    Column("pain_began_m", Float),
    Column("note", Words, nullable=False),
    UniqueConstraint("runner_id", "checkin_id"),
    Index(None, "runner_id", "observed_at"),
)

clearances = Table(
    "clearances",
    metadata,
    _order(),
    _owner(),
    Column("clearance_id", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("on", Date, nullable=False),
    Column("reason", Words, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    Column("side", Words, nullable=False),
    UniqueConstraint("runner_id", "clearance_id"),
)

advice = Table(
    "advice",
    metadata,
    _order(),
    _owner(),
    Column("advice_id", Words, nullable=False),
    Column("day", Date, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("utc_offset_s", Integer, nullable=False),
    Column("inputs_hash", Words, nullable=False),
    Column("inputs_json", Words, nullable=False),
    Column("output_json", Words, nullable=False),
    Column("knowledge_version", Words, nullable=False),
    Column("code_version", Words, nullable=False),
    UniqueConstraint("runner_id", "advice_id"),
    Index(None, "runner_id", "day"),
)

# Derived from the streams and made anew at any time: no content, in no hash and in no export.
run_summaries = Table(
    "run_summaries",
    metadata,
    _owner_key(),
    Column("activity_id", Words, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("body_json", Words, nullable=False),
    ForeignKeyConstraint(
        ["runner_id", "activity_id"], ["activities.runner_id", "activities.activity_id"]
    ),
)

shoes = Table(
    "shoes",
    metadata,
    _order(),
    _owner(),
    Column("shoe_id", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("first_worn_on", Date),
    Column("distance_before_m", Float),
    Column("from_export", Boolean, nullable=False),
    UniqueConstraint("runner_id", "shoe_id"),
)

shoe_events = Table(
    "shoe_events",
    metadata,
    _order(),
    _owner(),
    Column("event_id", Words, nullable=False),
    Column("shoe_id", Words, nullable=False),
    Column("on", Date, nullable=False),
    Column("kind", Words, nullable=False),
    Column("note", Words, nullable=False),
    ForeignKeyConstraint(["runner_id", "shoe_id"], ["shoes.runner_id", "shoes.shoe_id"]),
    UniqueConstraint("runner_id", "event_id"),
)

run_notes = Table(
    "run_notes",
    metadata,
    _order(),
    _owner(),
    Column("note_id", Words, nullable=False),
    Column("activity_id", Words, nullable=False),
    Column("told_at", UtcTime, nullable=False),
    Column("utc_offset_s", Integer, nullable=False),
    Column("perceived_exertion", Float),
    Column("surface", Words),
    Column("is_race", Boolean),
    Column("shoe_id", Words),
    ForeignKeyConstraint(
        ["runner_id", "activity_id"], ["activities.runner_id", "activities.activity_id"]
    ),
    ForeignKeyConstraint(["runner_id", "shoe_id"], ["shoes.runner_id", "shoes.shoe_id"]),
    UniqueConstraint("runner_id", "note_id"),
    Index(None, "runner_id", "activity_id"),
)
