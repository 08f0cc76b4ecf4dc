"""The product listing: the columns, filters and order that the person, or a view, has chosen."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column, Table

from catalog.listing.queries.pagination import ProductPagination
from catalog.listing.wagtail_admin.asked import AskedListing, asked_listing
from catalog.listing.wagtail_admin.columns import (
    ListingColumn,
    chosen_columns,
    is_simple,
    listing_columns,
)
from catalog.listing.wagtail_admin.editing_locks import look_up_locks
from catalog.listing.wagtail_admin.paginator import ProductPaginator
from catalog.listing.wagtail_admin.pills import Pill, pills
from catalog.listing.wagtail_admin.row_facts import look_up, look_up_states
from catalog.listing.wagtail_admin.saved_views import may_change_view
from catalog.products.models.product import Product
from catalog.schema.wagtail_admin.viewsets import CatalogSnippetIndexView
from catalog.segments.rights import segments_known_to
from console.postgresql.statement_timeout import StatementTimeoutError, statement_timeout

# A filter that no index serves reads every product; it is stopped before it stops others.
LONGEST_MILLISECONDS = 8_000
MOST_EXPORTED = 10_000


class ProductTable(Table):
    """Rows that tell the keyboard which product they are."""

    classname = "listing catalog-listing"

    def get_row_attrs(self, instance: Product) -> dict[str, Any]:
        """The key and the address of the product."""
        return {
            **super().get_row_attrs(instance),
            "data-product": str(instance.pk),
            "data-catalog-listing-target": "row",
        }


class ProductIndexView(CatalogSnippetIndexView):
    """The listing, in a number of queries that does not depend on the products."""

    table_class = ProductTable
    filterset_class = None
    problem = ""

    @cached_property
    def asked(self) -> AskedListing:
        """What the address asks for."""
        return asked_listing(self.request)

    @cached_property
    def listed_columns(self) -> list[ListingColumn]:
        """The columns that are shown, in their order."""
        return chosen_columns(self.asked.column_names, listing_columns())

    @cached_property
    def columns(self) -> list[Column]:
        """A picture that comes first stands before the title, which Wagtail wants first."""
        checkbox, title, *_others = super().columns
        title.sort_key = "part_number"
        title.cell_template_name = "catalog/listing/title_cell.html"
        shown = [listed.column() for listed in self.listed_columns]
        for column, listed in zip(shown, self.listed_columns, strict=True):
            column.is_editable = self.may_edit and is_simple(listed)
        front = 1 if self.listed_columns[0].name == "picture" else 0
        return [checkbox, *shown[:front], title, *shown[front:]]

    @cached_property
    def may_edit(self) -> bool:
        """Whether the user may change products at all."""
        return self.user_has_permission("change")

    def get_ordering(self) -> str:
        """The order of the address, the view or the person."""
        return self.asked.order

    def get_queryset(self) -> QuerySet[Product]:
        """The products that match; they are put in order page by page."""
        try:
            products = self.asked.products()
        except ValidationError as error:
            self.problem = " ".join(error.messages)
            return Product.objects.none()
        if not self.is_export:
            return products
        # More than that is what feeds are for.
        keys = ProductPagination(products, self.ordering).keys(0, MOST_EXPORTED)
        return products.filter(pk__in=keys).select_related("brand", "family").order_by("sku")

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        """A page of products with everything that its rows show."""
        try:
            with statement_timeout(LONGEST_MILLISECONDS):
                paginator, page = self._page(queryset, page_size)
        except StatementTimeoutError:
            self.problem = _(
                "This search takes too long. Narrow it down with another filter, such as a "
                "brand, a family or an option."
            )
            paginator, page = self._page(Product.objects.none(), page_size)
        products = list(page.object_list)
        look_up(products, {listed.fact for listed in self.listed_columns if listed.fact})
        look_up_states(products)
        look_up_locks(products, self.request.user)
        page.object_list = products
        return paginator, page, products, page.has_other_pages()

    def _page(self, products: QuerySet, page_size: int) -> tuple[ProductPaginator, Page]:
        rows = Product.objects.select_related(
            "brand", "family", "category", "parent__brand", "latest_revision", "locked_by"
        ).defer("latest_revision__content")
        pages = ProductPagination(products, self.ordering)
        paginator = ProductPaginator(pages, page_size, rows=rows)
        return paginator, paginator.get_page(self.request.GET.get(self.page_kwarg))

    @cached_property
    def is_filtering(self) -> bool:
        """Whether something is left out."""
        return self.asked.is_narrowed

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the bar above the rows needs."""
        context = super().get_context_data(*args, **kwargs)
        asked = self.asked
        views = segments_known_to(self.request.user).order_by("name")
        return {
            **context,
            "asked": asked,
            "problem": self.problem,
            "pills": self._pills(),
            "own_views": [view for view in views if view.owner_id == self.request.user.pk],
            "shared_views": [view for view in views if view.owner_id != self.request.user.pk],
            "may_change_view": asked.view and may_change_view(self.request.user, asked.view),
            "panel_query": asked.address(),
            "hidden_parameters": [
                (name, value)
                for name, values in self.request.GET.lists()
                if name not in ("q", "p", "_w_filter_fragment", "export")
                for value in values
            ],
            "cell_url": reverse("catalog_product:cell", args=[0, "column"]),
        }

    def _pills(self) -> list[Pill]:
        try:
            return pills(self.asked)
        except ValidationError:
            return []
