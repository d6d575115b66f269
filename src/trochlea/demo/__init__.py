"""The demonstration: a simulated runner, whose watch files our own encoder writes.

No person is behind these runs or answers; every page made from them says so.
"""

from trochlea.demo.simulated import SIMULATED_RUNNER, simulated_checkins, simulated_history
from trochlea.demo.walk import DemoResult, run_demo

__all__ = [
    "SIMULATED_RUNNER",
    "DemoResult",
    "run_demo",
    "simulated_checkins",
    "simulated_history",
]
