"""Real FIT files, cut off or damaged: every whole record before the break, and the loss stated."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from fastcrc import crc16

from tests.conftest import shared_folder
from trochlea.readers import read_bytes
from trochlea.readers.fit import Section, Table, messages, profile, read_messages

pytestmark = pytest.mark.real

FILES = sorted((shared_folder() / "data" / "fit").glob("**/*.[fF][iI][tT]"))
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: "-".join(path.parts[-2:]))
STATES_A_LOSS = {
    *("truncated", "crc_missing", "trailing_bytes", "header_incomplete"),
    *("not_a_fit_file", "empty_file", "not_an_activity_file"),
}
CUTS = 20


def record_ends(sections: tuple[Section, ...]) -> list[int]:
    """Return where each record of a file ends, in the order of the file."""
    found = []
    for section in sections:
        for layout in section.by_message.get(profile.RECORD, ()):
            found += [at + layout.size for at in (*layout.offsets, *layout.compressed)]
    return sorted(found)


def places(data: bytes, ends: list[int]) -> list[int]:
    """Return where a file is cut: in its headers, definitions, records, and spread evenly."""
    odd = [7, data[0] + 3, len(data) - 1, len(data) - 2, len(data) - 3]
    for share in (0.1, 0.5, 0.9):
        if ends:
            end = ends[int(share * (len(ends) - 1))]
            odd += [end - 1, end, end + 1]
    odd = [at for at in dict.fromkeys(odd) if 0 < at < len(data)]
    spread = np.linspace(1, len(data) - 1, CUTS - len(odd) + 2).astype(int)[1:-1].tolist()
    return sorted({*odd, *spread})


def records_of(tables: tuple[dict[int, Table], ...]) -> list[Table]:
    return [each[profile.RECORD] for each in tables if profile.RECORD in each]


@each_file
def test_a_cut_leaves_every_whole_record_before_it_and_states_the_loss(path: Path) -> None:
    data = path.read_bytes()
    whole = read_messages(data)
    ends = record_ends(whole.sections)
    full = records_of(messages(data).sections)
    boundaries = {section.end + 2 for section in whole.sections}
    for at in places(data, ends):
        cut = data[:at]
        read = messages(cut, path.name)
        kept = records_of(read.sections)
        assert sum(table.count for table in kept) == sum(end <= at for end in ends), at
        for mine, uncut in zip(kept, full, strict=False):
            same_beginning(mine, uncut)
        codes = {problem.code for problem in read_bytes(path.name, cut).problems}
        assert codes & STATES_A_LOSS or at in boundaries, (at, codes)


def same_beginning(cut: Table, uncut: Table) -> None:
    """Hold that the records before a cut have the values that the uncut file gives them."""
    for number, values in uncut.numbers.items():
        mine = cut.numbers.get(number)
        if mine is None:
            mine = np.full(cut.count, np.nan)
        np.testing.assert_array_equal(mine, values[: cut.count])


@each_file
def test_flipped_bytes_never_stop_the_reader(path: Path) -> None:
    data = path.read_bytes()
    chance = random.Random(len(data))
    for turn in range(6):
        mutant = bytearray(data)
        for _ in range(1 + turn):
            mutant[chance.randrange(len(mutant))] = chance.randrange(256)
        if turn % 2:  # a checksum that fits, as a forger would write it
            mutant[-2:] = crc16.arc(bytes(mutant[:-2])).to_bytes(2, "little")
        outcome = read_bytes(path.name, bytes(mutant))
        assert outcome.activities or outcome.problems
        messages(bytes(mutant))
