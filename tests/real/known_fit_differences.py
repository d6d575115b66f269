"""Where our reading of a real FIT file and another reader's differ, and why ours stands.

Keyed by file name (`*` for every file), message number and column; what is not listed here fails
the test. The FIT profile decides; the reason says what it says.
"""

from __future__ import annotations

Key = tuple[str, int, str]

_IMPOSSIBLE = (
    "The file declares this number of 4 bytes as one byte; the profile's type does not fit into "
    "it. We give the byte as it stands (`data_bytes`); the other reader makes up a zero."
)
_NOT_RECURSIVE = (
    "The profile expands compressed_speed_distance to speed and speed to enhanced_speed; "
    "fitdecode takes the first of the two steps only, its speed is the same as ours."
)
_BEATS_FROM_ZERO = (
    "The profile lets event_timestamp_12 count on from the last event_timestamp; fitdecode "
    "counts on from zero, so that its whole seconds are lost. The rule is in the hr message."
)
_BEATS_NOT_EXPANDED = (
    "The profile expands event_timestamp_12 to event_timestamp; fitfast leaves it as bytes. "
    "Those bytes are the same in both, under their own name."
)
_NO_GEAR = (
    "The gears are of type uint8z, of which zero is invalid: there is no rear gear in this "
    "event; fitdecode gives the zero."
)
_BYTES_NOT_EXPANDED = (
    "The profile expands compressed_speed_distance to speed and distance; fitfast does not, so "
    "that it has no speed and distance at all. fitdecode has the same values as ours."
)
_FIRST_OF_TWO = (
    "The file declares this field as two numbers of 4 bytes, of which the second is 65.535 m/s; "
    "fitfast gives the first only, fitdecode both, as we do."
)
_ONE_NAME_FOR_TWO = (
    "A third party's field has the name of one of the profile's; fitfast keeps one of the two "
    "under that name, we keep both, each with its own value."
)

BY_FITDECODE: dict[Key, str] = {
    ("compressed-speed-distance.fit", 20, "enhanced_speed"): _NOT_RECURSIVE,
    ("coros-pace-2-cycling-misaligned-fields.fit", 21, "data"): _IMPOSSIBLE,
    ("event_timestamp.fit", 132, "event_timestamp"): _BEATS_FROM_ZERO,
    ("sample_mulitple_header.fit", 132, "event_timestamp"): _BEATS_FROM_ZERO,
    ("garmin-fr935-cr.fit", 132, "event_timestamp"): _BEATS_FROM_ZERO,
    ("unterminated-strings.fit", 21, "rear_gear"): _NO_GEAR,
    ("unterminated-strings.fit", 21, "rear_gear_num"): _NO_GEAR,
}

BY_FITFAST: dict[Key, str] = {
    ("compressed-speed-distance.fit", 20, "enhanced_speed"): _BYTES_NOT_EXPANDED,
    ("compressed-speed-distance.fit", 20, "speed"): _BYTES_NOT_EXPANDED,
    ("compressed-speed-distance.fit", 20, "distance"): _BYTES_NOT_EXPANDED,
    ("coros-pace-2-cycling-misaligned-fields.fit", 21, "data"): _IMPOSSIBLE,
    ("event_timestamp.fit", 132, "event_timestamp"): _BEATS_NOT_EXPANDED,
    ("sample_mulitple_header.fit", 132, "event_timestamp"): _BEATS_NOT_EXPANDED,
    ("garmin-fr935-cr.fit", 132, "event_timestamp"): _BEATS_NOT_EXPANDED,
    ("garmin-fr935-cr.fit", 20, "depth"): _ONE_NAME_FOR_TWO,
    ("garmin-fr935-cr.fit", 20, "third party: depth"): _ONE_NAME_FOR_TWO,
    ("unterminated-strings.fit", 23, "serial_number"): _ONE_NAME_FOR_TWO,
    ("unterminated-strings.fit", 23, "third party: serial_number"): _ONE_NAME_FOR_TWO,
} | {
    (f"triathlon_summary_{place}.fit", message, name): _FIRST_OF_TWO
    for place in ("first", "last")
    for message in (18, 19)
    for name in ("enhanced_avg_speed", "enhanced_max_speed")
}

# fitfast expands by way of a float and cuts its last digit off: 4.06 m/s becomes 4.059. The
# profile copies the stored 4060 as it is. By column, the resolution by which fitfast is too low.
CUT_OFF_DIGITS = {
    "enhanced_speed": 0.001,
    "enhanced_avg_speed": 0.001,
    "enhanced_max_speed": 0.001,
}
