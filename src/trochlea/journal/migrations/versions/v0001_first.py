"""The first schema: runner, imports, activities, answers, diary and advice."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Go to this revision: parents before children."""
    _runners()
    _advice()
    _answers()
    _checkins()
    _clearances()
    _imports()
    _assessments()
    _files()
    _observations()
    _activities()
    _file_problems()
    _devices()
    _laps()


def _runners() -> None:
    """Make the table `runners`."""
    op.create_table(
        "runners",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("height_cm", sa.Float(), nullable=True),
        sa.Column("mass_kg", sa.Float(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("distance_unit", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("runner_id", name=op.f("pk_runners")),
    )


def _advice() -> None:
    """Make the table `advice`."""
    op.create_table(
        "advice",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("advice_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("utc_offset_s", sa.Integer(), nullable=False),
        sa.Column("inputs_hash", sa.Text(), nullable=False),
        sa.Column("inputs_json", sa.Text(), nullable=False),
        sa.Column("output_json", sa.Text(), nullable=False),
        sa.Column("knowledge_version", sa.Text(), nullable=False),
        sa.Column("code_version", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_advice_runner_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_advice")),
        sa.UniqueConstraint("runner_id", "advice_id", name=op.f("uq_advice_runner_id_advice_id")),
    )
    op.create_index(op.f("ix_advice_runner_id_day"), "advice", ["runner_id", "day"], unique=False)


def _answers() -> None:
    """Make the table `answers`."""
    op.create_table(
        "answers",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("answers_id", sa.Text(), nullable=False),
        sa.Column("observed_at", sa.DateTime(), nullable=False),
        sa.Column("utc_offset_s", sa.Integer(), nullable=False),
        sa.Column("questionnaire_version", sa.Text(), nullable=False),
        sa.Column("knowledge_version", sa.Text(), nullable=False),
        sa.Column("body_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_answers_runner_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_answers")),
        sa.UniqueConstraint(
            "runner_id", "answers_id", name=op.f("uq_answers_runner_id_answers_id")
        ),
    )


def _checkins() -> None:
    """Make the table `checkins`."""
    op.create_table(
        "checkins",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("checkin_id", sa.Text(), nullable=False),
        sa.Column("knee", sa.Text(), nullable=False),
        sa.Column("observed_at", sa.DateTime(), nullable=False),
        sa.Column("utc_offset_s", sa.Integer(), nullable=False),
        sa.Column("pain_during", sa.Integer(), nullable=True),
        sa.Column("pain_hour_after", sa.Integer(), nullable=True),
        sa.Column("pain_next_morning", sa.Integer(), nullable=True),
        sa.Column("pain_before", sa.Integer(), nullable=True),
        sa.Column("morning_stiffness_min", sa.Float(), nullable=True),
        sa.Column("new_swelling", sa.Boolean(), nullable=True),
        sa.Column("new_limp", sa.Boolean(), nullable=True),
        sa.Column("pain_medicine_24h", sa.Boolean(), nullable=True),
        sa.Column("symptoms_changed", sa.Boolean(), nullable=True),
        sa.Column("pain_began_m", sa.Float(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_checkins_runner_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_checkins")),
        sa.UniqueConstraint(
            "runner_id", "checkin_id", name=op.f("uq_checkins_runner_id_checkin_id")
        ),
    )
    op.create_index(
        op.f("ix_checkins_runner_id_observed_at"),
        "checkins",
        ["runner_id", "observed_at"],
        unique=False,
    )


def _clearances() -> None:
    """Make the table `clearances`."""
    op.create_table(
        "clearances",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("clearance_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_clearances_runner_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_clearances")),
        sa.UniqueConstraint(
            "runner_id", "clearance_id", name=op.f("uq_clearances_runner_id_clearance_id")
        ),
    )


def _imports() -> None:
    """Make the table `imports`."""
    op.create_table(
        "imports",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_imports_runner_id")
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_imports")),
    )


def _assessments() -> None:
    """Make the table `assessments`."""
    op.create_table(
        "assessments",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("answers_id", sa.Text(), nullable=False),
        sa.Column("assessed_at", sa.DateTime(), nullable=False),
        sa.Column("utc_offset_s", sa.Integer(), nullable=False),
        sa.Column("inputs_hash", sa.Text(), nullable=False),
        sa.Column("payload_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id", "answers_id"],
            ["answers.runner_id", "answers.answers_id"],
            name=op.f("fk_assessments_runner_id_answers_id"),
        ),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_assessments_runner_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_assessments")),
        sa.UniqueConstraint(
            "runner_id", "assessment_id", name=op.f("uq_assessments_runner_id_assessment_id")
        ),
    )


def _files() -> None:
    """Make the table `files`."""
    op.create_table(
        "files",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.import_id"], name=op.f("fk_files_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_files_runner_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_files")),
        sa.UniqueConstraint("runner_id", "sha256", name=op.f("uq_files_runner_id_sha256")),
    )


def _observations() -> None:
    """Make the table `observations`."""
    op.create_table(
        "observations",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("observation_id", sa.Text(), nullable=False),
        sa.Column("answers_id", sa.Text(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("value_json", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("observed_at", sa.DateTime(), nullable=False),
        sa.Column("utc_offset_s", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Float(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["runner_id", "answers_id"],
            ["answers.runner_id", "answers.answers_id"],
            name=op.f("fk_observations_runner_id_answers_id"),
        ),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_observations_runner_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_observations")),
        sa.UniqueConstraint(
            "runner_id", "observation_id", name=op.f("uq_observations_runner_id_observation_id")
        ),
    )
    op.create_index(
        op.f("ix_observations_runner_id_observed_at"),
        "observations",
        ["runner_id", "observed_at"],
        unique=False,
    )


def _activities() -> None:
    """Make the table `activities`."""
    op.create_table(
        "activities",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("activity_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("duplicate_of", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("sport", sa.Text(), nullable=False),
        sa.Column("sub_sport", sa.Text(), nullable=True),
        sa.Column("start_time", sa.DateTime(), nullable=False),
        sa.Column("utc_offset_s", sa.Integer(), nullable=True),
        sa.Column("distance_m", sa.Float(), nullable=True),
        sa.Column("elapsed_s", sa.Float(), nullable=True),
        sa.Column("moving_s", sa.Float(), nullable=True),
        sa.Column("ascent_m", sa.Float(), nullable=True),
        sa.Column("mean_cadence_spm", sa.Float(), nullable=True),
        sa.Column("mean_ground_contact_ms", sa.Float(), nullable=True),
        sa.Column("mean_heart_rate_bpm", sa.Float(), nullable=True),
        sa.Column("has_streams", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id", "duplicate_of"],
            ["activities.runner_id", "activities.activity_id"],
            name=op.f("fk_activities_runner_id_duplicate_of"),
        ),
        sa.ForeignKeyConstraint(
            ["runner_id", "sha256"],
            ["files.runner_id", "files.sha256"],
            name=op.f("fk_activities_runner_id_sha256"),
        ),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_activities_runner_id")
        ),
        sa.PrimaryKeyConstraint("runner_id", "activity_id", name=op.f("pk_activities")),
    )
    op.create_index(
        op.f("ix_activities_runner_id_sha256"), "activities", ["runner_id", "sha256"], unique=False
    )
    op.create_index(
        op.f("ix_activities_runner_id_start_time"),
        "activities",
        ["runner_id", "start_time"],
        unique=False,
    )


def _file_problems() -> None:
    """Make the table `file_problems`."""
    op.create_table(
        "file_problems",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id", "sha256"],
            ["files.runner_id", "files.sha256"],
            name=op.f("fk_file_problems_runner_id_sha256"),
        ),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_file_problems_runner_id")
        ),
        sa.PrimaryKeyConstraint("runner_id", "sha256", "ordinal", name=op.f("pk_file_problems")),
    )


def _devices() -> None:
    """Make the table `devices`."""
    op.create_table(
        "devices",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("activity_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("index", sa.Integer(), nullable=True),
        sa.Column("manufacturer", sa.Integer(), nullable=True),
        sa.Column("product", sa.Integer(), nullable=True),
        sa.Column("serial_number", sa.BigInteger(), nullable=True),
        sa.Column("software_version", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["runner_id", "activity_id"],
            ["activities.runner_id", "activities.activity_id"],
            name=op.f("fk_devices_runner_id_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_devices_runner_id")
        ),
        sa.PrimaryKeyConstraint("runner_id", "activity_id", "ordinal", name=op.f("pk_devices")),
    )


def _laps() -> None:
    """Make the table `laps`."""
    op.create_table(
        "laps",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("activity_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("start_time", sa.DateTime(), nullable=True),
        sa.Column("elapsed_s", sa.Float(), nullable=True),
        sa.Column("moving_s", sa.Float(), nullable=True),
        sa.Column("distance_m", sa.Float(), nullable=True),
        sa.Column("mean_cadence_spm", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["runner_id", "activity_id"],
            ["activities.runner_id", "activities.activity_id"],
            name=op.f("fk_laps_runner_id_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_laps_runner_id")
        ),
        sa.PrimaryKeyConstraint("runner_id", "activity_id", "ordinal", name=op.f("pk_laps")),
    )
