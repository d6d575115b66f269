"""What house tests look at: the modules of the package and the files of the repository."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.code import REPOSITORY, SOURCE, Module, read


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    """Every module of the package, by path."""
    return [read(path) for path in sorted((SOURCE / "trochlea").rglob("*.py"))]


@pytest.fixture(scope="session")
def repository_files() -> list[Path]:
    """Files that git keeps or would take: tracked, or new and not ignored."""
    git = shutil.which("git")
    if git is None or not (REPOSITORY / ".git").exists():
        pytest.skip("not a git checkout: nothing to ask for tracked files")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    paths = sorted({REPOSITORY / name for name in listed.stdout.decode().split("\0") if name})
    return [path for path in paths if path.is_file()]
