"""Calculators are pure functions: no clock, file, chance, environment or state, and no number of
medicine that stands in Python instead of in a knowledge file with its source.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.code import Module

ROOMS = ("assess", "loads", "plan", "model", "knowledge")
READS_FILES = ("trochlea.knowledge.loader",)
NUMBERLESS_ROOMS = ("assess", "plan")
CLOCK_OR_CHANCE = {
    "now",
    "utcnow",
    "today",
    "time",
    "time_ns",
    "monotonic",
    "perf_counter",
    "getenv",
    "urandom",
    "uuid4",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
}
DISK_OR_TERMINAL = {"open", "print", "input", "eval", "exec"}
BARRED_MODULES = {"os", "random", "secrets", "time", "uuid", "pathlib", "io", "subprocess", "sys"}
MUTATORS = {
    "add",
    "append",
    "clear",
    "discard",
    "extend",
    "insert",
    "pop",
    "popitem",
    "remove",
    "reverse",
    "setdefault",
    "sort",
    "update",
}
CACHES = {"cache", "lru_cache", "cached_property"}
MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
ARITHMETIC = {0, 1, 2, -1}
ALLOWED = {
    ("assess/answers.py", 5): "youngest age in years that is taken for an age",
    ("assess/answers.py", 110): "oldest age in years that is taken for an age",
    ("assess/answers.py", 90): "smallest height in cm that is taken for a height",
    ("assess/answers.py", 250): "largest height in cm that is taken for a height",
    ("assess/answers.py", 20): "smallest mass in kg that is taken for a mass",
    ("assess/answers.py", 300): "largest mass in kg that is taken for a mass",
    ("assess/answers.py", 12): "digits of the questionnaire's hash",
    ("plan/distance.py", 100): "percent",
}


def in_room(module: Module, rooms: tuple[str, ...]) -> bool:
    return module.name.split(".")[1:2] in [[room] for room in rooms]


def calculators(modules: list[Module]) -> list[Module]:
    found = [row for row in modules if in_room(row, ROOMS) and row.name not in READS_FILES]
    assert {row.name.split(".")[1] for row in found} == set(ROOMS)
    return found


def impurities(tree: ast.Module) -> Iterator[str]:
    """Yield what a calculator may not do, as line and word."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (f"{node.lineno}: {word}" for word in barred_call(node))
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] in BARRED_MODULES:
                    yield f"{node.lineno}: import {alias.name}"
        elif isinstance(node, ast.ImportFrom):
            if (node.module or "").partition(".")[0] in BARRED_MODULES:
                yield f"{node.lineno}: from {node.module}"
        elif isinstance(node, ast.Attribute) and node.attr == "environ":
            yield f"{node.lineno}: environ"


def barred_call(node: ast.Call) -> Iterator[str]:
    if isinstance(node.func, ast.Name) and node.func.id in DISK_OR_TERMINAL:
        yield node.func.id
    if isinstance(node.func, ast.Attribute):
        bare_zone = node.func.attr == "astimezone" and not node.args and not node.keywords
        if node.func.attr in CLOCK_OR_CHANCE or bare_zone:
            yield node.func.attr


def shared_state(tree: ast.Module) -> Iterator[str]:
    """Yield what keeps state between calls: `global`, caches, changed lists of the module."""
    names = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, MUTABLE)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield f"{node.lineno}: global {', '.join(node.names)}"
        elif isinstance(node, ast.FunctionDef) and CACHES & set(decorators(node)):
            yield f"{node.lineno}: cached {node.name}"
        elif isinstance(node, ast.expr) and changed(node) in names:
            yield f"{node.lineno}: {changed(node)} is changed"


def changed(node: ast.expr) -> str:
    """Return the name that an expression changes in place, or nothing."""
    if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
        return called(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return called(node.func.value) if node.func.attr in MUTATORS else ""
    return ""


def decorators(node: ast.FunctionDef) -> Iterator[str]:
    for row in node.decorator_list:
        bare = row.func if isinstance(row, ast.Call) else row
        yield bare.attr if isinstance(bare, ast.Attribute) else called(bare)


def called(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def numbers(tree: ast.Module) -> Iterator[float]:
    """Yield every number that stands in the code and is more than arithmetic."""
    for node in ast.walk(tree):
        value = node.value if isinstance(node, ast.Constant) else None
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if isinstance(value, int | float) and number and value not in ARITHMETIC:
            yield value


def test_no_calculator_asks_the_clock_the_disk_or_chance(modules: list[Module]) -> None:
    found = {str(row): [*impurities(row.tree)] for row in calculators(modules)}
    assert {name: rows for name, rows in found.items() if rows} == {}


def test_no_calculator_keeps_state_between_calls(modules: list[Module]) -> None:
    found = {str(row): [*shared_state(row.tree)] for row in calculators(modules)}
    assert {name: rows for name, rows in found.items() if rows} == {}


def test_no_number_of_medicine_stands_in_python(modules: list[Module]) -> None:
    found = {
        (row.name.removeprefix("trochlea.").replace(".", "/") + ".py", number)
        for row in modules
        if in_room(row, NUMBERLESS_ROOMS)
        for number in numbers(row.tree)
    }
    assert found - set(ALLOWED) == set(), "put it into a rule file, with its source"
    assert set(ALLOWED) - found == set(), "take what is gone off the list"


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "date.today()",
        "time.time()",
        "import random",
        "from random import choice",
        "from pathlib import Path",
        "open('knee.txt')",
        "print('knee')",
        "path.read_text()",
        "os.environ['HOME']",
        "moment.astimezone()",
    ],
)
def test_the_scan_knows_an_impure_line(line: str) -> None:
    assert [*impurities(ast.parse(line))]


@pytest.mark.parametrize(
    "text",
    [
        "SEEN = []\ndef f(x):\n    SEEN.append(x)",
        "SEEN: dict[str, int] = {}\ndef f(x):\n    SEEN[x] = 1",
        "SEEN = set()\ndef f():\n    global SEEN",
        "@cache\ndef f(x):\n    return x",
        "@functools.lru_cache(maxsize=2)\ndef f(x):\n    return x",
    ],
)
def test_the_scan_knows_kept_state(text: str) -> None:
    assert [*shared_state(ast.parse(text))]


@pytest.mark.parametrize(
    "text",
    [
        "NAMES = ['a']\ndef f(x):\n    rows = []\n    rows.append(x)\n    return NAMES[0]",
        "def f(moment, zone):\n    return moment.astimezone(zone)",
        "def f(now):\n    return now.date()",
    ],
)
def test_the_scan_leaves_pure_code_alone(text: str) -> None:
    tree = ast.parse(text)
    assert [*impurities(tree), *shared_state(tree)] == []


def test_the_scan_knows_a_threshold() -> None:
    assert [*numbers(ast.parse("red = score >= 5 or share > 0.1 or count - 1 > 0"))] == [5, 0.1]
