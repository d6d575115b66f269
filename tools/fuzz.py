"""Read broken files by the million, and hunt for more with a coverage-guided fuzzer (Atheris).

`make fuzz` runs it; `FUZZ_MUTANTS=20000 make fuzz` is a short run. Inputs that do harm are kept
under build/fuzz; what is learnt from one becomes a test in tests/fuzz/regressions.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping

from tests.fuzz.campaign import FOLDER, Campaign, Summary, save
from tests.fuzz.generators import ARCHIVE, kinds, mutant
from tests.fuzz.verdict import faults

CRASHES = FOLDER / "crashes"
# Of every hundred mutants; what is left is divided among the other formats.
WEIGHTS = {"fit": 60, "gpx": 10, "tcx": 10, ARCHIVE: 5}


def counts(total: int, wanted: list[str]) -> dict[str, int]:
    """Return how many mutants of each kind make up a total."""
    others = [kind for kind in wanted if kind not in WEIGHTS]
    left = 100 - sum(WEIGHTS.values())
    weights = {kind: WEIGHTS.get(kind, left / max(1, len(others))) for kind in wanted}
    whole = sum(weights.values())
    return {kind: round(total * weight / whole) for kind, weight in weights.items()}


class _Progress:
    """One line that is written anew, or a line a minute where nobody watches."""

    def __init__(self) -> None:
        self.start = time.monotonic()
        self.last = self.start
        self.every = 1.0 if sys.stderr.isatty() else 60.0

    def __call__(self, read: int, wanted: int) -> None:
        now = time.monotonic()
        if now - self.last < self.every:
            return
        self.last = now
        rate = read / max(now - self.start, 1e-9)
        left = (wanted - read) / rate if rate else 0.0
        end = "\r" if sys.stderr.isatty() else "\n"
        line = f"{read:,} of {wanted:,} mutants, {rate:,.0f}/s, {left / 60:.0f} min left"
        print(line.ljust(79), end=end, file=sys.stderr, flush=True)


def report(results: Mapping[str, Summary], seconds: float) -> int:
    """Print what came of each kind; return how many faults there were."""
    print(f"{'kind':<12}{'mutants':>10}{'untyped':>9}{'hangs':>7}{'faults':>8}", end="")
    print(f"{'slowest ms':>12}{'(index)':>10}{'peak MiB':>10}")
    for kind, each in results.items():
        untyped = sum(n for key, n in each.faults.items() if key.startswith("untyped"))
        hangs = sum(n for key, n in each.faults.items() if key.startswith("hang"))
        slowest, index = each.slowest_s
        print(f"{kind:<12}{each.read:>10,}{untyped:>9}{hangs:>7}{each.faults.total():>8}", end="")
        print(f"{slowest * 1000:>12.0f}{index:>10}{each.resident_mib:>10.0f}")
    for kind, each in results.items():
        for key, examples in each.examples.items():
            print(f"\n{kind}: {each.faults[key]} x {examples[0]}")
    total = sum(each.faults.total() for each in results.values())
    read = sum(each.read for each in results.values())
    print(f"\n{read:,} mutants in {seconds:.0f} s, {total} faults")
    return total


def run_mutants(total: int, wanted: list[str], seed: int, processes: int) -> int:
    """Read mutants of all kinds over several processes; return how many faults there were."""
    start = time.monotonic()
    campaign = Campaign(counts(total, wanted), seed=seed, processes=processes, folder=CRASHES)
    results = campaign.run(_Progress())
    return report(results, time.monotonic() - start)


def show(kind: str, seed: int, index: int) -> int:
    """Read one mutant again and print what is wrong with it; return how many faults it has."""
    print(f"input: {save(kind, seed, index)}")
    found = faults(mutant(kind, seed, index))
    print("\n".join(found) or "nothing is wrong with it")
    return len(found)


def hunt_each(seconds: int, wanted: list[str]) -> int:
    """Hunt for each format in a process of its own; return how many of them found something."""
    formats = [kind for kind in wanted if kind != ARCHIVE]
    failed = 0
    for kind in formats:
        print(f"\nAtheris: {kind}, {seconds // len(formats)} s", flush=True)
        command = [sys.executable, "-m", "tools.hunt", kind, str(max(1, seconds // len(formats)))]
        failed += subprocess.run(command, check=False).returncode != 0
    return failed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--mutants", type=int, default=1_000_000, help="how many in all")
    parser.add_argument("--kind", choices=kinds(), action="append", help="only these")
    parser.add_argument("--seed", type=int, default=1, help="of the series")
    parser.add_argument("--index", type=int, help="read this one mutant of --kind again")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--atheris", type=int, default=0, metavar="SECONDS", help="hunt, then end")
    return parser.parse_args()


def main() -> int:
    """Do what the command line asks for; return 1 where anything did harm."""
    asked = _arguments()
    wanted = asked.kind or list(kinds())
    if asked.index is not None:
        return int(show(wanted[0], asked.seed, asked.index) > 0)
    harm = run_mutants(asked.mutants, wanted, asked.seed, asked.processes) if asked.mutants else 0
    if asked.atheris:
        harm += hunt_each(asked.atheris, wanted)
    return int(harm > 0)


if __name__ == "__main__":
    sys.exit(main())
