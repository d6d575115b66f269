"""Today's light and distance: pure functions of one written-down input."""

from trochlea.plan.inputs import OpenFlag, TodayInputs
from trochlea.plan.today import advise_today

__all__ = ["OpenFlag", "TodayInputs", "advise_today"]
