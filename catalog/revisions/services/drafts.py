"""Keeps the open drafts of products in step with what is written set-wise."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wagtail.models import Revision

from audit.actor import current_actor
from catalog.attribute_types.addresses import CHANNEL_VALUES, VALUES, ValueAddress
from catalog.products.field_roles import FIELD_ROLES, FieldRole
from catalog.products.models.product import Product
from catalog.revisions.models.offered_value import OfferedValue
from catalog.revisions.queries.history.paths import read
from catalog.revisions.queries.history.paths import written as written_at

# Revisions name a foreign key by its field, rows by its column.
_FIELD_OF_COLUMN = {
    field.attname: field.name
    for field in Product._meta.concrete_fields
    if FIELD_ROLES[field.name] is FieldRole.CONTENT
}


@dataclass(frozen=True, slots=True)
class _Written:
    """A value that was written into a product, by its path; `is_kept`: the draft has its own."""

    path: str
    value: Any
    is_kept: bool


def carry_into_draft(
    *,
    revision_id: int,
    before: dict[str, Any],
    after: dict[str, Any],
    localizable: Collection[str],
) -> list[str]:
    """Write a change of a product into its open draft; returns where the editor's value was kept.

    `before` and `after` are the touched parts as `BulkChangeRow` holds them, `localizable` the
    codes of the attributes that differ in language. What the draft left as the product had it takes
    the new value, language by language; what the editor changed in the draft stays as the editor
    wants it, and the new value is offered for it (see `OfferedValue`).
    """
    revision = Revision.objects.select_for_update().get(pk=revision_id)
    content, written = revision.content, []
    for path, was, is_now in _changes(content, before, after, localizable):
        mine = read(content, path)
        if mine == was:
            content = written_at(content, path, is_now)
        written.append(_Written(path, is_now, is_kept=mine not in (was, is_now)))
    if "additional_categories" in after and "additional_categories" in content:
        old, new, draft = (set(side["additional_categories"]) for side in (before, after, content))
        content["additional_categories"] = sorted((draft | (new - old)) - (old - new))
    # A plain update: saving the revision would make it the latest and send signals.
    Revision.objects.filter(pk=revision_id).update(content=content)
    _add_pending_changes(revision, written)
    return _names(one.path for one in written if one.is_kept)


def _changes(
    draft: Mapping[str, Any],
    before: dict[str, Any],
    after: dict[str, Any],
    localizable: Collection[str],
) -> Iterator[tuple[str, Any, Any]]:
    """The path, the former and the new value of all that changes."""
    old, new = _by_field(before), _by_field(after)
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)
    for whole in _addresses(before, after):
        sides = [whole.read(documents) for documents in (draft, before, after)]
        is_divided = whole.code in localizable and _differ_by_language(*sides)
        for address in _by_language(whole, *sides[1:]) if is_divided else [whole]:
            was, is_now = address.read(before), address.read(after)
            if was != is_now:
                yield str(address), was, is_now


def _by_field(parts: dict[str, Any]) -> dict[str, Any]:
    columns = parts.get("columns") or {}
    return {
        _FIELD_OF_COLUMN[column]: value
        for column, value in columns.items()
        if column in _FIELD_OF_COLUMN
    }


def _addresses(before: dict[str, Any], after: dict[str, Any]) -> Iterator[ValueAddress]:
    """The touched attributes, each as a whole: the common values, then those of the channels."""
    common = [parts.get(VALUES) or {} for parts in (before, after)]
    yield from map(ValueAddress, {**common[0], **common[1]})
    old, new = (parts.get(CHANNEL_VALUES) or {} for parts in (before, after))
    for channel in {**old, **new}:
        for code in {**(old.get(channel) or {}), **(new.get(channel) or {})}:
            yield ValueAddress(code, channel=channel)


def _differ_by_language(mine: Any, was: Any, is_now: Any) -> bool:
    """Whether each language is looked at: of attributes that differ in language, an older value
    may not do so. One that the draft left alone is written as a whole.
    """
    return mine not in (was, is_now) and all(
        side is None or isinstance(side, Mapping) for side in (mine, was, is_now)
    )


def _by_language(whole: ValueAddress, was: Any, is_now: Any) -> Iterator[ValueAddress]:
    for locale in {**(was or {}), **(is_now or {})}:
        yield replace(whole, locale=locale)


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
        if any(_is_at(path, one.path) for one in written)
    ]
    OfferedValue.objects.filter(pk__in=past).delete()
    OfferedValue.objects.bulk_create(pending_changes)


def _is_at(path: str, place: str) -> bool:
    """Whether the value at `path` is that of `place`, or of one of its languages."""
    address = ValueAddress.find(path)
    return path == place or (address is not None and str(replace(address, locale="")) == place)


def _names(paths: Iterable[str]) -> list[str]:
    """The fields and attributes that the paths lead to, each once."""
    addresses = [(path, ValueAddress.find(path)) for path in paths]
    return list(dict.fromkeys(address.code if address else path for path, address in addresses))
