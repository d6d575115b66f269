"""The site: every page of docs is in its menu, and every command that a page names is one."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from trochlea.cli import app
from trochlea.knowledge import Knowledge

# Nothing here reads YAML: the menu's lines end in the page's path.
MENU_LINE = re.compile(r"^\s+- .+?: ([\w/.-]+\.md)$", re.MULTILINE)
GENERATED = "reference/knowledge/"
TEMPLATE = "decisions/0000-template.md"
TYPED = re.compile(r"^\s*(?:\$ )?(?:\.venv/bin/)?trochlea ([a-z].*)$", re.MULTILINE)
INLINE = re.compile(r"`trochlea\s+([a-z][^`]*)`")
WORD_AFTER = re.compile(r"`make ([a-z-]+)|^\s*make ([a-z-]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def docs(repository: Path) -> Path:
    return repository / "docs"


def own_pages(docs: Path) -> list[Path]:
    """Return the pages that people wrote, without those that `make docs` writes."""
    pages = (path for path in sorted(docs.rglob("*.md")))
    return [path for path in pages if not path.relative_to(docs).as_posix().startswith(GENERATED)]


def menu(repository: Path) -> list[str]:
    return MENU_LINE.findall((repository / "mkdocs.yml").read_text(encoding="utf-8"))


def test_every_page_is_in_the_menu_once(repository: Path, docs: Path) -> None:
    written = {path.relative_to(docs).as_posix() for path in own_pages(docs)} - {TEMPLATE}
    listed = [path for path in menu(repository) if not path.startswith(GENERATED)]
    assert sorted(listed) == sorted(written)


def test_every_kind_of_page_is_in_the_menu(repository: Path) -> None:
    from trochlea.report.education.links import KINDS

    kinds = {f"{GENERATED}{kind}/index.md" for kind in KINDS}
    assert kinds <= set(menu(repository))


def test_the_site_is_strict_and_takes_nothing_from_elsewhere(repository: Path, docs: Path) -> None:
    text = (repository / "mkdocs.yml").read_text(encoding="utf-8")
    assert "\nstrict: true\n" in text
    assert "highlightjs: false" in text
    assert "http" not in text + (docs / "site.css").read_text(encoding="utf-8")


def test_strict_is_not_made_deaf(repository: Path) -> None:
    """`--quiet` swallows the warnings that `--strict` counts: a broken link would then pass."""
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    calls = re.findall(r"mkdocs build(.*)", makefile)
    assert calls == [" --strict"]


def typed(docs: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each call of the program that a page shows, with the page's name."""
    for path in own_pages(docs):
        text = path.read_text(encoding="utf-8").replace("\\\n", " ")
        for line in (*TYPED.findall(text), *INLINE.findall(text)):
            words = shlex.split(line.replace("...", "").partition("  #")[0], comments=True)
            yield path.name, words


def test_every_command_that_a_page_names_takes_what_it_is_given(docs: Path) -> None:
    root = typer.main.get_command(app)
    wrong = [
        f"{page}: trochlea {' '.join(words)}"
        for page, words in typed(docs)
        if not understood(root, words)
    ]
    assert wrong == []


def understood(command: Any, words: list[str]) -> bool:
    """Return whether the words lead to a command that has these options."""
    rest = list(words)
    while getattr(command, "commands", None) and rest:
        command = command.commands.get(rest.pop(0))
    if command is None:
        return False
    options = {"--help", *(name for row in command.params for name in option_names(row))}
    return all(word.partition("=")[0] in options for word in rest if word.startswith("-"))


def option_names(parameter: Any) -> list[str]:
    return [*parameter.opts, *parameter.secondary_opts]


def test_every_word_of_make_that_a_page_names_is_one(repository: Path, docs: Path) -> None:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {
        (path.name, word)
        for path in own_pages(docs)
        for pair in WORD_AFTER.findall(path.read_text(encoding="utf-8"))
        for word in pair
        if word
    }
    assert {(page, word) for page, word in named if word not in known} == set()


def test_every_finding_and_flag_that_a_page_names_is_one(docs: Path, knowledge: Knowledge) -> None:
    text = (docs / "how-to" / "enter-a-clinicians-finding.md").read_text(encoding="utf-8")
    names = re.findall(r"\b([a-z_]+)=(?:yes|no)\b", text)
    assert names
    assert set(names) <= set(knowledge.findings)
    text = (docs / "how-to" / "clear-a-red-flag.md").read_text(encoding="utf-8")
    cleared = set(re.findall(r"trochlea clear ([a-z_]+)", text))
    assert cleared <= {*knowledge.red_flags, *knowledge.clearances, "bone_rule"}
