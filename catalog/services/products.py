"""Writes of products that the admin needs beside Wagtail's own actions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from catalog.models import Product
from catalog.models.product import EDITING_STATE_FIELDS
from catalog.selectors.publication import refusal_text, refusals


@transaction.atomic
def keep_live_version(*, product: Product) -> None:
    """Record the row of a live product as its live revision, where it has none.

    Imports write rows without revisions. Wagtail takes a live product without a live revision off
    the site when a later version of it is scheduled, so this is done before that.
    """
    if not product.live or product.live_revision_id is not None:
        return
    row = Product.objects.get(pk=product.pk)
    revision = row.save_revision(clean=False, changed=False)
    Product.objects.filter(pk=product.pk).update(live_revision=revision)
    product.live_revision = revision
    product.latest_revision = revision


# What belongs to the one record: its key, its history in Wagtail, and what the database derives.
NOT_COPIED = [
    "id",
    "normalized_part_number",
    "merged_into",
    "workflow_states",
    "_workflow_states",
    "_revisions",
    *EDITING_STATE_FIELDS,
]


def blank_copy(*, product: Product) -> Product:
    """An unsaved copy of `product` with all its parts, without what may stand only once."""
    copy, _children = product.copy_cluster(exclude_fields=NOT_COPIED)
    copy.part_number = copy.sku = copy.gtin = ""
    copy.live = False
    return copy


def blank_variant(*, parent: Product) -> Product:
    """An unsaved variant of `parent`; values that it does not have are inherited."""
    return Product(
        parent=parent,
        family=parent.family,
        brand=parent.brand,
        name=parent.name,
        status=parent.status,
        category=parent.category,
    )


@dataclass(frozen=True, slots=True)
class Published:
    """How many products went live, and why others did not, in words for people."""

    count: int
    refused: list[str]


@transaction.atomic
def publish_products(*, products: Sequence[Product], user: User) -> Published:
    """Publish the latest version of each product that is not live as it is.

    Those with errors that keep them off this site are left as they are. The caller has checked
    that `user` may publish them.
    """
    waiting = [
        one
        for one in products
        if (not one.live or one.has_unpublished_changes) and not one.merged_into_id
    ]
    refused = refusals([product.get_latest_revision_as_object() for product in waiting])
    allowed = [product for product in waiting if product.pk not in refused]
    for product in allowed:
        # Of a row that an import wrote there is no revision yet.
        revision = product.latest_revision or product.save_revision(user=user, clean=False)
        revision.publish(user=user, skip_permission_checks=True)
    texts = [refusal_text(one, refused[one.pk]) for one in waiting if one.pk in refused]
    return Published(len(allowed), texts)


@transaction.atomic
def unpublish_products(*, products: Sequence[Product], user: User) -> int:
    """Take each product off the site; returns how many were live.

    The caller has checked that `user` may publish them.
    """
    live = [product for product in products if product.live]
    for product in live:
        product.unpublish(user=user)
    return len(live)
