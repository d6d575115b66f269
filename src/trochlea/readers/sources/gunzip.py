"""Unpack a gzip file of one or several parts, within limits counted while inflating."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from trochlea.readers.limits import Limits
from trochlea.readers.sources.found import RefusalError, in_words

MAGIC = b"\x1f\x8b"
SMALL = 1 << 16  # below it, a high ratio is harmless
_CHUNK = 1 << 16
_GZIP = 31  # window bits that mean: with the head and the checksum of gzip


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out of a gzip file.

    Attributes:
        data: The content.
        lost: A clause that says what was lost, or None where nothing was.
    """

    data: bytes
    lost: str | None = None


def gunzip(packed: bytes, limits: Limits) -> Unpacked:
    """Return the content of a gzip file; one that is cut off gives what stands before the cut.

    Args:
        packed: The whole file.
        limits: `file_bytes` and `ratio` are held.

    Raises:
        RefusalError: if nothing can be taken out of it, or more than the limits allow.
    """
    most = min(limits.file_bytes, max(len(packed) * limits.ratio, SMALL))
    parts: list[bytes] = []
    size, rest = 0, packed
    lost = None
    while rest[:2] == MAGIC and lost is None:
        part = zlib.decompressobj(_GZIP)
        waiting = rest
        try:
            while not part.eof and waiting:
                chunk = part.decompress(waiting, _CHUNK)
                size += len(chunk)
                if size > most:
                    raise _too_much(most, limits)
                parts.append(chunk)
                waiting = part.unconsumed_tail
                if not chunk and not waiting:
                    break
        except zlib.error:
            lost = "it is damaged, and only what stands before the damage could be taken"
        else:
            if not part.eof:
                lost = "it is cut off, and only what stands before the cut could be taken"
        rest = part.unused_data
    if lost is None and rest.strip(b"\0"):
        lost = f"{len(rest)} bytes after its end are of no use and were left out"
    if lost is not None and not size:
        raise RefusalError("archive_damaged", "it is a damaged gzip file")
    return Unpacked(b"".join(parts), lost)


def _too_much(most: int, limits: Limits) -> RefusalError:
    if most < limits.file_bytes:
        reason = f"it inflates to more than {limits.ratio} times its size"
        return RefusalError("inflates_too_much", reason)
    return RefusalError("file_too_large", f"it is larger than {in_words(most)}")
