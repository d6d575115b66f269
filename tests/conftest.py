"""What every test may ask for: the folder of real files, where this machine has one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from trochlea.journal import Journal, open_journal
from trochlea.journal.database import DATABASE_NAME
from trochlea.knowledge import Knowledge, packaged_knowledge

REPOSITORY = Path(__file__).resolve().parent.parent


def shared_folder() -> Path:
    """Return where the shared folder should be, relative paths taken from the repository."""
    return (REPOSITORY / os.environ.get("TROCHLEA_SHARED", "../shared")).resolve()


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top folder of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files; the test is skipped, or failed if they are required."""
    folder = shared_folder() / "data"
    if folder.is_dir():
        return folder
    message = f"no real files at {folder} (set TROCHLEA_SHARED)"
    if os.environ.get("TROCHLEA_REQUIRE_SHARED") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The knowledge that comes with the package."""
    return packaged_knowledge()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a new journal: migrating once a session is enough."""
    folder = tmp_path_factory.mktemp("empty")
    open_journal(folder).close()
    return (folder / DATABASE_NAME).read_bytes()


@pytest.fixture
def journal(tmp_path: Path, empty_database: bytes) -> Iterator[Journal]:
    """A new journal on a real disk."""
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / DATABASE_NAME).write_bytes(empty_database)
    with open_journal(tmp_path / "journal") as opened:
        yield opened
