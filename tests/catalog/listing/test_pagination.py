"""Pages of products: the same products, whichever way to them is taken."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.listing.queries import pagination as product_pages
from catalog.listing.queries.ordering import FIELD_ORDERS, is_known_order
from catalog.listing.queries.pagination import ProductPagination
from catalog.models import Attribute, AttributeOption, Interchange, Package, Product
from catalog.products.queries.text_search import search_condition
from tests.factories.catalog import AttributeFactory, BrandFactory, FamilyFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def products():
    """Twelve products of three brands, whose names stand in another order than their numbers."""
    family, brands = FamilyFactory(), [BrandFactory(name=name) for name in ("Zeta", "Acme", "Mid")]
    made = [
        ProductFactory(
            brand=brands[n % 3], family=family, part_number=f"P-{n:02d}", name=f"N{n * 7 % 12:02d}"
        )
        for n in range(12)
    ]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalog_product")
    return made


ASKED = [f"{dash}{order}" for order in FIELD_ORDERS for dash in ("", "-")]


@pytest.mark.parametrize("order", ASKED)
@pytest.mark.parametrize("filtered", [False, True])
def test_walking_the_index_shows_the_order_that_sorting_shows(
    products, order, filtered, monkeypatch
):
    everything = Product.objects.filter(name__startswith="N") if filtered else Product.objects.all()
    sorted_keys = ProductPagination(everything, order).keys(0, 12)
    monkeypatch.setattr(product_pages, "FEW", 2)
    walked = ProductPagination(everything, order)
    assert walked.is_estimate
    assert walked.keys(0, 12) == sorted_keys
    assert walked.keys(4, 7) == sorted_keys[4:7]


@pytest.fixture
def valued():
    """Products with values of every sortable kind, some inherited, some lacking."""
    kinds = {"number": "number", "size": "measure", "day": "date", "word": "text", "pick": "choice"}
    for code, kind in kinds.items():
        unit = "mm" if kind == "measure" else ""
        AttributeFactory(code=code, type=kind, unit=unit, is_sortable=True)
    AttributeFactory(code="said", type="text", is_localizable=True, is_sortable=True)
    pick = Attribute.objects.get(code="pick")
    for place, code in enumerate(["z_first", "a_second", "m_third"]):
        AttributeOption.objects.create(attribute=pick, code=code, label=code, sort_order=place)
    stored = [
        {"number": "9", "size": {"amount": "1", "unit": "in"}, "day": "2026-02-01"},
        {"number": "10.5", "size": {"amount": "3", "unit": "mm"}, "word": "beta"},
        {"number": "-3", "word": "Alpha", "pick": "m_third", "said": {"de": "Zange"}},
        {"day": "2025-12-31", "pick": "z_first", "said": {"de": "anker", "en": "x"}},
        {"number": "9.0", "size": {"amount": "2.5", "unit": "cm"}, "pick": "a_second"},
        {"number": "no number", "word": "ALPHA", "pick": "gone"},
    ]
    brand = BrandFactory()
    products = [
        ProductFactory(brand=brand, part_number=f"P-{n}", values=values)
        for n, values in enumerate(stored)
    ]
    for parent in (products[1], products[2]):
        ProductFactory(brand=brand, part_number=f"V-{parent.pk}", parent=parent)
    ProductFactory(brand=brand, part_number="V-9", parent=products[1], values={"number": "9"})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalog_product")
    return [*products, *Product.objects.filter(parent__isnull=False).order_by("pk")]


VALUE_ORDERS = {
    "values.number": [2, 7, 0, 4, 8, 1, 6, 3, 5],
    "-values.number": [6, 1, 8, 4, 0, 7, 2, 5, 3],
    "values.size": [1, 6, 8, 4, 0, 2, 3, 5, 7],
    "-values.day": [0, 3, 8, 7, 6, 5, 4, 2, 1],
    "values.word": [2, 5, 7, 1, 6, 8, 0, 3, 4],
    "values.pick": [3, 4, 2, 7, 0, 1, 5, 6, 8],
    "-values.pick": [7, 2, 4, 3, 8, 6, 5, 1, 0],
    "values.said.de": [3, 2, 7, 0, 1, 4, 5, 6, 8],
}


@pytest.mark.parametrize("few", [product_pages.FEW, 2])
@pytest.mark.parametrize("order", VALUE_ORDERS)
def test_values_are_sorted_as_what_they_are_and_those_without_come_last(
    valued, order, few, monkeypatch
):
    monkeypatch.setattr(product_pages, "FEW", few)
    pages = ProductPagination(Product.objects.all(), order)
    places = {product.pk: place for place, product in enumerate(valued)}
    wanted = VALUE_ORDERS[order]
    assert [places[key] for key in pages.keys(0, 9)] == wanted
    for start in (0, 3, 6):
        assert [places[key] for key in pages.keys(start, start + 3)] == wanted[start : start + 3]
    filtered = ProductPagination(Product.objects.exclude(pk=valued[1].pk).filter(sku__gt=""), order)
    assert [places[key] for key in filtered.keys(0, 9)] == [one for one in wanted if one != 1]


def test_only_sortable_attributes_give_an_order(valued):
    Attribute.objects.filter(code="number").update(is_sortable=False)
    AttributeFactory(code="flag", type="boolean", is_sortable=True)
    given = {
        order for order in ("values.number", "values.flag", "values.lost") if is_known_order(order)
    }
    assert given == set()
    assert is_known_order("-values.said.es")
    assert not is_known_order("values.said")


def test_brands_stand_in_the_order_of_their_names(products):
    keys = ProductPagination(Product.objects.all(), "brand").keys(0, 12)
    found = Product.objects.select_related("brand").in_bulk(keys)
    shown = [(found[key].brand.name, found[key].part_number) for key in keys]
    assert shown == sorted(shown)
    assert shown[0] == ("Acme", "P-01")


def test_a_sample_decides_that_many_match_and_how_many_there_may_be(products, monkeypatch):
    monkeypatch.setattr(product_pages, "SAMPLED_FROM", 5)
    monkeypatch.setattr(product_pages, "MANY", 0.5)
    monkeypatch.setattr(product_pages, "FEW", 3)
    many = ProductPagination(Product.objects.filter(name__startswith="N"))
    with CaptureQueriesContext(connection) as queries:
        assert (many.is_estimate, many.count) == (True, 12)
    assert not any("LIMIT 4" in query["sql"] for query in queries)
    few = ProductPagination(Product.objects.filter(name="N00"))
    assert (few.is_estimate, few.count) == (False, 1)


def test_the_planner_is_its_old_self_after_a_walk(products, monkeypatch):
    monkeypatch.setattr(product_pages, "FEW", 2)
    ProductPagination(Product.objects.all()).keys(0, 3)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('enable_sort'), current_setting('enable_bitmapscan')"
        )
        assert cursor.fetchone() == ("on", "on")


@pytest.mark.parametrize(
    "text",
    [
        *("ab12345", "AB 1234-5", "ab-1234/5", "4000000000012", "04000000000012", "sku 77"),
        *("ceramic bel", "acme pad", "strasse", "x99871", "X-998 71"),
    ],
)
def test_a_product_is_found_by_words_and_by_numbers_in_any_spelling(text):
    sought = ProductFactory(
        part_number="AB-1234/5",
        sku="SKU 77",
        gtin="04000000000012",
        name="Ceramic Beläge pad",
        description="für die Straße",
        brand=BrandFactory(name="Acme"),
    )
    Interchange.objects.create(product=sought, brand_name="Other", number="X.99871")
    ProductFactory(name="Disc", part_number="Z-1")
    assert list(Product.objects.filter(search_condition(text))) == [sought]


@pytest.mark.parametrize(
    "text",
    [
        *("2900000000018", "02900000000018", "22900000000012"),
        *("2900000000025", "02900000000025", "22900000000029"),
    ],
)
def test_a_product_is_found_by_its_gtin_and_those_of_its_packages(text):
    sought = ProductFactory(gtin="02900000000018")
    Package.objects.create(product=sought, gtin="2900000000025")
    ProductFactory(gtin="2900000000032")
    assert list(Product.objects.filter(search_condition(text))) == [sought]


@pytest.mark.parametrize("text", ["disc pad", "!!! ' & | :* \\", "<script>", "b4", "%", "x" * 5000])
def test_what_no_product_holds_finds_none(text):
    ProductFactory(name="Disc", description="Brake")
    assert not Product.objects.filter(search_condition(text)).exists()


def test_the_search_is_served_by_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Product.objects.filter(search_condition("ceramic")).order_by().explain()
    assert "product_words" in plan
    plan = Product.objects.filter(values__contains={"material": "ceramic"}).order_by().explain()
    assert "product_values" in plan
