"""Keeps the open drafts of products in step with what is written set-wise."""

from typing import Any

from wagtail.models import Revision

from catalog.models import Product
from catalog.models.product import EDITING_STATE_FIELDS

# Revisions name a foreign key by its field, rows by its column. Whether a product is published is
# no content of its draft.
_FIELD_OF_COLUMN = {
    field.attname: field.name
    for field in Product._meta.concrete_fields
    if field.name not in {"live", *EDITING_STATE_FIELDS}
}


def carry_into_draft(
    *, revision_id: int, before: dict[str, Any], after: dict[str, Any]
) -> list[str]:
    """Write a change of a product into its open draft; returns where the editor's value was kept.

    `before` and `after` are the touched parts as `BulkChangeRow` holds them. What the draft left
    as the product had it takes the new value, language by language; what the editor changed in the
    draft stays as the editor wants it.
    """
    revision = Revision.objects.select_for_update().get(pk=revision_id)
    content = revision.content
    kept = _carry(content, _by_field(before), _by_field(after))
    for name in ("values", "channel_values"):
        document = content.setdefault(name, {})
        kept += _carry(document, before.get(name) or {}, after.get(name) or {})
    if "categories" in after and "additional_categories" in content:
        old, new = set(before["categories"]), set(after["categories"])
        draft = set(content["additional_categories"])
        content["additional_categories"] = sorted((draft | (new - old)) - (old - new))
    # A plain update: saving the revision would make it the latest and send signals.
    Revision.objects.filter(pk=revision_id).update(content=content)
    return kept


def _by_field(parts: dict[str, Any]) -> dict[str, Any]:
    columns = parts.get("columns") or {}
    return {
        _FIELD_OF_COLUMN[column]: value
        for column, value in columns.items()
        if column in _FIELD_OF_COLUMN
    }


def _carry(draft: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    kept = []
    for name in {**old, **new}:
        mine, was, is_now = draft.get(name), old.get(name), new.get(name)
        if is_now in (was, mine):
            continue
        if mine == was:
            _set(draft, name, is_now)
        elif not _is_divided(mine, was, is_now) or _carry(mine, was or {}, is_now or {}):
            kept.append(name)
    return kept


def _set(draft: dict[str, Any], name: str, value: Any) -> None:
    if value is None and name not in _FIELD_OF_COLUMN.values():
        draft.pop(name, None)
    else:
        draft[name] = value


def _is_divided(*documents: Any) -> bool:
    """Whether these are objects by language or by attribute, of which each entry stands alone."""
    return all(
        isinstance(document, dict) and "amount" not in document
        for document in documents
        if document is not None
    )
