"""What a workout says of itself: times, totals, pauses, laps, sport."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from tests.readers.apple.health import (
    BROKEN_DTD,
    PREFIX,
    START,
    WATCH,
    Split,
    at,
    event,
    export,
    metadata,
    record,
    route,
    route_reference,
    workout,
)
from trochlea.model.activity import Pause


def statistics(kind: str, what: str) -> str:
    return f'  <WorkoutStatistics type="{PREFIX}{kind}" {what}/>\n'


DISTANCE = statistics("DistanceWalkingRunning", 'sum="2.5" unit="km"')


def test_a_run_has_its_start_in_utc_its_zone_and_its_totals() -> None:
    inner = metadata("HKElevationAscended", "8412 cm") + DISTANCE
    inner += statistics("HeartRate", 'average="151.2" minimum="96" maximum="177" unit="count/min"')
    split = Split(export(workout(inner, attributes=' duration="9.5" durationUnit="min"')))
    run = split.run
    assert (run.sport, run.sub_sport, run.start_time) == ("running", None, START)
    assert (run.utc_offset_s, run.elapsed_s, run.moving_s) == (7200, 600, 570)
    assert (run.distance_m, run.ascent_m, run.mean_heart_rate_bpm) == (2500, 84.12, 151.2)
    assert [each.software_version for each in run.devices] == [11.1]
    assert (split.said, run.notes and run.notes.platform) == ("", "apple")


@pytest.mark.parametrize(
    ("inner", "attributes"),
    [
        (statistics("DistanceWalkingRunning", 'sum="1" unit="mi"'), ""),
        (statistics("DistanceWalkingRunning", 'sum="1609.344" unit="m"'), ""),
        ("", ' totalDistance="1.609344" totalDistanceUnit="km"'),
        ("", " totalDistance='1,609344' totalDistanceUnit='km'"),
    ],
)
def test_a_distance_is_read_in_any_unit_and_in_the_old_place(inner: str, attributes: str) -> None:
    assert Split(export(workout(inner, attributes=attributes))).run.distance_m == pytest.approx(
        1609.344
    )


def test_the_zone_of_the_place_counts_and_not_that_of_the_telephone() -> None:
    tokyo = timezone(timedelta(hours=9))
    run = Split(export(workout(zone=tokyo))).run
    assert (run.start_time, run.utc_offset_s) == (START, 7200)
    run = Split(export(workout(zone=tokyo, place=""))).run
    assert (run.start_time, run.utc_offset_s) == (START, 9 * 3600)
    run = Split(export(workout(zone=tokyo, place="../../etc/passwd"))).run
    assert (run.start_time, run.utc_offset_s) == (START, 9 * 3600)


def test_pauses_are_from_pause_to_resume_and_those_by_motion_are_none() -> None:
    inner = event("Pause", 100) + event("Resume", 160) + event("MotionPaused", 200)
    inner += event("MotionResumed", 230) + event("Resume", 240) + event("Pause", 580)
    run = Split(export(workout(inner))).run
    assert run.pauses == (Pause(100, 160), Pause(580, 600))


def test_laps_are_those_that_were_marked() -> None:
    inner = event("Segment", 0, 5) + event("Lap", 0, 4) + event("Lap", 240, 6)
    laps = Split(export(workout(inner))).run.laps
    assert [(lap.start_time, lap.elapsed_s) for lap in laps] == [
        (START, 240),
        (START + timedelta(seconds=240), 360),
    ]


def test_kilometres_and_miles_in_one_list_of_segments_are_not_counted_both() -> None:
    inner = "".join(event("Segment", 200 * i, 200 / 60) for i in range(3))
    inner += event("Segment", 0, 322 / 60) + event("Segment", 322, 278 / 60)
    laps = Split(export(workout(inner))).run.laps
    assert [lap.elapsed_s for lap in laps] == [200, 200, 200]


def test_steps_of_a_planned_workout_are_laps_and_their_totals_are_not_those_of_the_run() -> None:
    inner = DISTANCE
    for begin, end, km in ((0, 240, 1), (240, 600, 1.5)):
        inner += (
            f'  <WorkoutActivity uuid="x" startDate="{at(begin)}" endDate="{at(end)}">\n'
            f"{event('Segment', begin, 1)}{metadata('HKIndoorWorkout', '1')}"
            + statistics("DistanceWalkingRunning", f'sum="{km}" unit="km"')
            + "  </WorkoutActivity>\n"
        )
    run = Split(export(workout(inner))).run
    assert (run.distance_m, run.sub_sport) == (2500, None)
    assert [(lap.elapsed_s, lap.distance_m) for lap in run.laps] == [(240, 1000), (360, 1500)]


@pytest.mark.parametrize(
    ("kind", "indoor", "sport"),
    [
        ("Running", "1", ("running", "indoor_running")),
        ("Running", "0", ("running", None)),
        ("Walking", "1", ("walking", "indoor_walking")),
        ("Hiking", "0", ("hiking", None)),
        ("Cycling", "0", ("cycling", None)),
        ("TraditionalStrengthTraining", "0", ("traditional_strength_training", None)),
        ("Other", "0", ("unknown", None)),
    ],
)
def test_other_sports_are_taken_under_their_own_name(
    kind: str, indoor: str, sport: tuple[str, str | None]
) -> None:
    run = Split(export(workout(metadata("HKIndoorWorkout", indoor), kind=kind))).run
    assert (run.sport, run.sub_sport) == sport


def test_workouts_that_cannot_be_are_told_of_and_the_others_go_on() -> None:
    backwards = workout(begin=600, end=0)
    endless = workout(end=40 * 86_400)
    dateless = workout().replace("startDate", "started")
    split = Split(export(backwards, endless, dateless, workout()))
    assert len(split.runs) == 1
    assert split.codes == ["workout_not_understood"] * 3


def test_the_same_workout_twice_is_one() -> None:
    split = Split(export(workout(), workout(), workout(begin=3600, end=4000)))
    assert len(split.runs) == 2


def test_the_broken_document_type_of_ios_16_and_letters_that_xml_forbids_are_read_past() -> None:
    odd = record("HeartRate", 140, "count/min", 10).replace("sourceVersion", 'x="\x0b" source')
    split = Split(export(odd, workout(DISTANCE), dtd=BROKEN_DTD))
    assert (split.run.distance_m, split.said) == (2500, "")
    assert split.stream("heart_rate_bpm") == {10: 140}


def test_attributes_that_stand_twice_or_have_blanks_in_their_names_are_read() -> None:
    attributes = ' duration="10" durationUnit="min" Health App Version="2" duration="99"'
    assert Split(export(workout(attributes=attributes))).run.moving_s == 600


def test_what_is_commented_out_is_not_there() -> None:
    comment = f"<!-- {workout(begin=7000, end=7600)} -->"
    split = Split(export(comment, "<![CDATA[", workout(begin=9000, end=9600), "]]>", workout()))
    assert [run.start_time for run in split.runs] == [START]


def test_the_route_gives_positions_altitude_and_speed() -> None:
    split = Split(export(workout(route_reference())), {"/x": b""} | routes())
    assert split.said == ""
    assert split.stream("latitude_deg")[100] == pytest.approx(46.503)
    assert split.stream("altitude_m")[100] == pytest.approx(301, abs=0.1)
    assert split.stream("speed_mps")[100] == 3.0


def routes() -> dict[str, bytes]:
    return {"/workout-routes/route_2024-05-12_10.00am.gpx": route(range(600))}


def test_missing_routes_are_told_of_once_and_the_runs_are_there() -> None:
    second = workout(route_reference("/workout-routes/other.gpx"), begin=7200, end=7800)
    split = Split(export(workout(route_reference()), second))
    assert (len(split.runs), split.codes) == (2, ["route_missing"])
    assert "2 routes are not beside the export" in split.said
    assert split.problems[0].kept


def test_a_route_that_is_cut_off_gives_what_it_holds() -> None:
    (path, data), *_ = routes().items()
    split = Split(export(workout(route_reference())), {path: data[: len(data) // 2]})
    assert "xml_damaged" in split.codes
    assert 200 < len(split.stream("latitude_deg")) < 400


def test_no_workouts_is_said() -> None:
    split = Split(export(record("HeartRate", 140, "count/min", 10, source=WATCH)))
    assert split.codes == ["no_activity"]
