"""A copy of the packaged knowledge that a test may break, and how to ask what is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from trochlea.errors import KnowledgeError
from trochlea.knowledge import load_knowledge
from trochlea.knowledge.loader import DATA

KINDS = (
    "sources",
    "findings",
    "conditions",
    "pairs",
    "red_flags",
    "clearances",
    "screens",
    "factors",
    "rules",
    "exercises",
    "requirements",
    "emergency_numbers",
)

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the knowledge files."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Change the first place of a text in one file of the copy; the text must be there."""

    def change(name: str, before: str, after: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert before in text, f"{name} holds no {before!r}: the test is out of date"
        path.write_text(text.replace(before, after, 1), encoding="utf-8")

    return change


def refusal(folder: Path) -> str:
    """Return the sentence with which a folder is refused; every record is asked for once."""
    with pytest.raises(KnowledgeError) as raised:
        read_all(folder)
    return str(raised.value)


def read_all(folder: Path) -> None:
    """Load a folder and ask for every record, because each is made when it is first needed."""
    knowledge = load_knowledge(folder)
    for kind in KINDS:
        list(getattr(knowledge, kind).values())
