"""Requirements are pinned by hash, agree with each other, and name no address."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.code import Module

PINNED = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)"
    r"(?P<marker>\s*;[^\\]+?)?(?P<hashes>(\s+--hash=sha256:[0-9a-f]{64})+)\s*"
)
NAMES = ("runtime", "build", "dev", "docs", "heavy", "lock")


def lines(path: Path) -> list[str]:
    """Return the logical lines: comments left out, continued lines joined."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def pins(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in lines(path):
        match = PINNED.fullmatch(line)
        assert match, f"{path.name}: not pinned by hash: {line[:80]}"
        found.setdefault(normal(match["name"]), set()).add(match["version"])
    return found


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required(requirement: str) -> str:
    return normal(re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0])


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_pinned_by_hash(repository: Path, name: str) -> None:
    assert pins(repository / "requirements" / f"{name}.txt")


def test_every_file_of_pins_is_one_of_these(repository: Path) -> None:
    assert {path.stem for path in (repository / "requirements").glob("*.txt")} == set(NAMES)


def test_what_pyproject_needs_is_pinned(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = pins(repository / "requirements" / "runtime.txt")
    assert {required(text) for text in project["project"]["dependencies"]} - set(runtime) == set()
    build = pins(repository / "requirements" / "build.txt")
    for text in project["build-system"]["requires"]:
        name, _, version = text.partition("==")
        assert build[normal(name)] == {version}


def test_what_the_package_imports_is_asked_for(repository: Path, modules: list[Module]) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {required(text) for text in project["project"]["dependencies"]}
    # pydantic's own core, which it pins itself; its JSON reader is asked for by name.
    known = sys.stdlib_module_names | {"trochlea", "pydantic_core"}
    missing = {
        str(module): name
        for module in modules
        for name in third_party(module, known)
        if normal(name) not in asked
    }
    assert missing == {}


def third_party(module: Module, known: frozenset[str] | set[str]) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names - known


@pytest.mark.parametrize(("inner", "outer"), [("runtime", "dev"), ("build", "dev")])
def test_files_installed_together_agree(repository: Path, inner: str, outer: str) -> None:
    first = pins(repository / "requirements" / f"{inner}.txt")
    second = pins(repository / "requirements" / f"{outer}.txt")
    assert {name: first[name] for name in first.keys() & second.keys()} == {
        name: second[name] for name in first.keys() & second.keys()
    }
    if inner == "runtime":
        assert first.keys() <= second.keys()


def test_every_tool_asked_for_is_pinned(repository: Path) -> None:
    for name in ("build", "dev", "lock"):
        asked = {required(text) for text in lines(repository / "requirements" / f"{name}.in")}
        assert asked - pins(repository / "requirements" / f"{name}.txt").keys() == set()
