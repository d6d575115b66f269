"""Read a table of lines (CSV) of unknown origin: its letters, its separator, its lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SEPARATORS = ",;\t"
_HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        text: All of it.
        separator: What stands between its cells.
        header: The cells of its first line, without spaces around them.
    """

    text: str
    separator: str
    header: tuple[str, ...]

    def rows(self) -> Iterator[list[str]]:
        """Yield the lines after the first that hold anything, as cells; stops at damage."""
        lines = _cells(self.text, self.separator)
        next(lines, None)
        yield from (cells for cells in lines if any(cells))


def read_table(data: bytes) -> Table | None:
    """Return a table, or None where there is not even a first line of several cells.

    Args:
        data: The whole file, or the beginning of it.
    """
    text = _text(data)
    line = text[:_HEAD].lstrip("\r\n").partition("\n")[0]
    separator = max(_SEPARATORS, key=line.count)
    header = next(_cells(text[:_HEAD].lstrip("\r\n"), separator), [])
    if len(header) < 2:
        return None
    return Table(text.lstrip("\r\n"), separator, tuple(cell.strip() for cell in header))


def written(table: Table, rows: Iterable[list[str]]) -> bytes:
    """Return a table of the same header with other lines, as bytes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=table.separator, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def _text(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":  # a beginning that ends within a letter
            return data[: error.start].decode("utf-8-sig")
        return data.decode("cp1252", "replace")  # as a spreadsheet program saves it


def _cells(text: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error:  # a cell of absurd length
        return
