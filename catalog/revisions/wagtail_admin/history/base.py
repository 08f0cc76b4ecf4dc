"""What the pages of the history have in common."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.utils import quote
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail.admin.utils import get_latest_str
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from accounts.models import User
from catalog.products.models.product import Product
from catalog.products.wagtail_admin.permissions import hidden_parts_of
from catalog.revisions.queries.differences.comparing import Difference, part_of_path
from catalog.revisions.queries.history.sources import Source


class HistoryPage(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin):
    """A page about one product, for whoever may see or change products."""

    any_permission_required = ["add", "change", "delete", "view"]
    header_icon = "history"
    index_url_name: str | None = None
    edit_url_name: str | None = None
    history_url_name: str | None = None
    object: Product

    def get_page_subtitle(self) -> str:
        """The product."""
        return get_latest_str(self.object)

    def address(self, url_name: str | None) -> str:
        """The address of another page about this product."""
        return reverse(url_name, args=[quote(self.object.pk)])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Products, the product, and this page."""
        products = {
            "url": reverse(self.index_url_name),
            "label": capfirst(Product._meta.verbose_name_plural),
        }
        product = {"url": self.address(self.edit_url_name), "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, products, product, *self.last_breadcrumbs()]

    def last_breadcrumbs(self) -> list[dict[str, Any]]:
        """This page."""
        return [{"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}]

    @cached_property
    def hidden_parts(self) -> list[str]:
        """The parts of a product that this person does not see, such as prices."""
        return hidden_parts_of(self.request.user)

    @cached_property
    def may_restore(self) -> bool:
        """Whether this person may bring versions back."""
        return self.user_has_permission("change")

    def shown(self, differences: Iterable[Difference]) -> list[Difference]:
        """The differences in what this person may see."""
        return [one for one in differences if part_of_path(one.path) not in self.hidden_parts]


def users_by_key(keys: Iterable[int | None]) -> dict[int, User]:
    """The users who acted; those who were deleted are missing."""
    return User.objects.select_related("wagtail_userprofile").in_bulk(set(keys) - {None})


def source_address(source: Source) -> str:
    """The page of the run behind a change, or an empty text."""
    if not source.url_name:
        return ""
    try:
        return reverse(source.url_name, args=[source.key])
    except NoReverseMatch:
        return ""
