from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Revision

from catalog.products.models.product import Product


@transaction.atomic
def renew_in_revisions(
    *, model: type[Model], keys: Collection[int], product_ids: Collection[int]
) -> None:
    """Bring rows that were written on their own into the versions of products that still wait.

    A version holds the whole product with its prices and fitments, and publishing it writes them
    all back. `model` is one of these, `keys` are its rows that were saved or deleted, `product_ids`
    the products they belong or belonged to. Other rows of a version stay as the editor left them.
    """
    relation = model._meta.get_field("product").remote_field.related_name
    rows = {row.pk: row for row in model.objects.filter(pk__in=keys)}
    for revision in waiting_revisions(product_ids):
        content = revision.content
        if relation not in content:
            continue
        others = [entry for entry in content[relation] if entry["pk"] not in keys]
        own = [row for row in rows.values() if str(row.product_id) == revision.object_id]
        content[relation] = [*others, *map(get_serializable_data_for_fields, own)]
        # A plain update: saving the revision would make it the latest and send signals.
        Revision.objects.filter(pk=revision.pk).update(content=content)


def waiting_revisions(product_ids: Collection[int]) -> QuerySet[Revision]:
    """What may be published next, locked: each product's latest version, and those on schedule."""
    products = Product.objects.filter(pk__in=product_ids)
    latest = products.exclude(latest_revision=None).values_list("latest_revision_id", flat=True)
    return Revision.objects.select_for_update().filter(
        Q(pk__in=list(latest)) | Q(approved_go_live_at__isnull=False),
        base_content_type=ContentType.objects.get_for_model(Product),
        object_id__in=[str(pk) for pk in product_ids],
    )
