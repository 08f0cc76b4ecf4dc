"""Versions of products that may still be published: drafts, and what is on schedule.

What a change writes into products reaches the drafts that have the same; this reaches what a
draft has of its own. Publishing a version later would bring it back otherwise.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import Revision

from catalog.bulk.models import BulkChange
from catalog.products.locks import lock_products
from catalog.products.models.product import Product
from catalog.revisions.services.drafts import carry_into_draft
from catalog.schema.queries.localizable import localizable_codes

# From the content of a version: its touched parts, before and after.
Parts = Callable[[Mapping[str, Any]], tuple[dict[str, Any], dict[str, Any]]]


def waiting_versions() -> QuerySet[Revision]:
    """The open draft of each product, and the versions on schedule."""
    drafts = Product.objects.filter(has_unpublished_changes=True).values("latest_revision_id")
    return Revision.objects.filter(
        Q(pk__in=drafts) | Q(approved_go_live_at__isnull=False),
        base_content_type=ContentType.objects.get_for_model(Product),
    )


def renew_versions(*, change: BulkChange, parts: Parts, holding: Q) -> None:
    """Write what `parts` says into the waiting versions for which `holding` holds, and keep it.

    In the caller's transaction.
    """
    found = waiting_versions().filter(holding).order_by("pk")
    lock_products({int(key) for key in found.values_list("object_id", flat=True)})
    kept, localizable = [], localizable_codes()
    for revision in found.iterator():
        before, after = parts(revision.content)
        if before != after:
            carry_into_draft(
                revision_id=revision.pk, before=before, after=after, localizable=localizable
            )
            kept.append({"version": revision.pk, "before": before, "after": after})
    change.details = {**change.details, "versions": kept}
    change.save(update_fields=["details"])


def restore_versions(*, change: BulkChange) -> None:
    """Give versions back what the change has written over, where nobody has written there since."""
    localizable = localizable_codes()
    for kept in change.details.get("versions", []):
        if Revision.objects.filter(pk=kept["version"]).exists():
            carry_into_draft(
                revision_id=kept["version"],
                before=kept["after"],
                after=kept["before"],
                localizable=localizable,
            )
