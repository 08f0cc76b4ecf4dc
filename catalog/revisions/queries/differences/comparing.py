"""Compares two revisions of a product field by field, value by value, row by row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from catalog.attribute_types.addresses import ValueAddress
from catalog.products.models.product import Product
from catalog.products.parts import product_parts
from catalog.revisions.queries.differences.names import BOOK_KEEPING, ReferenceNames, field_text
from catalog.revisions.queries.differences.parts import (
    changed_columns,
    part_text,
)
from catalog.revisions.queries.history.paths import field_of, flattened
from catalog.schema.queries.labels import CatalogLabels, catalog_labels
from catalog.schema.queries.value_labels import ValueLabels
from catalog.schema.queries.value_text import value_text

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not the same in two versions.

    `path` names it: "name", "values.title.de@web" (see `catalog.revisions.queries.history.paths`),
    or "prices.12" for a row. `before` and `after` are texts for people, empty for nothing.
    """

    path: str
    label: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """ "added", "removed" or "changed"."""
        if not self.before:
            return "added"
        return "changed" if self.after else "removed"

    @property
    def is_value(self) -> bool:
        """Whether it is one value, and no row."""
        return not part_of_path(self.path)


def content_differences(before: Content, after: Content) -> list[Difference]:
    """Every difference between two revisions' contents, fields first, then values, then rows.

    What one of the two does not record at all is left out.
    """
    return differences_of_pairs([(before, after)])[0]


def differences_of_pairs(pairs: Sequence[tuple[Content, Content]]) -> list[list[Difference]]:
    """The differences of many pairs of contents.

    The number of queries depends on the kinds of records that are referred to, and neither on the
    number of pairs nor on how many differ.
    """
    reader = _Reader(pairs)
    return [reader.differences(before, after) for before, after in pairs]


def part_of_path(path: str) -> str:
    """The part that a path leads into ("prices"), or an empty text."""
    first = path.partition(".")[0]
    return first if first in product_parts() else ""


def _differs(path: str, old: Content, new: Content, before: Content, after: Content) -> bool:
    field = field_of(path)
    if field in BOOK_KEEPING or field not in before or field not in after:
        return False
    return _or_none(old.get(path)) != _or_none(new.get(path))


def _or_none(value: Any) -> Any:
    """An empty text or list is no value; No and 0 are."""
    return None if value in ("", [], {}) else value


class _Reader:
    """Writes what differs in words; looks up the names of all pairs together."""

    def __init__(self, pairs: Sequence[tuple[Content, Content]]) -> None:
        self._words: CatalogLabels = catalog_labels()
        self._localizable = {c for c, one in self._words.attributes.items() if one.is_localizable}
        self._names = ReferenceNames(_records(pairs))
        self._labels = ValueLabels.load()

    def differences(self, before: Content, after: Content) -> list[Difference]:
        old, new = (flattened(side, self._localizable) for side in (before, after))
        paths = [
            path for path in dict.fromkeys([*old, *new]) if _differs(path, old, new, before, after)
        ]
        return [
            *self.columns(paths, old, new),
            *self.values(paths, old, new),
            *(self.row(*row) for row in _changed_rows(before, after)),
        ]

    def columns(self, paths: Iterable[str], old: Content, new: Content) -> Iterator[Difference]:
        columns = {field.name: field for field in Product._meta.fields}
        for path in paths:
            if path in columns:
                label = capfirst(str(columns[path].verbose_name))
                texts = (
                    field_text(Product, path, side.get(path), self._names) for side in (old, new)
                )
                yield Difference(path, label, *texts)

    def values(self, paths: Iterable[str], old: Content, new: Content) -> Iterator[Difference]:
        for path in paths:
            if address := ValueAddress.find(path):
                before, after = (self._value(address, side.get(path)) for side in (old, new))
                yield Difference(path, self._labels.label(address), before, after)

    def row(
        self, part: str, key: int | str, before: Content | None, after: Content | None
    ) -> Difference:
        texts = (part_text(part, row, self._names) if row else "" for row in (before, after))
        return Difference(f"{part}.{key}", product_parts()[part].label, *texts)

    def _value(self, address: ValueAddress, value: Any) -> str:
        attribute = self._words.attributes.get(address.code)
        if attribute:
            return value_text(attribute, value)
        return "" if value is None else str(value)


Row = tuple[str, int | str, Content | None, Content | None]


def _changed_rows(before: Content, after: Content) -> Iterator[Row]:
    """(part, key, row before, row after) of every row that is new, gone or different."""
    for name, part in product_parts().items():
        if name not in before or name not in after:
            continue
        old, new = (_by_key(part.rows(side[name])) for side in (before, after))
        for key in dict.fromkeys([*old, *new]):
            one, other = old.get(key), new.get(key)
            if one is None or other is None or changed_columns(name, one, other):
                yield name, key, one, other


def _by_key(rows: Iterable[Content]) -> dict[int | str, Content]:
    """Rows by their key; those that were never saved by their place."""
    return {row.get("pk") or f"new-{place}": row for place, row in enumerate(rows)}


def _records(
    pairs: Iterable[tuple[Content, Content]],
) -> Iterator[tuple[type[Model], Content]]:
    """Every record whose columns may have to be named."""
    for pair in pairs:
        yield from ((Product, content) for content in pair)
        for part, _key, *sides in _changed_rows(*pair):
            yield from ((product_parts()[part].model, side) for side in sides if side)
