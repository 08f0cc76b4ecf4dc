"""What a bulk edit does, in a line for people."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from catalog.bulk.services.edits.operations import Action, Operation
from catalog.bulk.wagtail_admin.targets import Targets, field_label
from catalog.products.models.product import Product
from catalog.schema.models.category import Category
from catalog.schema.models.family import Family
from catalog.schema.queries.labels import catalog_labels
from catalog.schema.queries.value_labels import narrowed_label
from catalog.schema.queries.value_text import value_text

_RECORDS: dict[str, type[Family | Category]] = {
    "family": Family,
    "category": Category,
    "additional_categories": Category,
}


def title_of(operations: Iterable[Operation], targets: Targets) -> str:
    """All operations, such as "Material: Set to “Ceramic”; Name: Empty"."""
    return "; ".join(_title(operation, targets) for operation in operations)


def _title(operation: Operation, targets: Targets) -> str:
    text = f"{_label(operation, targets)}: {Action(operation.action).label}"
    if operation.source:
        return f"{text} “{targets.attributes[operation.source].label}”"
    if operation.action in (Action.REPLACE, Action.REPLACE_TEXT):
        values = [_words(operation, one) for one in (operation.sought, operation.value or "")]
        return _("%(what)s “%(old)s” → “%(new)s”") % {
            "what": text, "old": values[0], "new": values[1]
        }  # fmt: skip
    return f"{text} “{_words(operation, operation.value)}”" if operation.value else text


def _label(operation: Operation, targets: Targets) -> str:
    attribute = targets.attribute(operation.target)
    if attribute is None:
        return field_label(operation.target)
    channels = {channel.code: channel.name for channel in targets.channels}
    channel = channels.get(operation.channel, operation.channel)
    return narrowed_label(attribute.label, operation.locale, channel)


def _words(operation: Operation, value: Any) -> str:
    if operation.attribute_code and operation.action != Action.REPLACE_TEXT:
        return value_text(catalog_labels().attributes[operation.attribute_code], value)
    if operation.target in _RECORDS:
        keys = value if isinstance(value, list) else [value]
        records = _RECORDS[operation.target].objects.filter(pk__in=keys)
        return ", ".join(map(str, records))
    if operation.target == "status":
        return str(Product.Status(value).label)
    return str(value)
