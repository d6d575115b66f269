"""An import killed at random moments: nothing acknowledged is lost, and it goes on to the same."""

from __future__ import annotations

from pathlib import Path

from tools.torture import torture


def test_ten_kills_lose_nothing_double_nothing_and_end_the_same(tmp_path: Path) -> None:
    toll = torture(tmp_path, kills=10, seed=20261124, files=30)
    assert toll.faults == []
    assert toll.kills == 10
    assert toll.resumed_in_part > 0
