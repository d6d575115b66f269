"""How much a file may ask of this machine: enforced while reading, each one overridable.

The defaults stand far above what a watch writes and far below what a forged file asks for.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from trochlea.errors import UsageError

MIB = 2**20
GIB = 2**30
_UNITS = {"kib": 2**10, "mib": MIB, "gib": GIB, "k": 10**3, "m": 10**6, "g": 10**9}


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one reading.

    Attributes:
        file_bytes: One file, inflated.
        archive_bytes: One archive as it lies on the disk.
        inflated_bytes: All that one archive may inflate to.
        entries: Files in one archive.
        ratio: Inflated bytes for each packed byte, of one entry.
        depth: How deep archives may stand within archives.
        points: Records of one activity.
        sessions: Activities of one FIT file; the longest multisport races have some twenty.
        xml_depth: Elements within elements.
        attribute_bytes: One attribute (or one text) of an XML element.
        apple_bytes: The `export.xml` of Apple Health, which is read as a stream.
        stall_s: A stream that makes no progress for this long is given up.
        cpu_s: Processor time for one file, in a worker.
        memory_bytes: Memory for one file, in a worker, above what the worker needs itself.
        latest: A later start is a fault of the clock; None where the caller gives no clock.
    """

    file_bytes: int = 64 * MIB
    archive_bytes: int = 4 * GIB
    inflated_bytes: int = 20 * GIB
    entries: int = 100_000
    ratio: int = 200
    depth: int = 2
    points: int = 1_000_000
    sessions: int = 1_000
    xml_depth: int = 64
    attribute_bytes: int = 64 * 2**10
    apple_bytes: int = 8 * GIB
    stall_s: int = 10
    cpu_s: int = 10
    memory_bytes: int = 512 * MIB
    latest: datetime | None = None


DEFAULT_LIMITS = Limits()
NUMERIC_LIMITS = tuple(each.name for each in fields(Limits) if each.name != "latest")


def with_limit(limits: Limits, text: str) -> Limits:
    """Return limits with one of them set as a person wrote it, such as `file_bytes=128MiB`.

    Raises:
        UsageError: where the name is none of the limits or the value is no whole number.
    """
    name, _, value = text.partition("=")
    name, value = name.strip().replace("-", "_"), value.strip().lower()
    if name not in NUMERIC_LIMITS:
        raise UsageError(f"There is no limit {name!r}; there are {', '.join(NUMERIC_LIMITS)}.")
    unit = next((unit for unit in _UNITS if value.endswith(unit)), "")
    digits = value.removesuffix(unit).strip()
    if not digits.isdecimal() or not int(digits):
        raise UsageError(f"{text!r} is no limit; write it like file_bytes=128MiB.")
    changed: dict[str, Any] = {name: int(digits) * _UNITS.get(unit, 1)}
    return replace(limits, **changed)
