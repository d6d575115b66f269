"""The numbers of the FIT profile that Trochlea reads: messages, fields, scales, units, sports.

These are facts of the format; the fields stand in two tables beside this one. A stored value means
`raw / scale - offset` in the unit given; coordinates are stored as semicircles and given here as
degrees.
"""

from __future__ import annotations

from typing import NamedTuple

from trochlea.readers.fit import profile_recording, profile_settings
from trochlea.units import DEGREES_PER_SEMICIRCLE

FILE_ID = 0
DEVICE_SETTINGS = 2
SPORT = 12
SESSION = 18
LAP = 19
RECORD = 20
EVENT = 21
DEVICE_INFO = 23
WORKOUT_STEP = 27
ACTIVITY = 34
HRV = 78
TIMESTAMP_CORRELATION = 162
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


_SEMICIRCLES = 1.0 / DEGREES_PER_SEMICIRCLE


def _read(text: str) -> tuple[dict[int, str], dict[int, dict[int, Field]]]:
    """Return message names, and fields by message and field number, of one or more tables.

    A message is a line `NUMBER NAME`; under it, indented, stands `UNIT [SCALE [OFFSET]]: NUMBER
    NAME, NUMBER NAME, ...` for its fields of one unit (`-` for none) and one scaling.
    """
    names: dict[int, str] = {}
    fields: dict[int, dict[int, Field]] = {}
    for line in text.splitlines():
        if not line.startswith(" "):
            number, name = line.split()
            names[int(number)] = name
            into = fields[int(number)] = {}
            continue
        how, _, listed = line.partition(": ")
        unit, *scaling = how.split()
        unit = "" if unit == "-" else unit
        steps = [_SEMICIRCLES if each == "semicircles" else float(each) for each in scaling]
        for entry in listed.split(", "):
            number, name = entry.split()
            into[int(number)] = Field(name, unit, *steps)
    return names, fields


MESSAGE_NAMES, FIELDS = _read(profile_recording.TABLE + profile_settings.TABLE)
_NUMBERS = {
    message: {field.name: number for number, field in fields.items()}
    for message, fields in FIELDS.items()
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
EVENT_TYPES_STOP = frozenset((1, 4, 8, 9))  # stop, all, and both with the timer switched off

SOURCE_LOCAL = 5  # a sensor in the device itself
LOCAL_BAROMETER = 4


def field_number(message: int, name: str) -> int:
    """Return the number of a field by its profile name.

    Args:
        message: Message number, such as `RECORD`.
        name: Profile name, such as `heart_rate`.

    Raises:
        KeyError: if the table has no such field.
    """
    return _NUMBERS[message][name]


def field_name(message: int, number: int) -> str:
    """Return the profile name of a field, `unknown_N` where the table has none."""
    known = FIELDS.get(message, {}).get(number)
    return known.name if known else f"unknown_{number}"


def field_numbers(message: int, *names: str) -> frozenset[int]:
    """Return the numbers of fields by their profile names.

    Raises:
        KeyError: if the table lacks one.
    """
    return frozenset(field_number(message, name) for name in names)
