"""Docs are part of done: each command has its place and its exit codes, each page is linked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer.main

from trochlea.assess import parse_answers
from trochlea.cli import app
from trochlea.cli.common import EXIT_PART
from trochlea.cli.today import EXIT_BY_LIGHT
from trochlea.knowledge import Knowledge

EVERYWHERE = {"--help", "--json", "--journal", "--on"}
IN_PART = {"import", "read"}
SECTIONS = ("## Why a decision was needed", "## Decision", "## What follows", "## Avoided designs")


def commands(command: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every command that does something, by what is typed after `trochlea`."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield before, command
        return
    for name, part in inner.items():
        yield from commands(part, f"{before} {name}".strip())


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "commands.md").read_text(encoding="utf-8")


def section(page: str, name: str) -> str:
    """Return what the page says of a command, up to the next heading."""
    _, found, rest = page.partition(f"\n### `trochlea {name}`\n")
    assert found, f"docs/commands.md has no section for `trochlea {name}`"
    return re.split(r"\n#+ ", rest)[0]


def exit_codes(page: str, name: str) -> set[int]:
    _, found, rest = section(page, name).partition("Exit: ")
    assert found, f"`trochlea {name}`: docs/commands.md names no exit codes"
    return {int(number) for number in re.findall(r"\b\d+\b", rest)}


def test_there_are_commands_to_look_for() -> None:
    assert {"demo", "check", "today", "knowledge check"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_on_the_page_with_its_exit_codes(page: str, name: str) -> None:
    expected = {0, 1, 2}
    if name in IN_PART:
        expected |= {EXIT_PART}
    if name == "today":
        expected |= set(EXIT_BY_LIGHT.values())
    assert exit_codes(page, name) == expected


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_named(page: str, name: str) -> None:
    said = section(page, name)
    options = {
        option
        for parameter in COMMANDS[name].params
        if parameter.param_type_name == "option"
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--")
    }
    assert {option for option in options - EVERYWHERE if option not in said} == set()


def test_the_page_names_no_command_that_is_gone(page: str) -> None:
    assert set(re.findall(r"\n### `trochlea ([a-z -]+)`\n", page)) == set(COMMANDS)


def test_what_holds_everywhere_is_said_once(page: str) -> None:
    opening = page.partition("\n## ")[0]
    assert [option for option in EVERYWHERE - {"--help"} if f"`{option}" not in opening] == []
    table = set(re.findall(r"^\| ([\d, ]+) \|", opening, re.MULTILINE))
    assert table == {"0", "1", "2", "3", "10, 20, 30", "130"}


def test_the_example_of_an_answers_file_is_one(page: str, knowledge: Knowledge) -> None:
    found = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert found
    answers = parse_answers(json.loads(found[1]), knowledge, date(2026, 3, 10))
    assert answers.on == date(2026, 3, 1)
    assert answers.knees["right"]["night_pain"] is None
    assert answers.general["fever_or_unwell"] is False


def test_every_page_of_docs_is_linked_from_somewhere(repository: Path) -> None:
    pages = [*repository.glob("*.md"), *(repository / "docs").rglob("*.md")]
    texts = {path: path.read_text(encoding="utf-8") for path in pages}
    orphans = [
        str(page.relative_to(repository))
        for page in (repository / "docs").glob("*.md")
        if not any(f"{page.name})" in text for path, text in texts.items() if path != page)
    ]
    assert orphans == []
    assert "](docs/decisions/)" in texts[repository / "README.md"]


def test_decisions_are_numbered_without_a_gap_and_named_by_their_number(repository: Path) -> None:
    pages = sorted((repository / "docs" / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(len(pages))]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {page.name[:4]}: "), page.name
        places = [text.find(heading) for heading in SECTIONS]
        assert -1 not in places, f"{page.name} has not the template's sections"
        assert places == sorted(places), page.name
