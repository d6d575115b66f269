"""The public face: every name resolves, is listed, and is imported only when it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from trochlea import api


@pytest.mark.parametrize("name", api.__all__)
def test_every_public_name_resolves_to_that_of_its_home(name: str) -> None:
    value = getattr(api, name)
    assert value is getattr(import_module(api._HOME_OF[name]), name)


def test_the_list_the_homes_and_the_types_agree() -> None:
    tree = ast.parse(Path(api.__file__).read_text(encoding="utf-8"))
    typed = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("trochlea")
        for alias in node.names
    }
    assert set(api.__all__) == set(api._HOME_OF) == typed
    assert len(api.__all__) == len(set(api.__all__))


def test_dir_lists_the_public_names() -> None:
    assert dir(api) == sorted(api.__all__)


@pytest.mark.parametrize("name", ["no_such_name", "assess", "_private"])
def test_an_unknown_name_is_an_attribute_error_that_names_it(name: str) -> None:
    with pytest.raises(AttributeError, match=f"'trochlea.api' has no attribute '{name}'"):
        getattr(api, name)


def test_importing_the_face_imports_no_room() -> None:
    program = (
        "import sys, trochlea.api; "
        "print(*sorted(name for name in sys.modules if name.startswith('trochlea.')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert run.stdout.split() == ["trochlea.api"]
