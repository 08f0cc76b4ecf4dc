"""The parts that the subject itself has: categories, assets, relations, numbers, packages."""

from catalog.products.models.asset_link import ProductAsset
from catalog.products.models.further_category import FurtherCategory
from catalog.products.models.package import Package
from catalog.products.models.relation import Interchange, ProductRelation
from catalog.products.parts import ColumnText, Content, ProductPart, joined


def _category(content: Content, text: ColumnText) -> str:
    return text("category")


def _asset(content: Content, text: ColumnText) -> str:
    return f"{text('role')}: {text('asset')}"


def _relation(content: Content, text: ColumnText) -> str:
    count = f" × {text('quantity')}" if content.get("quantity", 1) != 1 else ""
    return f"{text('kind')}: {text('target')}{count}"


def _interchange(content: Content, text: ColumnText) -> str:
    return f"{text('brand_name')} {text('number')}"


def _package(content: Content, text: ColumnText) -> str:
    sizes = " × ".join(filter(None, map(text, ("length", "width", "height"))))
    weight = f"{text('weight')} kg" if content.get("weight") else ""
    return joined(
        f"{text('level')} × {text('quantity')}", text("gtin"), sizes and f"{sizes} mm", weight
    )


# Further categories stand before fitments and prices, as in the form; the others after them.
_ORDER = 10

OWN_PARTS = (
    ProductPart(
        name="additional_categories",
        model=FurtherCategory,
        text=_category,
        conflict_key=("category",),
        is_indexed=True,
        many_to_many="category",
        order=-_ORDER,
    ),
    ProductPart(
        name="asset_links",
        model=ProductAsset,
        text=_asset,
        conflict_key=("asset", "role"),
        order=_ORDER,
    ),
    ProductPart(
        name="relations",
        model=ProductRelation,
        text=_relation,
        conflict_key=("kind", "target"),
        order=_ORDER,
    ),
    ProductPart(
        name="interchanges",
        model=Interchange,
        text=_interchange,
        conflict_key=("brand_name", "number"),
        is_indexed=True,
        order=_ORDER,
    ),
    ProductPart(
        name="packages",
        model=Package,
        text=_package,
        conflict_key=("level",),
        is_indexed=True,
        not_copied=("gtin",),
        order=_ORDER,
    ),
)
