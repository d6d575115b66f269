"""One workout is the same bytes in every export of the same telephone."""

from __future__ import annotations

import json
from datetime import timedelta, timezone

from tests.readers.apple.health import (
    PHONE,
    Split,
    export,
    record,
    route,
    route_reference,
    workout,
)
from trochlea.readers import read_bytes

PATH = "/workout-routes/route_2024-05-12_10.00am.gpx"


def parts(zone: timezone, address: str = "0x1") -> list[str]:
    beats = [
        record("HeartRate", 140 + i, "count/min", 10 * i, zone=zone, address=address)
        for i in range(5)
    ]
    steps = [
        record("StepCount", 170, "count", 60 * i, 60 * i + 60, zone=zone, address=address)
        for i in range(5)
    ]
    return [*beats, *steps]


SUMMER, WINTER = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))


def test_a_later_and_longer_export_gives_the_same_bytes_for_the_old_workout() -> None:
    first = Split(
        export(*parts(SUMMER), workout(route_reference())),
        {PATH: route(range(60))},
    )
    newer = record("HeartRate", 120, "count/min", 90_000)
    later = Split(
        export(
            newer,
            *reversed(parts(WINTER, "0x2")),
            record("StepCount", 9, "count", 0, 60, source=PHONE),
            workout(begin=90_000, end=90_600),
            workout(route_reference("/workout-routes/renamed.gpx"), zone=WINTER),
            exported="2024-12-24",
        ),
        {"/workout-routes/renamed.gpx": route(range(60), "2024-12-24T09:00:00Z")},
    )
    assert len(later.sources) == 2
    assert later.sources[0].data == first.sources[0].data
    assert later.sources[0].name == first.sources[0].name


def test_kilometres_and_miles_give_the_same_bytes() -> None:
    metres = 40.2336
    both = [
        Split(export(record("DistanceWalkingRunning", value, unit, 0, 10), workout()))
        for value, unit in ((metres / 1000, "km"), (metres / 1609.344, "mi"))
    ]
    assert both[0].sources[0].data == both[1].sources[0].data


def test_a_document_needs_nothing_but_its_bytes() -> None:
    split = Split(export(*parts(SUMMER), workout(route_reference())), {PATH: route(range(60))})
    (source,) = split.sources
    outcome = read_bytes("any name", source.data)
    assert (outcome.format, outcome.problems) == ("apple_workout", ())
    assert outcome.activities[0].start_time == split.run.start_time
    assert next(iter(json.loads(source.data))) == "trochlea_apple_workout"


def test_a_document_of_a_later_version_is_refused_with_its_reason() -> None:
    outcome = read_bytes("x", b'{"trochlea_apple_workout":2,"start_s":1715500800}')
    assert [problem.code for problem in outcome.problems] == ["version_unknown"]


def test_no_name_of_a_person_or_of_a_device_is_in_a_document() -> None:
    (source,) = Split(export(*parts(SUMMER), workout())).sources
    for word in ("Kim", "0x1", "0x3037ca9e0", "creationDate"):
        assert word.encode() not in source.data
