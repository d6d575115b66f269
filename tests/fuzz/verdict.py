"""The verdict on one mutant: what it makes the readers do that they must never do."""

from __future__ import annotations

import re
import signal
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tests.contracts.checks import activity_violations, problem_violations, violations
from tests.fuzz.generators import ARCHIVE, Mutant
from trochlea.errors import Problem, TrochleaError
from trochlea.model.activity import Activity
from trochlea.readers import SourceFile, read_bytes, scan_path

LONGEST_S = 10
_DIGITS = re.compile(r"-?\d[\d.]*(?:e[-+]?\d+)?")
_FRAMES = 3


class TooLong(BaseException):
    """One input took more than ten seconds; no `except Exception` of a reader hides it."""


@contextmanager
def watched() -> Iterator[None]:
    """Stop what runs for more than ten seconds, wherever it is in Python."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong(f"still running after {LONGEST_S} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LONGEST_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def faults(mutant: Mutant) -> list[str]:
    """Return what is wrong with how a mutant is read; empty where all is well.

    A warning counts as an exception, as it does in every test of this repository.
    """
    try:
        with watched(), warnings.catch_warnings():
            warnings.simplefilter("error")
            return list(judged(mutant))
    except TooLong as error:
        return [f"hang: {error} at {_where(error)}"]
    except Exception as error:
        family = "raised" if isinstance(error, TrochleaError) else "untyped"
        return [f"{family}: {type(error).__name__}: {str(error)[:120]} at {_where(error)}"]


def judged(mutant: Mutant) -> Iterator[str]:
    """Yield what is wrong with how a mutant is read; whatever a reader raises goes through."""
    return _archive(mutant) if mutant.kind == ARCHIVE else _file(mutant)


def signature(fault: str) -> str:
    """Return a fault without its numbers, so that the same fault is counted as one."""
    return _DIGITS.sub("#", fault)[:160]


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return " > ".join(f"{Path(f.filename).name}:{f.name}:{f.lineno}" for f in frames)


def _file(mutant: Mutant) -> Iterator[str]:
    yield from violations(read_bytes(mutant.name, mutant.data))


def _archive(mutant: Mutant) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / mutant.name
        path.write_bytes(mutant.data)
        found = list(scan_path(path))
        if [each for each in Path(folder).iterdir() if each != path]:
            yield "an archive wrote a file beside itself"
    for item in found:
        yield from _item(item)


def _item(item: object) -> Iterator[str]:
    """Yield what is wrong with one thing that a scan has found."""
    if isinstance(item, Problem):
        yield from problem_violations(item)
    elif isinstance(item, Activity):
        yield from activity_violations(item)
    elif isinstance(item, SourceFile):
        if not item.name.isprintable():
            yield f"a name that cannot be shown: {item.name!r}"
        yield from violations(read_bytes(item.name, item.data))
