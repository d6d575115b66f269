"""What is never said to a runner: a diagnosis as a fact, a drug dose, a promise to prevent."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

CONDITIONS = (
    r"osteo\w+|arthrit\w+|patellofemoral \w+|runner'?s knee|it band \w+|iliotibial \w+|itbs|pfps?"
    r"|\w*tendin\w+|tendon (?:tear|rupture)|menisc\w+ \w+|stress (?:fracture|injury|reaction)"
    r"|bone stress \w+|fracture|bursitis|sepsis|septic \w+|a blood clot|dvt|thrombosis|cancer"
    r"|a tumou?r|gout|(?:acl|pcl|mcl|lcl) \w+|ligament \w+|plica \w+|hoffa\w* \w+|knee oa"
)
STATED = re.compile(
    rf"\byou(?:'ve| have| have got|'ve got| suffer from| are suffering from)\s+"
    rf"(?:an?\s+|the\s+)?(?:\w+\s+)?(?:{CONDITIONS})",
    re.IGNORECASE,
)
# A question or a condition is not a statement: "if you have ...", "were you told that you have".
ASKED = re.compile(r"\b(?:if|whether|told|said|do|does|did|unless|not|never)\b", re.IGNORECASE)
DOSE = re.compile(
    r"\b\d+(?:[.,]\d+)?\s*(?:mg|mcg|µg|μg|milligrams?|micrograms?)\b(?!\s*/\s*d?l)", re.I
)
TABLETS = re.compile(r"\b(?:\d+|one|two|three)\s+(?:tablets?|pills?|capsules?)\b", re.IGNORECASE)
PREVENTS = re.compile(
    r"\b(?:prevents?|preventing|avoids?|protects? (?:you )?(?:from|against))"
    r"\s+(?:\w+\s+){0,2}injur",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(?:not|never|no|nothing|cannot|can't|does ?n[o']t|without)\b", re.IGNORECASE
)
QUOTED_KEYS = {"title", "journal", "authors", "doi", "url"}


def strings(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a parsed file with the key that it stands under."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from strings(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, key)


def said(package: Path) -> Iterator[tuple[str, str]]:
    """Yield each text that a person may read, with its file; titles of sources are quotations."""
    for path in sorted((package / "knowledge" / "data").rglob("*.toml")):
        quoted = QUOTED_KEYS if "sources" in path.parts else set()
        for key, text in strings(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key not in quoted:
                yield path.name, text
    for path in sorted((package / "report").rglob("*")):
        if path.suffix in {".html", ".jinja", ".j2", ".txt", ".md", ".toml"}:
            yield path.name, path.read_text(encoding="utf-8")


def sentences(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"(?<=[.!?;:])\s+|\n{2,}", text)]


def wrong(sentence: str) -> str | None:
    """Return what is wrong with a sentence, or None."""
    stated = STATED.search(sentence)
    if stated and not sentence.endswith("?") and not ASKED.search(sentence[: stated.start()]):
        return "states a diagnosis"
    if DOSE.search(sentence) or TABLETS.search(sentence):
        return "names a dose"
    if PREVENTS.search(sentence) and not DENIED.search(sentence):
        return "promises prevention"
    return None


def test_no_text_says_what_we_never_say(repository: Path) -> None:
    found = [
        f"{name}: {wrong(sentence)}: {sentence[:120]}"
        for name, text in said(repository / "src" / "trochlea")
        for sentence in sentences(text)
        if wrong(sentence)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("You have osteoarthritis.", "states a diagnosis"),
        ("You have a torn meniscus tear.", "states a diagnosis"),
        ("It looks like you have patellar tendinopathy.", "states a diagnosis"),
        ("Have you been told that you have osteoarthritis?", None),
        ("If you have a fracture, do not run.", None),
        ("You have pain on the stairs.", None),
        ("Take 400 mg three times a day.", "names a dose"),
        ("Two tablets before the run.", "names a dose"),
        ("A CRP above 10 mg/L.", None),
        ("This plan prevents running injuries.", "promises prevention"),
        ("No programme prevents injuries.", None),
        ("Strength training went together with less pain.", None),
    ],
)
def test_the_scan_knows_wrong_from_right(sentence: str, expected: str | None) -> None:
    assert wrong(sentence) == expected
