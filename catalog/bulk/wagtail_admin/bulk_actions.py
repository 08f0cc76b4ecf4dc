"""What can be done with several records of a listing at once.

Wagtail's own bulk deletion leaves no log entry and forgets the drafts of products; this one takes
its place for the snippets of the catalog. What is done with many products is a bulk edit.
"""

from typing import Any

from django.db import transaction
from django.db.models import Model
from wagtail.actions import action_registry
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction

from catalog.bulk.wagtail_admin.start import (
    DeleteProducts,
    EditProducts,
    PublishProducts,
    UnpublishProducts,
)
from catalog.fitment.models.fitment import Fitment
from catalog.pricing.models import Price, PriceList
from catalog.products.services.revisions import renew_in_revisions
from catalog.products.services.row_writes import lock_products


class DeleteRecords(DeleteBulkAction):
    """Deletes records that nothing refers to."""

    models = [Fitment, Price, PriceList]

    @classmethod
    @transaction.atomic
    def execute_action(
        cls, objects: list[Model], user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Delete one by one, each with its log entry; permission was checked for each."""
        acting = kwargs["self"].request.user
        parts = [record for record in objects if isinstance(record, Fitment | Price)]
        keys, products = [part.pk for part in parts], {part.product_id for part in parts}
        lock_products(products)
        for record in objects:
            action = action_registry.get_action_class(type(record), "delete")
            action(record, user=acting).execute(skip_permission_checks=True)
        if parts:
            renew_in_revisions(model=type(parts[0]), keys=keys, product_ids=products)
        return len(objects), 0


BULK_ACTIONS = [EditProducts, PublishProducts, UnpublishProducts, DeleteProducts, DeleteRecords]
