"""Walk the tags of a document that expat has proven well-formed.

In such a document, once comments, instructions and CDATA marks are gone, every `<` begins a tag
and the first `>` outside quotes ends it; so a text can be cut at `<` alone, which is many times
faster than a call for each tag. Points of one shape are handed to `bulk` all at once, everything
else is taken tag by tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from trochlea.readers.limits import Limits
from trochlea.readers.xml.bulk import Bulk, PointKind, Shapes
from trochlea.readers.xml.points import Points

_NOT_TAGS = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[(.*?)(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|<!.*\Z", re.S
)
_WHOLE_TAG = re.compile(r"""[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*""")
_ATTRIBUTE = re.compile(r"""([^\s="'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(r"&(?:#(\d{1,10})|#x([0-9A-Fa-f]{1,8})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LAST_LETTER = 0x10FFFF
_MOST_KNOWN = 20_000  # tags that are looked at only once
_BLOCK = 1 << 20  # letters that are cut into tags at a time: what is in memory at once

# A tag's local name and field, whether it is an end, and whether its element is empty.
_Look = tuple[str, str | None, bool, bool]


class Outside(Protocol):
    """What a format does with the elements outside of points.

    Attributes:
        names: Local names of the elements that it wants to know of.
        taking: Whether points that come now belong to an activity.
    """

    names: frozenset[str]
    taking: bool

    def start(self, name: str, tag: str, text: str) -> None:
        """Take the start of an element: local name, raw tag, and raw text before any child."""

    def end(self, name: str) -> None:
        """Take the end of an element."""


class StopError(Exception):
    """The walk ends here, at a limit: a problem code and a clause."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def plain(text: str) -> str:
    """Return a text or an attribute with its references to letters resolved."""
    return _REFERENCE.sub(_letter, text) if "&" in text else text


def _letter(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name is not None:
        return _NAMED[name]
    code = int(decimal) if decimal is not None else int(hexadecimal, 16)
    return chr(code) if code <= _LAST_LETTER else found[0]


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of a raw tag by their local names."""
    return {key.rpartition(":")[2]: plain(double or single) for key, double, single in _given(tag)}


def _given(tag: str) -> list[tuple[str, str, str]]:
    """Return name and value of each attribute; the value stands in one of two places."""
    # Without the name of the element, which the pattern would try letter by letter.
    parts = tag.split(None, 1)
    return _ATTRIBUTE.findall(parts[1]) if len(parts) > 1 else []


def only_tags(text: str) -> str:
    """Return a document's text without comments and instructions, CDATA as plain text.

    What is not closed, as at the end of a damaged document, is left out whole.
    """
    # The search for one letter is many times faster than that for two, and mostly finds none.
    odd = ("!" in text and "<!" in text) or ("?" in text and "<?" in text)
    return _NOT_TAGS.sub(_escaped, text) if odd else text


def _escaped(found: re.Match[str]) -> str:
    return (found[1] or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Walk:
    """Walks a document once; what it finds is in `points` and in the format's own object."""

    def __init__(self, kind: PointKind, outside: Outside, points: Points, limits: Limits) -> None:
        """Start at the root; `limits` bounds depth, texts and attributes."""
        self.elsewhere = 0  # points that belong to no activity
        self.letters = 0  # of the text that were walked
        self._kind = kind
        self._outside = outside
        self._points = points
        self._limits = limits
        self._depth = 0
        self._point_at = 0  # depth of the point that is open, or 0
        self._wanted = False  # whether that point belongs to an activity
        self._seen: dict[str, _Look] = {}

    def walk(self, text: str) -> None:
        """Walk a text that begins with the root's tag.

        Raises:
            StopError: at a limit; what stands before it was taken.
        """
        found = re.search(rf"<((?:[^\s<>/:]+:)?{self._kind.name})[\s/>]", text)
        mark = found[1] if found else self._kind.name
        for block in _blocks(text, "<" + mark):
            try:
                self._block(block, mark)
            finally:
                self._points.flush()
            self.letters += len(block)

    def _block(self, block: str, mark: str) -> None:
        before, *chunks = block.split("<" + mark)
        self._feed(before.split("<"))
        if not chunks:
            return
        bulk = Bulk(chunks, self._limits.attribute_bytes)
        shapes = bulk.shapes(mark, self._kind)
        try:
            self._in_turn(bulk, shapes, mark)
        finally:
            shapes.give_to(self._points)

    def _in_turn(self, bulk: Bulk, shapes: Shapes, mark: str) -> None:
        """Take points in the order of the document: runs of a shape, and single odd ones."""
        at = 0
        for odd in shapes.odd_ones():
            if odd > at:
                shapes.place(at, odd, self._run(odd - at, shapes.depth))
            if odd < len(bulk.pieces):
                pieces = bulk.pieces[odd]
                self._feed([mark + pieces[0], *pieces[1:]])
            at = odd + 1

    def _run(self, count: int, depth: int) -> int:
        """Take a run of whole points; return the row of the first, or -1 where none is wanted."""
        if self._depth + depth > self._limits.xml_depth:
            self._too_deep()
        if self._point_at or not self._outside.taking:
            self.elsewhere += count
            return -1
        return self._points.take(count)

    def _too_deep(self) -> None:
        most = self._limits.xml_depth
        raise StopError("xml_too_deep", f"elements stand more than {most} deep")

    def _feed(self, pieces: Sequence[str]) -> None:
        """Take tags one by one: each with the text that follows it."""
        longest = self._limits.attribute_bytes
        holds_long = max(map(len, pieces)) > longest
        for piece in pieces:
            if not piece:  # before the first tag
                continue
            if holds_long and len(piece) > longest:
                _hold_size(piece, longest)
            tag, _, text = piece.partition(">")
            seen = self._seen.get(tag)
            if seen is None:
                seen, tag, text = self._look_at(tag, text, piece)
            name, field, is_end, is_empty = seen
            if not is_end:
                self._depth += 1
                if self._point_at:
                    if field is not None and self._wanted and text:
                        self._points.put(field, plain(text))
                elif name in self._outside.names:
                    self._outside.start(name, tag, text)
                elif name == self._kind.name:
                    self._point(tag)
                if self._depth > self._limits.xml_depth:
                    self._too_deep()
            if is_end or is_empty:
                self._depth -= 1
                if not self._point_at:
                    if name in self._outside.names:
                        self._outside.end(name)
                elif self._depth < self._point_at:
                    self._point_at = 0

    def _look_at(self, tag: str, text: str, piece: str) -> tuple[_Look, str, str]:
        """Return what a tag says, the tag itself and its text.

        As long as there are not too many, a tag is remembered; not one that is cut off within
        the quotes of an attribute, where its first `>` did not end it.
        """
        is_whole = True
        if '"' in tag or "'" in tag:
            whole = _tag_of(piece)
            is_whole = whole == tag
            tag, text = whole, piece[len(whole) + 1 :]
        name = (tag.strip("/").split(None, 1) or [""])[0].rpartition(":")[2]
        look = (name, self._kind.fields.get(name.lower()), tag[:1] == "/", tag[-1:] == "/")
        if is_whole and len(self._seen) < _MOST_KNOWN:
            self._seen[tag] = look
        return look, tag, text

    def _point(self, tag: str) -> None:
        self._point_at = self._depth
        self._wanted = self._outside.taking and self._points.begin()
        if not self._outside.taking:
            self.elsewhere += 1
        elif self._wanted and self._kind.attributes:
            given = attributes(tag)
            for key, field in self._kind.attributes.items():
                if key in given:
                    self._points.put(field, given[key])


def _blocks(text: str, mark: str) -> Iterator[str]:
    """Yield a text in parts that begin at a point, or at any tag where there is none for long."""
    at = 0
    while at < len(text):
        end = text.find(mark, at + _BLOCK, at + 2 * _BLOCK)
        if end < 0:
            end = text.find("<", at + _BLOCK)
        end = len(text) if end < 0 else end
        yield text[at:end]
        at = end


def _tag_of(piece: str) -> str:
    """Return the tag with which a piece begins, a `>` in its attributes notwithstanding."""
    found = _WHOLE_TAG.match(piece)
    return found[0] if found else ""


def _hold_size(piece: str, most: int) -> None:
    """Stop where an attribute, a name or a text is longer than allowed."""
    tag = _tag_of(piece)
    if len(piece) - len(tag) - 1 > most:
        raise StopError("text_too_large", f"a text is longer than {most} bytes")
    parts = [tag.split(None, 1)[0], *(part for found in _given(tag) for part in found)]
    if max(map(len, parts)) > most:
        raise StopError("attribute_too_large", f"an attribute is longer than {most} bytes")
