"""A tree of files under names, whether it lies in a folder or in an archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Protocol

from trochlea.errors import Problem
from trochlea.readers.sources.found import RefusalError, in_words

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a tree.

    Attributes:
        name: Its name within the tree, folders parted by `/`; never used as a path.
        size: Its bytes as far as they are known without reading, which may be forged.
        index: Its place in the tree's own list.
    """

    name: str
    size: int
    index: int


class Tree(Protocol):
    """Names, sizes and bytes of some files."""

    @property
    def members(self) -> Sequence[Member]:
        """The files, in the order of their names."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What could not be listed."""

    def open(self, member: Member) -> IO[bytes]:
        """Return the bytes of a file as a stream, to be read once from its start.

        Raises:
            RefusalError: if the file cannot be taken; reading may raise it too.
            OSError: if the disk gives it not.
        """


def whole(stream: IO[bytes], limit: int, head: bytes = b"") -> bytes:
    """Return all that is left of a stream, counted while reading.

    Args:
        stream: What to read.
        limit: Largest number of bytes that is taken.
        head: What was read of it before; it counts too.

    Raises:
        RefusalError: if there are more bytes than the limit.
    """
    parts, size = [head], len(head)
    while size <= limit and (chunk := stream.read(min(_CHUNK, limit + 1 - size) or 1)):
        parts.append(chunk)
        size += len(chunk)
    if size > limit:
        raise RefusalError("file_too_large", f"it is larger than {in_words(limit)}")
    return b"".join(parts)


def content(tree: Tree, member: Member, limit: int) -> bytes:
    """Return the bytes of one file of a tree.

    Raises:
        RefusalError: if it is larger than the limit, or cannot be taken.
        OSError: if the disk gives it not.
    """
    with tree.open(member) as stream:
        return whole(stream, limit)
