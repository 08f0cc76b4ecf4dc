"""What somebody pastes from a spreadsheet: prices, each with the row and the cell where it stood.

Two forms are taken. A block has part numbers in its first column and the names or codes of price
lists in its first row. Otherwise each row says part number, price list, amount and, where it is not
one piece, the quantity from which the price holds.
"""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from console.spelling import name_key

# In a pasted text an empty cell says nothing; this takes the price away.
REMOVAL = ("-", "–", "—")
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCell:
    """An amount as it was typed, for a product and a list that are named or known by their keys.

    One that `removes` takes the price away. `quantity` is empty for that of the whole change.
    `shown` is the amount that the person saw in its place as the database has it, empty for none,
    and None where nothing was shown.
    """

    line: int
    column: int
    number: str
    list_name: str
    amount: str
    removes: bool = False
    quantity: str = ""
    product_id: int | None = None
    price_list_id: int | None = None
    shown: str | None = None


def read_pasted(text: str, *, lists: Collection[str]) -> list[TypedCell]:
    """The prices of a pasted text; `lists` are the names and codes of the price lists there are.

    Raises csv.Error where a cell is longer than any spreadsheet has.
    """
    rows = [(line, row) for line, row in _rows(text) if any(row)]
    if not rows:
        return []
    known = {name_key(name) for name in lists}
    _line, first = rows[0]
    heads = first[1:]
    if heads and all(name_key(head) in known for head in heads if head) and any(heads):
        return list(_of_block(heads, rows[1:]))
    if len(first) >= 3 and _is_heading(first, known):
        rows = rows[1:]
    return list(_of_rows(rows))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    delimiter = "\t" if "\t" in text else ";"
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for line, row in enumerate(lines, start=1):
        yield line, [cell.strip()[:_LONGEST] for cell in row]


def _is_heading(row: list[str], known: Collection[str]) -> bool:
    """Whether a row of three names columns: neither a list nor an amount stands in it."""
    has_digits = any(character.isdigit() for character in row[2])
    return name_key(row[1]) not in known and not has_digits and row[2] not in REMOVAL


def _of_block(heads: list[str], rows: list[tuple[int, list[str]]]) -> Iterator[TypedCell]:
    for line, (number, *amounts) in rows:
        for column, amount in enumerate(amounts, start=2):
            if amount:
                yield TypedCell(
                    line=line,
                    column=column,
                    number=number,
                    list_name=heads[column - 2] if column - 2 < len(heads) else "",
                    amount=amount,
                    removes=amount in REMOVAL,
                )


def _of_rows(rows: list[tuple[int, list[str]]]) -> Iterator[TypedCell]:
    for line, row in rows:
        number, list_name, amount, quantity, *_more = [*row, "", "", "", ""]
        yield TypedCell(
            line=line,
            column=3,
            number=number,
            list_name=list_name,
            amount=amount,
            removes=amount in REMOVAL,
            quantity=quantity,
        )
