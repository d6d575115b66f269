"""Every mutant has a number: the same kind, seed and index give the same bytes on any machine.

Seeds are the documents of the contract battery and, where the shared folder is there, the real
files under 60 kB. A kind is the id of a format, or `archive` for zip and gzip files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from tests.contracts.samples import SAMPLES
from tests.fuzz import fit_seeds
from tests.fuzz.archive_mutants import archive_mutant, zipped
from tests.fuzz.fit_mutants import fit_mutant
from tests.fuzz.table_mutants import csv_mutant, json_mutant
from tests.fuzz.xml_mutants import xml_mutant
from trochlea.readers.formats import all_formats

ARCHIVE = "archive"
LARGEST_SEED = 60_000
REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Mutant:
    """A broken input.

    Attributes:
        kind: What it was made from.
        name: A file name for it.
        data: Its bytes.
    """

    kind: str
    name: str
    data: bytes


def kinds() -> tuple[str, ...]:
    """Return what there are mutants of: every format that can be read, and archives."""
    return (*(each.id for each in all_formats()), ARCHIVE)


def mutant(kind: str, seed: int, index: int) -> Mutant:
    """Return one mutant.

    Args:
        kind: One of `kinds()`.
        seed: Of the whole series.
        index: Its number in the series.
    """
    rng = Random(f"{kind}/{seed}/{index}")
    if kind == ARCHIVE:
        suffix, data = archive_mutant(rng, members())
        return Mutant(kind, f"mutant{suffix}", data)
    make = maker(kind)
    return Mutant(kind, SAMPLES[kind].name, make(rng, seeds(kind)))


def maker(kind: str) -> Callable[[Random, Sequence[bytes]], bytes]:
    """Return the generator that knows the structure of a format's documents."""
    if kind == "fit":
        return fit_mutant
    start = seeds(kind)[0].lstrip()
    if start.startswith(b"<"):
        return xml_mutant
    return json_mutant if start.startswith((b"{", b"[")) else csv_mutant


@cache
def seeds(kind: str) -> tuple[bytes, ...]:
    """Return the whole documents of a format: first ours, short ones, then real ones."""
    sample = SAMPLES[kind]
    made = sample.short()
    if kind == "fit":
        made += fit_seeds.all_seeds()
    if len(sample.rich()) < LARGEST_SEED:
        made += (sample.rich(),)
    return (*made, *_real(kind))


@cache
def members() -> tuple[tuple[str, bytes], ...]:
    """Return names and bytes of what may stand in an archive."""
    files = [(SAMPLES[kind].name, data) for kind in SAMPLES for data in seeds(kind)[:2]]
    inner = zipped(files[:2])
    return (*files, ("inner.zip", inner), ("notes.txt", b"hello"), ("empty.fit", b""))


@cache
def _real(kind: str) -> tuple[bytes, ...]:
    """Return the small real files of a format; none where they are not wanted or not there."""
    if os.environ.get("TROCHLEA_FUZZ_REAL") == "0":
        return ()
    folder = (REPOSITORY / os.environ.get("TROCHLEA_SHARED", "../shared")).resolve() / "data"
    known = {each.id: each for each in all_formats()}
    if kind not in known or not folder.is_dir():
        return ()
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.name.lower().endswith(known[kind].suffixes) and path.is_file()
    ]
    small = {path.read_bytes() for path in files if path.stat().st_size < LARGEST_SEED}
    return tuple(sorted(data for data in small if data and known[kind].matches(data)))
