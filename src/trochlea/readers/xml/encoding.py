"""Bring the bytes of an XML document to UTF-8, whatever they claim to be."""

from __future__ import annotations

import codecs
import re

from trochlea.errors import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][\w.\-]{0,40})""")
_HEAD = 300
_LATIN = frozenset({"iso8859-1", "ascii", "latin-1"})
_FAMILIES = ("iso8859", "cp", "koi8", "mac", "shift_jis", "euc", "gb", "big5", "utf-16", "utf-32")
# Western devices write this when they claim UTF-8 or Latin-1.
_FALLBACK = "cp1252"
_LONGEST_LETTER = 4  # bytes of UTF-8


def as_utf8(data: bytes, name: str) -> tuple[bytes, list[Problem]]:
    """Return a document in UTF-8 without byte order mark, and the problem of a wrong claim.

    The order: a byte order mark, zeros between letters, the declaration, UTF-8. Where the bytes do
    not fit the claim, they are UTF-8 if they can be, else Windows-1252, and that is said.

    Args:
        data: The whole document.
        name: Display name, for problems.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _wide(data[len(mark) :], encoding), []
    start = data[:_HEAD].lstrip()
    for mark, encoding in _UNMARKED:
        if start.startswith(mark) or (encoding == "utf-16-be" and data.startswith(mark)):
            return _wide(data, encoding), []
    claimed = _claim(start)
    if claimed is not None and claimed not in _LATIN and not claimed.startswith("utf"):
        try:
            return data.decode(claimed).encode(), []
        except UnicodeError:
            return _otherwise(data, name, claimed)
    if claimed in _LATIN:
        return (data if data.isascii() else _western(data)), []
    if claimed is not None and claimed != "utf-8":  # UTF-16 without the zeros of UTF-16
        return _otherwise(data, name, claimed)
    return (data, []) if _is_utf8(data) else _otherwise(data, name, "utf-8")


def _wide(data: bytes, encoding: str) -> bytes:
    return data if encoding == "utf-8" else data.decode(encoding, "replace").encode()


def _claim(head: bytes) -> str | None:
    """Return Python's name of the encoding that a declaration names, or None."""
    found = _DECLARED.match(head)
    if found is None:
        return None
    try:
        known = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
    return known if known in _LATIN or known == "utf-8" or known.startswith(_FAMILIES) else None


def _is_utf8(data: bytes) -> bool:
    """Return whether bytes are UTF-8, a letter cut off at the end aside."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return len(data) - error.start < _LONGEST_LETTER and error.end == len(data)
    return True


def _western(data: bytes) -> bytes:
    return data.decode(_FALLBACK, "replace").encode()


def _otherwise(data: bytes, name: str, claimed: str) -> tuple[bytes, list[Problem]]:
    """Return the text of bytes that are not in the encoding claimed."""
    as_it_is = _is_utf8(data)
    used = "UTF-8" if as_it_is else "Windows-1252, so that some letters of names may be wrong"
    text = f"{name}: the text is not in the encoding that it claims ({claimed}); read as {used}."
    problem = Problem("encoding_wrong", text, name, "encoding", "all values")
    return (data if as_it_is else _western(data)), [problem]
