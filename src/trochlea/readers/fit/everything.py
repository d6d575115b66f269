"""All messages of a FIT file as columns: what the file says, with nothing left unread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trochlea.errors import Problem
from trochlea.readers.fit import profile
from trochlea.readers.fit.columns import SectionReader
from trochlea.readers.fit.expand import expand
from trochlea.readers.fit.gather import Column
from trochlea.readers.fit.sections import read_messages
from trochlea.readers.fit.table import Table


@dataclass(frozen=True, slots=True)
class Messages:
    """All messages of a FIT file.

    Attributes:
        sections: One table for each kind of message, by its number, for each of the files that
            are chained in this one; a section knows nothing of the others.
        problems: What was odd.
    """

    sections: tuple[dict[int, Table], ...]
    problems: tuple[Problem, ...]


def messages(data: bytes, name: str | None = None) -> Messages:
    """Read every field of every message of a FIT file; nothing in the bytes makes it raise.

    Numbers are scaled as the profile says, enumerations are the numbers that stand for them,
    times are seconds since the FIT epoch, places are degrees; components are expanded.

    Args:
        data: The whole file.
        name: The file's name, for problems.

    Returns:
        The tables of each section; none where the file does not start with a FIT header.
    """
    contents = read_messages(data, name)
    problems = list(contents.problems)
    sections = []
    for section in contents.sections:
        reader = SectionReader(section)
        tables = {message: reader.table(message) for message in section.by_message}
        for table in tables.values():
            expand(table)
            problems += left_out(table, name)
        sections.append(tables)
    return Messages(tuple(sections), tuple(problems))


def left_out(table: Table, name: str | None) -> list[Problem]:
    """Return the problem that a table had no room for some fields, if it had not."""
    if not table.left_out:
        return []
    named = ", ".join(table.left_out[:5]) + (" and others" if len(table.left_out) > 5 else "")
    text = (
        f"{name or 'the file'}: {table.count} messages with more values than can be kept; "
        f"{named} were left out."
    )
    return [Problem("too_many_values", text, name, named, "all other fields")]


def record_columns(data: bytes) -> dict[str, Column]:
    """Return the number columns of all records of a FIT file, by name: a decoder's plain view.

    Args:
        data: The whole file.

    Returns:
        Profile name (or `unknown_N`, or a third party's own name) to values in file order;
        timestamps in seconds since the FIT epoch; every field that holds one number is there.
    """
    tables = []
    for section in read_messages(data).sections:
        if profile.RECORD in section.by_message:
            table = SectionReader(section).table(profile.RECORD)
            expand(table)
            tables.append(table)
    named = [_numbers(each) for each in tables]
    if len(named) == 1:
        return named[0]
    names = dict.fromkeys(name for each in named for name in each)
    return {
        name: np.concatenate(
            [
                columns[name] if name in columns else np.full(each.count, np.nan)
                for columns, each in zip(named, tables, strict=True)
            ]
        )
        for name in names
    }


def _numbers(records: Table) -> dict[str, Column]:
    return {
        name: values
        for name, values in records.columns().items()
        if values.ndim == 1 and values.dtype == np.float64
    }
