"""FIT to columns: ours against fitfast, fitdecode and garmin-fit-sdk, in one run, same files.

Run `python -m benchmarks.bench_fit` (or with `--rounds 9`). The files are those of the shared
folder (`TROCHLEA_SHARED`, default `../shared`). There are two tables: the records alone, as scaled
columns with third-party fields, and all messages with all fields. Every reader checks the CRC. The
rounds of the readers alternate, the best of each counts, and a ratio is over the files that both
of its readers read.
"""

from __future__ import annotations

import argparse
import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fitdecode
import fitfast

from trochlea.readers.fit import messages, record_columns

try:
    import garmin_fit_sdk
except ImportError:
    garmin_fit_sdk = None  # heavy: only `make bench` installs it

MB = 1e6
Reader = Callable[[bytes], object]
BARS = {("records", "fitfast"): 3, ("all messages", "fitfast"): 3, ("all messages", "garmin"): 60}
SLOW = {"fitdecode", "garmin"}
ROUNDS_OF_THE_SLOW = 1


def read_with_fitdecode(data: bytes) -> dict[str, list[object]]:
    columns: dict[str, list[object]] = {}
    with fitdecode.FitReader(data, check_crc=fitdecode.CrcCheck.RAISE) as reader:
        for frame in reader:
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record":
                for field in frame.fields:
                    columns.setdefault(field.name, []).append(field.value)
    return columns


def all_by_us(data: bytes) -> list[dict[str, Any]]:
    """Return every column of every message, by name: nothing is put off until it is asked for."""
    found = messages(data)
    return [table.columns() for section in found.sections for table in section.values()]


def all_with_fitdecode(data: bytes) -> list[Any]:
    with fitdecode.FitReader(data, check_crc=fitdecode.CrcCheck.RAISE) as reader:
        return [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]


def all_with_garmin(data: bytes) -> dict[str, Any]:
    stream = garmin_fit_sdk.Stream.from_byte_array(bytearray(data))
    found, errors = garmin_fit_sdk.Decoder(stream).read()
    if errors:
        raise errors[0]
    return dict(found)


def tables() -> dict[str, dict[str, Reader]]:
    """Return the readers of each table by name, ours first."""
    everything: dict[str, Reader] = {
        "trochlea": all_by_us,
        "fitfast": fitfast.parse,
        "fitdecode": all_with_fitdecode,
    }
    if garmin_fit_sdk is not None:
        everything["garmin"] = all_with_garmin
    records: dict[str, Reader] = {
        "trochlea": record_columns,
        "fitfast": fitfast.records,
        "fitdecode": read_with_fitdecode,
    }
    return {"records": records, "all messages": everything}


def shared_files() -> dict[str, bytes]:
    """Return the FIT files of the shared folder by name, each content once."""
    root = Path(os.environ.get("TROCHLEA_SHARED", Path(__file__).parents[2] / "shared"))
    files: dict[str, bytes] = {}
    for path in sorted(root.glob("data/fit/**/*.[fF][iI][tT]")):
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
    files: dict[str, bytes],
    readers: dict[str, Reader],
    left_out: dict[str, dict[str, str]],
    rounds: int,
) -> dict[str, dict[str, float]]:
    """Return the best time in seconds by reader and file, the readers taking turns."""
    best: dict[str, dict[str, float]] = {name: {} for name in readers}
    for turn in range(rounds):
        for file, data in files.items():
            for name, reader in readers.items():
                if (name in SLOW and turn >= ROUNDS_OF_THE_SLOW) or file in left_out[name]:
                    continue
                start = time.perf_counter()
                reader(data)
                passed = time.perf_counter() - start
                best[name][file] = min(best[name].get(file, passed), passed)
    return best


def report(title: str, files: dict[str, bytes], best: dict[str, dict[str, float]]) -> None:
    print(f"\n{title}\n{'file':58}{'kB':>7}" + "".join(f"{name:>11}" for name in best))
    for file, data in files.items():
        cells = (
            f"{len(data) / times[file] / MB:11.1f}" if file in times else f"{'-':>11}"
            for times in best.values()
        )
        print(f"{file[:57]:58}{len(data) / 1000:7.0f}" + "".join(cells))
    ours = best["trochlea"]
    for other, times in best.items():
        if other == "trochlea":
            continue
        both = [file for file in files if file in times and file in ours]
        size = sum(len(files[file]) for file in both) / MB
        own, theirs = (sum(each[file] for file in both) for each in (ours, times))
        ratios = sorted(times[file] / ours[file] for file in both)
        bar = BARS.get((title, other))
        print(
            f"{title}, {len(both)} files, {size:.1f} MB: trochlea {size / own:.1f} MB/s, {other} "
            f"{size / theirs:.2f} MB/s, ratio {theirs / own:.2f}"
            + (f" (bar {bar})" if bar else "")
            + f", median file {ratios[len(ratios) // 2]:.2f}, {sum(r >= 1 for r in ratios)} faster"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="FIT to columns, MB/s")
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    warnings.simplefilter("ignore")
    files = shared_files()
    print("MB/s of file, best of", rounds, "rounds; of the slow readers, of", ROUNDS_OF_THE_SLOW)
    if garmin_fit_sdk is None:
        print("garmin-fit-sdk is not installed and was not measured.")
    for title, readers in tables().items():
        left_out = {name: refused(files, reader) for name, reader in readers.items()}
        report(title, files, best_times(files, readers, left_out, rounds))
        for name, reasons in left_out.items():
            print(f"{name} refuses {len(reasons)} of {len(files)} files:")
            for file, why in reasons.items():
                print(f"  {file[:57]}: {why[:90]}")


if __name__ == "__main__":
    main()
