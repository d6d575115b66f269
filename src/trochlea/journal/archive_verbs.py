"""The journal's verbs for exports: all that is kept, row by row, out and back in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from trochlea.journal import database, disk, linking, runners
from trochlea.journal.folder import JournalFolder
from trochlea.journal.lazily import lazily

if TYPE_CHECKING:
    from trochlea.journal import hashing
    from trochlea.journal.taking import Row, TakenActivity, TakenFile
else:
    hashing = lazily("trochlea.journal.hashing")


class Content:
    """All living content at one moment; made by `Journal.content`."""

    def __init__(self, connection: Connection) -> None:
        """Stand on a connection that sees one consistent state."""
        self._connection = connection
        self.tables = tuple(table.name for table in hashing.CONTENT_TABLES)

    def hash(self) -> str:
        """Return the journal hash."""
        return hashing.content_hash(self._connection)

    def rows(self, table_name: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table as JSON values by column, in the order they were added."""
        named = {table.name: table for table in hashing.CONTENT_TABLES}
        return hashing.records(self._connection, named[table_name])


class ArchiveVerbs(JournalFolder):
    """Gives all content out and takes it in; what is there already is never replaced."""

    @contextmanager
    def content(self) -> Iterator[Content]:
        """Give all living content of one moment."""
        with self._reading() as connection:
            yield Content(connection)

    def take_runner(self, row: Row) -> None:
        """Keep what an export says of the runner, where the journal knows nothing itself.

        Raises:
            JournalError: where it is another person.
        """
        from trochlea.journal import taking

        with self._writing() as connection:
            taking.add_runner(connection, row)

    def stage_original(self, sha256: str, data: bytes) -> None:
        """Put the bytes of an original on the disk, before its row is kept."""
        with database.explained(self.folder):
            disk.write_whole(disk.original_path(self.folder, sha256), data)

    def take_file(self, import_id: int, taken: TakenFile) -> bool:
        """Keep a file of an export with all that hangs on it; return whether it was new here."""
        from trochlea.journal import taking

        with self._writing() as connection:
            return taking.add_file(connection, runners.ensure_owner(connection), import_id, taken)

    def take_hand_runs(self, taken: Sequence[TakenActivity]) -> int:
        """Keep the runs of an export that no watch recorded; return how many were new here."""
        from trochlea.journal import taking

        with self._writing() as connection:
            runner_id = runners.ensure_owner(connection)
            new = sum(taking.add_activity(connection, runner_id, each) for each in taken)
            linking.relink_all(connection, runner_id)
            return new

    def take_rows(self, table_name: str, rows: Sequence[Row]) -> tuple[int, tuple[Row, ...]]:
        """Keep rows of the diary, or decisions, each once.

        Returns:
            How many were new here, and those that belong to something that is not there.
        """
        from trochlea.journal import taking

        with self._writing() as connection:
            runner_id = runners.ensure_owner(connection)
            done = [(row, taking.add_row(connection, runner_id, table_name, row)) for row in rows]
            if table_name == "run_decisions":
                linking.relink_all(connection, runner_id)
        return sum(new is True for _, new in done), tuple(row for row, new in done if new is None)
