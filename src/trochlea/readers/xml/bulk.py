"""Take points that are written alike all at once.

Watches write one point like the other: the same tags in the same order, only the values differ.
Points with the same number of tags are laid side by side; where every tag is the same in all of
them, each column of values is cut out in one go. Where anything differs, they are odd ones and
are taken tag by tag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.xml.points import Points

_FEWEST = 4  # of a shape, below which laying side by side does not pay
_MOST_TAGS = 400


@dataclass(frozen=True, slots=True)
class PointKind:
    """How a format writes a point.

    Attributes:
        name: Local name of its element.
        attributes: Its attributes, to the fields that they give.
        fields: Local names of the elements within it, in lower case, to the fields they give.
    """

    name: str
    attributes: Mapping[str, str]
    fields: Mapping[str, str]


@dataclass(slots=True)
class _Group:
    """Points of one shape: their numbers in the block, and the texts of each field."""

    members: NDArray[np.int64]
    texts: dict[str, list[str]]


@dataclass(slots=True)
class Shapes:
    """What could be taken in bulk of a block of points.

    Attributes:
        depth: Most elements within each other in one of them.
    """

    count: int
    depth: int = 0
    _groups: list[_Group] = field(default_factory=list)
    _alike: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    _row: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        """Begin with odd ones only, none of which has a row."""
        self._alike = np.zeros(self.count, bool)
        self._row = np.full(self.count, -1)

    def add(self, members: list[int], texts: dict[str, list[str]], depth: int) -> None:
        """Add points of one shape."""
        group = _Group(np.array(members), texts)
        self._groups.append(group)
        self._alike[group.members] = True
        self.depth = max(self.depth, depth)

    def odd_ones(self) -> Iterator[int]:
        """Yield the numbers of the points of no shape, and at last that after all points."""
        yield from np.flatnonzero(~self._alike).tolist()
        yield self.count

    def place(self, first: int, after: int, row: int) -> None:
        """Give a run of points their rows; -1 for none."""
        if row >= 0:
            self._row[first:after] = np.arange(row, row + after - first)

    def give_to(self, points: Points) -> None:
        """Give the values of all points that have a row."""
        for group in self._groups:
            rows = self._row[group.members]
            if rows.min() < 0:
                kept = np.flatnonzero(rows >= 0)
                rows = rows[kept]
                chosen = kept.tolist()
                group.texts = {
                    key: [texts[i] for i in chosen] for key, texts in group.texts.items()
                }
            if len(rows):
                for key, texts in group.texts.items():
                    points.add(key, rows, texts)


class Bulk:
    """The points of a block, cut into tags: each begins right behind the name of its element."""

    def __init__(self, chunks: list[str], longest: int) -> None:
        """Cut points into tags; those longer than `longest` letters are never taken in bulk."""
        self.pieces = [chunk.split("<") for chunk in chunks]
        self._chunks = chunks
        self._longest = longest
        self._length = max(map(len, chunks))

    def shapes(self, mark: str, kind: PointKind) -> Shapes:
        """Return what can be taken in bulk.

        Args:
            mark: The element's name as it is written.
            kind: What the elements within a point mean.
        """
        shapes = Shapes(len(self.pieces))
        end = f"/{mark}>"
        for size, members in self._alike().items():
            if len(members) < _FEWEST or not 1 < size <= _MOST_TAGS:
                continue
            if not self.pieces[members[0]][-1].startswith(end):
                continue  # the last point of a stretch, with what follows it
            if not self._add(shapes, members, mark, kind):
                for some in self._by_tags(members):
                    self._add(shapes, some, mark, kind)
        return shapes

    def _add(self, shapes: Shapes, members: list[int], mark: str, kind: PointKind) -> bool:
        """Add points that are of one shape; False where they are not, or not all."""
        if len(members) < _FEWEST:
            return True
        pieces = self.pieces
        columns = list(zip(*[pieces[i] for i in members], strict=True))
        texts = _texts(columns, mark, kind)
        if texts is not None:
            shapes.add(members, texts, _depth(pieces[members[0]]))
        return texts is not None

    def _by_tags(self, members: list[int]) -> list[list[int]]:
        """Return the numbers of points by the tags within them."""
        groups: dict[tuple[str, ...], list[int]] = {}
        for number in members:
            tags = tuple([piece.partition(">")[0] for piece in self.pieces[number][1:]])
            groups.setdefault(tags, []).append(number)
        return list(groups.values())

    def _alike(self) -> dict[int, list[int]]:
        """Return the numbers of the points by how many tags they have."""
        sizes = list(map(len, self.pieces))
        usual = sizes[len(sizes) // 2]
        groups = {usual: [i for i, size in enumerate(sizes) if size == usual]}
        if len(groups[usual]) < len(sizes):
            for number, size in enumerate(sizes):
                if size != usual:
                    groups.setdefault(size, []).append(number)
        if self._length > self._longest:
            for size, members in groups.items():
                groups[size] = [i for i in members if len(self._chunks[i]) <= self._longest]
        return groups


def _depth(pieces: list[str]) -> int:
    """Return how deep a point's elements stand within each other, itself counted."""
    depth = deepest = 1
    for piece in pieces[1:]:
        if piece.startswith("/"):
            depth -= 1
        else:
            depth += 1
            deepest = max(deepest, depth)
            depth -= piece.partition(">")[0].endswith("/")
    return deepest


def _texts(
    columns: list[tuple[str, ...]], mark: str, kind: PointKind
) -> dict[str, list[str]] | None:
    """Return the texts of each field, or None where the points are not written alike."""
    end = "/" + mark
    if not columns[-1][0].startswith(end + ">") or not _same_tag(columns[-1], end):
        return None
    texts = _attributes(columns[0], kind)
    if texts is None:
        return None
    for column in columns[1:-1]:
        tag = column[0].partition(">")[0]
        name = tag.rstrip("/").split(None, 1)[0].rpartition(":")[2] if tag.strip("/ ") else ""
        if not name or tag.rstrip() == end:
            return None
        field = None if tag[0] == "/" else kind.fields.get(name.lower())
        if field is None:
            if not _same_tag(column, tag):
                return None
            continue
        values = _after(column, tag)
        if values is None:
            return None
        texts.setdefault(field, values)
    return texts


def _same_tag(column: tuple[str, ...], tag: str) -> bool:
    """Return whether each piece begins with the same tag."""
    return column.count(column[0]) == len(column) or _after(column, tag) is not None


def _after(column: tuple[str, ...], tag: str) -> list[str] | None:
    """Return what stands behind a tag in each piece, or None where one begins with another.

    No piece holds a `<`, so that the mark is only found where a piece begins. Attributes may hold
    a `>`, and references have to be resolved: such points are odd.
    """
    joined = "<" + "<".join(column)
    if '"' in tag or "'" in tag or "&" in joined:
        return None
    texts = joined.split(f"<{tag}>")
    return texts[1:] if len(texts) == len(column) + 1 and not texts[0] else None


def _attributes(column: tuple[str, ...], kind: PointKind) -> dict[str, list[str]] | None:
    """Return the texts of each attribute of a point, or None where they are not written alike.

    Cut at the quotes, attributes that are written alike give names and values in turn.
    """
    joined = "<".join(column)
    if not kind.attributes:
        return {} if ("<" + joined).count("<>") == len(column) else None
    parts = joined.split('"')
    width = 2 * len(kind.attributes)
    if "&" in joined or len(parts) != width * len(column) + 1:
        return None
    keys = [part.strip().removesuffix("=") for part in parts[0:width:2]]
    # Between two points: the end of the tag, blanks, and the start of the next.
    start = "<" + parts[0]
    for between in {*parts[width:-1:width], parts[-1] + start}:
        if not (between[:1] == ">" and between.endswith(start) and between.count("<") == 1):
            return None
    if set(keys) != set(kind.attributes):
        return None
    texts = {}
    for at, key in enumerate(keys):
        names = parts[2 * at : -1 : width] if at else []
        if names.count(names[0] if names else "") != len(names):
            return None
        texts[kind.attributes[key]] = parts[2 * at + 1 :: width]
    return texts
