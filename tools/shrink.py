"""Make a harmful input as small as it can be: `python -m tools.shrink build/fuzz/fit-3-1.fit fit`.

Parts are left out, ever smaller ones, for as long as the same fault comes; of a FIT file first
whole messages, with the header and the checksums made right again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from tests.contracts.samples import SAMPLES
from tests.fuzz.fit_mutants import framed, joined, pieces
from tests.fuzz.generators import ARCHIVE, Mutant
from tests.fuzz.verdict import faults, signature

Part = TypeVar("Part")


def smallest(parts: Sequence[Part], harmful: Callable[[Sequence[Part]], bool]) -> Sequence[Part]:
    """Return a part of a sequence that still does harm and from which nothing can be left out."""
    size = len(parts) // 2
    while size >= 1:
        at = 0
        while at < len(parts):
            rest = [*parts[:at], *parts[at + size :]]
            if harmful(rest):
                parts = rest
            else:
                at += size
        size //= 2
    return parts


def shrunk(data: bytes, kind: str) -> bytes:
    """Return the smallest input found that shows the first fault of an input."""
    name = "a.zip" if kind == ARCHIVE else SAMPLES[kind].name

    def shown(candidate: bytes) -> set[str]:
        return {signature(fault) for fault in faults(Mutant(kind, name, candidate))}

    wanted = min(shown(data), key=lambda key: not key.startswith("untyped"))
    if kind == "fit":
        parts = pieces(data)
        if wanted in shown(framed(joined(parts))):
            kept = smallest(parts, lambda some: wanted in shown(framed(joined(some))))
            data = framed(joined(kept))
            rows = smallest([*joined(kept)], lambda some: wanted in shown(framed(bytes(some))))
            return framed(bytes(rows))
    return bytes(smallest([*data], lambda some: wanted in shown(bytes(some))))


if __name__ == "__main__":
    found = shrunk(Path(sys.argv[1]).read_bytes(), sys.argv[2])
    place = Path(sys.argv[1]).with_suffix(".small")
    place.write_bytes(found)
    print(f"{len(found)} bytes: {place}")
