"""Every test of this folder reads real files: it is marked so, and needs the shared folder."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder; pytest hands over every item of the run."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.real)


@pytest.fixture(autouse=True)
def _needs_real_files(shared_data: Path) -> None:
    """Skip or fail each test of this folder where the real files are absent."""
