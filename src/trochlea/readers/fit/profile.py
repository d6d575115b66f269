"""The numbers of the FIT profile that Trochlea reads: messages, fields, scales, units, sports.

These are facts of the format, in one table. A stored value means `raw / scale - offset` in the
unit given; coordinates are stored as semicircles and given here as degrees.
"""

from __future__ import annotations

from typing import NamedTuple

from trochlea.units import DEGREES_PER_SEMICIRCLE

FILE_ID = 0
SPORT = 12
SESSION = 18
LAP = 19
RECORD = 20
EVENT = 21
DEVICE_INFO = 23
ACTIVITY = 34
FIELD_DESCRIPTION = 206
DEVELOPER_DATA_ID = 207

TIMESTAMP = 253
FILE_TYPE_ACTIVITY = 4
FIT_EPOCH_UNIX_S = 631_065_600  # 1989-12-31T00:00:00Z
OLDEST_DATE_S = 0x10000000  # below it, a stamp may count from when the device was switched on

BASE_STRING = 7
BASE_BYTE = 13


class BaseType(NamedTuple):
    """A base type: NumPy code without byte order, width in bytes, the value that means none."""

    code: str
    width: int
    invalid: int | None


# Keyed by the low five bits: the high bit only repeats that the type is wider than a byte.
BASE_TYPES: dict[int, BaseType] = {
    0: BaseType("u1", 1, 0xFF),
    1: BaseType("i1", 1, 0x7F),
    2: BaseType("u1", 1, 0xFF),
    3: BaseType("i2", 2, 0x7FFF),
    4: BaseType("u2", 2, 0xFFFF),
    5: BaseType("i4", 4, 0x7FFFFFFF),
    6: BaseType("u4", 4, 0xFFFFFFFF),
    8: BaseType("f4", 4, None),
    9: BaseType("f8", 8, None),
    10: BaseType("u1", 1, 0),
    11: BaseType("u2", 2, 0),
    12: BaseType("u4", 4, 0),
    BASE_BYTE: BaseType("u1", 1, 0xFF),
    14: BaseType("i8", 8, 0x7FFFFFFFFFFFFFFF),
    15: BaseType("u8", 8, 0xFFFFFFFFFFFFFFFF),
    16: BaseType("u8", 8, 0),
}


class Field(NamedTuple):
    """One field of a message: its profile name, its unit, and how to scale the stored number."""

    name: str
    units: str = ""
    scale: float = 1.0
    offset: float = 0.0


_STAMP = Field("timestamp", "s")
_SEMICIRCLES = 1.0 / DEGREES_PER_SEMICIRCLE

MESSAGE_NAMES: dict[int, str] = {
    FILE_ID: "file_id",
    SPORT: "sport",
    SESSION: "session",
    LAP: "lap",
    RECORD: "record",
    EVENT: "event",
    DEVICE_INFO: "device_info",
    ACTIVITY: "activity",
    FIELD_DESCRIPTION: "field_description",
    DEVELOPER_DATA_ID: "developer_data_id",
}

FIELDS: dict[int, dict[int, Field]] = {
    FILE_ID: {
        0: Field("type"),
        1: Field("manufacturer"),
        2: Field("product"),
        3: Field("serial_number"),
        4: Field("time_created", "s"),
        8: Field("product_name"),
    },
    SPORT: {0: Field("sport"), 1: Field("sub_sport"), 3: Field("name")},
    SESSION: {
        TIMESTAMP: _STAMP,
        0: Field("event"),
        1: Field("event_type"),
        2: Field("start_time", "s"),
        5: Field("sport"),
        6: Field("sub_sport"),
        7: Field("total_elapsed_time", "s", 1000),
        8: Field("total_timer_time", "s", 1000),
        9: Field("total_distance", "m", 100),
        11: Field("total_calories", "kcal"),
        14: Field("avg_speed", "m/s", 1000),
        16: Field("avg_heart_rate", "bpm"),
        17: Field("max_heart_rate", "bpm"),
        18: Field("avg_cadence", "rpm"),
        19: Field("max_cadence", "rpm"),
        22: Field("total_ascent", "m"),
        23: Field("total_descent", "m"),
        25: Field("first_lap_index"),
        26: Field("num_laps"),
        89: Field("avg_vertical_oscillation", "mm", 10),
        91: Field("avg_stance_time", "ms", 10),
        92: Field("avg_fractional_cadence", "rpm", 128),
        124: Field("enhanced_avg_speed", "m/s", 1000),
        132: Field("avg_vertical_ratio", "%", 100),
        133: Field("avg_stance_time_balance", "%", 100),
        134: Field("avg_step_length", "mm", 10),
    },
    LAP: {
        TIMESTAMP: _STAMP,
        0: Field("event"),
        1: Field("event_type"),
        2: Field("start_time", "s"),
        7: Field("total_elapsed_time", "s", 1000),
        8: Field("total_timer_time", "s", 1000),
        9: Field("total_distance", "m", 100),
        13: Field("avg_speed", "m/s", 1000),
        15: Field("avg_heart_rate", "bpm"),
        17: Field("avg_cadence", "rpm"),
        25: Field("sport"),
        39: Field("sub_sport"),
        80: Field("avg_fractional_cadence", "rpm", 128),
    },
    RECORD: {
        TIMESTAMP: _STAMP,
        0: Field("position_lat", "degrees", _SEMICIRCLES),
        1: Field("position_long", "degrees", _SEMICIRCLES),
        2: Field("altitude", "m", 5, 500),
        3: Field("heart_rate", "bpm"),
        4: Field("cadence", "rpm"),
        5: Field("distance", "m", 100),
        6: Field("speed", "m/s", 1000),
        7: Field("power", "W"),
        9: Field("grade", "%", 100),
        13: Field("temperature", "C"),
        29: Field("accumulated_power", "W"),
        31: Field("gps_accuracy", "m"),
        32: Field("vertical_speed", "m/s", 1000),
        39: Field("vertical_oscillation", "mm", 10),
        40: Field("stance_time_percent", "%", 100),
        41: Field("stance_time", "ms", 10),
        42: Field("activity_type"),
        52: Field("cadence256", "rpm", 256),
        53: Field("fractional_cadence", "rpm", 128),
        73: Field("enhanced_speed", "m/s", 1000),
        78: Field("enhanced_altitude", "m", 5, 500),
        83: Field("vertical_ratio", "%", 100),
        84: Field("stance_time_balance", "%", 100),
        85: Field("step_length", "mm", 10),
        87: Field("cycle_length16", "m", 100),
        99: Field("respiration_rate", "breaths/min"),
        108: Field("enhanced_respiration_rate", "breaths/min", 100),
    },
    EVENT: {
        TIMESTAMP: _STAMP,
        0: Field("event"),
        1: Field("event_type"),
        3: Field("data"),
        4: Field("event_group"),
    },
    DEVICE_INFO: {
        TIMESTAMP: _STAMP,
        0: Field("device_index"),
        1: Field("device_type"),
        2: Field("manufacturer"),
        3: Field("serial_number"),
        4: Field("product"),
        5: Field("software_version", "", 100),
        27: Field("product_name"),
    },
    ACTIVITY: {
        TIMESTAMP: _STAMP,
        0: Field("total_timer_time", "s", 1000),
        1: Field("num_sessions"),
        2: Field("type"),
        3: Field("event"),
        4: Field("event_type"),
        5: Field("local_timestamp", "s"),
    },
    FIELD_DESCRIPTION: {
        0: Field("developer_data_index"),
        1: Field("field_definition_number"),
        2: Field("fit_base_type_id"),
        3: Field("field_name"),
        6: Field("scale"),
        7: Field("offset"),
        8: Field("units"),
    },
    DEVELOPER_DATA_ID: {3: Field("developer_data_index")},
}

# `compressed_speed_distance`: 12 bits of speed (0.01 m/s), 12 bits of distance (1/16 m, rolling).
COMPRESSED_SPEED_DISTANCE = 8

SPORT_RUNNING = 1
_SPORT_NAMES = """
generic running cycling transition fitness_equipment swimming basketball soccer tennis
american_football training walking cross_country_skiing alpine_skiing snowboarding rowing
mountaineering hiking multisport paddling flying e_biking motorcycling boating driving golf
hang_gliding horseback_riding hunting fishing inline_skating rock_climbing sailing ice_skating
sky_diving snowshoeing snowmobiling stand_up_paddleboarding surfing wakeboarding water_skiing
kayaking rafting windsurfing kitesurfing tactical jumpmaster boxing floor_climbing baseball
"""
SPORTS: dict[int, str] = dict(enumerate(_SPORT_NAMES.split()))
SPORTS |= {53: "diving", 62: "hiit", 65: "wheelchair_push_walk", 66: "wheelchair_push_run"}

_SUB_SPORT_NAMES = """
generic treadmill street trail track spin indoor_cycling road mountain downhill recumbent
cyclocross hand_cycling track_cycling indoor_rowing elliptical stair_climbing lap_swimming
open_water flexibility_training strength_training warm_up match exercise challenge indoor_skiing
cardio_training indoor_walking e_bike_fitness bmx casual_walking speed_walking
bike_to_run_transition run_to_bike_transition swim_to_bike_transition atv motocross backcountry
resort rc_drone wingsuit whitewater skate_skiing yoga pilates indoor_running gravel_cycling
e_bike_mountain commuting mixed_surface navigate track_me map
"""
SUB_SPORTS: dict[int, str] = dict(enumerate(_SUB_SPORT_NAMES.split()))
SUB_SPORTS |= {58: "virtual_activity", 59: "obstacle", 67: "ultra", 78: "triathlon"}

EVENT_TIMER = 0
EVENT_TYPE_START = 0
EVENT_TYPE_STOP_ALL = 4


def field_number(message: int, name: str) -> int:
    """Return the number of a field by its profile name.

    Args:
        message: Message number, such as `RECORD`.
        name: Profile name, such as `heart_rate`.

    Raises:
        KeyError: if the table has no such field.
    """
    for number, field in FIELDS[message].items():
        if field.name == name:
            return number
    raise KeyError(name)
