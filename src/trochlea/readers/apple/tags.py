"""Cut a piece of XML into its tags, however damaged it is: no proof of form, and no exception.

Exports of some versions of iOS are not well-formed: letters that XML forbids, attributes that
stand twice or have blanks in their names. What can be told of them is read; of an attribute that
stands twice the first counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trochlea.readers.xml.markup import plain

# From a blank on: so a search never tries a long name letter by letter.
_ATTRIBUTE = re.compile(r"""\s([^\s="'<>/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NAME = re.compile(r"/?([^\s<>/]+)")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag.

    Attributes:
        name: Of its element, without a prefix.
        text: All of it after the `<`, up to the next one.
        is_end: Whether it ends an element.
        is_empty: Whether it is an element of its own.
    """

    name: str
    text: str
    is_end: bool
    is_empty: bool

    def attributes(self) -> dict[str, str]:
        """Return the attributes, references to letters resolved."""
        return attributes(self.text)


def tags(text: str) -> Iterator[Tag]:
    """Yield the tags of a text that begins with one."""
    for piece in text.split("<"):
        found = _NAME.match(piece[:_LONGEST_NAME])
        if found is None:
            continue
        name = found[1].rpartition(":")[2]
        yield Tag(name, piece, piece[0] == "/", piece.rstrip().endswith("/>"))


def attributes(text: str) -> dict[str, str]:
    """Return the attributes that stand in a tag, references to letters resolved."""
    found: dict[str, str] = {}
    for key, double, single in _ATTRIBUTE.findall(text):
        found.setdefault(key, plain(double or single))
    return found
