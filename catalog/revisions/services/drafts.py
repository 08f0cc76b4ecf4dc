"""Keeps the open drafts of products in step with what is written set-wise."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import Revision

from audit.actor import current_actor
from catalog.products.field_roles import FIELD_ROLES, FieldRole
from catalog.products.models.product import Product
from catalog.revisions.models.offered_value import OfferedValue

# Revisions name a foreign key by its field, rows by its column.
_FIELD_OF_COLUMN = {
    field.attname: field.name
    for field in Product._meta.concrete_fields
    if FIELD_ROLES[field.name] is FieldRole.CONTENT
}
_DOCUMENTS = ("values", "channel_values")


@dataclass(frozen=True, slots=True)
class _Written:
    """A value that was written into a product, by its path; `is_kept`: the draft has its own."""

    path: str
    value: Any
    is_kept: bool


def carry_into_draft(
    *, revision_id: int, before: dict[str, Any], after: dict[str, Any]
) -> list[str]:
    """Write a change of a product into its open draft; returns where the editor's value was kept.

    `before` and `after` are the touched parts as `BulkChangeRow` holds them. What the draft left
    as the product had it takes the new value, language by language; what the editor changed in the
    draft stays as the editor wants it, and the new value is offered for it (see `OfferedValue`).
    """
    revision = Revision.objects.select_for_update().get(pk=revision_id)
    content = revision.content
    written = list(_carry(content, _by_field(before), _by_field(after)))
    for name in _DOCUMENTS:
        document = content.setdefault(name, {})
        written += _carry(document, before.get(name) or {}, after.get(name) or {}, f"{name}.")
    if "categories" in after and "additional_categories" in content:
        old, new = set(before["categories"]), set(after["categories"])
        draft = set(content["additional_categories"])
        content["additional_categories"] = sorted((draft | (new - old)) - (old - new))
    # A plain update: saving the revision would make it the latest and send signals.
    Revision.objects.filter(pk=revision_id).update(content=content)
    _add_pending_changes(revision, written)
    return _names(one.path for one in written if one.is_kept)


def _by_field(parts: dict[str, Any]) -> dict[str, Any]:
    columns = parts.get("columns") or {}
    return {
        _FIELD_OF_COLUMN[column]: value
        for column, value in columns.items()
        if column in _FIELD_OF_COLUMN
    }


def _carry(
    draft: dict[str, Any], old: dict[str, Any], new: dict[str, Any], prefix: str = ""
) -> Iterator[_Written]:
    for name in {**old, **new}:
        mine, was, is_now = draft.get(name), old.get(name), new.get(name)
        path = f"{prefix}{name}"
        if is_now == was:
            continue
        if mine == was:
            _set(draft, name, is_now)
        elif mine != is_now and _is_divided(mine, was, is_now):
            inner = {**(mine or {})}
            yield from _carry(inner, was or {}, is_now or {}, f"{path}.")
            _set(draft, name, inner or None)
            continue
        yield _Written(path, is_now, is_kept=mine not in (was, is_now))


def _set(draft: dict[str, Any], name: str, value: Any) -> None:
    if value is None and name not in _FIELD_OF_COLUMN.values():
        draft.pop(name, None)
    else:
        draft[name] = value


def _is_divided(*documents: Any) -> bool:
    """Whether these are objects by language or by attribute, of which each entry stands alone."""
    return all(
        isinstance(document, Mapping) and "amount" not in document
        for document in documents
        if document is not None
    )


def _add_pending_changes(revision: Revision, written: Iterable[_Written]) -> None:
    """Offer the draft what it kept its own of; what was offered for these values before is past."""
    product = int(revision.object_id)
    pending_changes = [
        OfferedValue(
            product_id=product,
            path=one.path,
            value=one.value,
            reason=current_actor.get().reason or "",
            editor_id=revision.user_id,
        )
        for one in written
        if one.is_kept
    ]
    past = [
        key
        for key, path in OfferedValue.objects.filter(product=product).values_list("pk", "path")
        if any(f"{path}.".startswith(f"{one.path}.") for one in written)
    ]
    OfferedValue.objects.filter(pk__in=past).delete()
    OfferedValue.objects.bulk_create(pending_changes)


def _names(paths: Iterable[str]) -> list[str]:
    """The columns, attributes and channels that the paths lead to, each once."""
    names = (
        keys[1] if keys[0] in _DOCUMENTS and len(keys) > 1 else keys[0]
        for keys in (path.split(".") for path in paths)
    )
    return list(dict.fromkeys(names))
