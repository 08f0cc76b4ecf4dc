"""What can be done with several records of a listing at once.

Wagtail's own bulk deletion leaves no log entry and forgets the drafts of products; this one takes
its place for the snippets of the catalog. What is done with many products is a bulk edit.
"""

from typing import Any

from django.db import transaction
from django.db.models import Model
from wagtail.actions import action_registry
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction

from catalog.bulk.wagtail_admin.price_grid import EditPrices
from catalog.bulk.wagtail_admin.start import (
    DeleteProducts,
    EditProducts,
    PublishProducts,
    UnpublishProducts,
)
from catalog.fitment.models.fitment import Fitment
from catalog.pricing.models import Price, PriceList
from catalog.products.locks import lock_products
from catalog.products.queries.write_refusals import refused_products
from catalog.products.services.revisions import renew_in_revisions
from catalog.products.write_policy import Write


class DeleteRecords(DeleteBulkAction):
    """Deletes records that nothing refers to; of closed products, no prices and fitments."""

    models = [Fitment, Price, PriceList]

    @classmethod
    @transaction.atomic
    def execute_action(
        cls, objects: list[Model], user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Delete one by one, each with its log entry; permission was checked for each."""
        acting = kwargs["self"].request.user
        parts = [record for record in objects if isinstance(record, Fitment | Price)]
        products = {part.product_id for part in parts}
        lock_products(products)
        refused = refused_products(products, Write.PART, acting)
        for reasons in sorted({" ".join(found) for found in refused.values()}):
            messages.error(kwargs["self"].request, reasons)
        objects = [one for one in objects if getattr(one, "product_id", None) not in refused]
        keys = [part.pk for part in parts if part.product_id not in refused]
        for record in objects:
            action = action_registry.get_action_class(type(record), "delete")
            action(record, user=acting).execute(skip_permission_checks=True)
        if keys:
            written = products - refused.keys()
            renew_in_revisions(model=type(parts[0]), keys=keys, product_ids=written)
        return len(objects), 0


BULK_ACTIONS = [
    EditProducts,
    EditPrices,
    PublishProducts,
    UnpublishProducts,
    DeleteProducts,
    DeleteRecords,
]
