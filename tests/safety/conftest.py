"""How many examples the safety properties draw: three profiles by cost, scaled by one variable.

`TROCHLEA_SAFETY_EXAMPLES` is the number for a pure property (10,000 where it is not set); the
dearer ones are scaled along: an example of triage holds two triages, and one of the journal a
whole journal on the disk. Without it the same examples
are drawn each time; with it new ones.
The profiles are only registered, never loaded, so that no other test draws otherwise.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

PURE = 10_000
ASKED = os.environ.get("TROCHLEA_SAFETY_EXAMPLES")
EXAMPLES = int(ASKED or PURE)
BY_COST = {
    "pure": PURE,
    "twice": 5_000,
    "triage": 10_000,
    "assess": 500,
    "list_twice": 250,
    "journal": 500,
    "render": 50,
}
# Beyond this many a journal or a page finds nothing new in the time that it takes.
AT_MOST = {"assess": 50_000, "list_twice": 50_000, "journal": 5_000, "render": 2_000}


def examples(cost: str) -> int:
    """Return how many examples a property of some cost draws."""
    wanted = max(1, BY_COST[cost] * EXAMPLES // PURE)
    return min(wanted, AT_MOST.get(cost, wanted))


for name in BY_COST:
    settings.register_profile(
        f"safety_{name}",
        max_examples=examples(name),
        derandomize=ASKED is None,
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
