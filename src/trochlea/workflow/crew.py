"""A crew of worker processes that read files side by side; a file that kills one fails alone."""

from __future__ import annotations

import os
import queue
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import IO, Self, TypeVar

from trochlea.readers import Limits, SourceFile
from trochlea.workflow.worker import Reading, failed, receive, send

Result = TypeVar("Result")

# A worker that only waits uses no processor time: it is given up after so much longer.
_WAIT_S = 30
_WALL_TIMES = 6
_PROGRAM = "from trochlea.workflow.worker import main; main()"
_CPU_SIGNAL = int(getattr(signal, "SIGXCPU", 0))  # Windows has none
_LAST_BREATH_S = 5
# One thread each in NumPy's libraries: the crew itself uses the cores.
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


class Crew:
    """Reads files in several processes; use it in a `with` block."""

    def __init__(self, size: int, limits: Limits) -> None:
        """Set up a crew of a size, each file within limits; workers start when first needed."""
        self._limits = limits
        self._threads = ThreadPoolExecutor(size, "crew")
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        """Return the crew itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Send the workers home; those that still read are stopped."""
        self._threads.shutdown(wait=error is None, cancel_futures=True)
        while not self._idle.empty():
            self._idle.get().stop()

    def read(self, source: SourceFile, then: Callable[[Reading], Result]) -> Future[Result]:
        """Have one file read, and something done with the reading, beside this thread.

        Args:
            source: The file; nothing in it makes the result raise.
            then: Called with the reading, in a thread of this process.
        """
        return self._threads.submit(lambda: then(self._read(source)))

    def _read(self, source: SourceFile) -> Reading:
        try:
            worker = self._idle.get_nowait()
        except queue.Empty:
            worker = _Worker(self._limits)
        reading = worker.read(source)
        if worker.is_fit:
            self._idle.put(worker)
        else:
            worker.stop()
        return reading


class _Worker:
    """One worker process and the pipes to it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process = subprocess.Popen(  # noqa: S603  (our own program, no shell)
            [sys.executable, "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD},
            # Ctrl-C is for the one who started the import; it ends the workers in order.
            start_new_session=True,
        )
        self.is_fit = True
        self._greeted = False

    def read(self, source: SourceFile) -> Reading:
        """Have one file read; a worker that ends on the way makes a reading that says so."""
        try:
            if not self._greeted:
                send(self._pipe_in, self._limits)
                self._greeted = True
            send(self._pipe_in, source)
            if not self._answers():
                self.stop()
                return _too_slow(source.name, self._limits)
            reading: Reading = receive(self._pipe_out)
        except (OSError, EOFError):
            self.is_fit = False
            return self._lost(source.name)
        # After a want of memory, what is left of it is anybody's guess.
        self.is_fit = all(each.code != "too_much_memory" for each in reading.problems)
        return reading

    @property
    def _pipe_in(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _pipe_out(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def _answers(self) -> bool:
        """Return whether an answer begins to come within the time that a file may take."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._pipe_out, selectors.EVENT_READ)
            return bool(selector.select(_WAIT_S + _WALL_TIMES * self._limits.cpu_s))

    def _lost(self, name: str) -> Reading:
        """Return the reading of a file on which the worker ended."""
        try:
            code = self._process.wait(_LAST_BREATH_S)
        except subprocess.TimeoutExpired:
            code = 0
        self.stop()
        if code == -_CPU_SIGNAL:
            return _too_slow(name, self._limits)
        return failed(name, "reader_died", f"reading it ended the reader (code {code})")

    def stop(self) -> None:
        """End the process and close its pipes."""
        self.is_fit = False
        self._process.kill()
        self._process.wait()
        for pipe in (self._pipe_in, self._pipe_out):
            try:
                pipe.close()
            except OSError:
                continue


def _too_slow(name: str, limits: Limits) -> Reading:
    return failed(name, "too_slow", f"reading it takes more than {limits.cpu_s} s")
