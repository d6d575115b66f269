"""The curve and the rules that every test of this room asks for."""

from __future__ import annotations

import pytest

from trochlea.knowledge import Knowledge
from trochlea.loads.knee.curve import KneeCurve, knee_curve
from trochlea.loads.knee.own_cadence import OwnCadence


@pytest.fixture(scope="session")
def curve(knowledge: Knowledge) -> KneeCurve:
    """The curve that comes with the package."""
    return knee_curve(knowledge.rules["knee_curve"])


@pytest.fixture(scope="session")
def own() -> OwnCadence:
    """A runner who takes 168 steps a minute at 3 m/s and 8 more for each m/s."""
    return OwnCadence(168.0, 3.0, 8.0, 2.3, 4.2, 9)
