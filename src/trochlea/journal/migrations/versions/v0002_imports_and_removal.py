"""Imports with a state a file, removal that can be taken back, decisions on doubled runs."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Go to this revision; only adds, so that nothing kept is touched."""
    for table, name, kind in _NEW_COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=True))
    _import_files()
    _run_decisions()


_NEW_COLUMNS: tuple[tuple[str, str, type[sa.types.TypeEngine[Any]]], ...] = (
    ("imports", "paths_json", sa.Text),
    ("imports", "finished_at", sa.DateTime),
    ("imports", "undone_at", sa.DateTime),
    ("files", "removed_at", sa.DateTime),
    ("activities", "descent_m", sa.Float),
    ("activities", "altitude_source", sa.Text),
    ("activities", "altitude_uncertainty_m", sa.Float),
    ("activities", "details_json", sa.Text),
    ("activities", "richness", sa.Integer),
    ("activities", "sport_told", sa.Text),
    ("activities", "removed_at", sa.DateTime),
)


def _import_files() -> None:
    """Make the table `import_files`."""
    op.create_table(
        "import_files",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("problems_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_import_files_runner_id")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.import_id"], name=op.f("fk_import_files_import_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_import_files")),
    )
    op.create_index(
        op.f("ix_import_files_runner_id_import_id"), "import_files", ["runner_id", "import_id"]
    )


def _run_decisions() -> None:
    """Make the table `run_decisions`."""
    op.create_table(
        "run_decisions",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("first_id", sa.Text(), nullable=False),
        sa.Column("second_id", sa.Text(), nullable=False),
        sa.Column("same_run", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["runners.runner_id"], name=op.f("fk_run_decisions_runner_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_run_decisions")),
        sa.UniqueConstraint(
            "runner_id",
            "first_id",
            "second_id",
            name=op.f("uq_run_decisions_runner_id_first_id_second_id"),
        ),
    )
