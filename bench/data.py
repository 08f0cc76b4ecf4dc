"""Products to measure with: deterministic, made and removed by set-wise SQL.

Every record of it is named bench or begins with BENCH, so that it stands beside other data.
"""

from django.db import connection, transaction

from catalog.models import (
    Attribute,
    AttributeGroup,
    AttributeOption,
    Brand,
    Category,
    Channel,
    Completeness,
    Family,
    FamilyAttribute,
    Fitment,
    Interchange,
    Price,
    PriceList,
    Product,
)

BRANDS = 20
FAMILIES = 12
CATEGORIES = 36
TEXT, NUMBER, MEASURE = Attribute.Type.TEXT, Attribute.Type.NUMBER, Attribute.Type.MEASURE
BOOLEAN, CHOICE = Attribute.Type.BOOLEAN, Attribute.Type.CHOICE

# code: (type, SQL of the stored value as jsonb, over `n`, the running number of the product)
ATTRIBUTES = {
    "bench_title": (TEXT, "to_jsonb('Part number ' || n || ', “front” axle')"),
    "bench_model": (TEXT, "to_jsonb('M' || n % 977)"),
    "bench_finish": (TEXT, "to_jsonb('Finish ' || n % 13)"),
    "bench_origin": (TEXT, "to_jsonb((ARRAY['DE','US','MX','JP','PL'])[1 + n % 5])"),
    "bench_remark": (TEXT, "to_jsonb('Torque to 85 Nm; replace the bolts, kit ' || n % 41)"),
    "bench_length": (NUMBER, "to_jsonb(((n * 7919 % 90000) / 100.0)::numeric(8,2)::text)"),
    "bench_width": (NUMBER, "to_jsonb(((n * 104729 % 50000) / 100.0)::numeric(8,2)::text)"),
    "bench_teeth": (NUMBER, "to_jsonb((10 + n % 60)::text)"),
    "bench_thread": (NUMBER, "to_jsonb((1 + n % 3 * 0.25)::numeric(4,2)::text)"),
    "bench_weight": (
        MEASURE,
        "jsonb_build_object('amount', (n % 5000 / 1000.0)::numeric(6,3)::text, 'unit', 'kg')",
    ),
    "bench_torque": (
        MEASURE,
        "jsonb_build_object('amount', (n % 300)::text, 'unit', 'Nm')",
    ),
    "bench_coated": (BOOLEAN, "to_jsonb(n % 2 = 0)"),
    "bench_sensor": (BOOLEAN, "to_jsonb(n % 3 = 0)"),
    "bench_material": (CHOICE, "to_jsonb('option_' || n % 8)"),
    "bench_position": (CHOICE, "to_jsonb('option_' || n % 4)"),
}

UNITS = {"bench_weight": "kg", "bench_torque": "Nm"}
# What the listing is sorted by beside the fields of products.
SORTABLE = ("bench_length", "bench_weight", "bench_title", "bench_material")

# A 4, the number in 12 digits, and the check digit: from the right, every other digit weighs 3.
_GTIN = """
'4' || lpad(n::text, 12, '0') || (1000
    - 12 - 3 * (n %% 10 + n / 100 %% 10 + n / 10000 %% 10 + n / 1000000 %% 10)
    - n / 10 %% 10 - n / 1000 %% 10 - n / 100000 %% 10 - n / 10000000 %% 10) %% 10
"""

_INSERT_PRODUCTS = """
INSERT INTO catalog_product (
    live, has_unpublished_changes, expired, locked, first_published_at, last_published_at,
    part_number, sku, gtin, name, description, status, values, channel_values,
    created_at, updated_at, brand_id, family_id, category_id)
SELECT true, false, false, false, now(), now(),
    'BENCH-' || n || '/' || n %% 10, 'BENCH-' || lpad(n::text, 8, '0'),
    {gtin}, 'Bench part ' || n,
    'A part of sound make, number ' || n || ', for "heavy" and light use.', 'active',
    jsonb_build_object({values}), '{{}}', now(), now(),
    (%(brands)s)[1 + n %% {brands}],
    (%(families)s)[1 + n %% {families}],
    (%(categories)s)[1 + n %% {categories}]
FROM generate_series(1::bigint, %(count)s) AS n
"""

_INSERT_PRICES = """
INSERT INTO catalog_price (product_id, price_list_id, minimum_quantity, amount)
SELECT id, %(price_list)s, 1, 1 + id * 7919 %% 90000 / 100.0
FROM catalog_product WHERE sku LIKE 'BENCH-%%'
"""


@transaction.atomic
def make_products(count: int) -> Channel:
    """Make `count` published products with values and prices; returns a channel for them.

    What an earlier call left is removed first.
    """
    remove_products()
    attributes = _make_attributes()
    values = ", ".join(
        f"'{code}', {value.replace('%', '%%')}" for code, (_type, value) in ATTRIBUTES.items()
    )
    insert = _INSERT_PRODUCTS.format(
        values=values, gtin=_GTIN, brands=BRANDS, families=FAMILIES, categories=CATEGORIES
    )
    with connection.cursor() as cursor:
        cursor.execute(
            insert,
            {
                "brands": _make_brands(),
                "families": _make_families(attributes),
                "categories": _make_categories(),
                "count": count,
            },
        )
        cursor.execute(_INSERT_PRICES, {"price_list": _public_list().pk})
        for table in ("catalog_product", "catalog_price"):
            cursor.execute(f"ANALYZE {table}")
    return Channel.objects.create(code="bench", name="Bench")


@transaction.atomic
def remove_products() -> None:
    """Take away everything that `make_products` made."""
    products = Product.objects.filter(sku__startswith="BENCH-").order_by()
    for part in (Completeness, Fitment, Interchange, Price):
        part.objects.filter(product__in=products).order_by()._raw_delete(using="default")
    products._raw_delete(using="default")
    FamilyAttribute.objects.filter(family__code__startswith="bench_").delete()
    for model in (Family, Attribute, AttributeGroup, Category):
        model.objects.filter(code__startswith="bench_").delete()
    for model in (Channel, PriceList):
        model.objects.filter(code="bench").delete()
    Brand.objects.filter(slug__startswith="bench-").delete()


def _make_attributes() -> list[Attribute]:
    group = AttributeGroup.objects.create(code="bench_group", label="Bench")
    attributes = Attribute.objects.bulk_create(
        Attribute(
            code=code,
            label=code.replace("_", " ").title(),
            type=type_,
            group=group,
            unit=UNITS.get(code, ""),
            is_sortable=code in SORTABLE,
        )
        for code, (type_, _value) in ATTRIBUTES.items()
    )
    AttributeOption.objects.bulk_create(
        AttributeOption(attribute=attribute, code=f"option_{n}", label=f"Option {n}")
        for attribute in attributes
        if attribute.type == CHOICE
        for n in range(8)
    )
    return attributes


def _make_brands() -> list[int]:
    brands = Brand.objects.bulk_create(
        Brand(name=f"Bench brand {n}", slug=f"bench-{n}") for n in range(BRANDS)
    )
    return [brand.pk for brand in brands]


def _make_families(attributes: list[Attribute]) -> list[int]:
    families = Family.objects.bulk_create(
        Family(code=f"bench_family_{n}", label=f"Bench family {n}") for n in range(FAMILIES)
    )
    FamilyAttribute.objects.bulk_create(
        FamilyAttribute(family=family, attribute=attribute, sort_order=order)
        for family in families
        for order, attribute in enumerate(attributes)
    )
    return [family.pk for family in families]


def _make_categories() -> list[int]:
    root = Category.add_root(code="bench_root", name="Bench", slug="bench")
    return [
        root.add_child(code=f"bench_{n}", name=f"Bench {n}", slug=f"bench-{n}").pk
        for n in range(CATEGORIES)
    ]


def _public_list() -> PriceList:
    """The site's public price list, or one of the bench's own where there is none."""
    public = PriceList.objects.filter(is_public=True).first()
    return public or PriceList.objects.create(code="bench", name="Bench", is_public=True)
