"""Which schema a journal has, and how an older one is brought up to date.

Alembic is imported only where the schema is not at its head, because it is slow to import.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from trochlea.errors import JournalError
from trochlea.journal.database import DATABASE_NAME, reading, writing
from trochlea.journal.values import now

if TYPE_CHECKING:
    from alembic.config import Config

# Every revision that was ever released, oldest first; a test compares it with the scripts.
REVISIONS = ("0001", "0002", "0003")
HEAD_REVISION = REVISIONS[-1]
MIGRATIONS = Path(__file__).parent / "migrations"


def bring_to_head(engine: Engine, folder: Path) -> bool:
    """Make sure that the journal has the schema of this version.

    A journal of an older version is copied first, and the copy verified: the database alone,
    because no migration touches the originals.

    Returns:
        Whether anything was changed.

    Raises:
        JournalError: where a newer version wrote it, or where it is not a journal.
    """
    with reading(engine, folder) as connection:
        revision = _revision(connection, folder)
    if revision == HEAD_REVISION:
        return False
    with writing(engine, folder) as connection:
        # Looked at again under the lock: another process may have done it meanwhile.
        revision = _revision(connection, folder)
        if revision != HEAD_REVISION:
            if revision is not None:
                from trochlea.journal import copies

                copies.make_copy(folder, now(), f"before-{HEAD_REVISION}")
            _upgrade(connection)
    return True


def _revision(connection: Connection, folder: Path) -> str | None:
    """Return the revision of the journal, or None where it has no tables at all.

    Raises:
        JournalError: where the tables are not ours or are newer than this program.
    """
    where = folder / DATABASE_NAME
    found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
    names = set(found.scalars())
    if not names:
        return None
    if "alembic_version" not in names:
        raise JournalError(
            f"The database {where} is not a Trochlea journal; choose another folder."
        )
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision not in REVISIONS:
        raise JournalError(
            f"The journal {where} was written by a newer version of Trochlea (schema {revision}, "
            f"this version knows up to {HEAD_REVISION}); update Trochlea to open it."
        )
    return str(revision)


def _upgrade(connection: Connection) -> None:
    """Run the missing migrations inside the transaction of the connection."""
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def alembic_config() -> Config:
    """Return Alembic's configuration for the packaged migrations, without any ini file."""
    from alembic.config import Config

    config = Config()
    # ConfigParser reads a percent sign as its own.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
