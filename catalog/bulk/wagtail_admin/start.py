"""The first page of a bulk edit: which products, and what is done with them."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from catalog.bulk.services.edits.editing import create_bulk_edit
from catalog.bulk.services.edits.operations import Action
from catalog.bulk.services.edits.rights import may_do
from catalog.bulk.wagtail_admin.forms import BulkEditForm
from catalog.bulk.wagtail_admin.words import title_of
from catalog.listing.wagtail_admin.asked import filter_products
from catalog.products.models.product import Product
from console.keys import read_keys
from console.wagtail_admin.paginator import QuickCountPaginator

PAGE = "catalog_bulkchange:inspect"


class EditProducts(SnippetBulkAction):
    """Edits the ticked products, or all that the listing shows, however many these are."""

    models = [Product]
    display_name = gettext_lazy("Edit")
    action_type = "edit"
    aria_label = gettext_lazy("Edit the selected products")
    action_priority = 5
    template_name = "catalog/bulk/start.html"
    heading = gettext_lazy("Edit products")
    # What is chosen in the form at first, of what is done with whole products.
    preset: Action | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For those who may do it with products."""
        if not may_do(request.user, self.preset):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, empty or with what the shortcut chooses."""
        return self._show(BulkEditForm.preset(self.preset) if self.preset else BulkEditForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form with what was chosen so far; once it is right, the counting begins."""
        form = BulkEditForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        if not self.products().exists():
            messages.error(request, _("Select at least one product in the list."))
            return redirect(self.next_url)
        operations = form.operations()
        change = create_bulk_edit(
            products=self.products(),
            selection=self.selection(),
            title=title_of(operations, form.targets),
            operations=operations,
            user=request.user,
        )
        return redirect(PAGE, change.pk)

    def products(self) -> QuerySet[Product]:
        """The chosen products."""
        ids = self.request.GET.getlist("id")
        if "all" in ids:
            query = QueryDict(urlsplit(self.next_url).query)
            return filter_products(query, self.request)
        return Product.objects.filter(pk__in=read_keys(ids))

    def selection(self) -> str:
        """Which these are, for people."""
        paginator = QuickCountPaginator(self.products(), per_page=1)
        if paginator.is_estimate:
            return paginator.items_count_label
        return ngettext("%(count)d product", "%(count)d products", paginator.count) % {
            "count": paginator.count
        }

    def _show(self, form: BulkEditForm) -> HttpResponse:
        context = {
            "form": form,
            "selection": self.selection(),
            "page_title": self.heading,
            "header_icon": "edit",
            "next": self.next_url,
            "submit_url": self.request.get_full_path(),
        }
        return self.render_to_response(context)


class PublishProducts(EditProducts):
    """A bulk edit that publishes: the shortcut chooses it in the form."""

    display_name = gettext_lazy("Publish")
    action_type = "publish"
    aria_label = gettext_lazy("Publish the selected products")
    action_priority = 10
    heading = gettext_lazy("Publish products")
    preset = Action.PUBLISH


class UnpublishProducts(EditProducts):
    """A bulk edit that takes products off the site."""

    display_name = gettext_lazy("Unpublish")
    action_type = "unpublish"
    aria_label = gettext_lazy("Unpublish the selected products")
    action_priority = 20
    heading = gettext_lazy("Unpublish products")
    preset = Action.UNPUBLISH


class DeleteProducts(EditProducts):
    """A bulk edit that deletes."""

    display_name = gettext_lazy("Delete")
    # The name of Wagtail's own, whose place it takes.
    action_type = "delete"
    aria_label = gettext_lazy("Delete the selected products")
    action_priority = 30
    classes = {"serious"}
    heading = gettext_lazy("Delete products")
    preset = Action.DELETE
