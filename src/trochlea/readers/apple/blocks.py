"""Read an export as a stream of blocks that no tag is cut by, as far as it is harmless.

Memory is bounded by the block, whatever the file holds: a tag, a text or a comment that is larger
than any real one ends the reading, and so do a stream that fails or is cut off.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from trochlea.readers.limits import Limits
from trochlea.readers.sources.found import ExhaustedError, RefusalError, in_words

BLOCK = 1 << 22
_HEAD = 1 << 20  # bytes within which the root element begins
_MOST_ATTRIBUTES = 16  # so many of the longest attributes may stand in one tag
_ROOT = re.compile(rb"<HealthData[\s/>]")
_CLOSED = re.compile(rb"(?:</HealthData\s*>|<HealthData(?:\s[^<>]*)?/>)[\s\0]*\Z")
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.S)
_REFUSED = re.compile(rb"<!(?:ENTITY|NOTATION)|<!DOCTYPE\s+[^\s\[>]+\s+(?:SYSTEM|PUBLIC)\b")
_OPENED = re.compile(rb"<!--|<!\[CDATA\[|<\?")
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}


@dataclass(frozen=True, slots=True)
class Lost:
    """What stopped the reading.

    Attributes:
        code: Problem code.
        reason: What it was, as a clause.
        at: Byte of the export at which it was noticed.
    """

    code: str
    reason: str
    at: int


class Blocks:
    """The blocks of one reading; when they have ended, `lost` says whether too early."""

    def __init__(self, stream: IO[bytes], limits: Limits) -> None:
        self.lost: Lost | None = None
        self.size = 0
        self._stream = stream
        self._limits = limits
        self._most = max(_MOST_ATTRIBUTES * limits.attribute_bytes, 1)
        self._within: bytes | None = None  # what ends the comment that is open
        self._moved_at = time.monotonic()

    def __iter__(self) -> Iterator[bytes]:
        """Yield blocks from the root element on; each begins with a tag and ends before one.

        Raises:
            RefusalError: if the document declares entities or points to other files, has no root
                element, or an archive asks for too much as a whole.
        """
        carry = self._from_root()
        while data := self._read(BLOCK):
            carry += data
            cut = carry.rfind(b"<")
            if cut > 0:
                yield self._plain(carry[:cut])
                carry = carry[cut:]
            if len(carry) > self._most:
                self._stop("text_too_large", "a tag, a text or a comment is too large")
                return
        closed = _CLOSED.search(carry[-self._most :]) is not None
        if self.lost is None and (not closed or self._within is not None):
            self._stop("xml_damaged", "the XML is cut off or goes on after its end")
        # A tag that is cut off is of no use; a whole one may be the last of a workout.
        yield self._plain(carry if carry.rstrip().endswith(b">") else carry[: carry.rfind(b"<")])

    def _read(self, count: int) -> bytes:
        """Return the next bytes; none where there are no more, or something stops it."""
        if self.lost is not None:
            return b""
        data = self._given(count)
        self.size += len(data)
        if self.size > self._limits.apple_bytes:
            most = in_words(self._limits.apple_bytes)
            self._stop("file_too_large", f"it is larger than {most}")
        return data

    def _given(self, count: int) -> bytes:
        """Return what the stream gives, which is less only at its end or where it fails."""
        # Piece by piece: what was read before a failure must not be lost with it.
        read = getattr(self._stream, "read1", self._stream.read)
        parts: list[bytes] = []
        left = count
        try:
            while left > 0 and self._moves() and (data := read(left)):
                parts.append(data)
                left -= len(data)
        except ExhaustedError:
            raise
        except RefusalError as refusal:
            self._stop(refusal.code, refusal.reason)
        return b"".join(parts)

    def _moves(self) -> bool:
        """Return whether the last piece was read, and what was made of it, within the limit."""
        now = time.monotonic()
        waited, self._moved_at = now - self._moved_at, now
        if waited > self._limits.stall_s:
            self._stop("stalled", f"reading made no progress for {waited:.0f} seconds")
        return waited <= self._limits.stall_s

    def _stop(self, code: str, reason: str) -> None:
        if self.lost is None:
            self.lost = Lost(code, reason, self.size)

    def _from_root(self) -> bytes:
        """Read up to the root element and return what was read from there on."""
        head = b""
        while len(head) < _HEAD and (data := self._read(_HEAD // 16)):
            head += data
            plain = _COMMENT.sub(_blank, head)
            root = _ROOT.search(plain)
            if _REFUSED.search(plain, 0, root.start() if root else len(plain)):
                reason = "it declares entities or points to other files, which is refused"
                raise RefusalError("xml_entities_refused", reason)
            if root is not None:
                return head[root.start() :]
        reason = "its data never begins: the XML is damaged or cut off"
        raise RefusalError("xml_damaged", self.lost.reason if self.lost else reason)

    def _plain(self, block: bytes) -> bytes:
        """Return a block without comments, CDATA and instructions, which may span blocks."""
        # The search for one letter is much faster than that for two, and mostly finds none.
        odd = (b"!" in block and b"<!" in block) or (b"?" in block and b"<?" in block)
        if self._within is None and not odd:
            return block
        parts, at = [], 0
        while at < len(block):
            if self._within is not None:
                end = block.find(self._within, at)
                if end < 0:
                    break
                at, self._within = end + len(self._within), None
            found = _OPENED.search(block, at)
            parts.append(block[at : found.start() if found else len(block)])
            if found is None:
                break
            at, self._within = found.end(), _ENDS[found[0]]
        return b"".join(parts)


def _blank(found: re.Match[bytes]) -> bytes:
    """Return blanks in the place of a comment, so that all else keeps its place."""
    return b" " * len(found[0])
