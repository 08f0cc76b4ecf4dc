"""Writes of products that the admin needs beside Wagtail's own actions."""

from datetime import datetime, timedelta

from django.db import transaction
from wagtail.models import Revision

from catalog.products.field_roles import FieldRole, fields_but
from catalog.products.models.product import Product
from catalog.products.parts import product_parts
from console.model_fields import own_field


@transaction.atomic
def keep_live_version(*, product: Product, before: datetime) -> None:
    """Record the row of a live product as its live revision, where it has none.

    Imports write rows without revisions. Wagtail takes a live product without a live revision off
    the site when a later version of it is scheduled, so this is done before that. What is recorded
    is no edit: it stands in the history right `before` the version that is scheduled, and the
    latest version stays what it is.
    """
    if not product.live or product.live_revision_id is not None:
        return
    row = Product.objects.get(pk=product.pk)
    revision = Revision.objects.create(
        content_object=row,
        base_content_type=row.get_base_content_type(),
        created_at=before - timedelta(microseconds=1),
        content=row.serializable_data(),
        object_str=str(row),
    )
    Product.objects.filter(pk=product.pk).update(live_revision=revision)
    product.live_revision = revision


# What belongs to the one record, and its history in Wagtail.
NOT_COPIED = [*fields_but(FieldRole.CONTENT), "workflow_states", "_workflow_states", "_revisions"]


def blank_copy(*, product: Product) -> Product:
    """An unsaved copy of `product` with all its parts, without what may stand only once."""
    copy, _children = product.copy_cluster(exclude_fields=NOT_COPIED)
    copy.part_number = copy.sku = copy.gtin = ""
    copy.live = False
    for part in product_parts().values():
        for name in part.not_copied:
            empty = own_field(part.model, name).get_default()
            for row in getattr(copy, part.name).all():
                setattr(row, name, empty)
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
