"""Broken JSON and CSV exports: values of the wrong kind, odd numbers, lost and doubled parts."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from random import Random
from typing import Any

from tests.fuzz.byte_mutants import mutated_bytes
from tests.fuzz.xml_mutants import DATES, NUMBERS

_RAW_NUMBERS = """
NaN Infinity -Infinity 1e400 -1e400 1e308 -0 -0.0 0.1e-400 99999999999999999999
1715500800000 -62135596800001 253402300800000 true false null [] {} 01 +1 .5 1.
"""
RAW_NUMBERS = _RAW_NUMBERS.split()
# Longer than what Python turns into a whole number by default (4,300 digits).
RAW_NUMBERS += ["9" * 400, "9" * 5_000]
STRINGS = (
    "",
    " ",
    "\x00",
    "\ud800",
    "🏃",
    "=1+1",
    "x" * 5_000,
    "PT",
    "PT1H",
    "PT-5S",
    "PT1e400S",
    "P1Y2M3DT4H",
    "P99999999999D",
    "1:02:03",
    "-1:00",
    "99:99:99",
    "1:2:3:4",
    "08:00",
    "2024-05-12 10:00:00",
    "RUNNING",
    "\u202e",
)
DEEP = (10, 100, 990, 5_000, 100_000)
_RAW = "\ue000raw"
_RAW_TEXT = re.compile(r'"\\ue000raw(\d+)"')
_LONGEST_LIST = 60


class _Doubled(dict[str, Any]):
    """An object whose keys are written twice."""


def _places(value: Any, found: list[tuple[Any, Any]]) -> None:
    """List every container with each of its keys; of a long list only some items."""
    if isinstance(value, dict):
        keys: Sequence[Any] = list(value)
    elif isinstance(value, list):
        keys = range(min(len(value), _LONGEST_LIST))
    else:
        return
    for key in keys:
        found.append((value, key))
        _places(value[key], found)


def _odd(rng: Random, old: Any) -> Any:
    """Return something that does not belong where `old` stood."""
    which = rng.randrange(9)
    if which <= 2:
        return f"{_RAW}{rng.randrange(len(RAW_NUMBERS))}"
    if which == 3:
        return rng.choice(STRINGS)
    if which == 4:
        return rng.choice(DATES)
    if which == 5:
        return rng.choice(NUMBERS)
    if which == 6:
        return [old] if rng.random() < 0.5 else {"value": old}
    if which == 7:
        return str(old)[:200] if not isinstance(old, str) else rng.choice((0, 1.5, None, True))
    return None


def _change(rng: Random, document: Any) -> None:
    found: list[tuple[Any, Any]] = []
    _places(document, found)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        if not found:
            return
        holder, key = rng.choice(found)
        if isinstance(holder, dict) and key not in holder:
            continue
        if isinstance(holder, list) and key >= len(holder):
            continue
        which = rng.randrange(8)
        if which <= 4:
            holder[key] = _odd(rng, holder[key])
        elif which == 5:
            del holder[key]
        elif isinstance(holder, list):
            holder.insert(rng.randrange(len(holder) + 1), holder[key])
        else:
            holder[rng.choice((key + "x", key.upper(), "value", ""))] = holder[key]


def _written(rng: Random, document: Any) -> str:
    text = json.dumps(document, ensure_ascii=True)
    text = _RAW_TEXT.sub(lambda found: RAW_NUMBERS[int(found[1])], text)
    which = rng.random()
    if which < 0.05:
        depth = rng.choice(DEEP)
        at = text.find(":") + 1
        return text[:at] + "[" * depth + "]" * depth + "," + text[at:]
    if which < 0.1:
        return re.sub(r'("\w+": ?[\d.]+)', r"\1, \1", text, count=rng.choice((1, 50)))
    return text


def json_mutant(rng: Random, seeds: Sequence[bytes]) -> bytes:
    """Return a broken JSON document.

    Args:
        rng: Where chance comes from.
        seeds: Whole documents.
    """
    data = rng.choice(seeds)
    if rng.random() < 0.85:
        document = json.loads(data)
        _change(rng, document)
        text = _written(rng, document)
        encoding = (
            "utf-8" if rng.random() < 0.93 else rng.choice(("utf-8-sig", "utf-16", "utf-32"))
        )
        data = text.encode(encoding, "surrogatepass")
    if rng.random() < 0.25:
        data = mutated_bytes(rng, data)
    return data


def _cells(rng: Random, rows: list[list[str]]) -> None:
    for _ in range(rng.choice((1, 2, 5, 20))):
        row = rng.choice(rows)
        if row:
            odd = (*NUMBERS, *DATES, *STRINGS[:3], *STRINGS[4:], '"', '"a,b', 'a"b', "\n")
            row[rng.randrange(len(row))] = rng.choice(odd)


def _columns(rng: Random, rows: list[list[str]]) -> None:
    """Lose, double or move a column, or the end of one line."""
    width = len(rows[0])
    if not width:
        return
    at, to = rng.randrange(width), rng.randrange(width)
    which = rng.randrange(4)
    if which == 3:
        row = rng.choice(rows)
        del row[rng.randrange(len(row) + 1) :]
        return
    for row in rows:
        if at < len(row):
            cell = row[at] if which == 1 else row.pop(at)
            if which:
                row.insert(to, cell)


def csv_mutant(rng: Random, seeds: Sequence[bytes]) -> bytes:
    """Return a broken table of comma-separated values.

    Args:
        rng: Where chance comes from.
        seeds: Whole tables.
    """
    data = rng.choice(seeds)
    if rng.random() < 0.85:
        rows = [line.split(",") for line in data.decode("utf-8", "replace").splitlines()]
        for _ in range(rng.choice((1, 1, 2))):
            rng.choice((_cells, _cells, _columns))(rng, rows)
        if rng.random() < 0.1:
            rows.append(["x" * rng.choice((1_000, 140_000))])
        if rng.random() < 0.1:
            rows[1:] = rows[1:] * rng.choice((0, 2, 300))
        mark = "," if rng.random() < 0.9 else rng.choice((";", "\t", "\x00", ""))
        end = "\n" if rng.random() < 0.8 else rng.choice(("\r\n", "\r", "\x00\n", "\u2028"))
        text = end.join(mark.join(row) for row in rows) + end
        encoding = "utf-8" if rng.random() < 0.9 else rng.choice(("utf-8-sig", "utf-16", "cp037"))
        data = text.encode(encoding, "replace")
    if rng.random() < 0.25:
        data = mutated_bytes(rng, data)
    return data
