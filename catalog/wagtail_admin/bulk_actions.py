"""What can be done with several records of a listing at once.

Wagtail's own bulk deletion fails where a record is referred to, and leaves no log entry; this one
takes its place for the snippets of the catalog. What is done with many products is a bulk edit.
"""

from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.actions import action_registry
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction

from catalog.models import Fitment, Price, PriceList
from catalog.services.products import lock_products
from catalog.services.revisions import renew_in_revisions

from .bulk_edit.start import DeleteProducts, EditProducts, PublishProducts, UnpublishProducts
from .deletion import explain_blockers

# More would outlast a request.
LARGEST = 1000


class DeleteRecords(DeleteBulkAction):
    """Deletes records that nothing refers to."""

    models = [Fitment, Price, PriceList]

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet:
        """The keys of the listing; one more than allowed where there are too many."""
        return super().get_all_objects_in_listing_query(parent_id)[: LARGEST + 1]

    def prepare_action(self, objects: list[Model], without_access: list) -> HttpResponse | None:
        """Refuse as a whole where these are too many or one is referred to, and say by what."""
        if len(objects) > LARGEST:
            text = _("Choose at most %(limit)d at once; narrow the list by its filters first.")
            return self._refuse(text % {"limit": LARGEST})
        reasons = list(filter(None, map(explain_blockers, objects)))
        if reasons:
            return self._refuse(" ".join(reasons))
        return super().prepare_action(objects, without_access)

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

    def _refuse(self, text: str) -> HttpResponse:
        messages.error(self.request, text)
        return redirect(self.next_url)


BULK_ACTIONS = [EditProducts, PublishProducts, UnpublishProducts, DeleteProducts, DeleteRecords]
