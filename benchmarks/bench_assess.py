"""How long a question step and a whole `check --answers` take, beside what only starting costs.

    python -m benchmarks.bench_assess

Bars: a question step at most 5 ms, `check --answers` at most 0.6 s as a whole process. Beside it
stands a process that only imports what any command needs, so that the ratio travels.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.measure import AS_INSTALLED, median_ms
from trochlea.assess import Interview, observations_from_answers, parse_answers
from trochlea.assess.belief import believe
from trochlea.assess.facts import facts_for
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.knowledge import packaged_knowledge

ANSWERS = Path("src/trochlea/demo/answers.json")
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
ROUNDS, PROCESSES = 40, 11
STARTING = "import typer, pydantic, tomli"


def timed_ms(work: Callable[[], object]) -> float:
    """Return the median time of a call, milliseconds."""
    return median_ms(work, ROUNDS)


def processes_s(*commands: list[str]) -> list[list[float]]:
    """Return the times of whole processes, seconds, one of each in turn."""
    times: list[list[float]] = [[] for _ in commands]
    for _ in range(PROCESSES):
        for place, command in enumerate(commands):
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=AS_INSTALLED)
            times[place].append(time.perf_counter() - began)
    return times


def main() -> int:
    """Print the figures."""
    knowledge = packaged_knowledge()
    model = LikelihoodModel(knowledge)
    table = json.loads(ANSWERS.read_text(encoding="utf-8"))
    told = observations_from_answers(parse_answers(table, knowledge, NOW.date()), NOW)
    facts, interview = facts_for("right", told), Interview(knowledge, model)
    shown = [row.id for row in knowledge.screens_in_order() if row.part != "complaint"]
    step = timed_ms(lambda: interview.next_step(told, shown))
    belief = timed_ms(lambda: believe(facts, model, knowledge))
    print(
        f"{len(model.hypotheses)} hypotheses, {len(model.findings)} findings: one belief "
        f"{belief:.1f} ms, one question step {step:.1f} ms"
    )
    with tempfile.TemporaryDirectory() as folder:
        program = [sys.executable, "-m", "trochlea"]
        check = [*program, "check", "--answers", str(ANSWERS), "--json", "--journal"]
        journal = f"{folder}/kept"
        made = [*program, "me", "--country", "GB", "--journal", journal]
        subprocess.run(made, check=True, capture_output=True)
        bare, dry, kept = processes_s(
            [sys.executable, "-c", STARTING],
            [*check, f"{folder}/none", "--dry-run"],
            [*check, journal],
        )
    for name, times in (("nothing kept", dry), ("kept in a journal", kept)):
        print(
            f"check --answers, {name}: median {median(times):.2f} s ({min(times):.2f} to "
            f"{max(times):.2f}), {median(times) / median(bare):.1f} times what starting costs"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
