"""The journal's folder and database: opened, brought up to date, read and written as a whole."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from trochlea.errors import DamagedJournalError, JournalError
from trochlea.journal import database, disk, schema, seal


class JournalFolder:
    """What all verbs of the journal stand on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._engine = database.make_engine(folder)
        self._wrote = False

    def __enter__(self) -> Self:
        """Return the journal itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the journal."""
        self.close()

    def close(self) -> None:
        """Let go of the database; a closed journal that is used again opens again."""
        self._engine.dispose()
        if self._wrote:
            self._wrote = not seal.set_seal(self.folder, self.folder / database.DATABASE_NAME)

    def prepare(self, create: bool) -> None:
        """Make sure that folder and schema are there; `open_journal` calls it.

        Raises:
            JournalError: as `open_journal`.
        """
        path = self.folder / database.DATABASE_NAME
        with database.explained(self.folder):
            # Looked at first: another process that is just making the journal makes them last.
            has_originals = (self.folder / disk.ORIGINALS).exists()
            empty = not path.is_file() or path.stat().st_size == 0
            if empty and has_originals:
                raise DamagedJournalError(
                    f"The folder {self.folder} holds original files but its "
                    f"{database.DATABASE_NAME} is missing or empty; restore it from a backup, "
                    "or choose another folder."
                )
            if empty and not create:
                raise JournalError(
                    f"There is no journal in {self.folder}; import a run first, "
                    "or name another folder."
                )
            self.folder.mkdir(parents=True, exist_ok=True)
        if schema.bring_to_head(self._engine, self.folder):
            self._wrote = True

    def _reading(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees one consistent state."""
        return database.reading(self._engine, self.folder)

    def _writing(self) -> AbstractContextManager[Connection]:
        """Give a connection in one write transaction."""
        self._wrote = True
        return database.writing(self._engine, self.folder)
