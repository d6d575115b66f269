"""Find where a damaged FIT section can be read again, where that can be proven."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_FARTHEST = 4096  # bytes looked at after the damage
_CHAIN = 24  # messages that must follow one another
_STAMPS = 6  # of which so many must carry a time
_LONGEST_STEP_S = 3600
_LONGEST_FILE_S = 7 * 86_400


def resume_at(
    at: int,
    end: int,
    data: bytes,
    sizes: Sequence[int],
    stamp_of: Callable[[int], int | None],
    first_stamp: int,
) -> int | None:
    """Return the first offset after the damage from which messages surely start, or None.

    An offset is proven by a chain of defined messages whose times are in order, close together
    and within days of the section's first: six 32-bit numbers do not agree so by chance.

    Args:
        at: Where the damage showed.
        end: Offset after the last message.
        data: The whole file.
        sizes: Message size by header byte, 0 where undefined.
        stamp_of: Returns the time of the message at an offset, or None where its kind has none.
        first_stamp: A time from the start of the section.
    """
    for candidate in range(at + 1, min(at + _FARTHEST, end)):
        if sizes[data[candidate]] and _is_chain(
            candidate, end, data, sizes, stamp_of, first_stamp
        ):
            return candidate
    return None


def _is_chain(
    at: int,
    end: int,
    data: bytes,
    sizes: Sequence[int],
    stamp_of: Callable[[int], int | None],
    first_stamp: int,
) -> bool:
    """Return whether messages with times in order follow one another from an offset."""
    stamps = 0
    latest: int | None = None
    for _ in range(_CHAIN):
        size = sizes[data[at]] if at < end else 0
        if not size or at + size > end:
            return False
        stamp = stamp_of(at)
        if stamp is None and not stamps:
            return False  # the first must prove itself, or it may be the rest of a spoilt message
        if stamp is not None:
            lowest = first_stamp if latest is None else latest
            reach = _LONGEST_FILE_S if latest is None else _LONGEST_STEP_S
            if not lowest <= stamp <= lowest + reach:
                return False
            latest = stamp
            stamps += 1
        at += size
    return stamps >= _STAMPS
