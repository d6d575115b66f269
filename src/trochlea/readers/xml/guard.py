"""Have expat prove how far a document is well-formed and harmless, before anything is read.

Expat runs without handlers, at its full speed; it only stops where a document declares entities
or points outside itself. Declarations of elements and attributes are read past: what they declare
(defaults, above all) is not applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.parsers import expat

from trochlea.readers.limits import Limits

# So many attributes no document type of a watch declares; expat's time grows with their square.
_MOST_DECLARATIONS = 1_000
# Open elements cost expat memory. Beyond so many that might be open, they are counted one by one.
_MOST_OPEN = 50_000
_WINDOW = 1 << 18
# So many of the longest attributes may stand in one tag.
_MOST_ATTRIBUTES = 16


@dataclass(slots=True)
class Checked:
    """How far a document can be read.

    Attributes:
        start: Byte at which its root element begins; -1 where there is none.
        end: Byte after the last that can be read.
        code: Problem code of what stopped it, or None.
        reason: What stopped it, as a clause.
        line: Line in which it stopped.
    """

    start: int = -1
    end: int = 0
    code: str | None = None
    reason: str = ""
    line: int = 1


class _StopError(Exception):
    """Reading stops here: a problem code and a clause."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def checked(data: bytes, limits: Limits) -> Checked:
    """Return how far a document is well-formed and harmless.

    Args:
        data: The document, in UTF-8.
        limits: `xml_depth` is held where elements are opened by the ten thousand.
    """
    cut = _endless(data, max(_MOST_ATTRIBUTES * limits.attribute_bytes, _WINDOW))
    found = _checked(data if cut is None else data[:cut], limits)
    if cut is not None and found.end >= cut:
        found.code, found.reason = "text_too_large", "a tag, a text or a comment is too large"
    return found


def _checked(data: bytes, limits: Limits) -> Checked:
    """Return how far a document without endless tags is well-formed and harmless."""
    found = Checked()
    declares = _parse(data, found, limits, 0, 1)
    if declares and found.code is None:
        # Once more without the document type, so that it declares nothing for what follows.
        body = Checked(found.start)
        _parse(data, body, limits, found.start, data.count(b"\n", 0, found.start) + 1)
        return body
    return found


def _parse(data: bytes, found: Checked, limits: Limits, start: int, line: int) -> bool:
    """Parse from a byte on; return whether it was left at the root, after a document type."""
    parser = expat.ParserCreate("utf-8")
    seen = _Prologue(parser, found, start)
    view = memoryview(data)
    crowded = _crowded(data, start)
    try:
        if crowded is not None:
            parser.Parse(view[start:crowded], False)
            _count_depth(parser, limits.xml_depth)
            start = crowded
        parser.Parse(view[start:], True)
    except expat.ExpatError as error:
        found.code = "xml_damaged"
        found.line = line + error.lineno - 1
        found.reason = "the XML is damaged or cut off"
        found.end = seen.start + max(parser.ErrorByteIndex, 0)
        return False
    except _StopError as stop:
        if seen.left:
            return True
        found.code, found.reason = stop.code, stop.reason
        found.line = line + parser.CurrentLineNumber - 1
        found.end = seen.start + max(parser.CurrentByteIndex, 0)
        return False
    found.end = len(data)
    return False


class _Prologue:
    """Watches what stands before the root element, and refuses what could do harm."""

    def __init__(self, parser: expat.XMLParserType, found: Checked, start: int) -> None:
        self.start = start
        self.left = False
        self._parser = parser
        self._found = found
        self._has_type = False
        self._declarations = 0
        parser.StartElementHandler = self._root
        parser.StartDoctypeDeclHandler = self._doctype
        parser.AttlistDeclHandler = self._declaration
        parser.EntityDeclHandler = self._refuse
        parser.UnparsedEntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse

    def _root(self, *_: object) -> None:
        self._parser.StartElementHandler = None
        self._found.start = self.start + self._parser.CurrentByteIndex
        if self._has_type:
            self.left = True
            raise _StopError("", "")

    def _doctype(self, _: str, system: str | None, public: str | None, __: bool) -> None:
        self._has_type = True
        if system or public:
            self._refuse()

    def _declaration(self, *_: object) -> None:
        self._declarations += 1
        if self._declarations > _MOST_DECLARATIONS:
            raise _StopError("xml_declarations_refused", "it declares too many attributes")

    def _refuse(self, *_: object) -> int:
        reason = "it declares entities or points to other files, which is refused"
        raise _StopError("xml_entities_refused", reason)


def _endless(data: bytes, most: int) -> int | None:
    """Return where something longer than allowed begins that holds no other tag, or None.

    Millions of attributes in one tag cost expat a gigabyte.
    """
    at = 0
    while at < len(data):
        if data.find(b"<", at, at + most // 2) < 0:
            first, after = max(data.rfind(b"<", 0, at), 0), data.find(b"<", at)
            after = len(data) if after < 0 else after
            if after - first > most:
                return first
            at = after
        at += most // 2
    return None


def _crowded(data: bytes, start: int) -> int | None:
    """Return a byte at which very many elements might be open, or None where never."""
    if data.count(b"<", start) < _MOST_OPEN:
        return None
    might = 0
    for at in range(start, len(data), _WINDOW):
        end = at + _WINDOW
        might += data.count(b"<", at, end) - 2 * data.count(b"</", at, end)
        if might > _MOST_OPEN:
            return min(end, len(data))
    return None


def _count_depth(parser: expat.XMLParserType, most: int) -> None:
    """Stop where elements are opened within elements more often than allowed from here on."""
    depth = 0

    def deeper(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > most:
            raise _StopError("xml_too_deep", f"elements stand more than {most} deep")

    def back(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler = deeper
    parser.EndElementHandler = back
