"""What can be done with several records of a listing at once.

Wagtail's own bulk deletion fails where a record is referred to, and leaves no log entry; this one
takes its place for the snippets of the catalog.
"""

from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.actions import action_registry
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from catalog.models import Fitment, Price, PriceList, Product
from catalog.services.products import publish_products, unpublish_products
from catalog.services.revisions import renew_in_revisions

from .bulk_edit.start import EditProducts
from .deletion import explain_blockers
from .products.listing import filter_products

# More would outlast a request; larger sets are changed by an import.
LARGEST = 1000
# So many refused products are named with their reasons.
MOST_REASONS = 10


class LimitedToListing:
    """ "Select all" means what the listing shows: its filters and its search, up to a limit."""

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet:
        """The keys of the listing; one more than allowed where there are too many."""
        if self.model is not Product:
            return super().get_all_objects_in_listing_query(parent_id)[: LARGEST + 1]
        query = QueryDict(urlsplit(self.next_url).query)
        return filter_products(query, self.request).values_list("pk", flat=True)[: LARGEST + 1]

    def prepare_action(self, objects: list[Model], without_access: list) -> HttpResponse | None:
        """Refuse a selection that is too large."""
        if len(objects) <= LARGEST:
            return super().prepare_action(objects, without_access)
        text = _("Choose at most %(limit)d at once; narrow the list by its filters first.")
        return self._refuse(text % {"limit": LARGEST})

    def _refuse(self, text: str) -> HttpResponse:
        messages.error(self.request, text)
        return redirect(self.next_url)


class DeleteRecords(LimitedToListing, DeleteBulkAction):
    """Deletes records that nothing refers to."""

    models = [Product, Fitment, Price, PriceList]

    def prepare_action(self, objects: list[Model], without_access: list) -> HttpResponse | None:
        """Refuse as a whole where a record is referred to, and say by what."""
        refused = super().prepare_action(objects, without_access)
        if refused:
            return refused
        reasons = list(filter(None, map(explain_blockers, objects)))
        return self._refuse(" ".join(reasons)) if reasons else None

    @classmethod
    @transaction.atomic
    def execute_action(
        cls, objects: list[Model], user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Delete one by one, each with its log entry; permission was checked for each."""
        acting = kwargs["self"].request.user
        parts = [record for record in objects if isinstance(record, Fitment | Price)]
        keys, products = [part.pk for part in parts], {part.product_id for part in parts}
        for record in objects:
            action = action_registry.get_action_class(type(record), "delete")
            action(record, user=acting).execute(skip_permission_checks=True)
        if parts:
            renew_in_revisions(model=type(parts[0]), keys=keys, product_ids=products)
        return len(objects), 0


class PublishingAction(LimitedToListing, SnippetBulkAction):
    """Needs the right to publish each product."""

    models = [Product]
    template_name = "catalog/admin/confirm_bulk_publishing.html"

    def check_perm(self, product: Product) -> bool:
        """Whether the user may publish this product."""
        return self.permission_policy.user_has_permission_for_instance(
            self.request.user, "publish", product
        )

    def get_context_data(self, **kwargs: Any) -> dict:
        """Name the action on the page that asks for confirmation."""
        return super().get_context_data(**kwargs) | {"action_name": self.display_name}


class PublishProducts(PublishingAction):
    """Publishes the latest version of each product."""

    display_name = gettext_lazy("Publish")
    action_type = "publish"
    aria_label = gettext_lazy("Publish the selected products")
    action_priority = 10

    @classmethod
    def execute_action(cls, objects: list[Product], **kwargs: Any) -> tuple[int, int]:
        """Publish them, and tell which are refused and why."""
        request = kwargs["self"].request
        published = publish_products(products=objects, user=request.user)
        for text in published.refused[:MOST_REASONS]:
            messages.error(request, text)
        if len(published.refused) > MOST_REASONS:
            text = _("%(count)d more are not published; see Reports, Quality.")
            messages.error(request, text % {"count": len(published.refused) - MOST_REASONS})
        return published.count, 0

    def get_success_message(self, count: int, _children: int) -> str:
        """How many were published."""
        text = ngettext("%(count)d product published.", "%(count)d products published.", count)
        return text % {"count": count}


class UnpublishProducts(PublishingAction):
    """Takes each product off the site."""

    display_name = gettext_lazy("Unpublish")
    action_type = "unpublish"
    aria_label = gettext_lazy("Unpublish the selected products")
    action_priority = 20

    @classmethod
    def execute_action(cls, objects: list[Product], **kwargs: Any) -> tuple[int, int]:
        """Unpublish them."""
        return unpublish_products(products=objects, user=kwargs["self"].request.user), 0

    def get_success_message(self, count: int, _children: int) -> str:
        """How many were unpublished."""
        text = ngettext("%(count)d product unpublished.", "%(count)d products unpublished.", count)
        return text % {"count": count}


BULK_ACTIONS = [EditProducts, DeleteRecords, PublishProducts, UnpublishProducts]
