"""Wagtail's paginator over pages that are quick for any number of products."""

from django.core.paginator import Page
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from catalog.listing.queries.pagination import ProductPagination
from catalog.products.models.product import Product
from console.wagtail_admin.paginator import GroupedPaginator


class ProductPaginator(GroupedPaginator):
    """Counts exactly where there are few products, and pages as deep as is quick.

    `rows` is the query that fetches products with what their rows show.
    """

    def __init__(self, pages: ProductPagination, per_page: int, *, rows: QuerySet) -> None:
        super().__init__(rows, per_page)
        self._pages = pages

    @cached_property
    def count(self) -> int:
        """How many products there are."""
        return self._pages.count

    @cached_property
    def num_pages(self) -> int:
        """How many pages can be reached."""
        return max(1, -(-self._pages.reachable // self.per_page))

    @cached_property
    def items_count_label(self) -> str:
        """Such as "1,204 products", or "about 103,000 products (the first 5,000 can be paged)"."""
        if not self._pages.is_estimate:
            return super().items_count_label
        words = {"count": f"{round(self.count, -3):,}", "items": self.verbose_name_plural}
        text = _("about %(count)s %(items)s") % words
        if self.count <= self._pages.reachable:
            return text
        hint = _("filter or sort the list to see beyond the first %(count)s")
        return f"{text} – {hint % {'count': f'{self._pages.reachable:,}'}}"

    def page(self, number: int | str) -> Page:
        """The products of a page, in its order."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        end = min(start + self.per_page, self._pages.reachable)
        keys = self._pages.keys(start, end)
        found: dict[int, Product] = self.object_list.in_bulk(keys)
        # What was deleted between the two queries is left out.
        return self._get_page([found[key] for key in keys if key in found], number, self)
