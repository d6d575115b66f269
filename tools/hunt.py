"""Let Atheris look for inputs of one format that reach new code: `python -m tools.hunt fit 60`.

The readers are imported under Atheris, so that it sees which branches an input takes; half of
its steps are made by the structure-aware generator of the format, half by its own.
"""

from __future__ import annotations

import sys
from random import Random

import atheris

with atheris.instrument_imports(include=["trochlea.readers"]):
    from tests.contracts.samples import SAMPLES
    from tests.fuzz.campaign import FOLDER
    from tests.fuzz.generators import Mutant, maker, seeds
    from tests.fuzz.verdict import LONGEST_S, judged
    from trochlea.readers import read_bytes

    for _sample in SAMPLES.values():
        read_bytes(_sample.name, _sample.minimal())  # loads what a format imports late

CRASHES = FOLDER / "crashes"
LONGEST_INPUT = 60_000
MEMORY_MIB = 1_024  # with the instrumentation; the bar of 512 is held by the mutants


def hunt(kind: str, seconds: int) -> None:
    """Look for harmful inputs of one format; ends the process, not with 0 where there is one.

    Args:
        kind: Id of the format.
        seconds: How long to look.
    """
    corpus = FOLDER / "corpus" / kind
    corpus.mkdir(parents=True, exist_ok=True)
    CRASHES.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(kind)):
        (corpus / f"seed-{number}").write_bytes(data)
    make = maker(kind)

    def one_input(data: bytes) -> None:
        found = list(judged(Mutant(kind, SAMPLES[kind].name, data)))
        if found:
            raise AssertionError("; ".join(found))

    def step(data: bytes, most: int, seed: int) -> bytes:
        if seed % 2:
            return atheris.Mutate(data, most)
        try:
            return make(Random(seed), [data])[:most]
        except (ValueError, IndexError, RecursionError):  # too broken for the generator
            return atheris.Mutate(data, most)

    options = [
        sys.argv[0],
        str(corpus),
        f"-max_total_time={seconds}",
        f"-timeout={LONGEST_S}",
        f"-rss_limit_mb={MEMORY_MIB}",
        f"-artifact_prefix={CRASHES}/{kind}-",
        f"-max_len={LONGEST_INPUT}",
        "-print_final_stats=1",
        "-verbosity=0",
    ]
    atheris.Setup(options, one_input, custom_mutator=step)
    atheris.Fuzz()


if __name__ == "__main__":
    hunt(sys.argv[1], int(sys.argv[2]))
