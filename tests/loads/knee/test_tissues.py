"""Other tissues: a direction with its source, and what nobody measured."""

from __future__ import annotations

import pytest

from trochlea.knowledge import Knowledge
from trochlea.loads.knee.tissues import TISSUE_EFFECTS, Change, Tissue, Way, way_of


def test_each_effect_has_a_source_that_exists_or_is_unknown(knowledge: Knowledge) -> None:
    for row in TISSUE_EFFECTS:
        assert (row.source is None) == (row.way == "unknown") == (row.basis is None)
        assert row.source is None or row.source in knowledge.sources
        assert row.not_known


def test_no_effect_stands_twice() -> None:
    pairs = [(row.tissue, row.change) for row in TISSUE_EFFECTS]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize(
    ("tissue", "change", "way"),
    [
        ("iliotibial_band", "narrower_steps", "more"),
        ("iliotibial_band", "wider_steps", "less"),
        ("iliotibial_band", "downhill", "unknown"),
        ("tibia", "faster", "more"),
        ("tibia", "downhill", "less"),
        ("patellar_tendon", "downhill", "more"),
        ("patellar_tendon", "wider_steps", "unknown"),
    ],
)
def test_the_way_of_a_tissue_is_what_its_source_says(
    tissue: Tissue, change: Change, way: Way
) -> None:
    assert way_of(tissue, change) == way
