"""Patients drawn from the knowledge itself: a test of the arithmetic, and of what it can bear.

    python -m tools.cases.worlds --patients 10000 --worlds 200

Self-consistency: patients are drawn exactly as the engine believes they come, so its
probabilities must be right on them; that says nothing of real knees and is never shown to users.
Stress: in each of many worlds priors and log likelihood ratios are off by a standard deviation of
0.6, findings of a group follow each other, a fifth of the answers is missing and a tenth wrong.
The error of a small sample adds to what is measured, so each world has many patients.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from trochlea.assess import Interview, assess
from trochlea.assess.belief import believe, prior_weights, ways_of
from trochlea.assess.facts import Facts
from trochlea.assess.likelihood import LikelihoodModel, Rate
from trochlea.assess.questions import STOPPING_LEVELS
from trochlea.assess.triage import triage
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.model import FindingValue, Observation, Side, Urgency

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OFF_SD = 0.6
MISSING, WRONG, FOLLOWS = 0.2, 0.1, 0.3
ANSWERED = 0.5
BINS = 10
SEED = 20261125
LONGEST = 60
DRAWN_FOR_EACH = 20


@dataclass(frozen=True, slots=True)
class World:
    """How patients come: prior factors, and shifts of the log odds of each likelihood."""

    prior_factors: tuple[float, ...]
    shifts: dict[tuple[str, str | None], tuple[float, ...]]
    missing: float = 0.0
    wrong: float = 0.0
    follows: float = 0.0


@dataclass(frozen=True, slots=True)
class Patient:
    """One drawn patient: the true hypothesis and all answers, by finding."""

    truth: int
    observations: tuple[Observation, ...]


def as_believed(model: LikelihoodModel) -> World:
    """Return the world that the engine believes in."""
    return World((1.0,) * len(model.hypotheses), {})


def off(model: LikelihoodModel, rng: random.Random) -> World:
    """Return a world in which every number is off."""
    count = len(model.hypotheses)
    factors = tuple(math.exp(rng.gauss(0, OFF_SD)) for _ in range(count))
    shifts = {
        (name, choice): tuple(rng.gauss(0, OFF_SD) for _ in range(count))
        for name in model.findings
        for choice in model.choices(name)
    }
    return World(factors, shifts, MISSING, WRONG, FOLLOWS)


class Drawer:
    """Draws patients of one world."""

    def __init__(
        self, knowledge: Knowledge, model: LikelihoodModel, world: World, rng: random.Random
    ) -> None:
        """Prepare the world's rates.

        Args:
            knowledge: Conditions, findings and rules.
            model: Likelihoods of the same knowledge.
            world: How patients come.
            rng: The only chance in it.
        """
        self._knowledge = knowledge
        self._model = model
        self._world = world
        self._rng = rng
        self._ways = ways_of(knowledge)
        modifiers = {
            name
            for row in knowledge.conditions.values()
            for modifier in row.prior_modifiers
            for name in modifier.when.findings()
        }
        self._modifiers = modifiers & set(self._model.findings)
        self.always_told = {"age_years", "sex", *self._modifiers}
        self._findings = [
            name
            for name in self._model.findings
            if knowledge.findings[name].observable_by == "runner" and name not in modifiers
        ]
        self._rates = {
            (name, choice): self._shifted(name, choice)
            for name in self._model.findings
            for choice in self._model.choices(name)
        }

    def _shifted(self, name: str, choice: str | None) -> Rate:
        rate = self._model.rate(name, choice)
        shifts = self._world.shifts.get((name, choice))
        if shifts is None:
            return rate
        given = tuple(_moved(p, by) for p, by in zip(rate.given, shifts, strict=True))
        return replace(rate, given=given)

    def draw(self) -> Patient:
        """Return one patient."""
        rng = self._rng
        rows = [
            _seen("age_years", rng.triangular(14, 75, 38) // 1),
            _seen("sex", rng.choice(("f", "m"))),
        ]
        rows += [
            self._row(name, self._value(name, None, "plain")) for name in sorted(self._modifiers)
        ]
        facts = Facts("left", {row.finding: row for row in rows})
        weights = [
            weight * factor
            for weight, factor in zip(self._weights(facts), self._world.prior_factors, strict=True)
        ]
        truth = rng.choices(range(len(weights)), weights)[0]
        rows += self._answers(truth)
        return Patient(truth, tuple(rows))

    def _weights(self, facts: Facts) -> Sequence[float]:
        return prior_weights(facts, self._knowledge)

    def _answers(self, truth: int) -> list[Observation]:
        rng, world = self._rng, self._world
        names, shares = ("typical", "plain", "raised"), self._ways
        weights = (shares.typical, shares.plain, shares.raised)
        groups = {self._model.group_of(name) for name in self._findings}
        way = {group: rng.choices(names, weights)[0] for group in sorted(groups)}
        last: dict[str, bool] = {}
        rows = []
        for name in self._findings:
            group = self._model.group_of(name)
            value = self._value(name, truth, way[group])
            if isinstance(value, bool):
                if group in last and rng.random() < world.follows:
                    value = last[group]
                last[group] = value
                if rng.random() < world.wrong:
                    value = not value
            if rng.random() >= world.missing:
                rows.append(self._row(name, value))
        return rows

    def _value(self, name: str, truth: int | None, way: str) -> FindingValue:
        rng, choices = self._rng, self._model.choices(name)
        chances = {key: self._chance(self._rates[name, key], truth, way) for key in choices}
        if self._model.is_one_of_many(name):
            return rng.choices([str(key) for key in choices], list(chances.values()))[0]
        if None in chances:
            return rng.random() < chances[None]
        return tuple(str(key) for key, chance in chances.items() if rng.random() < chance)

    @staticmethod
    def _chance(rate: Rate, truth: int | None, way: str) -> float:
        if way == "raised":
            return rate.raised
        return rate.base if truth is None or way == "plain" else rate.given[truth]

    def _row(self, name: str, value: FindingValue) -> Observation:
        side: Side = "left" if self._knowledge.findings[name].per_knee else "none"
        return Observation(name, value, side, NOW, "answer")


def _seen(name: str, value: FindingValue) -> Observation:
    return Observation(name, value, "none", NOW, "answer")


def _moved(p: float, by: float) -> float:
    return 1 / (1 + math.exp(-(math.log(p / (1 - p)) + by)))


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error over ten bins of equal width.

    Args:
        pairs: Probability of the first hypothesis, and whether it was the true one.
    """
    error = 0.0
    for place in range(BINS):
        low, high = place / BINS, (place + 1) / BINS
        inside = [
            (p, hit) for p, hit in pairs if low <= p < high or (place == BINS - 1 and p == 1)
        ]
        if inside:
            confidence = math.fsum(p for p, _hit in inside) / len(inside)
            share = sum(hit for _p, hit in inside) / len(inside)
            error += len(inside) / len(pairs) * abs(confidence - share)
    return error


def calibrated(
    knowledge: Knowledge,
    model: LikelihoodModel,
    world: World,
    rng: random.Random,
    patients: int,
    answered: float = 1.0,
) -> float:
    """Return the calibration error of the engine on patients of a world.

    Args:
        knowledge: What the engine believes.
        model: Likelihoods of the same knowledge.
        world: How patients come.
        rng: The only chance in it.
        patients: How many.
        answered: Share of their answers that is told, beside all that moves priors.
    """
    drawer = Drawer(knowledge, model, world, rng)
    pairs = []
    for _ in range(patients):
        patient = drawer.draw()
        told = [
            row
            for row in patient.observations
            if row.finding in drawer.always_told or rng.random() < answered
        ]
        belief = believe(Facts("left", {row.finding: row for row in told}), model, knowledge)
        first = max(range(len(belief.chances)), key=lambda place: belief.chances[place])
        pairs.append((belief.chances[first], first == patient.truth))
    return calibration_error(pairs)


def questions_asked(knowledge: Knowledge, model: LikelihoodModel, patient: Patient) -> int:
    """Return how many single questions the interview asks a patient who can answer them."""
    interview = Interview(knowledge, model)
    known = {row.finding: row for row in patient.observations}
    told = [known[name] for name in ("age_years", "sex")]
    shown: list[str] = []
    while len(shown) < LONGEST:
        step = interview.next_step(told, shown)
        if step is None:
            break
        shown.append(step.screen)
        told += [known[name] for name in step.findings if name in known]
    return sum(name in knowledge.findings for name in shown)


def perturbed(knowledge: Knowledge, world: World) -> Knowledge:
    """Return the knowledge with the priors and the stated likelihoods of another world.

    Args:
        knowledge: What the engine believes.
        world: Its factors and shifts stand in the order of the model's hypotheses.
    """
    factors = iter(world.prior_factors)
    conditions = {}
    for place, (key, row) in enumerate(knowledge.conditions.items()):
        prior = row.prior.model_copy(update={"value": row.prior.value * next(factors)})
        told = tuple(
            stated.model_copy(
                update={"value": _moved(stated.value, shifts[place]), "low": None, "high": None}
            )
            if (shifts := world.shifts.get((stated.finding, stated.choice)))
            else stated
            for stated in row.likelihoods
        )
        conditions[key] = row.model_copy(update={"prior": prior, "likelihoods": told})
    pairs = {
        key: row.model_copy(
            update={
                "prior": row.prior.model_copy(update={"value": row.prior.value * next(factors)})
            }
        )
        for key, row in knowledge.pairs.items()
    }
    return replace(knowledge, conditions=conditions, pairs=pairs)


def urgency_holds(
    knowledge: Knowledge, model: LikelihoodModel, world: World, patients: Sequence[Patient]
) -> bool:
    """Return whether an assessment says the same urgency and hours where all numbers are moved.

    Args:
        knowledge: What the engine believes.
        model: Likelihoods of the same knowledge.
        world: Whose priors and likelihoods are put in their place.
        patients: Who is assessed under both.

    Each is assessed whole, and without what flags read: most drawn patients are at a high level,
    and a list that raises the level would not show on them.
    """
    other = perturbed(knowledge, world)
    moved = LikelihoodModel(other)
    return all(
        _how_soon(row, knowledge, model) == _how_soon(row, other, moved)
        for patient in patients
        for row in (patient, quiet(patient, knowledge))
    )


def quiet(patient: Patient, knowledge: Knowledge) -> Patient:
    """Return a patient of whom nothing that a flag reads is known, but for the age."""
    read = {name for flag in knowledge.red_flags.values() for name in flag.when.findings()}
    left = read - {"age_years"}
    return replace(
        patient,
        observations=tuple(row for row in patient.observations if row.finding not in left),
    )


def _how_soon(
    patient: Patient, knowledge: Knowledge, model: LikelihoodModel
) -> tuple[Urgency, int | None]:
    found = assess(patient.observations, knowledge, NOW.date(), model).triage
    return found.urgency, found.within_hours


@dataclass(frozen=True, slots=True)
class Stressed:
    """What came of one world."""

    error: float
    urgency_held: bool
    questions: tuple[int, ...]


def one_world(number: int, patients: int, interviews: int) -> Stressed:
    """Return how the engine bears one world.

    Args:
        number: Which; the same number is the same world.
        patients: How many patients.
        interviews: For how many of them the interview is held.
    """
    knowledge = packaged_knowledge()
    model, rng = LikelihoodModel(knowledge), random.Random(SEED + number)
    world = off(model, rng)
    error = calibrated(knowledge, model, world, rng, patients)
    drawer = Drawer(knowledge, model, world, rng)
    drawn = [drawer.draw() for _ in range(DRAWN_FOR_EACH * interviews)]
    # An interview that triage stops asks nothing more; its length would flatter the median.
    calm = [
        row for row in drawn if triage(row.observations, knowledge).urgency not in STOPPING_LEVELS
    ]
    questions = tuple(questions_asked(knowledge, model, row) for row in calm[:interviews])
    looked_at = [*drawn[:interviews], *calm[:interviews]]
    return Stressed(error, urgency_holds(knowledge, model, world, looked_at), questions)


def main() -> int:
    """Print both tests; return 1 where a bar was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=10_000)
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--each", type=int, default=2000, help="patients in each world")
    parser.add_argument("--interviews", type=int, default=5, help="interviews in each world")
    chosen = parser.parse_args()
    knowledge = packaged_knowledge()
    model = LikelihoodModel(knowledge)
    own = calibrated(
        knowledge,
        model,
        as_believed(model),
        random.Random(SEED),
        chosen.patients,
        ANSWERED,
    )
    print(f"self-consistency: calibration error {own:.4f} on {chosen.patients} drawn patients")
    if not chosen.worlds:
        return int(own > 0.03)
    task = partial(one_world, patients=chosen.each, interviews=chosen.interviews)
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(task, range(chosen.worlds)))
    errors = sorted(row.error for row in found)
    asked = sorted(count for row in found for count in row.questions)
    ninetieth = errors[math.ceil(0.9 * len(errors)) - 1]
    held = all(row.urgency_held for row in found)
    print(
        f"stress: {len(found)} worlds of {chosen.each}: calibration error median "
        f"{errors[len(errors) // 2]:.3f}, 90th percentile {ninetieth:.3f}; "
        f"urgency and hours unchanged: {held}"
    )
    print(
        f"questions in {len(asked)} interviews: median {asked[len(asked) // 2]}, 95th percentile "
        f"{asked[math.ceil(0.95 * len(asked)) - 1]}, most {asked[-1]}"
    )
    return int(own > 0.03 or ninetieth > 0.10 or not held)


if __name__ == "__main__":
    sys.exit(main())
