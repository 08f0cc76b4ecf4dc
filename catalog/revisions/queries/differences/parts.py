"""What hangs on a product, a line a record: its fitments, prices, assets, relations and so on."""

from django.db.models import Model

from catalog.products.parts import BOOK_KEEPING, Content, product_parts
from catalog.revisions.queries.differences.names import ReferenceNames, field_text


def part_text(part: str, content: Content, names: ReferenceNames) -> str:
    """The record in one line, such as "2010–2015 Honda Civic, front"."""
    found = product_parts()[part]
    return found.text(content, _Reader(found.model, content, names))


def changed_columns(part: str, before: Content, after: Content) -> list[str]:
    """The columns in which two versions of the record differ, apart from book-keeping."""
    return [
        field.name
        for field in product_parts()[part].model._meta.fields
        if field.name not in BOOK_KEEPING
        and field.name in before
        and field.name in after
        and before[field.name] != after[field.name]
    ]


class _Reader:
    def __init__(self, model: type[Model], content: Content, names: ReferenceNames) -> None:
        self._model, self._content, self._names = model, content, names

    def __call__(self, name: str) -> str:
        return field_text(self._model, name, self._content.get(name), self._names)

    def record(self, name: str) -> Model | None:
        field = self._model._meta.get_field(name)
        related = field.related_model
        return self._names.record(related, self._content.get(name)) if related else None
