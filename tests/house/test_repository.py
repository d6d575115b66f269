"""What git keeps: no addresses of registries, no real files, a README of one screen."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from trochlea import __version__

# Put together here, so that this file does not hold what it looks for.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pypi", "python", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
        ("repo", "maven", "apache", "org"),
    )
)
MACHINE_PATHS = tuple("/" + "/".join(parts) + "/" for parts in (("work", "main"), ("opt", "pypi")))
ADDRESSED_LOCKS = {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock"}
ANYONES = {"LICENSE"}  # the same text wherever the licence is the same
README_LINES = 60
LINK = re.compile(r"\]\((?!https?:|mailto:|#)(?P<target>[^)#\s]+)")


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="ignore")


def test_no_file_names_a_registry_or_a_machine(repository_files: list[Path]) -> None:
    needles = REGISTRIES + MACHINE_PATHS
    found = {
        str(path): needle
        for path in repository_files
        for needle in needles
        if needle in text_of(path)
    }
    assert found == {}


def test_no_lock_file_that_records_addresses(repository_files: list[Path]) -> None:
    assert [path.name for path in repository_files if path.name in ADDRESSED_LOCKS] == []


def test_no_real_file_is_kept_in_git(repository_files: list[Path], shared_data: Path) -> None:
    ours = [path for path in repository_files if path.name not in ANYONES]
    sizes = {path.stat().st_size for path in ours} - {0}
    theirs = [path for path in shared_data.parent.rglob("*") if path.is_file()]
    real = {digest(path) for path in theirs if path.stat().st_size in sizes}
    assert [str(path) for path in ours if digest(path) in real] == []


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("word", ["make demo", "make test", "docs/images/report.png"])
def test_readme_is_one_screen_and_names(repository: Path, word: str) -> None:
    text = (repository / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= README_LINES
    assert word in text


def test_pages_name_the_version_of_the_code(repository: Path) -> None:
    assert f"\nversion: {__version__}\n" in (repository / "CITATION.cff").read_text("utf-8")
    assert f"\n## [{__version__}]" in (repository / "CHANGELOG.md").read_text("utf-8")


def test_links_between_pages_lead_somewhere(repository_files: list[Path]) -> None:
    broken = [
        f"{path.name} -> {match['target']}"
        for path in repository_files
        if path.suffix == ".md"
        for match in LINK.finditer(text_of(path))
        if not (path.parent / match["target"]).exists()
    ]
    assert broken == []


def test_every_decision_names_what_was_avoided(repository: Path) -> None:
    pages = sorted((repository / "docs" / "decisions").glob("[0-9]*.md"))
    assert [page.name for page in pages if "## Avoided designs" not in text_of(page)] == []
    assert [page.name for page in pages if len(text_of(page).splitlines()) > README_LINES] == []
