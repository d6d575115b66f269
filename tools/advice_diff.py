"""Say for which case the advice moved between two revisions: its urgency, or what is listed.

    python -m tools.advice_diff --from main~1 --to HEAD

Each revision's package is laid out in a folder of its own and asked about the same answers, those
of all cases in the present tree. A finding that a revision does not know is left out for it. With
no `--to` the present tree is asked, uncommitted changes and all.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CASES = Path("tests/cases")
Answers = dict[str, Any]
Advice = dict[str, Any]
# Runs inside the asked revision, so it uses only what every revision has.
_ASK = """
import json, sys
from datetime import date, datetime, timezone
from trochlea import api

knowledge = api.packaged_knowledge()
now = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)

def known(values):
    kept = {}
    for key, value in values.items():
        if key in knowledge.findings:
            choices = {row.id for row in knowledge.findings[key].choices}
            if isinstance(value, list):
                value = [item for item in value if item in choices]
            kept[key] = value
    return kept

said = {}
for name, table in json.load(sys.stdin).items():
    table["general"] = known(table.get("general", {}))
    table["knees"] = {knee: known(row) for knee, row in table.get("knees", {}).items()}
    answers = api.parse_answers(table, knowledge, now.date())
    found = api.check_json(api.check(answers, now, knowledge).assessment, knowledge)
    listed = [sorted(row["conditions"]) for row in found["differential"] or []]
    said[name] = {
        "urgency": found["urgency"],
        "within_hours": found["within_hours"],
        "listed": [] if found["abstained"] else listed,
    }
json.dump(said, sys.stdout)
"""


def all_answers() -> dict[str, Answers]:
    """Return the answers of every case of the tree by its name."""
    return {name: _plain(table) for name, table in _tables()}


def _tables() -> Iterator[tuple[str, Answers]]:
    for path in sorted(CASES.glob("*/**/*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        if "answers" in table and path.parent.name != "second":
            yield path.stem, table["answers"]
    for name, key in (("patients", "patient"), ("benign", "runner")):
        table = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
        for row in table[key]:
            yield row["id"], row["answers"]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item != "absent"}
    return None if value == "unknown" else value


def advice_of(revision: str | None, answers: dict[str, Answers]) -> dict[str, Advice]:
    """Return what a revision says to each of the answers.

    Args:
        revision: Anything that git knows; None for the present tree.
        answers: By name of the case.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path("src").resolve()
        if revision is not None:
            packed = subprocess.run(
                ["git", "archive", revision, "src"], check=True, capture_output=True
            ).stdout
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                archive.extractall(folder, filter="data")
            source = Path(folder) / "src"
        asked = subprocess.run(
            [sys.executable, "-c", _ASK],
            input=json.dumps(answers).encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(source)},
        )
    return dict(json.loads(asked.stdout))


def moved(before: dict[str, Advice], after: dict[str, Advice]) -> list[str]:
    """Return a line for each case whose urgency or list is another one."""
    lines = []
    for name in sorted(before.keys() & after.keys()):
        old, new = before[name], after[name]
        if (old["urgency"], old["within_hours"]) != (new["urgency"], new["within_hours"]):
            lines.append(f"{name}: urgency {_level(old)} -> {_level(new)}")
        if old["listed"] != new["listed"]:
            lines.append(f"{name}: listed {_names(old)} -> {_names(new)}")
    return lines


def _level(row: Advice) -> str:
    hours = row["within_hours"]
    return row["urgency"] if hours is None else f"{row['urgency']} ({hours} h)"


def _names(row: Advice) -> str:
    return "; ".join(" + ".join(names) for names in row["listed"]) or "nothing"


def main() -> int:
    """Print every case whose advice moved, and how many did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="before", default="HEAD", help="a revision; HEAD")
    parser.add_argument("--to", dest="after", default=None, help="a revision; the present tree")
    chosen = parser.parse_args()
    answers = all_answers()
    lines = moved(advice_of(chosen.before, answers), advice_of(chosen.after, answers))
    print("\n".join(lines))
    print(f"{len(lines)} changes of advice in {len(answers)} cases")
    return 0


if __name__ == "__main__":
    sys.exit(main())
