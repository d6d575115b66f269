"""Reads `HAZARDS.toml`, and finds the tests it names in the text of the test files."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.conftest import REPOSITORY

REGISTER = REPOSITORY / "HAZARDS.toml"
BARRED_MARKS = {"skip", "skipif", "xfail"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def hazards() -> Mapping[str, Mapping[str, Any]]:
    """Return the register: id to hazard, in the order of the file."""
    table: Mapping[str, Mapping[str, Any]] = tomllib.loads(REGISTER.read_text(encoding="utf-8"))[
        "hazard"
    ]
    return table


@cache
def marked_tests(path: Path) -> Mapping[str, frozenset[str]]:
    """Return the tests of a file by what follows `::`, each with the names of its marks.

    A test of a class is named `Class::test`; marks of the class and of the module count.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    shared = frozenset(_module_marks(tree))
    return {name: shared | marks for name, marks in _tests(tree.body, "")}


def _tests(body: list[ast.stmt], before: str) -> Iterator[tuple[str, frozenset[str]]]:
    for node in body:
        if isinstance(node, Function) and node.name.startswith("test_"):
            yield before + node.name, frozenset(_marks(node.decorator_list)) | _inner(node)
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            own = frozenset(_marks(node.decorator_list))
            for name, marks in _tests(node.body, f"{before}{node.name}::"):
                yield name, marks | own


def _marks(decorators: list[ast.expr]) -> Iterator[str]:
    """Yield the names of `pytest.mark.…` among decorators, with those inside `pytest.param`."""
    for node in (inner for each in decorators for inner in ast.walk(each)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "pytest.mark":
            yield node.attr


def _inner(test: Function) -> frozenset[str]:
    """Return `xfail` or `skip` where the whole body of a test is a call to that."""
    first = [node for node in test.body if not _is_text(node)][:1]
    calls = [node.value for node in first if isinstance(node, ast.Expr)]
    names = (ast.unparse(call.func) for call in calls if isinstance(call, ast.Call))
    return frozenset(name.removeprefix("pytest.") for name in names if name.startswith("pytest."))


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _module_marks(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and "pytestmark" in {ast.unparse(t) for t in node.targets}:
            yield from _marks([node.value])


def fault_of(test_id: str, repository: Path = REPOSITORY) -> str | None:
    """Return what is wrong with a test id, or None where it names a test that runs."""
    place, _, name = test_id.partition("::")
    path = repository / place
    if not place.startswith("tests/") or not path.is_file():
        return "names no test file"
    marks = marked_tests(path).get(name.partition("[")[0])
    if marks is None:
        return "names no test of that file"
    barred = sorted(marks & BARRED_MARKS)
    return f"is marked {', '.join(barred)}" if barred else None
