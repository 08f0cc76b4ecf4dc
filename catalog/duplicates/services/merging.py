"""Makes one product of two; nothing of either is lost."""

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import acting_as
from audit.sources import ChangeSource
from catalog.duplicates.models import DuplicateCandidate
from catalog.products.locks import lock_products
from catalog.products.merge_references import merge_references
from catalog.products.models.product import Product
from catalog.products.models.relation import Interchange
from catalog.products.parts import ProductPart, product_parts
from catalog.products.services.row_writes import leave_revisions
from catalog.products.write_policy import Write, refuse_write
from catalog.revisions.queries.history.paths import field_of, read, written
from console.model_fields import own_field
from console.postgresql.database_reasons import database_reason

# What makes the one record; both keep theirs.
FIXED = ("sku", "part_number", "brand", "parent")


class MergeError(Exception):
    """Why two products cannot be made one, in words for people."""


def merge_products(
    *, kept: Product, dropped: Product, take: Collection[str], user: User
) -> Product:
    """Merge `dropped` into `kept` and return that.

    `take` are the paths (see `catalog.revisions.queries.history.paths`) whose values come from the
    dropped product. Its fitments, prices, assets, relations, interchange numbers, packages,
    categories and variants move where the kept one has none of the same kind; its number becomes an
    interchange number. The dropped product stays as a record with its history and what did not
    move; its page leads to the kept one. Changes nothing and raises WriteRefusedError where the
    person may not write one of them, and MergeError where they cannot be merged.
    """
    try:
        with transaction.atomic():
            naming = {
                key
                for reference in merge_references()
                for key in reference.products_naming(dropped)
            }
            return _merge(*_locked(kept.pk, dropped.pk, naming), naming, take, user)
    except IntegrityError as error:
        # Such as which relations would run in a circle.
        reason = _("They cannot be merged: %(reason)s") % {"reason": database_reason(error)}
        raise MergeError(reason) from error


def _merge(
    kept: Product, dropped: Product, naming: Collection[int], take: Collection[str], user: User
) -> Product:
    _check(kept, dropped, user)
    with acting_as(user_id=user.pk, source=ChangeSource.MERGE.of(dropped.pk)):
        _take_values(kept, dropped, take)
        for part in product_parts().values():
            _move_rows(part, kept, dropped)
        _replace_references(kept, dropped, naming)
        _retire(kept, dropped, user)
    return kept


def _locked(kept_id: int, dropped_id: int, naming: Collection[int]) -> tuple[Product, Product]:
    """Both products; those that name the dropped one are locked with them, in the order of all."""
    lock_products({kept_id, dropped_id, *naming})
    found = Product.objects.select_related("brand").in_bulk([kept_id, dropped_id])
    if len(found) < 2:
        raise MergeError(_("Choose two products that both exist."))
    return found[kept_id], found[dropped_id]


def _check(kept: Product, dropped: Product, user: User) -> None:
    moved = [
        part.name
        for part in product_parts().values()
        if part.model._default_manager.filter(product=dropped).exists()
    ]
    for product in (kept, dropped):
        refuse_write(product, Write.ROW, user, parts=moved)
        if product.has_unpublished_changes and product.latest_revision_id:
            raise MergeError(
                _("%(product)s has an open draft. Publish it or discard it first.")
                % {"product": product}
            )
    if dropped.variants.exists() and kept.parent_id:
        raise MergeError(_("A variant cannot have the variants of another product."))


def _take_values(kept: Product, dropped: Product, take: Collection[str]) -> None:
    """Write the chosen values; the form then shows the row, as after an import."""
    content, other = kept.serializable_data(), dropped.serializable_data()
    columns = {field.name: field for field in Product._meta.fields if field.editable}
    for path in take:
        name = field_of(path)
        if name in columns and name not in FIXED:
            content = written(content, path, read(other, path))
    for name in {field_of(path) for path in take} & columns.keys() - set(FIXED):
        setattr(kept, columns[name].attname, columns[name].to_python(content[name]))
    leave_revisions(kept)
    kept.save()


def _move_rows(part: ProductPart, kept: Product, dropped: Product) -> None:
    """Let the rows of the dropped product move where the kept one has none of their key."""
    rows = part.model._default_manager
    there = {part.key_of(row) for row in rows.filter(product=kept)}
    others = [own_field(part.model, name).attname for name in part.product_columns]
    row: Any
    for row in rows.filter(product=dropped):
        # No product is related to itself.
        if part.key_of(row) in there or any(getattr(row, name) == kept.pk for name in others):
            continue
        row.product = kept
        row.save()


def _replace_references(kept: Product, dropped: Product, naming: Collection[int]) -> None:
    """Let what names the dropped product name the kept one."""
    for reference in merge_references():
        reference.replace(dropped=dropped, kept=kept, keys=naming)
    own = Q(brand_name=dropped.brand.name, number=dropped.part_number)
    is_another_number = (dropped.brand_id, dropped.normalized_part_number) != (
        kept.brand_id,
        kept.normalized_part_number,
    )
    if is_another_number and not kept.interchanges.filter(own).exists():
        Interchange.objects.create(
            product=kept, brand_name=dropped.brand.name, number=dropped.part_number
        )


def _retire(kept: Product, dropped: Product, user: User) -> None:
    dropped.merged_into, dropped.live = kept, False
    dropped.status = Product.Status.DISCONTINUED
    dropped.save()
    pair = {"first_id": min(kept.pk, dropped.pk), "second_id": max(kept.pk, dropped.pk)}
    judged = {
        "state": DuplicateCandidate.State.MERGED,
        "judged_by": user,
        "judged_at": timezone.now(),
    }
    DuplicateCandidate.objects.filter(**pair).update(**judged)
    DuplicateCandidate.objects.filter(
        Q(first=dropped) | Q(second=dropped), state=DuplicateCandidate.State.OPEN
    ).delete()
