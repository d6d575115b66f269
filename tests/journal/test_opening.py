"""Opening: never empty over something, never newer, never a traceback, and fast."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from trochlea.errors import JournalError
from trochlea.journal import Journal, open_journal, schema
from trochlea.journal.database import DATABASE_NAME, make_engine
from trochlea.journal.tables import metadata
from trochlea.model import CheckIn


def _run_sql(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement).fetchall()


def _schema(path: Path) -> list[tuple[object, ...]]:
    return _run_sql(
        path,
        "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%' "
        "AND name NOT LIKE 'sqlite_autoindex%' ORDER BY name",
    )


def _columns(path: Path) -> dict[object, list[tuple[object, ...]]]:
    """Return table name to its columns, keys and indexes, whatever the order of the SQL text."""
    found: dict[object, list[tuple[object, ...]]] = {}
    for (name,) in _run_sql(
        path, "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'alembic%'"
    ):
        found[name] = [
            *_run_sql(path, f'PRAGMA table_info("{name}")'),
            # Without SQLite's running number of the key, which is the order of the SQL text.
            *sorted(
                (row[1:] for row in _run_sql(path, f'PRAGMA foreign_key_list("{name}")')), key=str
            ),
        ]
    return found


def test_the_constant_head_is_the_head_of_the_scripts() -> None:
    scripts = ScriptDirectory.from_config(schema.alembic_config())
    oldest_first = [one.revision for one in scripts.walk_revisions()][::-1]
    assert tuple(oldest_first) == schema.REVISIONS
    assert scripts.get_current_head() == schema.HEAD_REVISION


def test_the_migrated_schema_is_that_of_the_tables(journal: Journal, tmp_path: Path) -> None:
    engine = make_engine(journal.folder)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()
    other = tmp_path / "from_tables.sqlite3"
    made = create_engine(f"sqlite:///{other}")
    metadata.create_all(made)
    made.dispose()
    migrated = journal.folder / DATABASE_NAME
    assert [name for name, _ in _schema(migrated)] == [name for name, _ in _schema(other)]
    assert _columns(migrated) == _columns(other)


def test_the_database_is_held_safe(journal: Journal) -> None:
    with journal._reading() as connection:
        said = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    full = 2
    assert said == ["wal", full, 1, 30_000]


def test_a_journal_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    open_journal(tmp_path).close()
    _run_sql(tmp_path / DATABASE_NAME, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(JournalError, match=r"newer version of Trochlea.*update Trochlea"):
        open_journal(tmp_path)
    assert _run_sql(tmp_path / DATABASE_NAME, "SELECT * FROM alembic_version") == [("9999",)]


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(JournalError) as caught:
            open_journal(folder)
        said = str(caught.value)
        assert str(folder) in said
        assert "\n" not in said
        assert said.endswith(".")


@pytest.mark.parametrize("content", [b"just some text, no database" * 100, b"SQLite format 3\0x"])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / DATABASE_NAME).write_bytes(content)
    with pytest.raises(JournalError, match="is not a Trochlea journal"):
        open_journal(tmp_path)
    assert (tmp_path / DATABASE_NAME).read_bytes() == content


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    _run_sql(tmp_path / DATABASE_NAME, "CREATE TABLE recipes (name TEXT)")
    with pytest.raises(JournalError, match="not a Trochlea journal"):
        open_journal(tmp_path)
    assert _schema(tmp_path / DATABASE_NAME) == [("recipes", "CREATE TABLE recipes (name TEXT)")]


@pytest.mark.parametrize("left", [None, b""])
def test_a_lost_database_is_not_replaced_by_an_empty_one(
    tmp_path: Path, left: bytes | None
) -> None:
    (tmp_path / "originals").mkdir()
    if left is not None:
        (tmp_path / DATABASE_NAME).write_bytes(left)
    with pytest.raises(JournalError, match="restore it from a backup"):
        open_journal(tmp_path)


def test_a_journal_that_is_not_there_is_not_made_unasked(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="There is no journal in"):
        open_journal(tmp_path / "nowhere", create=False)
    assert not (tmp_path / "nowhere").exists()


def test_an_odd_folder_name_is_fine(tmp_path: Path) -> None:
    for name in ("50 % läuft?", "a#b&c=d"):
        with open_journal(tmp_path / name) as journal:
            assert journal.activity_count() == 0
        assert (tmp_path / name / DATABASE_NAME).is_file()


def test_a_migration_that_fails_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade = schema._upgrade

    def fail_at_the_end(*args: object) -> None:
        upgrade(*args)  # type: ignore[arg-type]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(schema, "_upgrade", fail_at_the_end)
    with pytest.raises(JournalError, match="is full; free some space"):
        open_journal(tmp_path)
    assert _schema(tmp_path / DATABASE_NAME) == []
    monkeypatch.undo()
    open_journal(tmp_path).close()


def test_opening_an_existing_journal_imports_no_heavy_part(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        journal.add_checkin(CheckIn("left", datetime(2026, 3, 1, tzinfo=UTC), 4))
    code = (
        "import sys, pathlib; from trochlea.journal import open_journal\n"
        "with open_journal(pathlib.Path(sys.argv[1])) as j: j.runs(); j.checkins()\n"
        "heavy = ('alembic', 'numpy', 'sqlalchemy.orm', 'pydantic', 'polars')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
