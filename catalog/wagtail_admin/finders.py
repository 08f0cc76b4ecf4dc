"""What the search box of the admin finds in the catalog."""

from django.utils.translation import gettext_lazy as _

from catalog.pricing.models import PriceList
from catalog.products.models import Product
from catalog.products.queries.text_search import search_condition
from catalog.quality.models import QualityRule
from catalog.schema.models import Attribute, Brand, Category, Channel, Family
from catalog.segments.models import Segment
from console.finders.records import RecordFinder
from console.finders.registry import register_finder


def _code(
    record: Attribute | Category | Channel | Family | PriceList | QualityRule | Segment,
) -> str:
    return record.code


def _product_facts(product: Product) -> str:
    return " · ".join([product.sku, product.get_status_display()])


FINDERS = (
    RecordFinder(
        code="product",
        label=_("Products"),
        icon="cog",
        order=10,
        model=Product,
        fields=["sku", "part_number", "name"],
        detail=_product_facts,
        condition=search_condition,
        select_related=["brand"],
    ),
    RecordFinder("brand", _("Brands"), "tag", 50, Brand, ["name"]),
    RecordFinder(
        "category", _("Categories"), "folder-open-1", 51, Category, ["name", "code"], _code
    ),
    RecordFinder("family", _("Families"), "clipboard-list", 52, Family, ["label", "code"], _code),
    RecordFinder("attribute", _("Attributes"), "form", 53, Attribute, ["label", "code"], _code),
    RecordFinder("segment", _("Segments"), "sliders", 54, Segment, ["name", "code"], _code),
    RecordFinder("channel", _("Channels"), "globe", 55, Channel, ["name", "code"], _code),
    RecordFinder("price_list", _("Price lists"), "list-ol", 56, PriceList, ["name", "code"], _code),
    RecordFinder(
        "quality_rule", _("Quality rules"), "tasks", 57, QualityRule, ["name", "code"], _code
    ),
)


def register_finders() -> None:
    """All of them; from `AppConfig.ready()`."""
    for finder in FINDERS:
        register_finder(finder)
