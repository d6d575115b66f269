"""FIT: a columnar decoder, and a small encoder of our own activities."""

from trochlea.readers.fit.columns import Table, record_columns, table
from trochlea.readers.fit.decode import decode_fit
from trochlea.readers.fit.encoder import encode_activity
from trochlea.readers.fit.sections import FitContents, Section, read_messages

__all__ = [
    "FitContents",
    "Section",
    "Table",
    "decode_fit",
    "encode_activity",
    "read_messages",
    "record_columns",
    "table",
]
