"""Rows of the tables that describe a product, without those of its prices."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from catalog.models import Product
from catalog.products.gtin import check_digit
from demo.catalogue import DemoProduct
from demo.keys import Keys
from demo.pictures.orders import variety_of

FIRST_PUBLISHED = datetime(2024, 1, 8, 8, 0, tzinfo=UTC)
# Applications of which some things stay unfinished, for editors to find.
NEVER_PUBLISHED_APPLICATION = 6
NEVER_PUBLISHED_BRANDS = {"veldrath", "morvale", "ignaro", "luxheim"}
OTHER_MAKERS = ("Brenholt", "Orvatek", "Selvaro", "Tamirex", "Quilliam", "Nordahl")

PRODUCT_COLUMNS = [
    "id",
    "brand_id",
    "part_number",
    "sku",
    "gtin",
    "name",
    "description",
    "status",
    "family_id",
    "category_id",
    "parent_id",
    "values",
    "channel_values",
    "live",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "expired",
    "locked",
    "created_at",
    "updated_at",
]
FITMENT_COLUMNS = [
    "product_id",
    "make_id",
    "model_id",
    "year_from",
    "year_to",
    "submodel",
    "engine",
    "drive",
    "body",
    "qualifiers",
    "position",
    "quantity",
    "note",
]
PACKAGE_COLUMNS = ["product_id", "level", "quantity", "gtin", "length", "width", "height", "weight"]
INTERCHANGE_COLUMNS = ["product_id", "brand_name", "number"]
RELATION_COLUMNS = ["product_id", "kind", "target_id", "quantity", "sort_order"]
ASSET_COLUMNS = ["product_id", "asset_id", "role", "sort_order"]


def is_published(product: DemoProduct) -> bool:
    """False for the few drafts that nobody has published yet."""
    return not (
        product.application == NEVER_PUBLISHED_APPLICATION
        and product.brand["code"] in NEVER_PUBLISHED_BRANDS
    )


def product_row(product: DemoProduct, ids: dict[str, int], keys: Keys) -> tuple:
    """The row of the product itself. `ids` holds the keys of the chunk's products by SKU."""
    created = FIRST_PUBLISHED + timedelta(seconds=47 * product.number)
    live = is_published(product)
    published = created + timedelta(hours=2) if live else None
    parent = product.variant_of
    design = product.design
    return (
        ids[product.sku],
        keys.brands[product.brand["code"]],
        product.part_number,
        product.sku,
        gtin(product, packed=False),
        design.name,
        design.description,
        status(product),
        keys.families[product.family["code"]],
        keys.categories[product.family["category"]],
        ids[product.sku_of(parent)] if parent is not None else None,
        design.values_json,
        "{}",
        live,
        not live,
        published,
        published,
        False,
        False,
        created,
        published or created,
    )


def status(product: DemoProduct) -> str:
    """The life cycle: most are active, one in twenty each planned, phasing out, discontinued."""
    if product.is_discontinued:
        return Product.Status.DISCONTINUED.value
    place = product.application % 20
    return {13: Product.Status.PHASE_OUT, 9: Product.Status.PLANNED}.get(
        place, Product.Status.ACTIVE
    ).value


def gtin(product: DemoProduct, *, packed: bool) -> str:
    """A GTIN-13 of the range 20 to 29, which GS1 gives to no company; GTIN-14 for a case."""
    digits = f"2{product.number % 10}{product.number:010d}"
    digits = f"1{digits}" if packed else digits
    return f"{digits}{check_digit(digits)}"


def fitment_rows(product: DemoProduct, key: int, keys: Keys) -> Iterator[tuple]:
    """One row for each range of vehicles and each position."""
    part = product.design.part
    for entry in product.vehicles:
        make, model = keys.vehicles[entry.vehicle]
        for position in part.positions:
            yield (
                key,
                make,
                model,
                *entry.years,
                "",
                entry.engine,
                entry.drive,
                "",
                "{}",
                position,
                part.quantity_per_vehicle,
                "",
            )


def package_rows(product: DemoProduct, key: int) -> Iterator[tuple]:
    """The single box and, where the trade buys them so, a case."""
    part = product.design.part
    length, width, height = part.box
    each = gtin(product, packed=False)
    weight = part.weight + part.weight / 20
    yield key, "EA", 1, each, length, width, height, round(weight, 3)
    if part.pieces_per_case:
        case = part.pieces_per_case
        yield (
            key,
            "CA",
            case,
            gtin(product, packed=True),
            length + 12,
            width * case // 2 + 12,
            height * 2 + 12,
            round(weight * case, 3),
        )


def interchange_rows(product: DemoProduct, key: int) -> Iterator[tuple]:
    """Up to two numbers of other makers for the same part."""
    scattered = product.scatter(3)
    for place in range(scattered % 3):
        maker = OTHER_MAKERS[(scattered // 3 + place) % len(OTHER_MAKERS)]
        number = product.scatter(5 + place) % 900_000 + 100_000
        yield key, maker, f"{maker[:2].upper()} {number // 1000}-{number % 1000:03d}"


def relation_rows(product: DemoProduct, key: int, ids: dict[str, int]) -> Iterator[tuple]:
    """Substitutes, accessories, what is superseded and what a kit holds, as far as they exist."""
    for order, (kind, sku, quantity) in enumerate(_relations(product)):
        if sku in ids:
            yield key, kind, ids[sku], quantity, order


def _relations(product: DemoProduct) -> Iterator[tuple[str, str, int]]:
    technical = product.technical_application
    if product.is_successor:
        yield "supersedes", product.sku_of(product.application - 1), 1
    if product.is_kit:
        yield "kit_component", product.sku_of(technical), 2
        yield "kit_component", product.sku_of(technical, "brake_pad"), 1
    elif product.family["code"] == "brake_disc":
        yield "accessory", product.sku_of(technical, "brake_pad"), 1
    for sku in product.twins:
        yield "substitute", sku, 1


def asset_rows(product: DemoProduct, key: int, keys: Keys) -> Iterator[tuple]:
    """Links to pictures and documents that products of the family and brand share."""
    family = product.family["code"]
    sets = keys.assets.get((family, product.brand["code"]))
    if sets:
        variety = variety_of(family, product.design.values)
        for order, (asset, role) in enumerate(sets[variety]):
            yield key, asset, role, order


def category_rows(product: DemoProduct, key: int, keys: Keys) -> Iterator[tuple]:
    """A kit stands among the brake pads too."""
    if product.is_kit:
        yield key, keys.categories["brake_pads"]
