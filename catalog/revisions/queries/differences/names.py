"""The names of the records that versions refer to, looked up together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from catalog.products.field_roles import FieldRole, fields_but
from catalog.products.models.product import Product

# What is no content of a version: Wagtail's fields on the row, and what the database makes.
BOOK_KEEPING = frozenset({"pk", *fields_but(FieldRole.CONTENT, FieldRole.SCHEDULE)})
# What a name is made of besides the record's own columns.
_RELATED = {Product: ["brand"]}


class ReferenceNames:
    """Names of referenced records; one query for each kind of record that is referred to."""

    def __init__(self, records: Iterable[tuple[type[Model], Mapping[str, Any]]]) -> None:
        wanted: dict[type[Model], set[int]] = defaultdict(set)
        for model, content in records:
            for field in model._meta.fields:
                key = content.get(field.name)
                is_named = isinstance(field, ForeignKey) and field.name not in BOOK_KEEPING
                if is_named and isinstance(key, int):
                    wanted[field.remote_field.model].add(key)
        self._records: dict[type[Model], dict[Any, Model]] = {
            model: {
                record.pk: record
                for record in model._default_manager.select_related(*_RELATED.get(model, []))
                .filter(pk__in=keys)
                .order_by()
            }
            for model, keys in wanted.items()
        }

    def name(self, model: type[Model], key: Any) -> str:
        """The name of the record, or that it is gone."""
        if key is None:
            return ""
        found = self.record(model, key)
        return str(found) if found else _("(deleted, ID %(key)s)") % {"key": key}

    def record(self, model: type[Model], key: Any) -> Model | None:
        """The record itself; None where it is gone."""
        return self._records.get(model, {}).get(key)


def field_text(model: type[Model], name: str, value: Any, names: ReferenceNames) -> str:
    """The value of a column in words: the name of what it refers to, the label of a choice."""
    field = model._meta.get_field(name)
    if isinstance(field, ForeignKey):
        return names.name(field.remote_field.model, value)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {entry}" for key, entry in value.items())
    return str(value)
