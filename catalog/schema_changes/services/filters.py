"""The filters of all records follow when one option takes the place of another."""

from collections.abc import Iterable
from typing import Any

from catalog.bulk.models import BulkChange
from catalog.schema.code_uses.registry import Code
from catalog.schema.models.attribute import AttributeOption
from catalog.segments.code_uses import VALUE, filters_naming, places_of
from catalog.segments.filter_holders import filter_holders


def renew_filters(*, change: BulkChange, option: AttributeOption, new: str) -> None:
    """Let every filter that names `option` name the option `new`, and keep what it said."""
    code = Code(option, "code")
    fields = {name for place in places_of(code) if place.key == VALUE for name in place.fields}
    kept = []
    for holder in filter_holders():
        for record in filters_naming(holder, code) or ():
            before = {name: getattr(record, name) for name in holder.columns}
            after = {
                name: _renewed(stored, fields, option.code, new) for name, stored in before.items()
            }
            _write(record, after, change)
            kept.append(
                {
                    "model": record._meta.model_name,
                    "pk": record.pk,
                    "before": before,
                    "after": after,
                }
            )
    change.details = {**change.details, "filters": kept}
    change.save(update_fields=["details"])


def restore_filters(*, change: BulkChange) -> None:
    """Give filters back what they said, where nobody has changed them since."""
    models = {holder.model._meta.model_name: holder.model for holder in filter_holders()}
    for kept in change.details.get("filters", []):
        record = models[kept["model"]].objects.filter(pk=kept["pk"]).first()
        if record and all(getattr(record, name) == one for name, one in kept["after"].items()):
            _write(record, kept["before"], change)


def _write(record: Any, values: dict[str, Any], change: BulkChange) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record._change_reason = change.reason
    record.save(update_fields=list(values))


def _renewed(document: Any, fields: Iterable[str], old: str, new: str) -> Any:
    """The filter with the value of each condition on `fields` changed."""
    if isinstance(document, list):
        return [_renewed(one, fields, old, new) for one in document]
    if not isinstance(document, dict):
        return document
    renewed = {key: _renewed(one, fields, old, new) for key, one in document.items()}
    if document.get("field") in fields and "value" in document:
        renewed["value"] = _value(document["value"], old, new)
    return renewed


def _value(value: Any, old: str, new: str) -> Any:
    if isinstance(value, list):
        return list(dict.fromkeys(new if one == old else one for one in value))
    return new if value == old else value
