"""The shape of the code: small files, small functions, an opening sentence, no circles."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from tests.house.code import Module

LONGEST_FILE = 500
LONGEST_FUNCTION = 60


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_above_500_lines(modules: list[Module]) -> None:
    sizes = {str(module): len(module.text.splitlines()) for module in modules}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_no_function_is_above_60_lines(modules: list[Module]) -> None:
    long = {
        f"{module}:{node.lineno} {node.name}": length(node)
        for module in modules
        for node in functions(module)
        if length(node) > LONGEST_FUNCTION
    }
    assert long == {}


def test_every_module_opens_with_one_sentence(modules: list[Module]) -> None:
    silent = []
    for module in modules:
        opening = " ".join((ast.get_docstring(module.tree) or "").split("\n\n")[0].split())
        if not opening.endswith((".", "?")) or ". " in opening:
            silent.append(f"{module}: {opening!r}")
    assert silent == []


def imported(module: Module, known: set[str]) -> Iterator[str]:
    """Name every module of the package that this one imports, wherever in its text."""
    package = module.name if module.is_package else module.name.rpartition(".")[0]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                if inner in known or base in known:
                    yield inner if inner in known else base


def test_imports_make_no_circle(modules: list[Module]) -> None:
    known = {module.name for module in modules}
    graph = {module.name: set(imported(module, known)) for module in modules}
    circle: list[str] = []
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]
    assert circle == []
