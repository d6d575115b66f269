"""GPX: dialects, tracks and pauses, what is left out, and what it is called."""

from __future__ import annotations

import numpy as np
import pytest

from tests.readers.xml.documents import (
    GPX_1_1,
    TPX,
    codes,
    gpx,
    only,
    read,
    seconds,
    time_at,
    trk,
    trkpt,
)
from trochlea.model.activity import Pause
from trochlea.readers.xml.gpx import read_gpx

TEN = range(10)


def extended(text: str, prefix: str = "gpxtpx:") -> str:
    inside = f"<{prefix}TrackPointExtension>{text}</{prefix}TrackPointExtension>"
    return f"<extensions>{inside}</extensions>"


DIALECTS = {
    "Garmin": extended(
        "<gpxtpx:atemp>21</gpxtpx:atemp><gpxtpx:hr>140</gpxtpx:hr><gpxtpx:cad>85</gpxtpx:cad>"
    ),
    "ns3": extended("<ns3:atemp>21</ns3:atemp><ns3:hr>140</ns3:hr><ns3:cad>85</ns3:cad>", "ns3:"),
    "no prefix": extended("<atemp>21</atemp><hr>140</hr><cad>85</cad>", ""),
    "Cluetrust": "<extensions><gpxdata:hr>140</gpxdata:hr><gpxdata:cadence>85</gpxdata:cadence>"
    "<gpxdata:temp>21</gpxdata:temp></extensions>",
    "plain": "<extensions><heartrate>140</heartrate><cadence>170</cadence>"
    "<temperature>21</temperature></extensions>",
    "capitals": "<extensions><HR>140</HR><Cadence>85</Cadence><Temp>21</Temp></extensions>",
}
DECLARED = f'{GPX_1_1} {TPX} xmlns:ns3="urn:x" xmlns:gpxdata="urn:y"'


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_gives_heart_rate_cadence_and_temperature(dialect: str) -> None:
    data = gpx(trk(seconds(TEN, DIALECTS[dialect])), attributes=DECLARED)
    streams = only(read_gpx(data, "run.gpx")).streams.columns
    assert set(streams["heart_rate_bpm"]) == {140.0}
    assert set(streams["cadence_spm"]) == {170.0}
    assert set(streams["temperature_c"]) == {21.0}


@pytest.mark.parametrize("attributes", [GPX_1_1, "", 'xmlns="http://www.topografix.com/GPX/1/0"'])
def test_the_namespace_does_not_matter(attributes: str) -> None:
    run = only(read(gpx(trk(seconds(TEN)), attributes=attributes)))
    assert (run.sport, len(run.streams)) == ("running", 10)


def test_prefixed_elements_are_the_same_elements() -> None:
    text = gpx(trk(seconds(TEN)), attributes='xmlns:g="urn:g"').decode()
    for name in ("gpx", "trk", "trkseg", "trkpt", "time", "ele", "type"):
        text = text.replace(f"<{name}", f"<g:{name}").replace(f"</{name}>", f"</g:{name}>")
    text = text.replace("<g:trkpt>", "<g:trkpt >").replace("g:trkg:", "g:trk")
    text = text.replace("<g:g:", "<g:").replace("</g:g:", "</g:")
    run = only(read(text.encode()))
    assert (run.sport, len(run.streams)) == ("running", 10)


def test_power_speed_and_distance_are_read() -> None:
    more = "<speed>3.1</speed><extensions><power>250</power><distance>5</distance></extensions>"
    streams = only(read_gpx(gpx(trk(seconds(TEN, more))), "run.gpx")).streams.columns
    assert (streams["speed_mps"][3], streams["power_w"][3]) == (3.1, 250.0)
    assert streams["distance_m"][3] == 5.0


def test_a_cadence_of_both_feet_is_left_as_it_is_and_a_bike_has_no_feet() -> None:
    for sport, written, meant in (
        ("running", 85, 170),
        ("running", 168, 168),
        ("cycling", 85, 85),
    ):
        more = f"<extensions><cad>{written}</cad></extensions>"
        data = gpx(trk(seconds(TEN, more), about=f"<type>{sport}</type>"))
        assert only(read_gpx(data, "run.gpx")).streams.columns["cadence_spm"][5] == meant


@pytest.mark.parametrize(
    ("about", "sport"),
    [
        ("<type>9</type>", "running"),
        ("<type>Run</type>", "running"),
        ("<type>trail_running</type>", "running"),
        ("<type>1</type>", "cycling"),
        ("<type>hiking</type>", "hiking"),
        ("<name>Morning Run</name>", "running"),
        ("<name>Trunk road</name>", "unknown"),
        ("<name>Run</name><type>Ride</type>", "cycling"),
        ("<link href='x'><type>running</type></link>", "unknown"),
        ("", "unknown"),
    ],
)
def test_the_sport_comes_from_the_type_and_else_from_the_name(about: str, sport: str) -> None:
    assert only(read(gpx(trk(seconds(TEN), about=about)))).sport == sport


def test_the_title_is_kept_as_it_was_written() -> None:
    about = "<name><![CDATA[Läufe & <b>mehr</b>]]></name><desc>Tom &amp; I &#8211; &#x263A;</desc>"
    run = only(read(gpx(trk(seconds(TEN), about=about), creator="StravaGPX")))
    assert run.notes is not None
    assert run.notes.title == "Läufe & <b>mehr</b>"
    assert run.notes.description == "Tom & I – ☺"
    assert run.notes.platform == "strava"


def test_segments_of_a_track_are_one_run_with_a_pause() -> None:
    run = only(read_gpx(gpx(trk(seconds(range(60)), seconds(range(120, 180)))), "run.gpx"))
    assert run.pauses == (Pause(59.0, 120.0),)
    assert run.elapsed_s == 179.0
    assert len(run.streams) == 120


def test_tracks_that_follow_each_other_are_one_run_and_others_are_not() -> None:
    first, soon, late = (seconds(range(at, at + 9)) for at in (0, 600, 7200))
    assert len(read(gpx(trk(first), trk(soon))).activities) == 1
    assert len(read(gpx(trk(first), trk(late))).activities) == 2
    ride = trk(soon, about="<type>cycling</type>")
    assert [each.sport for each in read(gpx(trk(first), ride)).activities] == [
        "running",
        "cycling",
    ]


def test_activities_are_in_the_order_of_time() -> None:
    outcome = read(gpx(trk(seconds(range(7200, 7209))), trk(seconds(TEN))))
    starts = [each.start_time for each in outcome.activities]
    assert starts == sorted(starts)


def test_routes_and_waypoints_are_no_activities_and_that_is_said() -> None:
    plans = '<rte><rtept lat="1" lon="2"/></rte><wpt lat="1" lon="2"><name>x</name></wpt>'
    outcome = read(gpx(plans))
    assert (outcome.activities, codes(outcome)) == ((), {"no_activity"})
    assert "1 route, 1 waypoint" in outcome.problems[0].message
    beside = read(gpx(plans, trk(seconds(TEN)), trk("")))
    assert len(beside.activities) == 1
    assert "1 route, 1 waypoint, 1 empty track" in beside.problems[0].message


def test_a_track_without_any_time_is_no_activity_and_that_is_said() -> None:
    outcome = read(gpx(trk("".join(trkpt(None) for _ in TEN))))
    assert outcome.activities == ()
    assert codes(outcome) == {"points_without_time", "no_activity"}
    assert all(problem.kept == "" for problem in outcome.problems)


def test_points_without_a_time_are_left_out_and_counted() -> None:
    outcome = read(gpx(trk(seconds(TEN) + trkpt(None) + trkpt(None, time="soon"))))
    assert len(only(outcome).streams) == 10
    assert "2 of 12 points have no usable time" in outcome.problems[0].message


@pytest.mark.parametrize("lat", ["nan", "inf", "-inf", "1e400", "91", "-90.1", "", "x", "1e5"])
def test_a_position_that_is_none_never_passes(lat: str) -> None:
    outcome = read_gpx(gpx(trk(seconds(TEN) + trkpt(10, lat=lat))), "run.gpx")
    north = only(outcome).streams.columns["latitude_deg"]
    assert len(north) == 10
    assert np.isfinite(north).all()
    assert "points_without_position" in codes(outcome)


def test_values_that_are_no_number_are_left_out_and_counted() -> None:
    more = "<extensions><hr>1e400</hr></extensions>"
    outcome = read_gpx(gpx(trk(seconds(TEN) + trkpt(10, more))), "run.gpx")
    assert "heart_rate_bpm" not in only(outcome).streams.columns
    assert "1 of heart_rate_bpm" in outcome.problems[0].message


def test_missing_elevation_is_no_problem() -> None:
    data = gpx(trk(seconds(TEN))).replace(b"<ele>300.5</ele>", b"")
    outcome = read(data)
    assert outcome.problems == ()
    assert "altitude_m" not in only(outcome).streams.columns


def test_points_out_of_order_are_put_in_order_and_that_is_said() -> None:
    outcome = read(gpx(trk(seconds([0, 1, 2, 3, 6, 5, 4, 7, 8, 9]))))
    times = only(outcome).streams.columns["time_s"]
    assert (np.diff(times) >= 0).all()
    assert outcome.problems


def test_the_first_of_two_values_for_one_point_counts() -> None:
    more = "<extensions><hr>140</hr><heartrate>99</heartrate></extensions>"
    streams = only(read_gpx(gpx(trk(seconds(TEN, more))), "run.gpx")).streams.columns
    assert set(streams["heart_rate_bpm"]) == {140.0}


def test_an_offset_is_kept_and_utc_is_none() -> None:
    cases = (
        ("+02:00", 7200, "06:00"),
        ("-0330", -12600, "11:30"),
        ("Z", None, "08:00"),
        ("+00:00", None, "08:00"),
    )
    for zone, offset, start in cases:
        points = "".join(trkpt(i, time=time_at(i).replace("Z", zone)) for i in TEN)
        run = only(read(gpx(trk(points))))
        assert (run.utc_offset_s, f"{run.start_time:%H:%M}") == (offset, start)


def test_times_without_a_zone_are_utc_and_that_is_said() -> None:
    points = "".join(trkpt(i, time=time_at(i).removesuffix("Z")) for i in TEN)
    outcome = read(gpx(trk(points)))
    assert only(outcome).start_time.hour == 8
    assert codes(outcome) == {"time_zone_unknown"}


def test_too_many_tracks_are_cut_and_that_is_said() -> None:
    tracks = [
        trk(trkpt(0, time=f"{1990 + i // 300}-{1 + i // 25 % 12:02d}-{1 + i % 25:02d}T08:00:00Z"))
        for i in range(1_100)
    ]
    outcome = read_gpx(gpx(*tracks), "run.gpx")
    assert len(outcome.activities) == 1_000
    assert codes(outcome) == {"too_many_activities"}
