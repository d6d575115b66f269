"""What is known of one knee: the observations of a finding resolved to one value.

Precedence: a clinician's newest finding outranks all others, but a "no" of theirs not a "yes" of
its time or after, and a choice or a number of theirs not a newer one. Withdrawn ("does not know"),
it counts no more. Otherwise the newest answer holds; what a watch, a video or the diary saw fills
in where there is no answer, and a "yes" from any source is never undone by a "no" from another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trochlea.model import KNEES, FindingValue, Knee, Observation, Seen, Side

SPEAKERS = ("answer", "clinician", "journal")


@dataclass(frozen=True, slots=True)
class Facts:
    """Resolved observations of one knee (or of none), with what has no side beside them.

    Attributes:
        side: The knee, or `none`.
        by_finding: Finding id to the observation that holds; absent or None value is unknown.
    """

    side: Side
    by_finding: dict[str, Observation]

    def value(self, finding: str) -> FindingValue:
        """Return the value that holds, or None where it is unknown."""
        found = self.by_finding.get(finding)
        return None if found is None else found.value

    def seen(self, finding: str) -> Seen | None:
        """Return what was seen of a finding, or None where it is unknown."""
        found = self.by_finding.get(finding)
        if found is None or found.value is None:
            return None
        return Seen(finding, found.value, found.side, found.source)


def affected_knees(observations: Iterable[Observation]) -> tuple[Side, ...]:
    """Return the knees with a complaint, left first; (`none`,) where no knee was spoken of.

    A knee of which everything that was said is an explicit "no" has no complaint, unless that
    holds of every knee that was spoken of. What only a device saw makes no knee a sore one, unless
    nobody spoke of any.
    """
    rows = tuple(observations)
    said = tuple(row for row in rows if row.source in SPEAKERS and row.side != "none") or rows
    spoken: tuple[Knee, ...] = tuple(
        knee for knee in KNEES if any(row.side in (knee, "both") for row in said)
    )
    sore: tuple[Knee, ...] = tuple(
        knee
        for knee in spoken
        if any(row.side in (knee, "both") and not _says_no(row.value) for row in said)
    )
    return sore or spoken or ("none",)


def _says_no(value: FindingValue) -> bool:
    """Return whether a value is an explicit no; not knowing (None) is not."""
    return value is not None and (value is False or value == () or value == 0)


def facts_for(side: Side, observations: Iterable[Observation]) -> Facts:
    """Return what holds for one knee: its own observations and those without a side."""
    wanted = {side, "none", "both"}
    rows: dict[str, list[Observation]] = {}
    for row in observations:
        if row.side in wanted:
            rows.setdefault(row.finding, []).append(row)
    return Facts(side, {finding: _holds(found) for finding, found in rows.items()})


def _holds(rows: list[Observation]) -> Observation:
    if len(rows) == 1:
        return rows[0]
    answers = [row for row in rows if row.source == "answer"]
    clinician = [row for row in rows if row.source == "clinician"]
    found = max(clinician, key=_order) if clinician else None
    if found is not None and found.value is not None:
        return _beside_a_clinician(found, rows, answers)
    newest = max(answers, key=_order) if answers else None
    measured = [row for row in rows if row.source not in ("answer", "clinician")]
    raised = [row for row in measured if row.value is True]
    if raised and (newest is None or newest.value is not True):
        return max(raised, key=_order)
    if newest is not None and (newest.value is not None or not measured):
        return newest
    return max(measured, key=_order) if measured else rows[0]


def _beside_a_clinician(
    found: Observation, rows: list[Observation], answers: list[Observation]
) -> Observation:
    """Return a clinician's newest finding, unless what came at its time or since says more.

    A "yes" outranks an earlier "no", and of a choice, a list or a number the newest holds: a knee
    that was quiet when it was examined may be hot today. At the same moment the answer holds.
    """
    since = [row for row in rows if row is not found and row.observed_at >= found.observed_at]
    if isinstance(found.value, bool):
        raised = [row for row in since if row.value is True]
        return max(raised, key=_order) if raised and not found.value else found
    told = [row for row in answers if row in since and row.value is not None]
    return max(told, key=_order) if told else found


def _order(row: Observation) -> tuple[float, str, str]:
    return (row.observed_at.timestamp(), row.ref or "", repr(row.value))
