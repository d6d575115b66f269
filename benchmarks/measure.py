"""Run a command and measure it: how long it takes, and the most memory each process of it has.

Memory is the resident high-water mark that Linux keeps for each process (`VmHWM`), looked at
until the process ends; what a process takes in its last twentieth of a second may be missed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_PAUSE_S = 0.05
KIB_PER_MB = 1e6 / 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took.

    Attributes:
        seconds: From start to end.
        peaks_mb: The most resident memory of each process, the largest first, in MB (1e6 bytes).
        code: Exit code.
        out: What it wrote to standard output.
        err: And to standard error.
    """

    seconds: float
    peaks_mb: tuple[float, ...]
    code: int
    out: str
    err: str


NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
# An installed program has its bytecode; a shell that forbids writing it would compile each time.
AS_INSTALLED = {key: value for key, value in os.environ.items() if key != NO_BYTECODE}


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """Return the median time of a call, milliseconds, after one to warm up."""
    work()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return median(times)


def trochlea(*words: object) -> list[str]:
    """Return the command that runs the program with some words."""
    return [sys.executable, "-m", "trochlea", *map(str, words)]


def measured(command: Sequence[str], folder: Path) -> Measured:
    """Run a command to its end.

    Args:
        command: The program and its words.
        folder: Where its output is put meanwhile, so that no pipe fills up.
    """
    out, err = folder / "stdout", folder / "stderr"
    peaks: dict[int, int] = {}
    with out.open("wb") as out_file, err.open("wb") as err_file:
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=out_file, stderr=err_file) as process:
            while process.poll() is None:
                for pid in _tree(process.pid):
                    peaks[pid] = max(peaks.get(pid, 0), _high_water_kib(pid))
                time.sleep(_PAUSE_S)
            seconds = time.perf_counter() - start
    return Measured(
        seconds,
        tuple(sorted((kib / KIB_PER_MB for kib in peaks.values() if kib), reverse=True)),
        process.returncode,
        out.read_text("utf-8", "replace"),
        err.read_text("utf-8", "replace"),
    )


def _tree(root: int) -> list[int]:
    """Return a process and all that it and its children started, by the threads' own lists."""
    found = [root]
    for pid in found:
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                found += [int(each) for each in children.read_text().split()]
            except OSError:
                continue
    return found


def _high_water_kib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
