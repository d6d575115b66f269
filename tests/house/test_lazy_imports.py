"""Heavy imports stay lazy, so that a runner's `today` does not wait for what it does not use."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("alembic", "jinja2", "mako", "ortools", "polars", "scipy")


@pytest.mark.parametrize("module", ["trochlea", "trochlea.model", "trochlea.api"])
def test_import_loads_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == []
