"""Neutralizes formulas in every export of Wagtail's listings and reports.

Wagtail has one class for every export, its own views' and ours, and no setting for what its files
hold. So the class itself is changed, once: a view that is added later cannot be forgotten.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from console.postgresql.unstorable import UNREADABLE
from console.spreadsheets import harmless

if TYPE_CHECKING:
    from openpyxl.cell import Cell

# What the XML of a workbook cannot hold.
UNPRINTABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def make_exports_harmless() -> None:
    """Let no export of Wagtail hold a formula, or a character that a workbook refuses.

    The two functions that write a file are changed: whatever a view has made of those that give
    its cells and headings, goes through here.
    """
    mixin = SpreadsheetExportMixin
    mixin.stream_csv = _as_harmless_csv(mixin.stream_csv)
    mixin.write_xlsx = _as_harmless_workbook(mixin.write_xlsx)


def _as_harmless_csv(original: Callable) -> Callable:
    @wraps(original)
    def stream_csv(self: Any, queryset: Any) -> Iterator[bytes]:
        self.get_heading = _wrapped(type(self).get_heading, self, harmless)
        self.preprocess_field_value = _wrapped(type(self).preprocess_field_value, self, harmless)
        yield from original(self, queryset)

    return stream_csv


def _as_harmless_workbook(original: Callable) -> Callable:
    @wraps(original)
    def write_xlsx(self: Any, queryset: Any, output: Any) -> None:
        # The type of a heading is guessed from its text, that of a cell is set below.
        self.get_heading = _wrapped(type(self).get_heading, self, _harmless_and_printable)
        self.preprocess_field_value = _wrapped(type(self).preprocess_field_value, self, _printable)
        self.generate_xlsx_row = partial(_typed_cells, type(self).generate_xlsx_row, self)
        original(self, queryset, output)

    return write_xlsx


def _wrapped(function: Callable, view: Any, change: Callable[[str], str]) -> Callable:
    """The function of a view, whose result is changed where it is a text."""

    def changed(*args: Any, **kwargs: Any) -> Any:
        result = function(view, *args, **kwargs)
        return change(result) if isinstance(result, str) else result

    return changed


def _typed_cells(function: Callable, *args: Any, **kwargs: Any) -> Iterator["Cell"]:
    """A text stays a text, though it reads like a formula or an error such as #N/A."""
    for cell in function(*args, **kwargs):
        if isinstance(cell.value, str) and cell.data_type in ("f", "e"):
            cell.data_type = "s"
        yield cell


def _harmless_and_printable(text: str) -> str:
    return harmless(_printable(text))


def _printable(text: str) -> str:
    return UNPRINTABLE.sub(UNREADABLE, text)
