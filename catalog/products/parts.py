"""The parts of a product: rows of other tables that are edited, published and merged with it."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

from django.db.models import ForeignKey, Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalog.products.models.product import Product
from catalog.schema.models.kinds import Kind, KindField
from console.model_fields import own_field

Content = Mapping[str, Any]

# What belongs to the record of a row or to its place, and is no content of it.
BOOK_KEEPING = frozenset({"pk", "id", "product", "sort_order"})


class ColumnText(Protocol):
    """A column of a row in words; `record` is what it refers to, None where that is gone."""

    def __call__(self, name: str) -> str: ...

    def record(self, name: str) -> Model | None: ...


_SAME = _(
    "Someone else has just entered the same: “%(one)s” and “%(other)s”. Nothing was saved, and "
    "your rows are still here: change or remove your row, then save again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPart:
    """Rows of a child table that are content of the product.

    `name` is the key of the part: that under which a version of the product holds the rows (the
    related name of a ParentalKey, or a many-to-many field), and what the change log calls a change
    of them. `model` names the product in a foreign key `product` and has history. `text` says a row
    in one line, such as "2010–2015 Honda Civic, front": it gets the row as a version holds it, and
    what gives a column in words.

    `conflict_key` are the fields in which a product has a row once: of two products that are
    merged, a row moves to the one where no row is the same in them; of two edits, both of which
    have entered one, neither is written over the other. Where more or less than that can stand
    together, `clashing` gives the places of each two rows that cannot, and `clash` says so of `one`
    and `other`.

    `not_copied` are the fields that are about the one row, such as a GTIN, and stay empty in a copy
    of the product.

    `permission` ("app.codename"), where given, is what a person needs to see the rows in the admin
    and to write them in any way. `is_indexed` says that the search document of the product holds
    what the rows say. `many_to_many` is the field that names the other end, where versions hold the
    keys of these records instead of rows. Parts of a lower `order` come first, and those of one
    order as they were registered.
    """

    name: str
    model: type[Model]
    text: Callable[[Content, ColumnText], str]
    conflict_key: tuple[str, ...]
    clashing: Callable[[Sequence[Content]], Iterator[tuple[int, int]]] | None = None
    clash: str | Promise = _SAME
    not_copied: tuple[str, ...] = ()
    permission: str = ""
    is_indexed: bool = False
    many_to_many: str = ""
    order: int = 0

    @property
    def label(self) -> str:
        """What a row is called, such as "Fitment"."""
        return capfirst(str(self.model._meta.verbose_name))

    @property
    def product_columns(self) -> list[str]:
        """The fields of a row, besides `product`, that name a product."""
        return [
            field.name
            for field in self.model._meta.fields
            if isinstance(field, ForeignKey)
            and field.related_model is Product
            and field.name != "product"
        ]

    @property
    def kinds(self) -> dict[type[Kind], str]:
        """The kinds that a row is of, each with the column that has its code."""
        return {
            field.of: field.name
            for field in self.model._meta.fields
            if isinstance(field, KindField) and field.of
        }

    def key_of(self, row: Model) -> Hashable:
        """What the product of a row has once."""
        fields = (own_field(self.model, name) for name in self.conflict_key)
        return tuple(str(getattr(row, field.attname)) for field in fields)

    def rows(self, held: Sequence[Any]) -> list[dict[str, Any]]:
        """The rows of which a version holds `held`."""
        if not self.many_to_many:
            return list(held)
        return [{"pk": key, self.many_to_many: key} for key in sorted(held)]

    def held(self, rows: Sequence[Content]) -> list[Any]:
        """What a version holds of rows."""
        return sorted(row[self.many_to_many] for row in rows) if self.many_to_many else list(rows)

    def clashes(self, rows: Sequence[Content]) -> Iterator[tuple[int, int]]:
        """The places of each two rows that cannot stand together, the earlier first."""
        if self.clashing is not None:
            yield from self.clashing(rows)
            return
        places: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            same = places.setdefault(repr([row.get(name) for name in self.conflict_key]), [])
            yield from ((earlier, place) for earlier in same)
            same.append(place)


_parts: dict[str, ProductPart] = {}


def register_product_part(part: ProductPart) -> None:
    """Let the rows of `part` be content of every product; once, from `AppConfig.ready()`.

    Drafts, history, differences, merges, changes that are undone, rights and the followers of the
    change log hold them from then on. Its tab on the form is registered beside it
    (`catalog.products.wagtail_admin.tabs`), what its search document gets as well
    (`catalog.products.search_documents`).
    """
    known = sorted({**_parts, part.name: part}.items(), key=lambda one: one[1].order)
    _parts.clear()
    _parts.update(known)


def product_parts() -> Mapping[str, ProductPart]:
    """Every part by its name."""
    return MappingProxyType(_parts)


def part_permissions() -> dict[str, str]:
    """The parts that need a right of their own, by name."""
    return {name: part.permission for name, part in _parts.items() if part.permission}


def indexed_parts() -> frozenset[str]:
    """The names of the parts that search documents hold."""
    return frozenset(name for name, part in _parts.items() if part.is_indexed)


def joined(*texts: str) -> str:
    """What is said of a row, without what is empty."""
    return ", ".join(filter(None, texts))
