"""From a path to the files in it: folders, gzip files and zip archives, safely and within limits.

`scan` walks; `folder`, `archive` and `gunzip` open; `zip_directory` finds what is in an archive;
`names` says what is passed over; what platforms write beside their files is in `readers.exports`.
"""

from trochlea.readers.sources.found import Found, SourceFile
from trochlea.readers.sources.quick_look import expected
from trochlea.readers.sources.scan import scan_path

__all__ = ["Found", "SourceFile", "expected", "scan_path"]
