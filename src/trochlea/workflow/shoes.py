"""The shoe log: made from the export or by hand, and gathered for the calculators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from trochlea.errors import UsageError
from trochlea.knowledge import Knowledge
from trochlea.loads.shoe_diary import ShoePain, observe_shoes, pain_by_shoe
from trochlea.loads.shoes import ShoeLog, shoe_log
from trochlea.model import Observation, Run, RunNote, Shoe, ShoeEvent, ShoeEventKind
from trochlea.workflow.noting import after_all_told
from trochlea.workflow.records import hash_of

if TYPE_CHECKING:
    from trochlea.journal import Journal

ID_LETTERS = 12


@dataclass(frozen=True, slots=True)
class ShoesNow:
    """The shoe log of a journal at one moment, and pain by pair where enough is known."""

    log: ShoeLog
    pain: tuple[ShoePain, ...]


@dataclass(frozen=True, slots=True)
class FromExport:
    """What became of the shoes that platforms name beside runs.

    Attributes:
        new_pairs: Names of the pairs that came into the log.
        told_runs: How many runs got their pair.
        known_runs: How many runs had a pair already, which was left as it is.
    """

    new_pairs: tuple[str, ...]
    told_runs: int
    known_runs: int


def shoes_now(journal: Journal, now: datetime, knowledge: Knowledge) -> ShoesNow:
    """Return the shoe log as it stands at a moment.

    Args:
        journal: The runner's store.
        now: The clock, with the runner's offset.
        knowledge: Gives the rules.
    """
    shoes = journal.shoes()
    runs = [run for run in journal.runs() if run.start_time <= now] if shoes else []
    checkins = [row for row in journal.checkins() if row.observed_at <= now] if shoes else []
    return ShoesNow(
        shoe_log(shoes, journal.shoe_events(), runs, now.date(), knowledge),
        pain_by_shoe(shoes, runs, checkins, knowledge),
    )


def shoe_observations(
    journal: Journal,
    runs: Sequence[Run],
    complaint_began: date | None,
    now: datetime,
    knowledge: Knowledge,
) -> tuple[Observation, ...]:
    """Return what the journal's shoe log shows of the weeks before a complaint.

    Args:
        journal: The runner's store.
        runs: The runner's runs, as far back as the rule `shoe_change` compares.
        complaint_began: First day of the complaint, or None where unknown.
        now: When the observation is made, with its offset.
        knowledge: Gives the rule.
    """
    shoes = journal.shoes()
    if not shoes:
        return ()
    return observe_shoes(shoes, journal.shoe_events(), runs, complaint_began, now, knowledge)


def shoe_named(journal: Journal, name: str) -> Shoe:
    """Return the pair of that name; capitals and outer blanks do not matter.

    Raises:
        UsageError: where there is none.
    """
    wanted = _id_of(name)
    shoes = journal.shoes()
    for shoe in shoes:
        if wanted in (_id_of(shoe.name), shoe.shoe_id):
            return shoe
    names = ", ".join(shoe.name for shoe in shoes)
    has = f"the log has {names}" if names else "`trochlea shoes add NAME` puts a pair into the log"
    raise UsageError(f"There are no shoes {name!r}; {has}.")


def add_pair(
    journal: Journal, name: str, first_worn_on: date, distance_before_m: float | None
) -> Shoe:
    """Put a new pair into the log.

    Args:
        journal: The runner's store.
        name: What the runner calls it.
        first_worn_on: The day from which its runs count.
        distance_before_m: What it had gone by then, metres; None where that is not known.

    Raises:
        UsageError: where a pair of that name is there, or a value cannot be.
    """
    told = " ".join(name.split())
    if not told.isprintable():
        raise UsageError("The name of the shoes holds characters that cannot be shown.")
    if any(_id_of(told) in (_id_of(row.name), row.shoe_id) for row in journal.shoes()):
        raise UsageError(f"There are shoes {told!r} already; give the new pair another name.")
    shoe = Shoe(_id_of(told), told, first_worn_on, distance_before_m)
    journal.add_shoe(shoe)
    return shoe


def tell_shoe(journal: Journal, shoe: Shoe, kind: ShoeEventKind, on: date, note: str = "") -> bool:
    """Keep what was said of a pair; return whether it was new.

    Raises:
        UsageError: where it contradicts what was said before: put away twice, or taken up again
            without having been put away.
    """
    turns = [
        row.kind
        for row in journal.shoe_events()
        if row.shoe_id == shoe.shoe_id
        and row.on <= on
        and row.kind in ("retired", "taken_up_again")
    ]
    away = bool(turns) and turns[-1] == "retired"
    if kind == "retired" and away:
        raise UsageError(f"The shoes {shoe.name!r} are put away already.")
    if kind == "taken_up_again" and not away:
        raise UsageError(f"The shoes {shoe.name!r} are not put away, so they are in use.")
    return journal.add_shoe_event(ShoeEvent(shoe.shoe_id, on, kind, note))


def wear_shoe(journal: Journal, shoe: Shoe, run: Run, now: datetime) -> None:
    """Keep that a run was in a pair; what was told of the run's pair last holds.

    Raises:
        UsageError: where the pair was not yet worn on the day of the run.
    """
    refuse_before_first_day(shoe, run)
    told_at = after_all_told(journal, run, now)
    journal.add_run_note(RunNote(run.activity_id, told_at, shoe_id=shoe.shoe_id))


def refuse_before_first_day(shoe: Shoe, run: Run) -> None:
    """Refuse a run of before the pair's first day.

    Raises:
        UsageError: where it is one. A pair from an export has no told first day.
    """
    first = shoe.first_worn_on
    if first is not None and run.day < first and not shoe.from_export:
        raise UsageError(
            f"The shoes {shoe.name!r} count from {first} on, and that run was on {run.day}."
        )


def shoes_from_export(journal: Journal, now: datetime) -> FromExport:
    """Make the log from the shoes that platforms name beside runs.

    Args:
        journal: The runner's store.
        now: The clock, with the runner's offset.

    Doing it again changes nothing. A run that has a pair keeps it, whoever told it; a pair that
    the runner added by that name is the same pair, and stays theirs.
    """
    worn = _gear_of_runs(journal)
    pairs = {_id_of(shoe.name): shoe for shoe in journal.shoes()}
    new: dict[str, str] = {}
    told = [(run, gear) for run, gear in worn if run.shoe_id is None]
    # By day, so that the first day of a pair is that of its first run.
    for run, gear in told:
        key = _id_of(gear)
        shoe = pairs.get(key)
        if shoe is None:
            shoe = Shoe(key, gear, run.day, None, from_export=True)
            new[key] = gear
        elif shoe.from_export and (shoe.first_worn_on is None or run.day < shoe.first_worn_on):
            shoe = replace(shoe, first_worn_on=run.day)
        if shoe != pairs.get(key):
            journal.add_shoe(shoe)
            pairs[key] = shoe
        journal.add_run_note(RunNote(run.activity_id, now, shoe_id=shoe.shoe_id))
    return FromExport(tuple(new.values()), len(told), len(worn) - len(told))


def _gear_of_runs(journal: Journal) -> list[tuple[Run, str]]:
    """Return each run beside which some recording names a pair, by start time."""
    gear: dict[str, str] = {}
    runs = {run.activity_id: run for run in journal.runs()}
    for each in journal.activities_listed():
        if each.run_id not in runs or (each.run_id in gear and each.duplicate_of is not None):
            continue
        notes = journal.activity_totals(each.activity_id).notes
        named = " ".join((notes.gear or "").split()) if notes else ""
        if named:
            gear[each.run_id] = named
    return [(run, gear[key]) for key, run in runs.items() if key in gear]


def _id_of(name: str) -> str:
    """Return the id of a pair by its name: the same name is the same pair."""
    return hash_of(" ".join(name.split()).casefold())[:ID_LETTERS]
