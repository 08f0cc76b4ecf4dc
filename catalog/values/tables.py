"""Values of table attributes: a list of rows, each {column code: cell}."""

import json
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.models import Attribute, AttributeColumn
from catalog.units import NUMBER

MOST_ROWS = 500
LONGEST_CELL = 1000
_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


def check_table(attribute: Attribute, value: Any) -> list[dict] | None:
    """The rows that say something, each cell checked by the type of its column.

    `value` is a list of objects or its JSON. Raises ValidationError that names attribute, row and
    column.
    """
    rows = _parsed(attribute, value)
    columns = {column.code: column for column in attribute.columns.all()}
    checked = [_row(attribute, columns, number, row) for number, row in enumerate(rows, 1)]
    return [row for row in checked if row] or None


def _parsed(attribute: Attribute, value: Any) -> list:
    try:
        rows = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValidationError(
            _("%(label)s is a table: a list of rows, each an object by column code.")
            % {"label": attribute.label}
        )
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            _("%(label)s has at most %(limit)d rows.")
            % {"label": attribute.label, "limit": MOST_ROWS}
        )
    return rows


def _row(
    attribute: Attribute, columns: dict[str, AttributeColumn], number: int, row: dict
) -> dict[str, Any]:
    """The filled cells of a row in the order of the columns."""
    strange = next((code for code in row if code not in columns), None)
    if strange is not None:
        raise ValidationError(
            _("%(label)s, row %(row)d: there is no column “%(column)s”.")
            % {"label": attribute.label, "row": number, "column": str(strange)[:64]}
        )
    cells = {}
    for code, column in columns.items():
        cell = row.get(code)
        cell = cell.strip() if isinstance(cell, str) else cell
        if cell in (None, ""):
            continue
        try:
            cells[code] = _cell(column, cell)
        except ValueError as error:
            raise ValidationError(
                _("%(label)s, row %(row)d, column %(column)s: %(problem)s")
                % {
                    "label": attribute.label,
                    "row": number,
                    "column": column.label,
                    "problem": error,
                }
            ) from None
    return cells


def _cell(column: AttributeColumn, cell: Any) -> Any:
    """The cell as it is stored; raises ValueError with words for people."""
    text = str(cell)
    match column.type:
        case AttributeColumn.Type.BOOLEAN:
            if text.lower() not in _BOOLEANS:
                raise ValueError(_("this is yes or no."))
            return _BOOLEANS[text.lower()]
        case AttributeColumn.Type.NUMBER:
            if isinstance(cell, bool) or not NUMBER.fullmatch(text):
                raise ValueError(_("this is a number with a dot before its decimals."))
            return text
        case AttributeColumn.Type.DATE:
            return _date(text)
    if not isinstance(cell, str | int) or isinstance(cell, bool):
        raise ValueError(_("this is a text."))
    if len(text) > LONGEST_CELL or "\x00" in text:
        raise ValueError(
            _("this is a text of at most %(limit)d characters.") % {"limit": LONGEST_CELL}
        )
    return text


def _date(text: str) -> str:
    try:
        found = date.fromisoformat(text).isoformat()
    except ValueError:
        found = ""
    if found != text or not found:
        raise ValueError(_("this is a date, such as 2026-02-28."))
    return text
