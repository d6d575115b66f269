"""`trochlea activities`: look through what is kept, take out and back, join and part."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from trochlea.cli.activity_text import (
    ID_LETTERS,
    day_of,
    list_line,
    listed_record,
    name_of,
    show_activity,
    shown_record,
)
from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    counted,
    is_interactive,
    open_journal,
    print_json,
    zone_of,
)
from trochlea.cli.undo import YesOption
from trochlea.errors import UsageError

if TYPE_CHECKING:
    from trochlea.journal import Journal
    from trochlea.journal.catalogue import ListedActivity

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="The activity's id, or as much of it as is unique.")
]
_FAR_APART = timedelta(days=1)
_A_SPORT = re.compile(r"[a-z][a-z0-9_]{0,39}")


@app.command("list")
def list_activities(
    removed: Annotated[
        bool, typer.Option("--removed", help="Those that were taken out, instead.")
    ] = False,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Every activity with its day, distance, sport, file and other recordings."""
    with open_journal(journal, create=False) as store:
        listed = store.activities_listed(removed)
        unit = _unit(store)
    if as_json:
        print_json([listed_record(each) for each in listed])
        return
    names = {each.activity_id: each.file or "by hand" for each in listed}
    also: dict[str, list[str]] = {}
    for each in listed:
        if each.duplicate_of is not None:
            also.setdefault(each.duplicate_of, []).append(names[each.activity_id])
    for each in listed:
        typer.echo(list_line(each, unit, also.get(each.activity_id, []), names))
    if not listed:
        typer.echo("Nothing is removed." if removed else "No activity is kept yet.")


@app.command("show")
def show(activity: IdArgument, journal: JournalOption = None, as_json: JsonOption = False) -> None:
    """One activity with its totals, laps, streams, odd things and other recordings."""
    with open_journal(journal, create=False) as store:
        listed = store.find_activity(activity)
        full = store.activity_totals(listed.activity_id)
        others = [each for each in store.recordings(listed.run_id) if each != listed]
        problems = store.file_problems(listed.sha256) if listed.sha256 else ()
        unit = _unit(store)
    if as_json:
        print_json(shown_record(listed, full, others, problems))
    else:
        show_activity(listed, full, others, problems, unit)


@app.command("delete")
def delete(
    activity: IdArgument, journal: JournalOption = None, as_json: JsonOption = False
) -> None:
    """Take one activity out; for 30 days it can be taken back in."""
    with open_journal(journal, create=False) as store:
        found = store.find_activity(activity)
        others = [
            each
            for each in store.recordings(found.run_id)
            if each.activity_id != found.activity_id and each.removed_at is None
        ]
        done = store.remove_activity(found.activity_id)
        until = store.find_activity(found.activity_id).kept_until
        zone = zone_of(store.runner())
    if until is None:
        raise AssertionError("a removed activity is not removed")
    day = f"{until.astimezone(zone):%Y-%m-%d}"
    if as_json:
        print_json(
            {
                "activity": found.activity_id,
                "removed": done,
                "kept_until": day,
                "other_recordings": [each.activity_id for each in others],
            }
        )
        return
    said = "is taken out" if done else "was taken out already"
    typer.echo(
        f"{name_of(found)} {said}; until {day} `trochlea activities restore "
        f"{found.activity_id[:ID_LETTERS]}` takes it back in."
    )
    for each in others if done else ():
        typer.echo(
            f"Another recording of it is still there and counts ({each.file or 'by hand'}); "
            f"`trochlea activities delete {each.activity_id[:ID_LETTERS]}` takes that out, too."
        )


@app.command("restore")
def restore(
    activity: IdArgument, journal: JournalOption = None, as_json: JsonOption = False
) -> None:
    """Take an activity that was taken out back in."""
    with open_journal(journal, create=False) as store:
        found = store.find_activity(activity)
        done = store.restore_activity(found.activity_id)
    if as_json:
        print_json({"activity": found.activity_id, "restored": done})
    else:
        typer.echo(f"{name_of(found)} {'is back' if done else 'was there already'}.")


@app.command("merge")
def merge(
    one: IdArgument,
    other: IdArgument,
    yes: YesOption = False,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Two activities are recordings of the same run: count it once."""
    with open_journal(journal, create=False) as store:
        both = [store.find_activity(each) for each in (one, other)]
        _ask(both, yes)
        store.merge_activities(both[0].activity_id, both[1].activity_id)
        run = store.find_activity(both[0].activity_id).run_id
        recordings = store.recordings(run)
    if as_json:
        print_json({"run": run, "recordings": [each.activity_id for each in recordings]})
        return
    stands = next(each for each in recordings if each.activity_id == run)
    typer.echo(
        f"One run with {counted(len(recordings), 'recording')}; it counts by {name_of(stands)} "
        f"({stands.file or 'by hand'})."
    )


@app.command("split")
def split(
    activity: IdArgument, journal: JournalOption = None, as_json: JsonOption = False
) -> None:
    """A recording is a run of its own: count it by itself."""
    with open_journal(journal, create=False) as store:
        found = store.find_activity(activity)
        others = store.split_activity(found.activity_id)
    if as_json:
        print_json({"activity": found.activity_id, "apart_from": list(others)})
    else:
        typer.echo(
            f"{name_of(found)} is a run of its own now, apart from "
            f"{counted(len(others), 'other recording')}."
        )


@app.command("sport")
def sport(
    activity: IdArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as running or walking.")],
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """What sport an activity was, where its file knows it not or wrongly."""
    told = name.strip().lower().replace(" ", "_")
    if not _A_SPORT.fullmatch(told):
        raise UsageError(f"{name!r} is not a sport; write it like running or trail_running.")
    with open_journal(journal, create=False) as store:
        found = store.find_activity(activity)
        store.tell_sport(found.activity_id, told)
    if as_json:
        print_json({"activity": found.activity_id, "sport": told})
    else:
        counts = "and counts as a run" if told == "running" else "and does not count as a run"
        typer.echo(f"{name_of(found)} is {told} now, {counts}.")


def _ask(both: list[ListedActivity], yes: bool) -> None:
    """Have a merge of what hardly is one run confirmed.

    Raises:
        UsageError: where nobody can be asked.
    """
    one, other = both
    odd = []
    if one.sport != other.sport:
        odd.append(f"they are of different sports ({one.sport}, {other.sport})")
    if abs(one.start_time - other.start_time) > _FAR_APART:
        odd.append(f"they start days apart ({day_of(one)}, {day_of(other)})")
    if not odd or yes:
        return
    if not is_interactive():
        raise UsageError(f"These are hardly one run: {' and '.join(odd)}; --yes merges them.")
    typer.confirm(
        f"These are hardly one run: {' and '.join(odd)}. Merge them?", err=True, abort=True
    )


def _unit(store: Journal) -> str:
    runner = store.runner()
    return runner.distance_unit if runner else "km"
