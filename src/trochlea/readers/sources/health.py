"""Where an Apple Health export is handed on: one file, up to gigabytes, for all activities."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO

from trochlea.readers.limits import Limits
from trochlea.readers.sources.found import Found

_MARKS = (b"<!DOCTYPE HealthData", b"<HealthData")


def is_health(head: bytes) -> bool:
    """Return whether the first bytes of a file are those of an Apple Health export.

    The file has a name in the language of the phone, so that the name says nothing.
    """
    return any(mark in head for mark in _MARKS)


def split_health(
    open_xml: Callable[[], IO[bytes]],
    read_route: Callable[[str], bytes | None],
    name: str,
    limits: Limits,
) -> Iterator[Found]:
    """Yield the activities of an Apple Health export, each as a file to read.

    Args:
        open_xml: Opens the export; called as often as it is to be read through.
        read_route: Returns the bytes of a route by the path that the export names it with, or
            None where there is none.
        name: Display name of the export.
        limits: What it may ask for.
    """
    # Late, so that NumPy is only loaded where an export is really read.
    from trochlea.readers.apple import split_export

    yield from split_export(open_xml, read_route, name, limits)
