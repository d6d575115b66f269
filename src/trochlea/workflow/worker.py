"""The program of a reading worker: it reads one file after another, within limits, for a crew.

Run by `workflow.crew`, which calls `main` in a process of its own; it talks in length-prefixed
pickles over its own pipes. A file that asks for too much memory is answered as such; one that
asks for too much time ends the worker, which the crew sees and tells of the file alone.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from trochlea.errors import Problem
from trochlea.journal import Prepared, prepared
from trochlea.readers import Limits, SourceFile, read_source

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a worker made of one file, ready to be kept.

    Attributes:
        format: Id of its format.
        activities: Its activities, their streams packed.
        problems: What was odd about it.
    """

    format: str
    activities: tuple[Prepared, ...]
    problems: tuple[Problem, ...]


def read_one(source: SourceFile, limits: Limits) -> Reading:
    """Read one file into what the journal keeps; bad bytes become problems."""
    try:
        outcome = read_source(source, limits)
        ready = tuple(prepared(activity) for activity in outcome.activities)
    except MemoryError:
        return failed(source.name, "too_much_memory", _too_much(limits))
    except Exception as error:  # a fault of ours in one file must not cost the others
        return failed(source.name, "reader_failed", _our_fault(error))
    return Reading(outcome.format, ready, outcome.problems)


def failed(name: str, code: str, reason: str) -> Reading:
    """Return the reading of a file that could not be read to its end."""
    return Reading("unknown", (), (Problem(code, f"{name}: not taken, {reason}.", name),))


def _our_fault(error: Exception) -> str:
    return (
        f"Trochlea failed on it in a way it should not ({type(error).__name__}); please report "
        "it, without health data"
    )


def _too_much(limits: Limits) -> str:
    return f"reading it needs more than {limits.memory_bytes // 2**20} MiB of memory"


def send(pipe: IO[bytes], thing: object) -> None:
    """Write one thing to a pipe."""
    data = pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Return the next thing from a pipe.

    Raises:
        EOFError: where the other side is gone.
    """
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)  # noqa: S301  (from our own process, over its own pipe)


def _limit_memory(limits: Limits) -> None:
    """Bound what this process may have, above what it has by now; where the system knows how."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (ImportError, OSError, ValueError):
        return
    most = pages * resource.getpagesize() + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _limit_time(limits: Limits) -> None:
    """Give this process so much more processor time, where the system knows how."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + limits.cpu_s
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def main() -> None:
    """Answer requests from standard input until it closes."""
    requests = sys.stdin.buffer
    # Nothing that a library prints may come between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _warm_up()
    limits: Limits = receive(requests)
    _limit_memory(limits)
    while True:
        try:
            source: SourceFile = receive(requests)
        except EOFError:
            return
        _limit_time(limits)
        send(answers, read_one(source, limits))


def _warm_up() -> None:
    """Load what reading needs before memory is bounded."""
    import numpy  # noqa: F401

    from trochlea.readers.formats import all_formats

    all_formats()
