"""The per-record columns of an activity as one `.npz` file: same columns, same bytes.

Columns stand as the rows of one array, third-party streams as those of another; `meta.json` says
their names and units, because two apps may use the same name.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trochlea.errors import JournalError
from trochlea.journal.values import canonical
from trochlea.model import Activity, DeveloperField, Streams

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

STREAMS_SCHEMA = 2
_META = "meta.json"
_COLUMNS = "columns.npy"
_DEVELOPER = "developer.npy"
_RR = "rr_ms.npy"
_COMPRESSION_LEVEL = 1
_SEAL_LETTERS = 8
_SEAL = struct.Struct(f"<H{_SEAL_LETTERS}s")
_NO_COMMENT = 2
# The oldest time that a zip archive can say; a real time would make other bytes each second.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An activity ready to be kept.

    Attributes:
        activity: Its totals and parts; its streams may be left out.
        streams: Its streams as the bytes of a streams file, or None where it has none.
        richness: How many values its streams hold.
    """

    activity: Activity
    streams: bytes | None
    richness: int


def prepared(activity: Activity) -> Prepared:
    """Return an activity with its streams packed, and without them in memory."""
    if is_empty(activity.streams):
        return Prepared(activity, None, 0)
    packed = pack(activity.streams)
    return Prepared(replace(activity, streams=Streams()), packed, richness(activity.streams))


def pack(streams: Streams) -> bytes:
    """Return the streams as the bytes of an `.npz` file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _add(archive, _META, canonical(_meta(streams)).encode("utf-8", "replace"))
        if streams.columns:
            _add(archive, _COLUMNS, _rows_bytes(list(streams.columns.values())))
        if streams.developer:
            _add(archive, _DEVELOPER, _rows_bytes([extra.values for extra in streams.developer]))
        if streams.rr_ms is not None:
            _add(archive, _RR, _rows_bytes([streams.rr_ms]))
    return _sealed(buffer.getvalue())


def unpack(path: Path) -> Streams:
    """Return the streams kept at a path.

    Raises:
        JournalError: where the file is missing or damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            meta = json.loads(archive.read(_META))
            if meta["schema"] != STREAMS_SCHEMA:
                raise ValueError(meta["schema"])
            there = set(archive.namelist())
            rows = {
                name: _rows(archive.read(name)) if name in there else ()
                for name in (_COLUMNS, _DEVELOPER, _RR)
            }
            return Streams(
                columns=dict(zip(meta["columns"], rows[_COLUMNS], strict=True)),
                developer=tuple(
                    DeveloperField(name, units, values)
                    for (name, units), values in zip(
                        meta["developer"], rows[_DEVELOPER], strict=True
                    )
                ),
                rr_ms=rows[_RR][0] if _RR in there else None,
            )
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, ValueError) as error:
        raise JournalError(
            f"The streams {path} are missing, damaged or of an older version; "
            "`trochlea doctor --repair` makes them anew from the original."
        ) from error


def is_intact(path: Path) -> bool:
    """Return whether a streams file is there as it was written, to the last byte."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    whole = data[: -_SEAL.size]
    if len(whole) != len(data) - _SEAL.size or not whole:
        return False
    length, seal = _SEAL.unpack(data[-_SEAL.size :])
    return bool(length == _SEAL_LETTERS and seal == _checksum(whole))


def _sealed(archive: bytes) -> bytes:
    """Return an archive with a checksum over all of it as its comment.

    The members' own checksums say nothing of what stands between them.
    """
    # The end of an archive is the length of its comment; so far there is none.
    whole = archive[:-_NO_COMMENT]
    return whole + _SEAL.pack(_SEAL_LETTERS, _checksum(whole))


def _checksum(data: bytes) -> bytes:
    return f"{zlib.crc32(data):08x}".encode()


def is_empty(streams: Streams) -> bool:
    """Return whether there is nothing to keep."""
    return not streams.columns and not streams.developer and streams.rr_ms is None


def richness(streams: Streams) -> int:
    """Return how many values were recorded: what decides between two recordings of one run."""
    import numpy as np

    columns = [*streams.columns.values(), *(extra.values for extra in streams.developer)]
    return sum(int(np.count_nonzero(~np.isnan(values))) for values in columns)


def _meta(streams: Streams) -> dict[str, object]:
    """Return what the file says about its members."""
    return {
        "schema": STREAMS_SCHEMA,
        "columns": list(streams.columns),
        "developer": [[extra.name, extra.units] for extra in streams.developer],
    }


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Add a member whose header depends on nothing but its name and bytes."""
    info = zipfile.ZipInfo(name, date_time=_ZIP_EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    archive.writestr(info, data, compresslevel=_COMPRESSION_LEVEL)


def _rows_bytes(columns: list[NDArray[np.float64]]) -> bytes:
    """Return columns of one length in NumPy's own format, one row each."""
    import numpy as np

    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.array(columns, dtype="<f8"), allow_pickle=False)
    return buffer.getvalue()


def _rows(data: bytes) -> tuple[NDArray[np.float64], ...]:
    """Return the columns that NumPy's format holds."""
    import numpy as np

    return tuple(np.lib.format.read_array(io.BytesIO(data), allow_pickle=False))
