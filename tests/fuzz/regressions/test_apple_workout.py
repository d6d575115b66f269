"""Documents of workouts that once did harm, each as small as it could be made."""

from __future__ import annotations

import json

from tests.contracts.samples import SAMPLES
from tests.fuzz.generators import Mutant
from tests.fuzz.verdict import faults


def test_a_value_without_end_in_a_sample_that_is_cut_by_the_end_of_the_workout() -> None:
    sample = SAMPLES["apple_workout"]
    document = json.loads(sample.short()[1])
    steps = document["samples"]["steps"]
    steps["thousandths"][0] = 1e400
    steps["start_s"][0], steps["length_s"][0] = -100, 50
    data = json.dumps(document).encode()
    assert faults(Mutant("apple_workout", sample.name, data)) == []
