"""Tell an XML document by its root element, without loading what reads it."""

from __future__ import annotations

import re

_HEAD = 4096
_LEAD = re.compile(rb"[\s\xef\xbb\xbf]*")


def has_element(data: bytes, name: str) -> bool:
    """Return whether a document opens an element, or says so, within its first 4,096 bytes.

    Args:
        data: The document, in any encoding.
        name: Local name of the element; any prefix will do.
    """
    begin = _LEAD.match(data)
    at = begin.end() if begin else 0
    head = data[at : at + _HEAD].replace(b"\0", b"").decode("latin-1")
    return re.search(rf"<(?:!DOCTYPE\s+)?(?:[^\s<>/:]+:)?{name}[\s/>\[]", head) is not None
