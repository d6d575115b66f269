"""A lazy module is the module itself, run at its first use and once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from trochlea.journal.lazily import lazily


@pytest.fixture
def counting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the name of a module that tells, in `sys.argv`, each time it runs."""
    name = "a_module_that_counts"
    text = "import sys\nsys.argv.append('ran')\nANSWER = 42\n"
    (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.delitem(sys.modules, name, raising=False)
    return name


def test_a_module_runs_when_a_name_of_it_is_asked_for(counting: str) -> None:
    module = lazily(counting)
    assert sys.argv == []
    assert module.ANSWER == 42
    assert sys.argv == ["ran"]


def test_it_is_the_same_module_for_everybody_and_runs_once(counting: str) -> None:
    first, second = lazily(counting), lazily(counting)
    assert first.ANSWER == second.ANSWER
    assert first is second is sys.modules[counting]
    assert sys.argv == ["ran"]


def test_a_module_that_is_not_there_is_missed_at_once() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_room"):
        lazily("trochlea.no_such_room")
