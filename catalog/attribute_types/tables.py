"""Values of table attributes: a list of rows, each {column code: cell}."""

import json
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.attribute_types.types import ColumnType, DescribedAttribute, DescribedColumn
from catalog.attribute_types.units import NUMBER

MOST_ROWS = 500
LONGEST_CELL = 1000
_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


def check_table(attribute: DescribedAttribute, value: Any) -> list[dict] | None:
    """The rows that say something, each cell checked by the type of its column.

    `value` is a list of objects or its JSON. Raises ValidationError that names attribute, row and
    column.
    """
    rows = _parsed(attribute, value)
    columns = {column.code: column for column in attribute.columns.all()}
    checked = [_row(attribute, columns, number, row) for number, row in enumerate(rows, 1)]
    return [row for row in checked if row] or None


def _parsed(attribute: DescribedAttribute, value: Any) -> list:
    try:
        rows = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _refused(attribute, "no_table")
    if len(rows) > MOST_ROWS:
        raise _refused(attribute, "too_many")
    return rows


def table_words(attribute: DescribedAttribute) -> dict[str, str]:
    """What is told of a table, by what is wrong; the rows and columns stand for {row}, {column}."""
    in_cell = _("%(label)s, row {row}, column {column}: ") % {"label": attribute.label}
    words = {"label": attribute.label, "limit": MOST_ROWS}
    return {
        "no_table": _("%(label)s is a table: a list of rows, each an object by column code.")
        % words,
        "too_many": _("%(label)s has at most %(limit)d rows.") % words,
        "strange": _("%(label)s, row {row}: there is no column “{column}”.") % words,
        "boolean": in_cell + _("this is yes or no."),
        "number": in_cell + _("this is a number with a dot before its decimals."),
        "date": in_cell + _("this is a date, such as 2026-02-28."),
        "text": in_cell
        + _("this is a text of at most %(limit)d characters.") % {"limit": LONGEST_CELL},
    }


def _refused(
    attribute: DescribedAttribute, problem: str, *, row: int = 0, column: str = ""
) -> ValidationError:
    words = table_words(attribute)[problem]
    return ValidationError(words.replace("{row}", str(row)).replace("{column}", column))


def _row(
    attribute: DescribedAttribute, columns: dict[str, DescribedColumn], number: int, row: dict
) -> dict[str, Any]:
    """The filled cells of a row in the order of the columns."""
    strange = next((code for code in row if code not in columns), None)
    if strange is not None:
        raise _refused(attribute, "strange", row=number, column=str(strange)[:64])
    cells = {}
    for code, column in columns.items():
        cell = row.get(code)
        cell = cell.strip() if isinstance(cell, str) else cell
        if cell in (None, ""):
            continue
        try:
            cells[code] = _cell(column, cell)
        except ValueError:
            raise _refused(attribute, column.type, row=number, column=column.label) from None
    return cells


def _cell(column: DescribedColumn, cell: Any) -> Any:
    """The cell as it is stored; raises ValueError where it is none of the column's type."""
    text = str(cell)
    match column.type:
        case ColumnType.BOOLEAN:
            if text.lower() not in _BOOLEANS:
                raise ValueError(text)
            return _BOOLEANS[text.lower()]
        case ColumnType.NUMBER:
            if isinstance(cell, bool) or not NUMBER.fullmatch(text):
                raise ValueError(text)
            return text
        case ColumnType.DATE:
            if date.fromisoformat(text).isoformat() != text:
                raise ValueError(text)
            return text
    is_text = isinstance(cell, str | int) and not isinstance(cell, bool)
    if not is_text or len(text) > LONGEST_CELL or "\x00" in text:
        raise ValueError(text)
    return text
