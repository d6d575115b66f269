"""FIT records to columns: ours against fitfast and fitdecode, in one run over the same files.

Run `python -m benchmarks.bench_fit` (or `python benchmarks/bench_fit.py --rounds 9`). The files
are those of the shared folder (`TROCHLEA_SHARED`, default `../shared`). Every reader gives scaled
columns with third-party fields and checks the CRC. The rounds of the readers alternate, the best
of each counts, and a ratio is over the files that both of its readers read.
"""

from __future__ import annotations

import argparse
import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import fitdecode
import fitfast

from trochlea.readers.fit import record_columns

MB = 1e6
Reader = Callable[[bytes], object]


def read_with_fitdecode(data: bytes) -> dict[str, list[object]]:
    columns: dict[str, list[object]] = {}
    with fitdecode.FitReader(data, check_crc=fitdecode.CrcCheck.RAISE) as reader:
        for frame in reader:
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record":
                for field in frame.fields:
                    columns.setdefault(field.name, []).append(field.value)
    return columns


READERS: dict[str, Reader] = {
    "trochlea": record_columns,
    "fitfast": fitfast.records,
    "fitdecode": read_with_fitdecode,
}
ROUNDS_OF_THE_SLOW = 1


def shared_files() -> dict[str, bytes]:
    """Return the FIT files of the shared folder by name, each content once."""
    root = Path(os.environ.get("TROCHLEA_SHARED", Path(__file__).parents[2] / "shared"))
    files: dict[str, bytes] = {}
    for path in sorted(root.glob("data/fit/**/*.fit")):
        data = path.read_bytes()
        if data not in files.values():
            files[path.name] = data
    return files


def refused(files: dict[str, bytes], reader: Reader) -> dict[str, str]:
    """Return which files a reader does not read, and its words."""
    out: dict[str, str] = {}
    for name, data in files.items():
        try:
            reader(data)
        except Exception as error:
            out[name] = f"{type(error).__name__}: {error}"
    return out


def best_times(
    files: dict[str, bytes], left_out: dict[str, dict[str, str]], rounds: int
) -> dict[str, dict[str, float]]:
    """Return the best time in seconds by reader and file, the readers taking turns."""
    best: dict[str, dict[str, float]] = {name: {} for name in READERS}
    for turn in range(rounds):
        for file, data in files.items():
            for name, reader in READERS.items():
                slow = name == "fitdecode" and turn >= ROUNDS_OF_THE_SLOW
                if slow or file in left_out[name]:
                    continue
                start = time.perf_counter()
                reader(data)
                passed = time.perf_counter() - start
                best[name][file] = min(best[name].get(file, passed), passed)
    return best


def report(files: dict[str, bytes], best: dict[str, dict[str, float]]) -> None:
    print(f"{'file':58}{'kB':>7}" + "".join(f"{name:>11}" for name in READERS))
    for file, data in files.items():
        cells = (
            f"{len(data) / best[name][file] / MB:11.1f}" if file in best[name] else f"{'-':>11}"
            for name in READERS
        )
        print(f"{file[:57]:58}{len(data) / 1000:7.0f}" + "".join(cells))
    ours = best["trochlea"]
    for other in ("fitfast", "fitdecode"):
        both = [file for file in files if file in best[other] and file in ours]
        size = sum(len(files[file]) for file in both) / MB
        own, theirs = (sum(times[file] for file in both) for times in (ours, best[other]))
        ratios = sorted(best[other][file] / ours[file] for file in both)
        print(
            f"\n{len(both)} files, {size:.1f} MB: trochlea {size / own:.1f} MB/s, {other} "
            f"{size / theirs:.1f} MB/s, ratio {theirs / own:.2f} "
            f"(median file {ratios[len(ratios) // 2]:.2f}, {sum(r >= 1 for r in ratios)} faster)"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="FIT records to columns, MB/s")
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    warnings.simplefilter("ignore")
    files = shared_files()
    left_out = {name: refused(files, reader) for name, reader in READERS.items()}
    print("MB/s of file, best of", rounds, "rounds (fitdecode: of", ROUNDS_OF_THE_SLOW, ")\n")
    report(files, best_times(files, left_out, rounds))
    for name, reasons in left_out.items():
        print(f"\n{name} refuses {len(reasons)} of {len(files)} files:")
        for file, why in reasons.items():
            print(f"  {file[:57]}: {why[:90]}")


if __name__ == "__main__":
    main()
