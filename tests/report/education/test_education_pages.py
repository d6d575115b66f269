"""The education pages: each record has one, its links lead somewhere, and no word is wrong."""

from __future__ import annotations

import html
import posixpath
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.house.test_words import wrong
from trochlea.__main__ import main
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Claim, Condition
from trochlea.report.education import Page, education_pages
from trochlea.report.education.condition import SHOWN
from trochlea.report.education.grounds import FIGURES
from trochlea.report.education.links import KINDS
from trochlea.report.education.page import ROLLING, caution, plain, say
from trochlea.report.education.signs import sign_line, signs_of
from trochlea.report.words import sentence

Run = Callable[..., int]
LINK = re.compile(r"\]\((?P<target>[^)#\s]+)(?:#[^)\s]*)?\)")
BEHIND_WHY = re.compile(r"<details\b.*?</details>", re.DOTALL)
NUMBERS = re.compile(r"\bgrade [ABCDX]\b|\bsource \d+\b|out of 100", re.IGNORECASE)
SENTENCES = re.compile(r"(?<=[.!?;:])\s+|\n+")
YOU_HAVE = re.compile(r"\byou(?: have|'ve|’ve)\b(?! to\b)", re.IGNORECASE)
IF = re.compile(r"\b(?:if|whether|as long as|what|did|do)\b", re.IGNORECASE)


def record_pages(pages: dict[str, Page]) -> dict[str, Page]:
    return {path: page for path, page in pages.items() if "/" in path and "/index." not in path}


def seen(page: Page) -> str:
    """Return what is seen without opening "Why", up to the sources."""
    return BEHIND_WHY.sub("", page.text).partition("\n## Sources\n")[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_has_its_page_and_stands_in_the_index(
    kind: str, pages: dict[str, Page], knowledge: Knowledge
) -> None:
    keys = list(getattr(knowledge, kind))
    assert keys
    assert [key for key in keys if f"{kind}/{key}.md" not in pages] == []
    index = pages[f"{kind}/index.md"].text
    assert [key for key in keys if f"]({key}.md)" not in index] == []


def test_there_is_no_page_too_many(pages: dict[str, Page], knowledge: Knowledge) -> None:
    records = sum(len(getattr(knowledge, kind)) for kind in KINDS)
    assert len(pages) == records + len(KINDS) + 2


def target(path: str, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), link))


def test_links_resolve(pages: dict[str, Page]) -> None:
    broken = [
        f"{path} -> {match['target']}"
        for path, page in pages.items()
        for match in LINK.finditer(page.text)
        if posixpath.normpath(posixpath.join(posixpath.dirname(path), match["target"]))
        not in pages
    ]
    assert broken == []


def test_the_same_knowledge_gives_the_same_bytes(knowledge: Knowledge) -> None:
    assert education_pages(knowledge) == education_pages(knowledge)


def test_every_page_opens_with_advice_and_says_that_it_is_education(
    pages: dict[str, Page],
) -> None:
    for path, page in record_pages(pages).items():
        first, advice, note, *_rest = page.text.split("\n\n")
        assert first == f"# {plain(page.title)}", path
        assert advice.startswith("**"), path
        assert note == say("page.education"), path
        assert "It is not a diagnosis" in note


def test_a_page_says_whom_to_see(pages: dict[str, Page]) -> None:
    without = [
        path
        for path, page in record_pages(pages).items()
        if "\n## When to see whom\n" not in page.text
    ]
    assert without == []


def test_drafts_are_shown_at_the_top_and_beside_each_claim(
    pages: dict[str, Page], knowledge: Knowledge
) -> None:
    for kind in KINDS:
        for key, record in getattr(knowledge, kind).items():
            shown = say("page.draft") in seen(pages[f"{kind}/{key}.md"])
            assert shown == (record.status == "draft"), key
    condition = knowledge.conditions["patellofemoral_pain"]
    drafts = [claim for claim in condition.helps if claim.status == "draft"]
    behind = " ".join(BEHIND_WHY.findall(pages["conditions/patellofemoral_pain.md"].text))
    assert behind.count("draft: not checked in its source") >= len(drafts)


def test_grades_sources_and_shares_stand_only_behind_why(pages: dict[str, Page]) -> None:
    found = {
        path: match[0]
        for path, page in record_pages(pages).items()
        if (match := NUMBERS.search(seen(page)))
    }
    assert found == {}


def test_figures_of_studies_stand_behind_why_unless_nothing_would_be_left(
    pages: dict[str, Page], knowledge: Knowledge
) -> None:
    folded = 0
    for kind in ("treatments", "topics"):
        for key, record in getattr(knowledge, kind).items():
            page = pages[f"{kind}/{key}.md"]
            told = page.text.partition("## What is known")[2].partition("\n## ")[0]
            for claim in record.says:
                text = plain(sentence(claim.text))
                assert text in told, key
                plainer = [row for row in record.says if not FIGURES.search(row.text)]
                if plainer and FIGURES.search(claim.text):
                    folded += 1
                    assert text not in BEHIND_WHY.sub("", told), key
    assert folded


@pytest.mark.parametrize("text", ["55 in 100", "43 % did", "went with 1.5 times", "2,378 runners"])
def test_these_are_figures(text: str) -> None:
    assert FIGURES.search(text)


@pytest.mark.parametrize("text", ["after six weeks", "below 2 of 10", "300 to 500 miles", "5 km"])
def test_these_are_none(text: str) -> None:
    assert not FIGURES.search(text)


def test_every_source_says_how_much_of_it_was_read(pages: dict[str, Page]) -> None:
    endings = tuple(
        say(f"sources.{read}")
        for read in ("full_text", "abstract", "secondary", "not_read", "own")
    )
    for path, page in record_pages(pages).items():
        rows = page.text.partition("\n## Sources\n\n")[2].splitlines()
        assert [row for row in rows if not row.endswith(endings)] == [], path


def test_a_condition_page_has_its_shape(pages: dict[str, Page], knowledge: Knowledge) -> None:
    always = ("what_it_is", "where", "see", "speaks_for", "settles", "helps", "how_long")
    for key in knowledge.conditions:
        text = pages[f"conditions/{key}.md"].text
        places = [text.find(f"\n## {say(f'condition.{name}')}\n") for name in always]
        assert -1 not in places, key
        assert places == sorted(places), key


@pytest.mark.parametrize("place", [0, 1], ids=["for", "against"])
def test_signs_are_in_words_the_strongest_first(
    place: int, pages: dict[str, Page], knowledge: Knowledge
) -> None:
    heading = say("condition.speaks_against" if place else "condition.speaks_for")
    model = LikelihoodModel(knowledge)
    for key, condition in knowledge.conditions.items():
        signs = [
            sign for sign in signs_of(condition, model, knowledge)[place] if not sign.by_clinician
        ]
        strengths = [sign.strength for sign in signs]
        assert strengths == sorted(strengths, reverse=True), key
        text = seen(pages[f"conditions/{key}.md"]).partition(f"\n## {heading}\n")[2]
        rows = re.findall(r"^- (.+)$", text.partition("\n## ")[0], re.MULTILINE)
        assert rows == [sign_line(sign) for sign in signs[:SHOWN]], key


def test_a_sign_counts_by_how_often_it_is_there_with_and_without(knowledge: Knowledge) -> None:
    model = LikelihoodModel(knowledge)
    speaks_for, speaks_against = signs_of(
        knowledge.conditions["iliotibial_band_syndrome"], model, knowledge
    )
    found = {sign.finding.id: sign for sign in speaks_for if len(sign.rows) == 1}
    distance = found["starts_after_set_distance"]
    assert distance.rows[0].value > knowledge.findings[distance.finding.id].base_rates[0].value
    assert all(sign.ratio > 1 for sign in speaks_for)
    assert all(sign.ratio < 1 for sign in speaks_against)
    assert "no pain when running" in {sign.words for sign in speaks_against}


def test_runners_knee_is_told_apart_on_both_its_pages(pages: dict[str, Page]) -> None:
    for name in ("patellofemoral_pain", "iliotibial_band_syndrome"):
        text = pages[f"conditions/{name}.md"].text
        assert "names two things" in text
        assert "(../conditions/patellofemoral_pain.md)" in text
        assert "(../conditions/iliotibial_band_syndrome.md)" in text


def test_a_page_shows_both_sides_of_its_conflicts(
    pages: dict[str, Page], knowledge: Knowledge
) -> None:
    assert knowledge.conflicts
    for record in knowledge.conflicts.values():
        sides = (record.one_side, record.other_side, record.verdict)
        kinds = [place for place in record.about if place.partition("/")[0] in KINDS]
        for path in (f"conflicts/{record.id}.md", *(f"{place}.md" for place in kinds)):
            missing = [
                claim.text
                for claim in sides
                if plain(sentence(claim.text)) not in seen(pages[path])
            ]
            assert missing == [], path


def test_pages_of_rolling_carry_the_clot_caution(
    pages: dict[str, Page], knowledge: Knowledge
) -> None:
    assert {"clot", "calf", "thinner"} <= set(re.findall(r"\w+", caution()))
    texts = {path: page.text for path, page in record_pages(pages).items()}
    told = [path for path in texts if ROLLING.search(texts[path].partition("\n## Sources\n")[0])]
    assert "treatments/foam_rolling_and_massage_gun.md" in told
    assert "exercises/foam_rolling_muscles.md" in told
    assert [path for path in told if caution() not in seen(pages[path])] == []
    for kind in KINDS:
        for key, record in getattr(knowledge, kind).items():
            if '"rolling":true' in record.model_dump_json():
                assert caution() in seen(pages[f"{kind}/{key}.md"]), key


def test_feet_that_roll_in_are_not_rolling() -> None:
    assert not ROLLING.search("a foot that rolls in; open the knee without rolling back")
    assert ROLLING.search("Roll the thigh, not the band")


def test_no_page_states_a_diagnosis_a_dose_or_a_promise(pages: dict[str, Page]) -> None:
    found = [
        f"{path}: {wrong(text)}: {text[:100]}"
        for path, page in pages.items()
        for text in SENTENCES.split(html.unescape(page.text).replace("*", ""))
        if wrong(text)
    ]
    assert found == []


def test_no_page_says_what_you_have(pages: dict[str, Page]) -> None:
    found = [
        f"{path}: {text[:100]}"
        for path, page in record_pages(pages).items()
        for text in SENTENCES.split(seen(page))
        if (match := YOU_HAVE.search(text)) and not IF.search(text[: match.start()])
    ]
    assert found == []


def test_who_must_not_do_a_test_stands_before_how(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        if path.startswith("self_tests/") and not path.endswith("index.md"):
            assert page.text.index("## Who must not do it") < page.text.index("## How to do it")


def test_an_emergency_is_the_first_sentence(pages: dict[str, Page], knowledge: Knowledge) -> None:
    for key, flag in knowledge.red_flags.items():
        advice = pages[f"red_flags/{key}.md"].text.split("\n\n")[1]
        assert ("emergency" in advice) == (flag.urgency == "emergency"), key
        if flag.within_hours == 48:
            assert "2 days" in advice, key


def changed(knowledge: Knowledge, **fields: object) -> str:
    """Return a condition's page after some of its fields were changed."""
    record = knowledge.conditions["patellar_tendinopathy"]
    other: Condition = record.model_copy(update=fields)
    pages = education_pages(replace(knowledge, conditions={record.id: other}))
    return next(page.text for page in pages if page.path == f"conditions/{record.id}.md")


def test_a_records_text_cannot_break_the_page(knowledge: Knowledge) -> None:
    evil = "</details><script>alert(1)</script> [x](http://x) *a* | b"
    text = changed(knowledge, where_it_hurts=evil, plain_name=evil)
    assert "<script" not in text
    assert not re.search(r"(?<!\\)\]\(http", text)
    assert "&lt;/details&gt;" in text
    assert text.count("<details") == text.count("</details>")


def test_what_was_checked_says_where_and_by_whom(knowledge: Knowledge) -> None:
    claim = Claim(
        text="It helps.",
        basis="study",
        grade="B",
        source="house_consensus",
        place="table 2",
        status="source_checked",
    )
    text = changed(knowledge, helps=(claim,), status="source_checked")
    assert "grade B (fair), from a study" in text
    assert "table 2; checked in its source." in text
    assert say("page.source_checked") in text
    text = changed(knowledge, status="reviewed", reviewed_by="A. Name", reviewed_on="2026-11-25")
    assert "Checked by A. Name on 2026-11-25." in text
    assert say("page.draft") not in text


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program, and return its exit code."""

    def call(*words: str) -> int:
        monkeypatch.setattr(sys, "argv", ["trochlea", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(str(ended.value.code))

    return call


def test_the_command_writes_every_page(
    tmp_path: Path, pages: dict[str, Page], run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run("knowledge", "pages", "-o", str(out)) == 0
    written = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.md")}
    assert written == {path: page.text.encode() for path, page in pages.items()}
    assert f"{len(pages)} pages" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert run("knowledge", "pages", "-o", str(tmp_path / "file")) == 1
    assert "Cannot write" in capsys.readouterr().err
