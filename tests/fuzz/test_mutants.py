"""Twenty thousand broken files: none raises, hangs, fills the memory or gives absurd values."""

from __future__ import annotations

import pytest

from tests.fuzz.campaign import MOST_RESIDENT_MIB, Campaign, Summary
from tests.fuzz.generators import ARCHIVE, kinds, mutant

SEED = 3
FIT, XML, OTHERS, ARCHIVES = 12_000, 4_000, 2_500, 1_500


def shares() -> dict[str, int]:
    """Return how many mutants of each kind: most of what is most dangerous to read."""
    others = [kind for kind in kinds() if kind not in ("fit", "gpx", "tcx", ARCHIVE)]
    counts = {"fit": FIT, "gpx": XML // 2, "tcx": XML // 2, ARCHIVE: ARCHIVES}
    counts |= {kind: -(-OTHERS // len(others)) for kind in others}
    return counts


@pytest.fixture(scope="module")
def results() -> dict[str, Summary]:
    return Campaign(shares(), seed=SEED, share=500).run()


@pytest.mark.parametrize("kind", kinds())
def test_no_mutant_does_harm(results: dict[str, Summary], kind: str) -> None:
    found = results[kind]
    assert found.read >= shares()[kind]
    lines = [f"{found.faults[key]} x {example}" for key, (example, *_) in found.examples.items()]
    assert not lines, "\n".join(lines)
    assert found.resident_mib <= MOST_RESIDENT_MIB


@pytest.mark.parametrize("kind", kinds())
def test_a_mutant_is_told_by_its_number_alone(kind: str) -> None:
    first = [mutant(kind, SEED, index) for index in range(20)]
    again = [mutant(kind, SEED, index) for index in reversed(range(20))]
    assert first == again[::-1]
    assert len({each.data for each in first}) > 10
