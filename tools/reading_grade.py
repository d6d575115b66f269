"""The reading grade of a text: how many years of school its sentences ask for.

Flesch–Kincaid grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59

Source: J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom (1975), Derivation of new
readability formulas for Navy enlisted personnel, Research Branch Report 8-75. It was fitted to
531 sailors of the US Navy who read passages from training manuals.

Limits. It counts lengths and nothing else: a short sentence of rare words looks easy, and order,
sense and layout do not count. It was made on prose; lines of a list are taken as sentences here,
which makes lists look easy. A text of a few words gives a rough number. Below grade 0 and above
college it means nothing. Syllables are the breaks of a hyphenation dictionary (pyphen, en_US),
with corrections for what hyphenation leaves out on purpose; of 160 words drawn from our pages
one was off by one. It says nothing of whether a text is right or kind.

As a program: `python -m tools.reading_grade FILE.md ...` prints the grade of each page, the
hardest page last.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyphen  # type: ignore[import-untyped]

PER_SENTENCE = 0.39
PER_WORD = 11.8
CONSTANT = 15.59
WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+(?:[.,]\d+)?")
SENTENCE_END = re.compile(r"(?<=[.!?])[”\"')]*\s+|\n+")
VOWELS = re.compile(r"[aeiouy]+")
BEHIND_WHY = re.compile(r"<details\b.*?</details>", re.DOTALL)
SOURCES = re.compile(r"^## Sources$.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ .*$", re.MULTILINE)
TABLE_ROW = re.compile(r"^\|.*$", re.MULTILINE)
LINK_LINE = re.compile(r"^\s*(?:[-\d.]+\s+)?(?:[\w ,]*: )?(?:\[[^\]]*\]\([^)]*\)[,.: ]*)+$", re.M)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
NAME = re.compile(r"(?<!\*)\*(?!\*)[^*\n]+\*(?!\*)")
MARKS = re.compile(r"\*\*|`|\\(?=[^\w\s])|^\s*(?:[-+>]|\d+\.)\s+", re.MULTILINE)
STAND_IN = "this"


@dataclass(frozen=True)
class Count:
    """What the formula counts."""

    words: int
    sentences: int
    syllables: int

    @property
    def grade(self) -> float:
        """The grade; 0 where nothing is counted."""
        if not self.words or not self.sentences:
            return 0.0
        per_sentence, per_word = self.words / self.sentences, self.syllables / self.words
        return PER_SENTENCE * per_sentence + PER_WORD * per_word - CONSTANT


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US", left=2, right=2)


# What neither breaks nor rules get right, among words that such texts use often.
KNOWN = {
    "area": 3, "areas": 3, "idea": 3, "ideas": 3, "quiet": 2, "diet": 2, "trial": 2, "trials": 2,
    "every": 2, "everyone": 3, "everything": 3, "different": 3, "being": 2, "create": 2,
    "react": 2, "friend": 1, "friends": 1, "guideline": 2, "guidelines": 2, "fluid": 2,
    "anticoagulant": 6, "anticoagulants": 6, "physiotherapist": 6, "physiotherapists": 6,
    "physiotherapy": 6, "physio": 3, "people": 2, "does": 1, "science": 2, "giant": 2, "lion": 2,
    "million": 2, "kilometre": 4, "kilometres": 4, "lyme": 1, "maybe": 2, "whole": 1,
    "therefore": 2, "ultrasound": 3,
}  # fmt: skip
# Two vowels that are heard apart: radiate, various, gradual, osteo-, popliteus, patience, lying.
APART = re.compile(
    r"(?<![chtsxgq])i(?=[ao])|(?<=st)e(?=o)|o(?=arth)|(?<![qg])u(?=al|ous|ate)|e(?=us$)|(?<![ctsxg])i(?=en)"
    r"|(?<=[^aeiou])i(?=ers?$|est$)|(?<=[aeiouy])(?=ing)"
)
SILENT = (
    (re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=rl)e$"), ""),
    (re.compile(r"(?<=[^aeiouylscgxzh])es$|(?<=[aeiouy]l)es$|(?<=[aeiout]th)es$"), "s"),
    (re.compile(r"(?<=[^aeioutd])ed$"), "d"),
    (re.compile(r"(?<=[a-z]{2})e(?=(?:ly|less|ful|ness)s?$)"), ""),
    (re.compile(r"(?<=[a-z]{2})ement(?=s?$)"), "mant"),
    (re.compile(r"^(some|there|where|here|more|fore|home|knee)(?=[a-z]{3})"), "o"),
)


@cache
def syllables(word: str) -> int:
    """Return how many syllables a word has; a number counts as one a digit."""
    word = word.lower().replace("’", "'")
    if word[0].isdigit():
        return sum(char.isdigit() for char in word)
    stem = word.removesuffix("'s").replace("'", "")
    if stem in KNOWN:
        return KNOWN[stem]
    return max(1, len(_dictionary().positions(stem)) + 1, _by_vowels(stem))


def _by_vowels(word: str) -> int:
    """Return the groups of vowels that are heard: silent endings left out, hiatus counted."""
    heard = word
    for pattern, instead in SILENT:
        heard = pattern.sub(instead, heard)
    return len(VOWELS.findall(heard)) + len(APART.findall(word))


def count(text: str) -> Count:
    """Return words, sentences and syllables of plain text."""
    rows = [WORD.findall(part) for part in SENTENCE_END.split(text)]
    rows = [row for row in rows if row]
    words = [word for row in rows for word in row]
    return Count(len(words), len(rows), sum(map(syllables, words)))


def grade(text: str) -> float:
    """Return the grade of plain text."""
    return count(text).grade


def prose(page: str, names: Iterable[str] = ()) -> str:
    """Return what a page says to its reader outside "Why", tables, sources and lists of links.

    Args:
        page: Markdown.
        names: Clinical names that the page itself explains; each counts as one short word, and so
            does what the page sets in italics.
    """
    text = SOURCES.sub("", BEHIND_WHY.sub("", page))
    for pattern in (HEADING, TABLE_ROW, LINK_LINE):
        text = pattern.sub("", text)
    text = LINK.sub(STAND_IN, NAME.sub(STAND_IN, text))
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", STAND_IN, text, flags=re.IGNORECASE)
    return MARKS.sub("", text)


def first_advice(page: str) -> str:
    """Return the first sentence of advice of a page: the bold line under its title."""
    found = re.search(r"^# .*\n+\*\*(.+?)\*\*$", page, re.MULTILINE)
    if not found:
        raise ValueError("the page has no sentence of advice under its title")
    return MARKS.sub("", found[1])


def main(files: list[str]) -> None:
    """Print the grade of each page."""
    pages = [(count(prose(Path(file).read_text(encoding="utf-8"))), file) for file in files]
    for row, file in sorted(pages, key=lambda pair: pair[0].grade):
        print(f"{row.grade:5.1f}  {row.words:5d} words  {file}")


if __name__ == "__main__":
    main(sys.argv[1:])
