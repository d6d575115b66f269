"""What each run was, what the runner says of it, and the shoes under it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Go to this revision; only adds, so that nothing kept is touched."""
    _run_summaries()
    _shoes()
    _shoe_events()
    _run_notes()


def _run_summaries() -> None:
    """Make the table `run_summaries`."""
    op.create_table(
        "run_summaries",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("activity_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id", "activity_id"],
            ["activities.runner_id", "activities.activity_id"],
            name=op.f("fk_run_summaries_runner_id_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_run_summaries_runner_id")
        ),
        sa.PrimaryKeyConstraint("runner_id", "activity_id", name=op.f("pk_run_summaries")),
    )


def _shoes() -> None:
    """Make the table `shoes`."""
    op.create_table(
        "shoes",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("shoe_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_worn_on", sa.Date(), nullable=True),
        sa.Column("distance_before_m", sa.Float(), nullable=True),
        sa.Column("from_export", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_shoes_runner_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_shoes")),
        sa.UniqueConstraint("runner_id", "shoe_id", name=op.f("uq_shoes_runner_id_shoe_id")),
    )


def _shoe_events() -> None:
    """Make the table `shoe_events`."""
    op.create_table(
        "shoe_events",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("shoe_id", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_shoe_events_runner_id")
        ),
        sa.ForeignKeyConstraint(
            ["runner_id", "shoe_id"],
            ["shoes.runner_id", "shoes.shoe_id"],
            name=op.f("fk_shoe_events_runner_id_shoe_id"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_shoe_events")),
        sa.UniqueConstraint(
            "runner_id", "event_id", name=op.f("uq_shoe_events_runner_id_event_id")
        ),
    )


def _run_notes() -> None:
    """Make the table `run_notes`."""
    op.create_table(
        "run_notes",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("note_id", sa.Text(), nullable=False),
        sa.Column("activity_id", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=False),
        sa.Column("utc_offset_s", sa.Integer(), nullable=False),
        sa.Column("perceived_exertion", sa.Float(), nullable=True),
        sa.Column("surface", sa.Text(), nullable=True),
        sa.Column("is_race", sa.Boolean(), nullable=True),
        sa.Column("shoe_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_run_notes_runner_id")
        ),
        sa.ForeignKeyConstraint(
            ["runner_id", "activity_id"],
            ["activities.runner_id", "activities.activity_id"],
            name=op.f("fk_run_notes_runner_id_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["runner_id", "shoe_id"],
            ["shoes.runner_id", "shoes.shoe_id"],
            name=op.f("fk_run_notes_runner_id_shoe_id"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_run_notes")),
        sa.UniqueConstraint("runner_id", "note_id", name=op.f("uq_run_notes_runner_id_note_id")),
    )
    op.create_index(
        op.f("ix_run_notes_runner_id_activity_id"), "run_notes", ["runner_id", "activity_id"]
    )
