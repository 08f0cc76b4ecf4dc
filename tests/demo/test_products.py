"""The products of the demo data: how many, always the same, and within the rules."""

import hashlib
import json
from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from catalog.attribute_types.checking import check_value
from catalog.attribute_types.units import standard_amount
from catalog.models import (
    Attribute,
    Brand,
    Family,
    Fitment,
    Price,
    Product,
    ProductRelation,
    RelationKind,
)
from catalog.products.gtin import check_digit, is_gtin
from demo import build, catalogue
from demo.bulk import checked_at_the_end
from demo.keys import read_keys
from demo.loading import PARTS, load_products
from demo.trade import EU_CUSTOMER, US_CUSTOMER

pytestmark = pytest.mark.django_db

FEW = 240


def create(count: int) -> int:
    return build.create_demo_data(products=count, seed=1, pictures=False, say=lambda message: None)


@pytest.fixture(scope="module")
def catalog(django_db_setup, django_db_blocker):
    """The site and the first products, for all tests of this module; taken back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "fixtures/initial_data.json", verbosity=0)
        create(FEW)
        yield
        transaction.set_rollback(True)


def checksum() -> str:
    rows = Product.objects.order_by("sku").values_list(
        "sku", "part_number", "gtin", "name", "status", "values", "parent__sku", "created_at"
    )
    return hashlib.sha256(json.dumps(list(rows), default=str).encode()).hexdigest()


def test_twelve_families_and_eight_brands_share_the_products_evenly(catalog):
    assert Product.objects.count() == FEW
    families = Counter(Product.objects.values_list("family__code", flat=True))
    assert len(families) == 12
    assert set(families.values()) == {FEW // 12}
    assert Product.objects.values("brand").distinct().count() == Brand.objects.count() == 8


def test_two_runs_make_the_same_products(catalog):
    first = checksum()
    remove_all_products()
    assert create(FEW) == FEW
    assert checksum() == first


def remove_all_products() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # With the changes that were made of them, which a new run makes again.
        cursor.execute("TRUNCATE catalog_product, catalog_bulkchange CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_second_run_adds_nothing_and_leaves_what_editors_changed(catalog):
    Product.objects.filter(sku="VLDR-BP10000").update(name="Changed by an editor")
    Brand.objects.filter(slug="veldrath").update(name="Renamed")
    assert create(FEW) == 0
    assert Product.objects.get(sku="VLDR-BP10000").name == "Changed by an editor"
    assert Brand.objects.get(slug="veldrath").name == "Renamed"


def test_a_second_run_goes_on_where_the_first_stopped(catalog):
    Product.objects.filter(sku="KSTV-BD10007").delete()
    assert create(FEW + 24) == 25
    assert Product.objects.count() == FEW + 24


def test_a_chunk_takes_the_same_number_of_statements_however_many_products(catalog):
    def statements(count: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as few:
            load_products(count=count, seed=1, keys=keys)
        return len(few)

    keys = read_keys({})
    assert statements(FEW + 12) == statements(FEW + 240)
    assert Product.objects.count() == FEW + 240


def test_every_value_is_within_the_rules_of_its_attribute(catalog):
    attributes = {a.code: a for a in Attribute.objects.prefetch_related("options")}
    families = {
        family.pk: set(family.family_attributes.values_list("attribute__code", flat=True))
        for family in Family.objects.all()
    }
    for values, family in Product.objects.values_list("values", "family"):
        assert values.keys() <= families[family]
        for code, value in values.items():
            assert_within_rules(attributes[code], value)


def assert_within_rules(attribute: Attribute, value) -> None:
    for part in value.values() if attribute.is_localizable else [value]:
        kind = attribute.type
        if kind == "measure":
            amount = standard_amount(attribute.unit, part)
            assert attribute.minimum <= amount <= attribute.maximum, attribute
        elif kind == "number":
            assert attribute.minimum <= Decimal(part) <= attribute.maximum, attribute
        elif kind in ("choice", "multiple_choice"):
            codes = {option.code for option in attribute.options.all()}
            assert codes.issuperset(part if kind == "multiple_choice" else [part])
        elif kind == "boolean":
            assert isinstance(part, bool)
        elif kind == "table":
            assert check_value(attribute, part) == part
        else:
            assert isinstance(part, str)
            assert len(part) <= (attribute.max_length or len(part))


def test_values_are_correlated_as_in_real_parts(catalog):
    discs = Product.objects.filter(family__code="brake_disc").values_list("values", flat=True)
    for values in discs:
        thickness = Decimal(values["disc_thickness"]["amount"])
        assert Decimal(values["minimum_thickness"]["amount"]) < thickness
        assert thickness < Decimal(values["disc_diameter"]["amount"]) / 8
    belts = Product.objects.filter(family__code="timing_belt").values_list("values", flat=True)
    for values in belts:
        pitch = Decimal("8") if values["tooth_profile"] == "round" else Decimal("9.525")
        assert abs(Decimal(values["length"]["amount"]) - int(values["tooth_count"]) * pitch) < 1


def test_gtins_have_their_check_digit(catalog):
    assert check_digit("629104150021") == "3"  # the example of GS1's own calculator
    for gtin in Product.objects.values_list("gtin", flat=True):
        assert is_gtin(gtin)
        assert gtin.startswith("2")


def test_fitments_name_vehicles_in_years_in_which_they_were_sold(catalog):
    assert Fitment.objects.count() > FEW
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM catalog_fitment f"
            " CROSS JOIN generate_series(f.year_from::int, f.year_to::int) AS year"
            " WHERE NOT EXISTS (SELECT FROM catalog_basevehicle b"
            " WHERE b.model_id = f.model_id AND b.year = year)"
        )
        assert cursor.fetchone() == (0,)


def test_people_find_every_kind_of_part_for_a_2015_civic(catalog):
    fits = Fitment.objects.filter(
        make__name="Honda", model__name="Civic", year_from__lte=2015, year_to__gte=2015
    )
    found = set(fits.values_list("product__family__code", flat=True))
    assert found >= {"brake_pad", "brake_disc", "battery", "wiper_blade", "cabin_filter"}


def test_every_product_has_a_price_on_every_list_and_customers_have_their_own(catalog):
    for code in ("public", "wholesale_us", "trade_eu"):
        single = Price.objects.filter(price_list__code=code, minimum_quantity=1)
        assert single.count() == FEW
    for number in (US_CUSTOMER, EU_CUSTOMER):
        assert Price.objects.filter(customer__number=number).exists()
    assert Price.objects.filter(minimum_quantity__gt=1).exists()


def test_relations_hold_together(catalog):
    kinds = Counter(ProductRelation.objects.values_list("kind", flat=True))
    assert set(kinds) == set(RelationKind.objects.values_list("code", flat=True))
    successors = ProductRelation.objects.filter(kind="supersedes")
    assert not successors.exclude(target__status="discontinued").exists()
    assert not successors.exclude(target__family=F("product__family")).exists()


def test_a_chunk_holds_whole_groups_of_related_products():
    last = list(catalogue.demo_products(0, catalogue.CHUNK, seed=1))[-1]
    following = next(iter(catalogue.demo_products(catalogue.CHUNK, catalogue.CHUNK + 1, seed=1)))
    for family in ("brake_pad", "brake_disc", "timing_belt"):
        brands = len(catalogue.family_brands(family))
        applications = catalogue.CHUNK // 12 // brands
        assert applications % catalogue.VARIANTS == 0
        assert applications % catalogue.SUCCESSOR_EVERY == 0
        assert applications % catalogue.KIT_EVERY in (0, 4)
    assert last.number + 1 == following.number


def schema() -> list[tuple]:
    """Constraints, indexes and enabled triggers of the tables that a large load touches."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes"
            " WHERE schemaname = 'public'"
            " UNION ALL SELECT 'trigger', tgrelid::regclass || '.' || tgname, tgenabled::text"
            " FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
        )
        return cursor.fetchall()


def test_a_large_load_leaves_constraints_indexes_and_triggers_as_they_were(catalog):
    before = schema()
    with checked_at_the_end(Product, PARTS):
        assert len(schema()) < len(before)
    assert schema() == before


def test_a_large_load_is_checked_at_its_end_or_taken_back(catalog):
    before = schema()
    brand_less = Product.objects.order_by("id").values("id")[:1]
    with (
        pytest.raises(IntegrityError, match="brand"),
        transaction.atomic(),
        checked_at_the_end(Product, PARTS),
    ):
        Product.objects.filter(id__in=brand_less).update(brand_id=0)
    assert schema() == before
    assert not Product.objects.filter(brand_id=0).exists()
