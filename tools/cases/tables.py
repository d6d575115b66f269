"""Prints the evaluation: a line a stratum, each miss by its id, the baselines beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from tools.cases.agreement import Agreement
from tools.cases.coded import STRATA
from tools.cases.intervals import exact_upper, wilson
from tools.cases.judge import TOP, Verdict
from trochlea.model import urgency_rank

SOON = urgency_rank("urgent")
ROUTINE = urgency_rank("routine")


def share(hits: int, total: int) -> str:
    """Return k/n with Wilson's 95 % interval."""
    if total == 0:
        return "-"
    low, high = wilson(hits, total)
    return f"{hits}/{total} ({100 * low:.0f}-{100 * high:.0f} %)"


def _count(rows: Iterable[bool]) -> int:
    return sum(rows)


def stratum_lines(verdicts: Sequence[Verdict]) -> list[str]:
    """Return one line a stratum: top-1, top-3, urgency, and what the interview cost."""
    lines = [
        "| stratum | list | top-1 | top-3 | top-3 read out | priors only top-3 | place only top-3 "
        "| urgency right | too low | too high | questions | listed |",
        "|---" * 12 + "|",
    ]
    for name in (*STRATA, "all"):
        for in_list in (True, False):
            rows = [
                row
                for row in verdicts
                if (name in ("all", row.case.stratum)) and row.case.in_list == in_list
            ]
            if rows:
                lines.append(_line(name, "in" if in_list else "out", rows))
    return lines


def _line(name: str, kind: str, rows: Sequence[Verdict]) -> str:
    total = len(rows)
    if kind == "in":
        tops = [
            share(_count(row.rank == 1 for row in rows), total),
            share(_count((row.rank or TOP + 1) <= TOP for row in rows), total),
            share(_count(row.shown for row in rows), total),
            *(
                share(_count((row.baselines[key] or TOP + 1) <= TOP for row in rows), total)
                for key in ("priors only", "place only")
            ),
        ]
    else:
        right = _count(row.something_else_leads and row.off == 0 for row in rows)
        tops = [f"right: {share(right, total)}", "-", "-", "-", "-"]
    cells = [
        name,
        kind,
        *tops,
        share(_count(row.off == 0 for row in rows), total),
        share(_count(row.off < 0 for row in rows), total),
        share(_count(row.off > 0 for row in rows), total),
        f"{median(row.questions for row in rows):.0f}",
        f"{sum(row.listed for row in rows) / total:.1f}",
    ]
    return "| " + " | ".join(cells) + " |"


def urgency_lines(verdicts: Sequence[Verdict]) -> list[str]:
    """Return the pass mark, over-triage, and the baseline that always says physiotherapist."""
    soon = [row for row in verdicts if urgency_rank(row.case.urgency) >= SOON]
    low = [row for row in soon if row.off < 0]
    calm = [
        row
        for row in verdicts
        if urgency_rank(row.case.urgency) <= ROUTINE and row.case.stratum != "minor"
    ]
    high = [row for row in calm if urgency_rank(row.urgency) >= SOON]
    physio_low = [row for row in verdicts if urgency_rank(row.case.urgency) > ROUTINE]
    physio_right = [row for row in verdicts if urgency_rank(row.case.urgency) == ROUTINE]
    return [
        f"at urgent or above: {len(low)} of {len(soon)} below their level; exact one-sided 95 % "
        f"upper bound {100 * exact_upper(len(low), len(soon)):.1f} %",
        *(_off(row) for row in low),
        f"over-triage of none and routine in adults: {share(len(high), len(calm))}",
        *(_off(row) for row in high),
        f"always a physiotherapist (routine): right {share(len(physio_right), len(verdicts))}, "
        f"too low {share(len(physio_low), len(verdicts))}",
    ]


def _off(row: Verdict) -> str:
    return f"  {row.case.id}: {row.urgency}, should be {row.case.urgency}"


def miss_lines(verdicts: Sequence[Verdict]) -> list[str]:
    """Return each case whose right condition is not among the first three."""
    rows = [row for row in verdicts if row.case.in_list and (row.rank or TOP + 1) > TOP]
    return [
        f"  {row.case.id} ({row.case.stratum}{', thin' if row.case.thin else ''}): "
        f"{', '.join(row.case.right)} at place {row.rank}"
        for row in rows
    ]


def agreement_line(found: Agreement) -> str:
    """Return the agreement of two coders in one line."""
    return (
        f"two coders, {found.cases} cases: same in {found.same} of {found.items} items that "
        f"either coded; kappa {found.kappa:.2f} over all yes_no findings, "
        f"{found.kappa_said:.2f} over those that either coded"
    )
