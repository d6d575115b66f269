"""How well free words are understood: `python -m tools.sentences tests/cases/sentences/open.toml`.

Prints recall, precision, each miss, each wrong value and each value that must not be proposed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.cases.sentences.score import Score, score_file
from trochlea.knowledge import load_knowledge


def told(score: Score) -> str:
    """Return the faults of one sentence, under its words."""
    rows = [
        ("MUST NOT", score.forbidden),
        ("wrong", score.wrong),
        ("other knee", score.other_side),
        ("missed", score.missed),
    ]
    faults = (f"  {name}: {key} = {value!r}" for name, found in rows for key, value in found)
    return "\n".join([score.text, *faults])


def main(arguments: list[str]) -> int:
    """Print the faults and the figures of each file; 1 where something is barred."""
    if not arguments:
        print("Which file of sentences?", file=sys.stderr)
        return 2
    barred = 0
    for name in arguments:
        total = score_file(Path(name), load_knowledge())
        for score in total.scores:
            if not score.exact:
                print(told(score))
        print(f"{name}: {total}")
        barred += total.forbidden
    return 1 if barred else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
