"""The parts of a product that the subject itself has: assets, relations, numbers, packages."""

from catalog.products.models.asset_link import ProductAsset
from catalog.products.models.package import Package
from catalog.products.models.relation import Interchange, ProductRelation
from catalog.products.parts import ColumnText, Content, ProductPart, joined


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


# After fitments and prices.
_ORDER = 10

OWN_PARTS = (
    ProductPart(
        name="asset_links",
        model=ProductAsset,
        text=_asset,
        identity=lambda row: (row.asset_id, row.role),
        order=_ORDER,
    ),
    ProductPart(
        name="relations",
        model=ProductRelation,
        text=_relation,
        identity=lambda row: (row.kind, row.target_id),
        order=_ORDER,
    ),
    ProductPart(
        name="interchanges",
        model=Interchange,
        text=_interchange,
        identity=lambda row: (row.brand_name, row.number),
        order=_ORDER,
    ),
    ProductPart(
        name="packages", model=Package, text=_package, identity=lambda row: row.level, order=_ORDER
    ),
)
