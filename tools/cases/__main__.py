"""Print the evaluation on the published cases.

    python -m tools.cases

These are development cases: nothing measured on them is a test result. No case at urgent or above
may come out below its level; that is the only pass mark, and the exit code says whether it held.
"""

from __future__ import annotations

import sys

from tools.cases.agreement import agreement
from tools.cases.coded import read_cases
from tools.cases.judge import judge
from tools.cases.tables import agreement_line, miss_lines, stratum_lines, urgency_lines
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.knowledge import packaged_knowledge
from trochlea.model import urgency_rank

VIEWS = ((True, "what a runner can know"), (False, "all facts, a clinician's among them"))


def main() -> int:
    """Print every table; return 1 where a case at urgent or above fell below its level."""
    knowledge = packaged_knowledge()
    cases, model = read_cases(knowledge), LikelihoodModel(knowledge)
    print(f"{len(cases)} published cases, development set; knowledge {knowledge.version}")
    print(agreement_line(agreement(knowledge)))
    failed = False
    for runner_only, title in VIEWS:
        verdicts = [judge(case, knowledge, model, runner_only=runner_only) for case in cases]
        print(f"\n## {title}\n")
        print("\n".join(stratum_lines(verdicts)))
        print()
        print("\n".join(urgency_lines(verdicts)))
        print("not among the first three:")
        print("\n".join(miss_lines(verdicts)))
        asked = [row.questions for row in verdicts]
        print(
            f"questions asked: {sorted(asked)[len(asked) // 2]} in the middle, {max(asked)} most"
        )
        failed |= any(
            row.off < 0 and urgency_rank(row.case.urgency) >= urgency_rank("urgent")
            for row in verdicts
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
