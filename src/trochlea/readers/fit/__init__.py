"""FIT: a columnar decoder, and a small encoder of our own activities."""

from trochlea.readers.fit.decode import decode_fit
from trochlea.readers.fit.encoder import encode_activity
from trochlea.readers.fit.everything import Messages, messages, record_columns
from trochlea.readers.fit.sections import FitContents, Section, read_messages
from trochlea.readers.fit.table import Table

__all__ = [
    "FitContents",
    "Messages",
    "Section",
    "Table",
    "decode_fit",
    "encode_activity",
    "messages",
    "read_messages",
    "record_columns",
]
