"""Broken files made without knowing their format: flipped, cut, doubled and foreign bytes."""

from __future__ import annotations

from random import Random

EXTREME_BYTES = (0, 1, 0x7F, 0x80, 0xFE, 0xFF)


def mutated_bytes(rng: Random, data: bytes) -> bytes:
    """Return bytes after one to three mutations of unknown meaning."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if out:
            _mutate(rng, out)
    return bytes(out)


def _mutate(rng: Random, out: bytearray) -> None:
    at = rng.randrange(len(out))
    length = min(rng.choice((1, 2, 4, 16, 100, 1000)), len(out) - at)
    which = rng.randrange(7)
    if which == 0:
        for _ in range(rng.choice((1, 2, 4, 8, 16))):
            out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    elif which == 1:
        for _ in range(rng.choice((1, 2, 4, 8, 16))):
            out[rng.randrange(len(out))] = rng.choice(EXTREME_BYTES)
    elif which == 2:
        del out[at:]
    elif which == 3:
        del out[at : at + length]
    elif which == 4:
        out[at:at] = out[at : at + length]
    elif which == 5:
        out[at:at] = rng.randbytes(length)
    else:
        out[at : at + length] = rng.randbytes(length)
