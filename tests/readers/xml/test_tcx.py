"""TCX: laps and totals, extensions in any prefix, treadmills, multisport, and plans."""

from __future__ import annotations

import numpy as np
import pytest

from tests.readers.xml.documents import (
    activity,
    codes,
    lap,
    only,
    read,
    tcx,
    time_at,
    trackpoint,
)
from trochlea.model.activity import Activity, Device, Pause
from trochlea.readers.xml.tcx import read_tcx

TEN = range(10)
TOTALS = "<TotalTimeSeconds>{}</TotalTimeSeconds><DistanceMeters>{}</DistanceMeters>"
PLACE = (
    "<Position><LatitudeDegrees>{}</LatitudeDegrees>"
    "<LongitudeDegrees>14.5</LongitudeDegrees></Position>"
)


def points(times: range, more: str = "") -> str:
    return "".join(trackpoint(second, more) for second in times)


def plain(data: bytes) -> Activity:
    """Return the activity as the reader gives it, before it is refined."""
    return only(read_tcx(data, "run.tcx"))


@pytest.mark.parametrize("prefix", ["ns3:", "x:", ""])
def test_the_activity_extension_is_read_in_any_prefix(prefix: str) -> None:
    inside = "".join(
        f"<{prefix}{name}>{value}</{prefix}{name}>"
        for name, value in (("Speed", 3.1), ("RunCadence", 85), ("Watts", 240))
    )
    more = f"<Extensions><{prefix}TPX>{inside}</{prefix}TPX></Extensions>"
    streams = plain(tcx(activity(lap(points(TEN, more))))).streams.columns
    assert streams["speed_mps"][4] == 3.1
    assert streams["cadence_spm"][4] == 170.0
    assert streams["power_w"][4] == 240.0


def test_a_cadence_of_both_feet_is_not_doubled_again() -> None:
    more = "<Extensions><TPX><RunCadence>168</RunCadence></TPX></Extensions>"
    about = "<Extensions><LX><AvgRunCadence>168</AvgRunCadence></LX></Extensions>"
    run = plain(tcx(activity(lap(points(TEN, more), about=about))))
    assert run.streams.columns["cadence_spm"][4] == 168.0
    assert run.laps[0].mean_cadence_spm == 168.0


def test_a_bike_keeps_its_revolutions() -> None:
    ride = activity(lap(points(TEN, "<Cadence>85</Cadence>")), sport="Biking")
    found = plain(tcx(ride))
    assert (found.sport, found.streams.columns["cadence_spm"][4]) == ("cycling", 85.0)


def test_a_treadmill_run_keeps_its_distance() -> None:
    track = "".join(trackpoint(i, f"<DistanceMeters>{3 * i}</DistanceMeters>") for i in range(600))
    outcome = read(tcx(activity(lap(track, about=TOTALS.format(600, 1797)))), "run.tcx")
    run = only(outcome)
    assert outcome.problems == ()
    assert (run.sport, run.distance_m) == ("running", 1797.0)
    assert run.streams.columns["distance_m"][-1] == 1797.0
    assert "latitude_deg" not in run.streams.columns


def test_laps_keep_timer_time_apart_from_elapsed_time() -> None:
    data = tcx(
        activity(
            lap(points(range(0, 61, 10)), about=TOTALS.format(60, 180)),
            lap(points(range(90, 121, 10)), about=TOTALS.format(25, 90), start=80),
        )
    )
    run = plain(data)
    assert [(each.elapsed_s, each.moving_s, each.distance_m) for each in run.laps] == [
        (80.0, 60.0, 180.0),
        (40.0, 25.0, 90.0),
    ]
    assert (run.moving_s, run.distance_m, run.elapsed_s) == (85.0, 270.0, 120.0)


def test_a_second_track_of_a_lap_begins_after_a_pause() -> None:
    run = plain(tcx(activity(lap(points(TEN), points(range(60, 70))))))
    assert run.pauses == (Pause(9.0, 60.0),)


def test_laps_that_follow_at_once_make_no_pause() -> None:
    run = plain(tcx(activity(lap(points(TEN)), lap(points(range(11, 20)), start=10))))
    assert run.pauses == ()


def test_the_id_is_the_start_where_the_first_point_comes_late() -> None:
    run = plain(tcx(activity(lap(points(range(30, 40))))))
    assert run.start_time.isoformat() == "2024-05-12T08:00:00+00:00"
    assert run.streams.columns["time_s"][0] == 30.0


def test_an_activity_without_points_keeps_its_totals() -> None:
    outcome = read(tcx(activity(lap(about=TOTALS.format(1800, 5000)))), "run.tcx")
    run = only(outcome)
    assert (run.distance_m, run.moving_s, len(run.laps)) == (5000.0, 1800.0, 1)
    assert codes(outcome) == {"no_records"}


def test_points_without_a_time_are_left_out_and_counted() -> None:
    outcome = read(tcx(activity(lap(points(TEN) + trackpoint(None)))), "run.tcx")
    assert len(only(outcome).streams) == 10
    assert "1 of 11 points have no usable time" in outcome.problems[0].message


@pytest.mark.parametrize("north", ["nan", "1e400", "91", "x"])
def test_an_impossible_position_is_left_out_and_the_heart_rate_stays(north: str) -> None:
    heart = "<HeartRateBpm><Value>140</Value></HeartRateBpm>"
    track = points(TEN, PLACE.format(46) + heart) + trackpoint(10, PLACE.format(north) + heart)
    outcome = read_tcx(tcx(activity(lap(track))), "run.tcx")
    streams = only(outcome).streams.columns
    assert streams["heart_rate_bpm"].tolist() == [140.0] * 11
    assert np.isnan(streams["latitude_deg"][10])
    assert np.isnan(streams["longitude_deg"][10])
    assert "positions_impossible" in codes(outcome)


def test_each_leg_of_a_multisport_session_is_an_activity() -> None:
    first = f"<FirstSport>{activity(lap(points(TEN)), sport='Biking')}</FirstSport>"
    between = f"<Transition StartTime='{time_at(20)}'><Track>{points(range(20, 25))}</Track>"
    second = activity(lap(points(range(60, 70)), start=60), start=60)
    rest = f"<NextSport>{between}</Transition>{second}</NextSport>"
    session = f"<Id>{time_at(0)}</Id>{first}{rest}"
    outcome = read(tcx(session, around="MultiSportSession"), "run.tcx")
    assert [each.sport for each in outcome.activities] == ["cycling", "running"]
    assert [len(each.streams) for each in outcome.activities] == [10, 10]
    assert "5 points outside of any activity" in outcome.problems[0].message


@pytest.mark.parametrize("plan", ["Course", "Workout"])
def test_courses_and_workouts_are_no_activities_and_that_is_said(plan: str) -> None:
    data = tcx(f"<{plan}><Name>x</Name><Track>{points(TEN)}</Track></{plan}>", around="Courses")
    outcome = read(data, "plan.tcx")
    assert (outcome.activities, codes(outcome)) == ((), {"no_activity"})
    assert "plans" in outcome.problems[0].message


@pytest.mark.parametrize(
    ("sport", "notes", "expected"),
    [
        ("Running", "", "running"),
        ("Biking", "", "cycling"),
        ("Other", "", "unknown"),
        ("Other", "Easy run", "running"),
        ("", "", "unknown"),
    ],
)
def test_the_sport_is_the_attribute_and_else_the_notes(
    sport: str, notes: str, expected: str
) -> None:
    about = f"<Notes>{notes}</Notes>"
    assert plain(tcx(activity(lap(points(TEN)), sport=sport, about=about))).sport == expected


def test_the_device_is_named_by_its_numbers() -> None:
    creator = (
        "<Creator><Name>Forerunner 410</Name><UnitId>3812</UnitId><ProductID>1124</ProductID>"
        "<Version><VersionMajor>2</VersionMajor><VersionMinor>20</VersionMinor></Version></Creator>"
    )
    run = plain(tcx(activity(lap(points(TEN)), about=creator)))
    assert run.devices == (Device(None, None, 1124, 3812, 2.2),)
    assert run.notes is not None
    assert run.notes.platform == "garmin"


def test_negative_totals_of_a_lap_are_left_out() -> None:
    run = plain(tcx(activity(lap(points(TEN), about=TOTALS.format(-181, "1e20")))))
    assert (run.laps[0].moving_s, run.laps[0].distance_m) == (None, None)
    assert (run.moving_s, run.distance_m) == (None, None)
