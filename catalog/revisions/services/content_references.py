"""Lets products whose content names a product that is merged away name the one that is kept.

These are products of their own, which others edit at the same time: they are locked before they
are read, only what changes is written, and their open drafts learn of it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Q
from wagtail.models import Revision

from catalog.attribute_types.base import Refers
from catalog.attribute_types.registry import type_codes
from catalog.products.code_uses import values_with
from catalog.products.merge_references import MergeReference
from catalog.products.models.product import Product
from catalog.products.parts import ProductPart
from catalog.products.services.revisions import waiting_revisions
from catalog.products.services.row_references import naming_columns
from catalog.products.services.row_writes import leave_revisions
from catalog.products.stored_values import DOCUMENTS
from catalog.revisions.services.drafts import carry_into_draft
from catalog.schema.code_uses.registry import Code
from catalog.schema.models.attribute import Attribute
from catalog.schema.queries.localizable import localizable_codes


def products_that_name(product: Product) -> set[int]:
    """The keys of the products whose content names `product`, in their rows or in open drafts.

    As the one that they are a variant of and as the value of an attribute, in any language and for
    any channel; and as the target of a relation in a draft.
    """
    found = set(product.variants.values_list("pk", flat=True))
    drafts = Product.objects.filter(has_unpublished_changes=True)
    linked = Q(latest_revision__content__parent=product.pk)
    for part, name in naming_columns():
        held = f"latest_revision__content__{part.name}__contains"
        linked |= Q(**{held: [{name: product.pk}]})
    found.update(drafts.filter(linked).values_list("pk", flat=True))
    for use in values_with(Code(product, "sku")):
        found.update(use.queryset.order_by().values_list("pk", flat=True))
    return found


def replace_product_references(*, dropped: Product, kept: Product, keys: Collection[int]) -> None:
    """Write `kept` where the products with these keys, and new variants, name `dropped`.

    In the caller's transaction, which has locked `dropped` and these products.
    """
    codes = _codes()
    others = Product.objects.filter(Q(pk__in=keys) | Q(parent=dropped)).exclude(pk=dropped.pk)
    found = []
    for product in others.select_for_update(of=("self",)).order_by("pk").iterator():
        _replace_references(product, dropped, kept, codes)
        found.append(product.pk)
    for revision in waiting_revisions(found):
        content = _version_with_replaced_references(revision, codes, dropped, kept)
        if content != revision.content:
            # A plain update: saving the revision would make it the latest and send signals.
            Revision.objects.filter(pk=revision.pk).update(content=content)


def _codes() -> set[str]:
    references = Attribute.objects.filter(type__in=type_codes(refers_to=Refers.PRODUCT))
    return set(references.values_list("code", flat=True))


def _replace_references(
    product: Product, dropped: Product, kept: Product, codes: Collection[str]
) -> None:
    before = {name: getattr(product, name) for name in (*DOCUMENTS, "parent_id")}
    after = _renamed_documents(before, codes, dropped.sku, kept.sku)
    after["parent_id"] = kept.pk if product.parent_id == dropped.pk else product.parent_id
    draft_id = product.latest_revision_id if product.has_unpublished_changes else None
    if draft_id is not None:
        carry_into_draft(
            revision_id=draft_id,
            before=_parts(before),
            after=_parts(after),
            localizable=localizable_codes(),
        )
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return
    for name in changed:
        setattr(product, name, after[name])
    product.save(update_fields=[*changed, "updated_at", *leave_revisions(product)])


def _parts(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as recorded changes hold it."""
    documents = {name: content[name] for name in DOCUMENTS}
    return {"columns": {"parent_id": content["parent_id"]}, **documents}


def _version_with_replaced_references(
    revision: Revision, codes: Collection[str], dropped: Product, kept: Product
) -> dict[str, Any]:
    """The content of a version that may be published, with what only it names; the rest stays."""
    content = dict(revision.content)
    if content.get("parent") == dropped.pk:
        content["parent"] = kept.pk
    is_own = revision.object_id == str(kept.pk)
    for part, name in naming_columns():
        # What a version does not hold stays so: an empty list would take all rows away.
        if part.name in content:
            pair = dropped.pk, kept.pk
            content[part.name] = _relinked(content[part.name], part, name, pair, is_own=is_own)
    documents = _renamed_documents(content, codes, dropped.sku, kept.sku)
    return content | {name: documents[name] for name in DOCUMENTS if name in content}


def _relinked(
    entries: Sequence[Mapping[str, Any]],
    part: ProductPart,
    name: str,
    pair: tuple[int, int],
    *,
    is_own: bool,
) -> list[Mapping[str, Any]]:
    """The rows of a version, of which the field `name` names the second of `pair` for the first.

    `is_own` is a version of the second itself, which names no product in a row of its own.
    """
    dropped, kept = pair
    renamed = [{**one, name: kept} if one[name] == dropped else one for one in entries]
    keys = [[one[field] for field in part.conflict_key] for one in renamed]
    is_moved = [one is not before for one, before in zip(renamed, entries, strict=True)]
    there = [key for key, moved in zip(keys, is_moved, strict=True) if not moved]
    return [
        one
        for one, key, moved in zip(renamed, keys, is_moved, strict=True)
        if not (moved and (is_own or key in there))
    ]


def _renamed_documents(
    content: Mapping[str, Any], codes: Collection[str], dropped: str, kept: str
) -> dict[str, Any]:
    channels = content.get("channel_values") or {}
    return {
        "values": _renamed(content.get("values") or {}, codes, dropped, kept),
        "channel_values": {
            channel: _renamed(values, codes, dropped, kept) for channel, values in channels.items()
        },
    }


def _renamed(
    values: Mapping[str, Any], codes: Collection[str], dropped: str, kept: str
) -> dict[str, Any]:
    def renamed(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {locale: renamed(text) for locale, text in value.items()}
        return kept if value == dropped else value

    return {code: renamed(value) if code in codes else value for code, value in values.items()}


CONTENT = MergeReference(products_naming=products_that_name, replace=replace_product_references)
