"""Many mutants over several processes, with a count of each fault and how to see it again."""

from __future__ import annotations

import multiprocessing
import queue
import resource
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

from tests.fuzz.generators import REPOSITORY, mutant
from tests.fuzz.verdict import faults, signature

MOST_RESIDENT_MIB = 512
FOLDER = REPOSITORY / "build" / "fuzz"
_EXAMPLES = 3  # of each fault that a process keeps
_STALLED_S = 60.0
_POLL_S = 0.5
_REPORT_EVERY = 200


@dataclass
class Summary:
    """What came of the mutants of one kind.

    Attributes:
        read: How many were read.
        faults: Signature of a fault to how often it came.
        examples: Signature to the first inputs that showed it, each with the whole fault.
        slowest_s: Longest time for one input, and its index.
        resident_mib: The most memory that a process held, the generator's included.
    """

    read: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    slowest_s: tuple[float, int] = (0.0, -1)
    resident_mib: float = 0.0

    def add(self, other: Summary) -> None:
        """Take in what another process found of the same kind."""
        self.read += other.read
        self.faults.update(other.faults)
        self.slowest_s = max(self.slowest_s, other.slowest_s)
        self.resident_mib = max(self.resident_mib, other.resident_mib)
        for key, lines in other.examples.items():
            kept = self.examples.setdefault(key, [])
            kept.extend(lines[: max(0, _EXAMPLES - len(kept))])

    def note(self, kind: str, seed: int, index: int, fault: str, folder: Path) -> None:
        """Count a fault; keep the input of the first ones, and say how to see it again."""
        key = signature(fault)
        self.faults[key] += 1
        kept = self.examples.setdefault(key, [])
        if len(kept) < _EXAMPLES:
            path = save(kind, seed, index, folder)
            again = f"python -m tools.fuzz --kind {kind} --seed {seed} --index {index}"
            kept.append(f"{fault}\n    again: {again}\n    input: {path}")


def save(kind: str, seed: int, index: int, folder: Path = FOLDER) -> Path:
    """Write the input of a mutant under its number; return where."""
    made = mutant(kind, seed, index)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind}-{seed}-{index}{Path(made.name).suffix}"
    path.write_bytes(made.data)
    return path


def resident_mib() -> float:
    """Return the most memory that this process has held, MiB.

    Where Linux tells it for the program alone, that: what `getrusage` tells may be of the process
    before it became this program.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read_range(
    kind: str, seed: int, indices: range, folder: Path, reached: Callable[[int], None]
) -> Summary:
    """Read a range of mutants in this process.

    Args:
        kind: Of `generators.kinds()`.
        seed: Of the series.
        indices: Which of the series.
        folder: Where the inputs of faults are kept.
        reached: Told the index before each is read.
    """
    summary = Summary()
    too_large = False
    for index in indices:
        reached(index)
        made = mutant(kind, seed, index)
        start = time.perf_counter()
        for fault in dict.fromkeys(faults(made)):
            summary.note(kind, seed, index, fault, folder)
        summary.slowest_s = max(summary.slowest_s, (time.perf_counter() - start, index))
        summary.read += 1
        if not too_large and resident_mib() > MOST_RESIDENT_MIB:
            too_large = True
            summary.note(kind, seed, index, f"memory above {MOST_RESIDENT_MIB} MiB", folder)
    summary.resident_mib = resident_mib()
    return summary


Task = tuple[str, int, int, int]  # kind, seed, first index, end


def _worker(
    tasks: Queue[Task | None], done: Queue[Any], at: Synchronized[int], folder: Path
) -> None:
    """Read ranges until there are none."""

    def reached(index: int) -> None:
        at.value = index

    while (task := tasks.get()) is not None:
        kind, seed, first, end = task
        done.put((task, read_range(kind, seed, range(first, end), folder, reached)))


class _Process:
    """One worker process, the range it is at, and when it last went on."""

    def __init__(self, done: Queue[Any], folder: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self.tasks: Queue[Task | None] = context.Queue()
        self.at = context.Value("q", -1)
        arguments = (self.tasks, done, self.at, folder)
        self.process = context.Process(target=_worker, args=arguments, daemon=True)
        self.process.start()
        self.task: Task | None = None
        self.seen = (-1, time.monotonic())

    def give(self, task: Task) -> None:
        self.task = task
        self.seen = (-1, time.monotonic())
        self.tasks.put(task)

    def stuck(self) -> bool:
        """Return whether it died or made no progress for a minute (C code cannot be stopped)."""
        if not self.process.is_alive():
            return True
        if self.at.value != self.seen[0]:
            self.seen = (self.at.value, time.monotonic())
        return self.task is not None and time.monotonic() - self.seen[1] > _STALLED_S

    def end(self, *, now: bool = False) -> None:
        if now:
            self.process.kill()
        else:
            self.tasks.put(None)
        self.process.join()


class Campaign:
    """A number of mutants of each kind, read by several processes."""

    def __init__(
        self,
        counts: Mapping[str, int],
        *,
        seed: int,
        processes: int = 2,
        folder: Path = FOLDER,
        share: int = 1_000,
    ) -> None:
        self.seed, self.folder = seed, folder
        self.waiting: list[Task] = [
            (kind, seed, first, min(first + share, count))
            for kind, count in counts.items()
            for first in range(0, count, share)
        ]
        self.wanted = sum(counts.values())
        self.results = {kind: Summary() for kind in counts}
        self.done: Queue[Any] = multiprocessing.get_context("spawn").Queue()
        self.workers = [_Process(self.done, folder) for _ in range(processes)]

    def run(self, progress: Callable[[int, int], None] | None = None) -> dict[str, Summary]:
        """Read all mutants; return a summary of each kind."""
        for each in self.workers:
            self._next(each)
        while any(each.task for each in self.workers):
            try:
                task, summary = self.done.get(timeout=_POLL_S)
            except queue.Empty:
                self._replace_stuck()
            else:
                self.results[task[0]].add(summary)
                self._next(next(each for each in self.workers if each.task == task))
            if progress is not None:
                progress(sum(each.read for each in self.results.values()), self.wanted)
        for each in self.workers:
            each.end()
        return self.results

    def _next(self, worker: _Process) -> None:
        worker.task = None
        if self.waiting:
            worker.give(self.waiting.pop(0))

    def _replace_stuck(self) -> None:
        """End a process that hangs in C code or died; note the input; go on after it."""
        for place, worker in enumerate(self.workers):
            if worker.task is None or not worker.stuck():
                continue
            died = not worker.process.is_alive()
            worker.end(now=True)
            kind, seed, first, end = worker.task
            index = max(worker.at.value, first)
            fault = "the process died" if died else f"hang: no progress for {_STALLED_S:.0f} s"
            self.results[kind].note(kind, seed, index, fault, self.folder)
            # What was read before it is read again, as its results died with the process.
            self.waiting += [(kind, seed, first, index), (kind, seed, index + 1, end)]
            self.workers[place] = _Process(self.done, self.folder)
            self._next(self.workers[place])
