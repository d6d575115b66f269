"""Prints what fits: a line a group of cases, baselines beside, abstentions, misses, agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from tools.cases.agreement import Agreement
from tools.cases.coded import STRATA, CodedCase
from tools.cases.intervals import wilson
from tools.cases.judge import PLACE, PRIORS, TOP, Verdict
from tools.cases.paired import BASELINES, Paired, among_first, paired

REASONS = ("emergency", "minimum_findings", "something_else_leads", "minimum_top")


def _clean(case: CodedCase) -> bool:
    return case.grade == "A" and not case.leak and not case.thin


GROUPS: tuple[tuple[str, Callable[[CodedCase], bool]], ...] = (
    ("adult runner", lambda case: case.stratum == "adult runner"),
    ("other adult", lambda case: case.stratum == "other adult"),
    ("minor", lambda case: case.stratum == "minor"),
    ("all", lambda _case: True),
    ("all of grade A", lambda case: case.grade == "A"),
    ("all without leaks", lambda case: not case.leak),
    ("all without thin cases", lambda case: not case.thin),
    ("all of grade A, no leak, not thin", _clean),
)


def share(hits: int, total: int) -> str:
    """Return k/n with Wilson's 95 % interval."""
    if total == 0:
        return "-"
    low, high = wilson(hits, total)
    return f"{hits}/{total} ({100 * low:.0f}-{100 * high:.0f} %)"


def count(rows: Iterable[bool]) -> int:
    """Return how many are true."""
    return sum(rows)


def head(*names: str) -> list[str]:
    """Return the two first lines of a Markdown table."""
    return [row(*names), "|" + "---|" * len(names)]


def row(*cells: object) -> str:
    """Return one line of a Markdown table."""
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def stratum_lines(verdicts: Sequence[Verdict]) -> list[str]:
    """Return one line a group of cases that are in list: over all, and over those read out."""
    lines = head(
        "in list",
        "top-1",
        "top-3",
        "read out",
        "top-1 of those",
        "top-3 of those",
        "listed",
        f"{PLACE} top-3",
        f"{PRIORS} top-3",
    )
    inside = [found for found in verdicts if found.case.in_list]
    for name, belongs in GROUPS:
        rows = [found for found in inside if belongs(found.case)]
        if rows:
            lines.append(_line(name, rows))
    return lines


def _line(name: str, rows: Sequence[Verdict]) -> str:
    total = len(rows)
    spoken = [found for found in rows if found.abstained is None]
    return row(
        name,
        share(count(found.rank == 1 for found in rows), total),
        share(count(among_first(found.rank) for found in rows), total),
        f"{len(spoken)}/{total}",
        share(count(found.shown_first for found in spoken), len(spoken)),
        share(count(found.shown for found in spoken), len(spoken)),
        f"{sum(found.listed for found in spoken) / len(spoken):.1f}" if spoken else "-",
        *(
            share(count(among_first(found.baselines[key]) for found in rows), total)
            for key in (PLACE, PRIORS)
        ),
    )


def paired_lines(verdicts: Sequence[Verdict]) -> list[str]:
    """Return wins and losses of top-3 against each baseline, and a sentence a stratum."""
    inside = [found for found in verdicts if found.case.in_list]
    groups = [("all", inside)]
    groups += [
        (name, [found for found in inside if found.case.stratum == name]) for name in STRATA
    ]
    rows = [
        [paired(name, found, against) for against in BASELINES] for name, found in groups if found
    ]
    return [
        *head("top-3, pair by pair", "against", "cases", "wins", "losses", "sign test p"),
        *(
            row(one.group, one.against, one.total, one.wins, one.losses, _p(one.p))
            for pair in rows
            for one in pair
        ),
        "",
        *(f"- {pair[0].group}: {'; '.join(map(_sentence, pair))}." for pair in rows),
        "- A p is for its own line alone: it is not adjusted for the many lines.",
    ]


def _p(value: float) -> str:
    return "below 0.001" if value < 0.001 else f"{value:.3f}"


def _sentence(found: Paired) -> str:
    if found.beats:
        return f"beats {found.against} on these cases"
    more = ", more hits, but not beyond chance" if found.wins > found.losses else ""
    return f"does not beat {found.against} here{more}"


def abstention_lines(verdicts: Sequence[Verdict]) -> list[str]:
    """Return how often no list was read out, by reason, and what is right out of list."""
    lines = head("no list read out", *REASONS)
    for title, in_list in (("in list", True), ("out of list", False)):
        rows = [found for found in verdicts if found.case.in_list is in_list]
        reasons = Counter(found.abstained for found in rows)
        if rows:
            lines.append(row(title, *(f"{reasons[key]}/{len(rows)}" for key in REASONS)))
    out = [found for found in verdicts if not found.case.in_list]
    right = count(found.out_of_list_right for found in out)
    lines += [
        "",
        f"Out of list and told that it may be something else: {share(right, len(out))}.",
    ]
    return lines


def question_lines(verdicts: Sequence[Verdict]) -> list[str]:
    """Return what the interview cost where triage did not end it."""
    through = [found for found in verdicts if not found.stopped]
    stopped = len(verdicts) - len(through)
    parts = []
    for name in (*STRATA, "all"):
        asked = [found.questions for found in through if name in ("all", found.case.stratum)]
        if asked:
            parts.append(f"{name} {median(asked):g} (of {len(asked)}, most {max(asked)})")
    return [
        f"Single questions, median: {'; '.join(parts)}. "
        f"{stopped} of {len(verdicts)} interviews are left out, because triage stopped them."
    ]


def miss_lines(verdicts: Sequence[Verdict]) -> list[str]:
    """Return each case whose right condition is not among the first three."""
    rows = [found for found in verdicts if found.case.in_list and not among_first(found.rank)]
    return [
        f"- {found.case.id} ({found.case.stratum}{', thin' if found.case.thin else ''}): "
        f"{', '.join(found.case.right)} at place {found.rank}"
        for found in rows
    ]


def agreement_lines(found: Agreement) -> list[str]:
    """Return the agreement of two coders, the hardest figure first."""
    apart = found.items - found.same
    low, high = found.interval
    return [
        *head("two coders", f"{found.cases} cases"),
        row(
            "kappa, yes/no items that either coded",
            f"{found.kappa_said:.2f} (95 % {low:.2f} to {high:.2f}, whole cases drawn anew)",
        ),
        row("both yes, of items that either said yes to", share(found.both_yes, found.either_yes)),
        row("same, of all items that either coded", share(found.same, found.items)),
        row("of the differences: one coder silent, the other not", f"{found.silent}/{apart}"),
        row("of the differences: both coded, another value", f"{apart - found.silent}/{apart}"),
        row("same knees coded", f"{found.sides_same}/{found.cases}"),
        row("kappa, all yes/no items (most unsaid by both)", f"{found.kappa:.2f}"),
    ]


def miss_title() -> str:
    """Return what stands above the misses."""
    return f"Not among the first {TOP}:"
