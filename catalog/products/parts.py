"""The parts of a product: rows of other tables that are edited, published and merged with it."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import Model

Content = Mapping[str, Any]
ColumnText = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPart:
    """Rows of a child table that are content of the product.

    `model` names the product in a ParentalKey `product` and has history; `name` is the related name
    of that, under which a revision holds the rows. `text` says a row in one
    line, such as "2010–2015 Honda Civic, front": it gets the row as a revision holds it, and a
    function that gives a column in words. `identity` is what a product has once: of two products
    that are merged, a row moves to the one where there is no row of this identity. `permission`
    ("app.codename"), where given, is what a person needs who moves rows in this way. Parts of a
    lower `order` are told first, and those of one order as they were registered.
    """

    name: str
    model: type[Model]
    text: Callable[[Content, ColumnText], str]
    identity: Callable[[Any], Hashable]
    permission: str = ""
    order: int = 0


_parts: dict[str, ProductPart] = {}


def register_product_part(part: ProductPart) -> None:
    """Let the rows of `part` be content of every product; once, from `AppConfig.ready()`.

    History, differences, drafts, merges and changes that are undone hold them from then on.
    """
    known = sorted({**_parts, part.name: part}.items(), key=lambda one: one[1].order)
    _parts.clear()
    _parts.update(known)


def product_parts() -> Mapping[str, ProductPart]:
    """Every part by the name under which a revision holds its rows."""
    return MappingProxyType(_parts)


def joined(*texts: str) -> str:
    """What is said of a row, without what is empty."""
    return ", ".join(filter(None, texts))
