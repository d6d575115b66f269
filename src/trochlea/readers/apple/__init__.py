"""Exports of Apple Health: from one file of gigabytes to one small document for each workout.

`export` reads a whole export twice and hands on documents; `activity` reads such a document. What
stands in a document is told in `document`; why it is done so in decision 0016.
"""

from __future__ import annotations

from trochlea.readers.apple.export import split_export

__all__ = ["split_export"]
