"""Read a table of lines (CSV) of unknown origin: its letters, its separator, its lines."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SEPARATORS = ",;\t"
_HEAD = 1 << 16
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        data: All of it, as it was written.
        encoding: Of its letters.
        separator: What stands between its cells.
        header: The cells of its first line, without spaces around them.
    """

    data: bytes
    encoding: str
    separator: str
    header: tuple[str, ...]

    def rows(self) -> Iterator[list[str]]:
        """Yield the lines after the first that hold anything, as cells; stops at damage."""
        lines = _lines(self.data, self.encoding, self.separator)
        next(lines, None)
        yield from lines


def read_table(data: bytes) -> Table | None:
    """Return a table, or None where there is not even a first line of several cells.

    Args:
        data: The whole file, or the beginning of it.
    """
    encoding = _encoding(data)
    head = data[:_HEAD].decode(encoding, "replace").lstrip("\r\n")
    line = head.partition("\n")[0]
    separator = max(_SEPARATORS, key=line.count)
    header = next(_lines(data, encoding, separator), [])
    if len(header) < 2:
        return None
    return Table(data, encoding, separator, tuple(cell.strip() for cell in header))


def written(table: Table, rows: Iterable[list[str]]) -> bytes:
    """Return a table of the same header with other lines, as bytes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=table.separator, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def _encoding(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), _CHUNK):
            decoder.decode(data[at : at + _CHUNK])
    except UnicodeDecodeError:
        return "cp1252"  # as a spreadsheet program saves it
    return "utf-8-sig"


def _lines(data: bytes, encoding: str, separator: str) -> Iterator[list[str]]:
    """Yield the lines that hold anything, as cells."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding, "replace", newline="")
    try:
        yield from (cells for cells in csv.reader(text, delimiter=separator) if any(cells))
    except csv.Error:  # a cell of absurd length
        return
