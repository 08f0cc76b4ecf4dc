"""The product listing: pictures, filters and a search that knows part numbers."""

import re
from collections import defaultdict
from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.models import Revision, WorkflowState

from catalog.forms.categories import CategoryChoiceField
from catalog.models import Category, Product, ProductAsset, Segment
from catalog.segments import products_of_segment

from ..viewsets import CatalogSnippetIndexView

THUMBNAIL = "max-96x96"


class CategoryFilter(django_filters.ModelChoiceFilter):
    """Offers the category tree."""

    field_class = type("Field", (CategoryChoiceField, django_filters.fields.ModelChoiceField), {})


class ProductFilterSet(WagtailFilterSet):
    """What the listing can be narrowed by."""

    category = CategoryFilter(
        label=_("Category and below"), queryset=Category.objects.all(), method="in_category"
    )

    segment = django_filters.ModelChoiceFilter(
        label=_("Segment"), queryset=Segment.objects.all(), method="in_segment"
    )

    class Meta:
        model = Product
        fields = ["brand", "family", "category", "segment", "status", "live"]

    def in_segment(self, queryset: QuerySet, name: str, segment: Segment) -> QuerySet:
        """Products of the segment; none where its filter asks for what is no more."""
        return queryset.filter(pk__in=products_of_segment(segment).order_by().values("pk"))

    def in_category(self, queryset: QuerySet, name: str, category: Category) -> QuerySet:
        """Products of the category or of one below it."""
        return queryset.filter(category__path__startswith=category.path)


def search_products(queryset: QuerySet, text: str) -> QuerySet:
    """Each word occurs in the name, the brand or a number; numbers in any spelling."""
    for word in text.split():
        number = re.sub(r"[^A-Z0-9]", "", word.upper())
        found = Q(name__icontains=word) | Q(sku__icontains=word) | Q(gtin__startswith=word)
        found |= Q(brand__name__icontains=word)
        if number:
            found |= Q(normalized_part_number__contains=number)
        queryset = queryset.filter(found)
    return queryset


def filter_products(query: QueryDict, request: HttpRequest) -> QuerySet[Product]:
    """The products that the listing shows at an address with this query."""
    filters = ProductFilterSet(data=query, request=request, queryset=Product.objects.all())
    products = filters.qs if filters.is_valid() else Product.objects.none()
    return search_products(products, query.get("q", ""))


class ThumbnailColumn(Column):
    """The main picture of the product."""

    cell_template_name = "catalog/admin/thumbnail_cell.html"

    def get_value(self, product: Product) -> Any:
        """A small rendition of the picture, or None."""
        for link in product.main_pictures:
            if link.asset.image:
                return link.asset.image.get_rendition(THUMBNAIL)
        return None


class ProductIndexView(CatalogSnippetIndexView):
    """The listing, in a number of queries that does not depend on the products."""

    @cached_property
    def columns(self) -> list[Column]:
        """The picture stands before the title, which Wagtail wants first."""
        checkbox, *columns = super().columns
        return [checkbox, ThumbnailColumn("picture", label=_("Picture"), width="4rem"), *columns]

    def get_base_queryset(self) -> QuerySet:
        """Products with what their rows show."""
        pictures = (
            ProductAsset.objects.filter(role=ProductAsset.Role.PRIMARY)
            .select_related("asset__image")
            .prefetch_related("asset__image__renditions")
        )
        return (
            super()
            .get_base_queryset()
            .prefetch_related(Prefetch("asset_links", pictures, to_attr="main_pictures"))
        )

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Search the database, so that rows written by an import are found at once."""
        return search_products(queryset, self.search_query)

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        """Look up what the status column shows of the whole page at once."""
        paginator, page, products, has_other_pages = super().paginate_queryset(queryset, page_size)
        products = list(products)
        scheduled, in_workflow = _scheduled_revisions(products), _active_workflows(products)
        for product in products:
            # Wagtail's mixins would ask for each product; these are the places they look at first.
            product.__dict__["scheduled_revision"] = scheduled.get(str(product.pk))
            product._current_workflow_states = in_workflow[str(product.pk)]
        page.object_list = products
        return paginator, page, products, has_other_pages


def _of(products: list[Product]) -> dict[str, Any]:
    """The condition that a row of Wagtail's tables is of one of `products`."""
    return {
        "base_content_type": ContentType.objects.get_for_model(Product),
        "object_id__in": [str(product.pk) for product in products],
    }


def _active_workflows(products: list[Product]) -> dict[str, list[WorkflowState]]:
    found = defaultdict(list)
    for state in WorkflowState.objects.active().filter(**_of(products)):
        found[state.object_id].append(state)
    return found


def _scheduled_revisions(products: list[Product]) -> dict[str, Revision]:
    revisions = Revision.objects.filter(approved_go_live_at__isnull=False, **_of(products)).defer(
        "content"
    )
    return {revision.object_id: revision for revision in revisions}
