"""Registry of tables: parts of a product whose rows are read in columns, not line by line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise

from catalog.products.models.product import Product

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTable:
    """The rows of the part `part` as a table.

    `headings` stand over the columns, `rows` gives the cells of a product's rows; the columns named
    in `numbers`, by their place, are aligned as numbers.
    """

    part: str
    headings: Sequence[Text]
    rows: Callable[[Product], Sequence[Sequence[Text]]]
    numbers: Sequence[int] = ()


_tables: dict[str, PartTable] = {}


def register_part_table(table: PartTable) -> None:
    """Show a part as `table` where a product is read; once, from `AppConfig.ready()`."""
    _tables[table.part] = table


def part_tables() -> Mapping[str, PartTable]:
    """Every registered table by its part."""
    return MappingProxyType(_tables)
