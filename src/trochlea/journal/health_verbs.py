"""The journal's verbs for its health: looked at, mended from the originals, copied every day."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from trochlea.errors import Problem
from trochlea.journal import database, disk, linking, runners
from trochlea.journal.folder import JournalFolder
from trochlea.journal.lazily import lazily

if TYPE_CHECKING:
    from trochlea.journal import catalogue, health, orphans
    from trochlea.journal.doctor import Check
else:
    catalogue = lazily("trochlea.journal.catalogue")
    health = lazily("trochlea.journal.health")
    orphans = lazily("trochlea.journal.orphans")


class HealthVerbs(JournalFolder):
    """Looks at the journal as a whole; mends only what can be made from the originals."""

    def integrity_problems(self) -> tuple[Problem, ...]:
        """Return everything that is not whole, in the database and beside it; mends nothing."""
        with self._reading() as connection:
            return health.problems(connection, self.folder)

    def examined(self, now: datetime) -> tuple[Check, ...]:
        """Return one check after another: what is whole, what is not and what to do; only looks.

        Args:
            now: Aware.
        """
        from trochlea.journal import doctor

        with self._reading() as connection:
            return doctor.examined(connection, self.folder, now)

    def unusable_streams(self) -> tuple[tuple[str, str, int], ...]:
        """Return the activities whose streams have to be made anew.

        Returns:
            Id, SHA-256 of the file, and place in it, by file.
        """
        with self._reading() as connection:
            ids = set(health.unusable_streams(connection, self.folder))
            return catalogue.places(connection, runners.owner(connection), ids)

    def original(self, sha256: str) -> bytes | None:
        """Return the bytes of an original, or None where they are missing or have changed."""
        try:
            data = disk.original_path(self.folder, sha256).read_bytes()
        except OSError:
            return None
        return data if disk.sha256_of(data) == sha256 else None

    def put_streams(self, activity_id: str, packed: bytes) -> None:
        """Put the streams of an activity, made anew, in their place."""
        with database.explained(self.folder):
            # Not forced to the disk: they can be made from the original again.
            disk.write_whole(disk.streams_path(self.folder, activity_id), packed, force=False)

    def relink(self) -> int:
        """Decide anew which activities are the same run; return how many links were wrong."""
        with self._writing() as connection:
            return linking.relink_all(connection, runners.ensure_owner(connection))

    def remove_orphans(self, now: datetime) -> int:
        """Remove files that no row needs and that are older than a day; return how many."""
        with self._reading() as connection, database.explained(self.folder):
            old = [
                path
                for path in orphans.orphans(connection, self.folder)
                if orphans.is_old(path, now.timestamp())
            ]
            for path in old:
                path.unlink(missing_ok=True)
        return len(old)

    def daily_backup(self, now: datetime) -> Path | None:
        """Make the verified copy of the database of a day, once; keep 7 days, 4 weeks, 6 months.

        Returns:
            The copy, or None where there was one of that day.

        Raises:
            JournalError: where the disk refuses or the database is damaged.
        """
        from trochlea.journal import copies

        made = copies.daily_copy(self.folder, now)
        return None if made is None else made.path
