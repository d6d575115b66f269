"""The chain under an advice: from each sentence to its record, its numbers and their sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Grounded, Quantity, Rule
from trochlea.model import Advice, Reason
from trochlea.model.runner import DistanceUnit
from trochlea.report.sentences import reason_sentence
from trochlea.report.words import plain_number, source_words

Json = dict[str, Any]


def chain(advice: Advice, knowledge: Knowledge, unit: DistanceUnit = "km") -> tuple[Json, ...]:
    """Return for each reason what it says, what it saw, and every number and source under it.

    Args:
        advice: As it was given.
        knowledge: The records as they are now; one that is gone is shown as missing.
        unit: Of the distances in the sentences.
    """
    return tuple(_link(row, knowledge, unit) for row in advice.reasons)


def chain_lines(advice: Advice, knowledge: Knowledge, unit: DistanceUnit = "km") -> Iterator[str]:
    """Yield the chain as lines of plain text."""
    for link in chain(advice, knowledge, unit):
        yield f"{link['effect']}: {link['text']}"
        if link["seen"]:
            seen = ", ".join(f"{name} = {value}" for name, value in link["seen"].items())
            yield f"    saw {seen}"
        record = link["record"] or "no record was kept with this reason"
        yield f"    {record}{' (gone)' if link['missing'] else ''}"
        for number in link["numbers"]:
            yield f"      {number['name']} = {number['says']}"
        for source in link["sources"]:
            yield f"      source {source['id']}: {source['text']}"


def _link(reason: Reason, knowledge: Knowledge, unit: DistanceUnit) -> Json:
    found = _record(reason, knowledge)
    numbers = [*_numbers(found)] if isinstance(found, Rule) else []
    cited = dict.fromkeys(
        source
        for source in (reason.source, *(row["source"] for row in numbers))
        if source in knowledge.sources
    )
    return {
        "rule": reason.rule,
        "effect": reason.effect,
        "text": reason_sentence(reason, knowledge, unit),
        "seen": dict(reason.values),
        "record": reason.record or (f"rules/{reason.rule}" if found else None),
        "missing": reason.record is not None and found is None,
        "status": reason.status,
        "numbers": numbers,
        "sources": [
            {"id": key, "text": source_words(knowledge.sources[key])} for key in cited if key
        ],
    }


def _record(reason: Reason, knowledge: Knowledge) -> object | None:
    """Return the record under a reason, or None where it has none or it is gone."""
    kind, _, key = (reason.record or f"rules/{reason.rule}").partition("/")
    shelves: dict[str, Any] = {
        "rules": knowledge.rules,
        "red_flags": knowledge.red_flags,
        "clearances": knowledge.clearances,
    }
    return shelves[kind].get(key) if kind in shelves else None


def _numbers(rule: Rule) -> Iterator[Json]:
    for name, row in rule.values.items():
        yield {"name": name, "says": _says(row)} | _grounds(row)
    for band in rule.bands:
        edge = "above" if band.up_to is None else f"up to {band.up_to:g}, above"
        yield {"name": f"{edge} {band.above:g}", "says": _says(band)} | _grounds(band)


def _grounds(row: Grounded) -> Json:
    return {
        "basis": row.basis,
        "grade": row.grade,
        "source": row.source,
        "place": row.place,
        "status": row.status,
    }


def _says(row: Quantity) -> str:
    between = (
        f" ({plain_number(row.low)} to {plain_number(row.high)})"
        if row.low is not None and row.high is not None
        else ""
    )
    checked = f", {row.place}" if row.place else ""
    return (
        f"{row.value:g}{between} {row.unit}: {row.basis}, grade {row.grade}, "
        f"{row.source}{checked}, {row.status.replace('_', ' ')}"
    )
