"""Reads tables out of untrusted files: CSV, TSV and XLSX.

`open_table` is the one door. What cannot be read at all raises `ReadError`, which says where and
what to do; a single bad row comes with its `problem` beside it and the reading goes on.
"""

from .errors import ReadError
from .opening import open_table
from .table import SourceRow, Table

__all__ = ["ReadError", "SourceRow", "Table", "open_table"]
