"""The reading grade: the formula, its syllables, and that each page keeps to its measure."""

from __future__ import annotations

import pytest

from tools.reading_grade import Count, count, first_advice, grade, prose, syllables
from trochlea.knowledge import Knowledge
from trochlea.report.education import Page

PAGE_LIMIT = 8
ADVICE_LIMIT = 6
# Their records wait for simpler words; nothing may be added here.
WAITING: set[str] = set()
# Counted by hand. These stand in our texts often, or are what a counter gets wrong.
BY_HAND = (
    "knee 1|pain 1|stairs 1|weeks 1|started 2|rested 2|walked 1|eased 1|changes 2|places 2|"
    "exercises 4|sometimes 2|somebody 3|people 2|muscle 2|little 2|area 3|trial 2|usually 4|"
    "gradual 3|various 3|serious 3|previous 3|region 2|cushion 2|lying 2|being 2|going 2|easier 3|"
    "physiotherapist 6|clinician 3|emergency 4|ligament 3|meniscus 3|cartilage 3|osteoarthritis 6|"
    "iliotibial 6|patellofemoral 6|syndrome 2|tendinopathy 5|bursitis 3|compartment 3|useful 2|"
    "treatment 2|straighten 2|nerve 1|single 2|guideline 2|kilometres 4|swelling 2|medicine 3"
)


@pytest.mark.parametrize("row", BY_HAND.split("|"))
def test_syllables_are_those_counted_by_hand(row: str) -> None:
    word, number = row.split()
    assert syllables(word) == int(number)


def test_the_formula_is_that_of_1975() -> None:
    counted = count("The cat sat on the mat.")
    assert counted == Count(words=6, sentences=1, syllables=6)
    assert counted.grade == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)


def test_a_list_line_is_a_sentence_and_a_number_a_word_of_its_digits() -> None:
    assert count("- one\n- two\n- 12 km") == Count(words=4, sentences=3, syllables=5)


def test_nothing_to_read_has_no_grade() -> None:
    assert grade("") == 0


def test_prose_leaves_out_what_is_behind_why_sources_tables_and_bare_links() -> None:
    page = (
        "# Title\n\n**Rest now.**\n\n## Part\n\n"
        "See [the long page](x.md) soon. *Iliotibial* pain.\n\n"
        '<details markdown="1">\n<summary>Why</summary>\n\n- grade B\n\n</details>\n\n'
        "| a | b |\n\n- [Another](y.md)\n\n## Sources\n\n1. Somebody 2020.\n"
    )
    assert prose(page).split() == ["Rest", "now.", "See", "this", "soon.", "this", "pain."]
    assert prose("Patellar tendinopathy hurts.", ["Patellar tendinopathy"]) == "this hurts."


def test_a_page_without_advice_is_refused() -> None:
    with pytest.raises(ValueError, match="no sentence of advice"):
        first_advice("# Title\n\nText.\n")


def test_every_page_asks_for_at_most_eight_years_of_school(
    pages: dict[str, Page], knowledge: Knowledge
) -> None:
    hard = {
        path: round(found, 1)
        for path, page in pages.items()
        if path != "vocabulary.md"
        if (found := grade(prose(page.text, names(path, knowledge)))) > PAGE_LIMIT
    }
    assert hard == {}


def names(path: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the clinical names that a condition's page explains."""
    kind, _slash, name = path.removesuffix(".md").partition("/")
    condition = knowledge.conditions.get(name) if kind == "conditions" else None
    return (condition.title, *condition.also_called) if condition else ()


def test_every_first_sentence_asks_for_at_most_six(pages: dict[str, Page]) -> None:
    hard = {
        path: (round(found, 1), advice)
        for path, page in pages.items()
        if not path.endswith("index.md") and path not in {"vocabulary.md", *WAITING}
        if (found := grade(advice := first_advice(page.text))) > ADVICE_LIMIT
    }
    assert hard == {}
