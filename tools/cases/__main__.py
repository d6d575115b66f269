"""Print the evaluation on the published cases.

    python -m tools.cases

These are development cases: nothing measured on them is a test result. No case at urgent or above
may come out below its level as the engine reads it; that is the only pass mark, and the exit code
says whether it held. What the mark is worth, the other readings beside it say.
"""

from __future__ import annotations

import sys

from tools.cases.agreement import agreement
from tools.cases.coded import read_cases
from tools.cases.judge import judge
from tools.cases.silence import read
from tools.cases.tables import (
    abstention_lines,
    agreement_lines,
    miss_lines,
    miss_title,
    paired_lines,
    question_lines,
    stratum_lines,
)
from tools.cases.urgent import below, differing_line, urgency_lines
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.knowledge import packaged_knowledge

VIEWS = ((True, "What a runner can know"), (False, "All facts, a clinician's among them"))


def main() -> int:
    """Print every table; return 1 where a case at urgent or above fell below its level."""
    knowledge = packaged_knowledge()
    cases, model = read_cases(knowledge), LikelihoodModel(knowledge)
    readings, full = (
        [read(case, knowledge, runner_only=runner_only) for case in cases]
        for runner_only, _title in VIEWS
    )
    print(f"# {len(cases)} published cases, development set; knowledge {knowledge.version}\n")
    print("\n".join(agreement_lines(agreement(knowledge))))
    print("\n## Urgency\n")
    print("\n".join([*urgency_lines(readings), differing_line(readings, full)]))
    for runner_only, title in VIEWS:
        verdicts = [judge(case, knowledge, model, runner_only=runner_only) for case in cases]
        tables = (stratum_lines, paired_lines, abstention_lines, question_lines)
        print(f"\n## {title}")
        for table in tables:
            print("\n" + "\n".join(table(verdicts)))
        print("\n" + "\n".join([miss_title(), *miss_lines(verdicts)]))
    return int(bool(below(readings) or below(full)))


if __name__ == "__main__":
    sys.exit(main())
