"""A runner's days: log, me, check-ins, flags that stay, clearances, and advice looked up later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.cli.given import (
    DAY,
    FEVER,
    HOT,
    NEXT_DAY,
    Call,
    answers_file,
    answers_table,
    is_one_sentence,
)
from trochlea import api
from trochlea.knowledge import Knowledge
from trochlea.model import Clearance

ALL_WELL = [
    "--during",
    "1",
    "--after",
    "0",
    "--morning",
    "0",
    "--usual",
    "0",
    "--no-swelling",
    "--no-limp",
    "--no-medicine",
    "--same",
]
FLAG = "hot_joint_unwell"


class Page(HTMLParser):
    """Collects what a page would fetch, and whether it is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in ("src", "srcset")]


def rules(told: Any) -> list[str]:
    return [reason["rule"] for reason in told["reasons"]]


def raise_the_flag(call: Call, journal: Path, on: date = DAY) -> None:
    file = answers_file(journal.parent / "red.json", knee=HOT, general=FEVER, on=on)
    assert call("check", "--answers", file, "--on", on, "--journal", journal).code == 0


def test_a_run_entered_by_hand_counts_in_the_report_and_once_only(
    call: Call, tmp_path: Path
) -> None:
    words = ("log", "--distance", 5.5, "--on", DAY, "--at", "07:30", "--minutes", 33)
    at = ("--journal", tmp_path / "j")
    said = call(*words, *at)
    assert (said.code, said.err) == (0, "")
    assert said.out == f"Kept: {DAY} 07:30, 5.50 km in 33:00.\n"
    first = call(*words, *at, "--json").json
    assert (first["distance_m"], first["start_time"][:16]) == (5500, f"{DAY}T07:30")
    miles = call("log", "--distance", 1, "--miles", "--on", NEXT_DAY, *at, "--json").json
    assert miles["distance_m"] == pytest.approx(1609.344)
    later = DAY + timedelta(days=3)
    assert call("report", "-o", tmp_path / "r.html", "--on", later, *at).code == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "2 days with running" in page


def test_me_keeps_what_is_given_and_leaves_the_rest(call: Call, tmp_path: Path) -> None:
    at = ("--journal", tmp_path / "j", "--json")
    assert call("me", *at).json["born_on"] is None
    call("me", "--born", "1990-02-03", "--sex", "F", "--mass-kg", 61.5, "--country", "fr", *at)
    call("me", "--height-cm", 170, "--time-zone", "Europe/Paris", "--units", "mi", *at)
    said = call("me", *at)
    assert (said.code, said.err) == (0, "")
    assert said.json == {
        "born_on": "1990-02-03",
        "sex": "F",
        "height_cm": 170.0,
        "mass_kg": 61.5,
        "time_zone": "Europe/Paris",
        "distance_unit": "mi",
        "country": "FR",
        "simulated": False,
    }
    assert "height_cm: 170.0\n" in call("me", *at[:2]).out


def test_kilometres_or_miles_change_words_and_never_the_advice(call: Call, journal: Path) -> None:
    words = ("today", "--json", "--on", DAY, "--journal", journal)
    km = call(*words)
    assert call("me", "--units", "mi", "--journal", journal).code == 0
    miles = call(*words)
    assert miles.code == km.code
    told = km.json, miles.json
    texts = [[row.pop("text") for row in advice["reasons"]] for advice in told]
    assert texts[0] != texts[1]
    assert told[0] == told[1]
    assert " mi" in call("today", "--on", DAY, "--journal", journal).out


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "UTC"])
def test_the_time_zone_never_changes_the_light_of_a_day(
    zone: str, call: Call, journal: Path, tmp_path: Path
) -> None:
    before = call("today", "--json", "--on", DAY, "--journal", journal).json
    at = ("--journal", tmp_path / "j")
    call("me", "--time-zone", zone, *at)
    file = answers_file(tmp_path / "a.json")
    call("check", "--answers", file, "--on", DAY, *at)
    told = call("today", "--json", "--on", DAY, *at).json
    assert (told["on"], told["light"]) == (str(DAY), before["light"])


def test_a_checkin_that_is_a_day_old_is_grey_and_a_new_one_gives_a_light(
    call: Call, journal: Path
) -> None:
    at = ("--on", NEXT_DAY + timedelta(days=1), "--journal", journal)
    stale = call("today", "--json", *at)
    assert (stale.code, stale.json["light"]) == (30, "grey")
    assert stale.json["max_distance_m"] is None
    kept = call("checkin", "--knee", "right", *ALL_WELL, *at)
    assert (kept.code, kept.out) == (0, "")
    assert call("today", *at).code == 0


def test_a_checkin_is_kept_as_given_and_kept_once(call: Call, journal: Path) -> None:
    words = ("checkin", "--knee", "right", *ALL_WELL, "--on", NEXT_DAY, "--journal", journal)
    first, second = call(*words, "--json"), call(*words, "--json")
    assert (first.code, first.err) == (0, "")
    assert first.json["kept"] is True
    assert second.json["kept"] is False
    assert first.json["observed_at"].startswith(str(NEXT_DAY))


def test_an_old_check_in_with_pain_corrected_upward_counts(call: Call, journal: Path) -> None:
    at = ("--on", NEXT_DAY, "--journal", journal)
    call("checkin", "--knee", "right", *ALL_WELL, *at)
    assert call("today", *at).code == 0
    call("checkin", "--knee", "right", *ALL_WELL, "--during", 8, *at)
    assert call("today", *at).code == 20


@pytest.mark.parametrize("missing", ["--during", "--no-swelling", "--no-limp", "--same"])
def test_what_a_checkin_leaves_open_is_never_green(
    missing: str, call: Call, journal: Path
) -> None:
    words = list(ALL_WELL)
    where = words.index(missing)
    del words[where : where + (2 if missing == "--during" else 1)]
    at = ("--on", NEXT_DAY + timedelta(days=1), "--journal", journal)
    call("checkin", "--knee", "right", *words, *at)
    assert call("today", *at).code in (10, 30)


def test_a_red_flag_stays_until_it_is_cleared_with_name_date_and_reason(
    call: Call, journal: Path
) -> None:
    raise_the_flag(call, journal)
    well = answers_file(journal.parent / "well.json", on=NEXT_DAY)
    at = ("--on", NEXT_DAY, "--journal", journal)
    call("check", "--answers", well, *at)
    red = call("today", "--json", *at)
    assert (red.code, red.json["max_distance_m"]) == (20, None)
    assert "open_flag" in rules(red.json)
    month = DAY + timedelta(days=30)
    assert call("today", "--on", month, "--journal", journal).code == 20
    said_by = ("--by", "Dr A. Lee", "--reason", "no infection", "--on", NEXT_DAY)
    said = call("clear", FLAG, "--knee", "both", *said_by, "--journal", journal)
    assert (said.code, said.out) == (0, "")
    assert said.err == f"Kept: {FLAG} cleared by Dr A. Lee on {NEXT_DAY}.\n"
    assert "open_flag" not in rules(call("today", "--json", *at).json)
    assert call("today", *at).code == 0


def test_a_clearance_from_before_the_flag_lifts_nothing_and_says_so(
    call: Call, journal: Path
) -> None:
    raise_the_flag(call, journal)
    early = DAY - timedelta(days=1)
    clear = ("clear", FLAG, "--knee", "both", "--by", "Dr A", "--reason", "seen", "--on", early)
    said = call(*clear, "--journal", journal)
    assert said.code == 0
    assert "stays open" in said.err.splitlines()[1]
    assert call("today", "--on", NEXT_DAY, "--journal", journal).code == 20


def test_a_clearance_of_something_else_lifts_nothing(call: Call, journal: Path) -> None:
    raise_the_flag(call, journal)
    for subject in ("bone_rule", "calf_pain_with_clot_risk"):
        said_by = ("--by", "Dr A", "--reason", "seen", "--on", NEXT_DAY)
        call("clear", subject, "--knee", "both", *said_by, "--journal", journal)
    assert call("today", "--on", NEXT_DAY, "--journal", journal).code == 20


def test_a_flag_that_comes_back_after_its_clearance_is_open_again(
    call: Call, journal: Path
) -> None:
    raise_the_flag(call, journal)
    clear = ("clear", FLAG, "--knee", "both", "--by", "Dr A", "--reason", "seen", "--on", DAY)
    call(*clear, "--journal", journal)
    raise_the_flag(call, journal, NEXT_DAY)
    assert call("today", "--on", NEXT_DAY, "--journal", journal).code == 20


def test_a_flag_that_comes_back_on_the_day_of_its_clearance_is_open(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    table = answers_table(knee=HOT, general=FEVER)
    answers = api.parse_answers(table, knowledge, DAY)
    morning = datetime(2025, 6, 1, 8, tzinfo=UTC)
    with api.open_journal(tmp_path / "j") as store:
        api.check_and_keep(store, answers, morning, knowledge)
        noon, evening = morning + timedelta(hours=4), morning + timedelta(hours=12)
        store.add_clearance(Clearance(FLAG, "Dr A", DAY, "seen", noon, "both"))
        assert api.today_inputs(store, noon, knowledge).open_flags == ()
        api.check_and_keep(store, answers, evening, knowledge)
        assert api.advise_and_keep(store, evening, knowledge).light == "red"
        later = evening + timedelta(hours=20)
        store.add_clearance(Clearance(FLAG, "Dr A", NEXT_DAY, "seen again", later, "both"))
        assert api.today_inputs(store, later, knowledge).open_flags == ()


def test_answers_of_tomorrow_count_at_once(call: Call, journal: Path) -> None:
    file = answers_file(journal.parent / "red.json", knee=HOT, general=FEVER, on=NEXT_DAY)
    at = ("--on", DAY, "--journal", journal)
    assert call("check", "--answers", file, *at).code == 0
    assert call("today", *at).code == 20


def test_what_is_said_today_with_the_day_named_counts_today(call: Call, journal: Path) -> None:
    now = date.today()  # noqa: DTZ011 - the machine's own day, as the program takes it
    raise_the_flag(call, journal, now)
    assert call("today", "--journal", journal).code == 20


def test_why_shows_the_advice_of_a_day_and_replays_it_to_the_same_bytes(
    call: Call, journal: Path
) -> None:
    given = call("today", "--json", "--on", DAY, "--journal", journal)
    raise_the_flag(call, journal, NEXT_DAY)
    said = call("why", DAY, "--journal", journal, "--json")
    assert (said.code, said.err) == (0, "")
    (row,) = said.json
    assert row["replay_same_bytes"] is True
    assert row["replay_same_versions"] is True
    assert row["differences"] == []
    assert row["advice"]["light"] == given.json["light"]
    assert row["inputs"]["checkins"]
    shown = call("why", DAY, "--journal", journal)
    assert shown.code == 0
    assert "Replayed: the same bytes." in shown.out
    assert call("why", DAY, "--journal", journal, "--json") == said


def test_asking_twice_keeps_one_advice_and_another_wish_keeps_another(
    call: Call, journal: Path
) -> None:
    words = ("today", "--on", DAY, "--journal", journal)
    for wish in ((), (), ("--distance", 2)):
        call(*words, *wish)
    assert len(call("why", DAY, "--journal", journal, "--json").json) == 2


def test_a_day_without_advice_is_said(call: Call, journal: Path) -> None:
    said = call("why", "2020-01-01", "--journal", journal)
    assert is_one_sentence(said, 2, "2020-01-01")


def test_the_report_is_one_page_that_fetches_nothing_and_the_same_json(
    call: Call, journal: Path, tmp_path: Path
) -> None:
    at = ("--on", DAY, "--journal", journal)
    out = tmp_path / "made" / "report.html"
    said = call("report", "-o", out, *at)
    assert (said.code, said.out, said.err) == (0, "", f"Written: {out}\n")
    text = out.read_text(encoding="utf-8")
    page = Page(text)
    assert page.fetched == []
    assert "script" not in page.tags
    assert text.rstrip().endswith("</html>")
    assert call("report", "-o", tmp_path / "report.json", *at).code == 0
    assert (tmp_path / "report.json").read_text(encoding="utf-8").startswith("{")
    before = out.read_bytes()
    call("report", "-o", out, *at)
    assert out.read_bytes() == before


def test_the_light_of_the_report_is_that_of_today(
    call: Call, journal: Path, tmp_path: Path
) -> None:
    raise_the_flag(call, journal)
    at = ("--on", DAY, "--journal", journal)
    assert call("today", *at).code == 20
    call("report", "-o", tmp_path / "r.html", *at)
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "No running today" in text
    assert "emergency" in text
