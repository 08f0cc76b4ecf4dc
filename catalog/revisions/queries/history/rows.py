"""The history of one product and of what hangs on it, in the form of a revision's content."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from modelcluster.models import get_field_value
from simple_history.utils import get_history_manager_for_model

from catalog.products.models.product import Product
from catalog.products.parts import product_parts
from catalog.revisions.queries.content import plain

# A product's history is bounded; this bounds one of a product with a great many fitments.
MOST_ROWS = 5_000
# Not content: these change with every save.
_TIMES = {"created_at", "updated_at"}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A record as it was left by one write: the product itself (no `part`), or a part of it.

    `content` and `before` (None: there was nothing, or it is not known any more) have the keys of a
    revision's content; `content` is None when the record was deleted. `kind` is "+", "~" or "-".
    """

    key: int
    kind: str
    part: str
    record: int
    at: datetime
    user_id: int | None
    reason: str
    content: dict[str, Any] | None
    before: dict[str, Any] | None
    is_first_known: bool


def history_rows(product_id: int, parts: Iterable[str] | None = None) -> list[HistoryRow]:
    """The rows of the product ("") and its parts, or of some, the newest first; a query each."""
    asked = ("", *product_parts()) if parts is None else parts
    rows = [row for part in asked for row in _rows_of(part, product_id)]
    return sorted(rows, key=lambda row: (row.at, row.part == "", row.key), reverse=True)


def serialized(model: type[Model], row: Model) -> dict[str, Any]:
    """A row of history, or the record itself, as a revision's content has the record."""
    record = model(**{name: getattr(row, name) for name in _attribute_names(model, row)})
    fields = [field for field in model._meta.fields if hasattr(row, field.attname)]
    content = {
        field.name: get_field_value(field, record)
        for field in fields
        if field.name not in _TIMES and not field.primary_key and not field.generated
    }
    return plain({"pk": record.pk, **content})


def _attribute_names(model: type[Model], row: Model) -> Iterator[str]:
    names = (field.attname for field in model._meta.fields if not field.generated)
    return (name for name in names if hasattr(row, name))


def _rows_of(part: str, product_id: int) -> Iterator[HistoryRow]:
    model = product_parts()[part].model if part else Product
    key = "product_id" if part else "id"
    history = get_history_manager_for_model(model).filter(**{key: product_id})
    rows = history.order_by("-history_date", "-history_id")
    before: dict[int, dict[str, Any] | None] = {}
    for row in reversed(rows[:MOST_ROWS]):
        content = None if row.history_type == "-" else serialized(model, row)
        yield HistoryRow(
            key=row.history_id,
            kind=row.history_type,
            part=part,
            record=row.id,
            at=row.history_date,
            user_id=row.history_user_id,
            reason=row.history_change_reason or "",
            content=content,
            before=before.get(row.id),
            is_first_known=row.id not in before,
        )
        before[row.id] = content
