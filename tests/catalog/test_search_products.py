"""Finding products, by every backend alike."""

from decimal import Decimal

import pytest

from accounts.models import Customer
from catalog.models import AttributeOption, CustomerTerms, Interchange, Product, Segment
from catalog.selectors.search import (
    ProductFilter,
    VehicleChoice,
    search_products,
    suggest_products,
)
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    VehicleMakeFactory,
    VehicleModelFactory,
)

pytestmark = pytest.mark.django_db

HOSTILE = [
    "x" * 10_000,
    "ab12 " * 2_000,
    "!!! *** (((",
    "\0",
    "brake\0pad",
    "a:b AND (c OR",
    "brake & | ! <-> :*",
    "'; DROP TABLE x; --",
    '"unclosed',
    "\\",
    "%",
    "_",
    "🚗🔧",
    "٣٤٥",
    "\ud800",
]


def found(text="", **wanted) -> list[str]:
    """The part numbers of the first page."""
    options = {key: wanted.pop(key) for key in ("customer", "sort") if key in wanted}
    search = search_products(ProductFilter(text=text, **wanted), **options)
    numbers = dict(Product.objects.values_list("pk", "part_number"))
    return [numbers[pk] for pk in search.result.ids]


def options(search, code: str) -> dict[str, int]:
    """Label -> count of one facet."""
    facet = next(facet for facet in search.facets if facet.code == code)
    return {option.label: option.count for option in facet.options}


class TestWords:
    def test_all_words_are_found_in_any_form(self, indexed):
        ProductFactory(part_number="PAD", name="Ceramic brake pads, front")
        ProductFactory(part_number="DISC", name="Brake disc")
        indexed()
        assert found("brake pad") == ["PAD"]
        assert sorted(found("brakes")) == ["DISC", "PAD"]
        assert found("ceramic disc") == []

    def test_brand_category_and_searchable_attributes_count_as_words(self, indexed):
        material = AttributeFactory(code="material", type="choice", is_searchable=True)
        AttributeOption.objects.create(attribute=material, code="cer", label="Ceramic")
        ProductFactory(
            part_number="A",
            name="Pad",
            brand=BrandFactory(name="Acme"),
            category=CategoryFactory(name="Braking", parent=CategoryFactory(name="Chassis")),
            values={"material": "cer"},
        )
        indexed()
        for text in ("acme pad", "chassis pad", "braking", "ceramic pad"):
            assert found(text) == ["A"], text

    def test_the_name_outranks_the_description(self, indexed):
        ProductFactory(part_number="A", name="Kit", description="Comes with a wiper and more words")
        ProductFactory(part_number="B", name="Wiper")
        indexed()
        assert found("wiper") == ["B", "A"]

    @pytest.mark.parametrize("misspelt", ["brkae pad", "ceramc", "wimdshild"])
    def test_a_misspelt_word_finds_the_near_one_and_says_so(self, indexed, misspelt):
        ProductFactory(part_number="A", name="Ceramic brake pad for the windshield")
        ProductFactory(part_number="B", name="Filter")
        indexed()
        search = search_products(ProductFilter(text=misspelt))
        assert (search.result.total, search.result.approximate) == (1, True)
        assert found(misspelt) == ["A"]

    @pytest.mark.parametrize("hostile", HOSTILE)
    def test_hostile_texts_find_nothing_and_break_nothing(self, indexed, hostile):
        ProductFactory(name="Wheel")
        indexed()
        assert found(hostile) == []
        assert suggest_products(hostile) == []

    def test_spaces_alone_are_no_search(self, indexed):
        ProductFactory(part_number="A")
        indexed()
        assert found("   ") == ["A"]


class TestNumbers:
    @pytest.mark.parametrize("spelling", ["AB-1234/5", "ab12345", "AB 1234 5", "ab.12345"])
    def test_a_part_number_is_found_in_any_spelling(self, indexed, spelling):
        ProductFactory(part_number="AB-1234/5")
        ProductFactory(part_number="CD-1234/5")
        indexed()
        assert found(spelling) == ["AB-1234/5"]

    def test_exact_then_interchange_then_beginnings(self, indexed):
        ProductFactory(part_number="AB-123-99")
        other = ProductFactory(part_number="ZZ-1")
        Interchange.objects.create(product=other, brand_name="Rival", number="AB 123")
        ProductFactory(part_number="AB-123")
        indexed()
        assert found("ab123") == ["AB-123", "ZZ-1", "AB-123-99"]

    def test_sku_and_gtin_are_numbers_too(self, indexed):
        ProductFactory(part_number="A", sku="S-77/001", gtin="0012345678905")
        indexed()
        for text in ("s77001", "0012345678905", "12345678905"):
            assert found(text) == ["A"], text

    def test_a_number_with_words_needs_both(self, indexed):
        ProductFactory(part_number="AB-1234", name="Brake pad")
        ProductFactory(part_number="AB-1235", name="Brake disc")
        indexed()
        assert found("AB-1234 pad") == ["AB-1234"]
        assert found("AB1235 disc") == ["AB-1235"]
        assert found("AB1234 disc") == []


class TestVehicles:
    @pytest.fixture
    def civic(self):
        return VehicleModelFactory(name="Civic", make=VehicleMakeFactory(name="Honda"))

    @pytest.fixture
    def parts(self, civic):
        """Pads for the Civic of 2010 to 2015, a disc for it, and pads for something else."""
        FitmentFactory(product=ProductFactory(part_number="FITS", name="Brake pad"), model=civic)
        FitmentFactory(product=ProductFactory(part_number="DISC", name="Brake disc"), model=civic)
        FitmentFactory(product=ProductFactory(part_number="OTHER", name="Brake pad"))

    def test_a_vehicle_in_the_text_is_a_filter(self, indexed, civic, parts):
        indexed()
        search = search_products(ProductFilter(text="2015 honda civic brake pad"))
        assert found("2015 honda civic brake pad") == ["FITS"]
        understood = search.result.interpretation
        assert understood.text == "brake pad"
        assert understood.recognised[0].label == "2015 Honda Civic"
        assert understood.recognised[0].values == {
            "make": civic.make_id,
            "model": civic.pk,
            "year": 2015,
        }

    def test_the_year_counts(self, indexed, parts):
        indexed()
        assert found("2016 honda civic brake pad") == []
        assert sorted(found("honda civic")) == ["DISC", "FITS"]

    def test_what_fits_every_model_fits_this_one(self, indexed, civic, parts):
        oil = ProductFactory(part_number="OIL", name="Oil")
        FitmentFactory(product=oil, model=None, make=civic.make, year_from=2000, year_to=2020)
        indexed()
        assert found("2015 civic oil") == ["OIL"]
        assert found(vehicle=VehicleChoice(civic.make_id, civic.pk, 2001)) == ["OIL"]

    def test_the_vehicle_picker_filters_by_any_part_of_a_vehicle(self, indexed, civic, parts):
        indexed()
        for vehicle in (
            VehicleChoice(make_id=civic.make_id),
            VehicleChoice(make_id=civic.make_id, year=2012),
            VehicleChoice(civic.make_id, civic.pk),
        ):
            assert sorted(found(vehicle=vehicle)) == ["DISC", "FITS"], vehicle
        assert len(found(vehicle=VehicleChoice(year=2012))) == 3
        assert found(vehicle=VehicleChoice(civic.make_id, civic.pk, 2016)) == []

    def test_words_can_be_kept_words(self, indexed, parts):
        ProductFactory(part_number="BOOK", name="Honda Civic manual")
        indexed()
        assert found("honda civic", interpret=False) == ["BOOK"]

    def test_a_vehicle_that_leaves_nothing_is_tried_as_words(self, indexed, parts):
        ProductFactory(part_number="BOOK", name="Honda Civic 1999 manual")
        indexed()
        assert found("1999 honda civic manual") == ["BOOK"]


class TestFilters:
    def test_only_published_products(self, indexed):
        ProductFactory(live=False)
        ProductFactory(part_number="LIVE")
        indexed()
        assert found() == ["LIVE"]

    def test_a_category_means_its_subtree_with_counts(self, indexed):
        chassis = CategoryFactory()
        brakes = CategoryFactory(parent=chassis)
        ProductFactory(part_number="A", category=brakes)
        second = ProductFactory(part_number="B", category=CategoryFactory())
        second.additional_categories.add(chassis)
        second.save()
        ProductFactory(part_number="C")
        indexed()
        assert sorted(found(category_id=chassis.pk)) == ["A", "B"]
        assert found(category_id=brakes.pk) == ["A"]
        counts = search_products(ProductFilter(category_id=brakes.pk)).category_counts
        assert counts[chassis.pk] == 2
        assert counts[brakes.pk] == 1

    def test_a_selection_shrinks_the_other_facets_and_not_its_own(self, indexed):
        AttributeFactory(code="material", type="choice", is_facet=True)
        acme, rival = BrandFactory(name="Acme"), BrandFactory(name="Rival")
        ProductFactory(brand=acme, values={"material": "steel"})
        ProductFactory(brand=acme, values={"material": "ceramic"})
        ProductFactory(brand=rival, values={"material": "steel"})
        indexed()
        search = search_products(ProductFilter(attributes={"material": ["steel"]}))
        assert search.result.total == 2
        assert options(search, "brand") == {"Acme": 1, "Rival": 1}
        assert options(search, "material") == {"steel": 2, "ceramic": 1}
        search = search_products(
            ProductFilter(attributes={"material": ["ceramic"]}, brand_ids=[acme.pk])
        )
        assert search.result.total == 1
        assert options(search, "brand") == {"Acme": 1}
        assert options(search, "material") == {"steel": 1, "ceramic": 1}

    def test_every_kind_of_attribute_is_a_facet(self, indexed):
        for code, kind in [("many", "multiple_choice"), ("flag", "boolean"), ("long", "number")]:
            AttributeFactory(code=code, type=kind, is_facet=True)
        AttributeFactory(code="width", type="measure", unit="mm", is_facet=True)
        ProductFactory(
            part_number="A",
            values={
                "many": ["x", "y"],
                "flag": True,
                "long": "12.70",
                "width": {"amount": "9.0", "unit": "mm"},
            },
        )
        ProductFactory(
            part_number="B",
            values={
                "many": ["y"],
                "flag": False,
                "long": "12.7",
                "width": {"amount": "1", "unit": "in"},
            },
        )
        indexed()
        search = search_products(ProductFilter())
        assert options(search, "many") == {"y": 2, "x": 1}
        assert options(search, "flag") == {"Yes": 1, "No": 1}
        assert options(search, "long") == {"12.7": 2}
        assert options(search, "width") == {"1 in": 1, "9": 1}
        assert found(attributes={"flag": ["true"]}) == ["A"]
        assert found(attributes={"many": ["x"]}) == ["A"]
        assert found(ranges={"width": (Decimal("8.5"), None)}) == ["A"]
        assert found(ranges={"long": (Decimal("12.71"), None)}) == []
        assert len(found(ranges={"long": (Decimal("12.7"), Decimal("12.7"))})) == 2

    def test_hostile_filters_find_nothing(self, indexed):
        ProductFactory()
        indexed()
        for values in (["\0"], ["' OR 1=1"], ["*"], ["x" * 40_000]):
            assert found(attributes={"material": values}) == []
        assert found(attributes={'a"b\\.*': ["x"]}) == []
        assert found(ranges={'a"b\\.*': (Decimal(1), None)}) == []


class TestAssortment:
    @pytest.fixture
    def customer(self):
        """A customer who may see Acme alone."""
        segment = Segment.objects.create(
            code="acme",
            name="Acme",
            filter={
                "match": "all",
                "conditions": [{"field": "brand", "operator": "is", "value": "Acme"}],
            },
        )
        customer = Customer.objects.create(number="1", name="C", status="approved")
        CustomerTerms.objects.create(customer=customer, assortment=segment)
        return customer

    def test_it_limits_products_totals_facets_and_suggestions(self, indexed, customer):
        pytest.importorskip("catalog.segments", reason="segments are not compiled yet")
        ProductFactory(part_number="MINE", name="Pad", brand=BrandFactory(name="Acme"))
        ProductFactory(part_number="HIDDEN", name="Pad", brand=BrandFactory(name="Rival"))
        indexed()
        assert found("pad", customer=customer) == ["MINE"]
        search = search_products(ProductFilter(), customer=customer)
        assert search.result.total == 1
        assert options(search, "brand") == {"Acme": 1}
        assert [s.detail for s in suggest_products("pad", customer=customer)] == ["Acme MINE"]
        assert suggest_products("riv", customer=customer) == []


class TestOrderAndPages:
    def test_every_order(self, indexed):
        prices = PriceListFactory(is_public=True)
        for number, name, amount in [
            ("P 10", "Alpha", "3"),
            ("P 9", "beta", "1"),
            ("P 8", "Ärm", "2"),
        ]:
            product = ProductFactory(part_number=number, name=name)
            PriceFactory(product=product, price_list=prices, amount=amount)
        indexed()
        assert found(sort="name") == ["P 10", "P 8", "P 9"]
        assert found(sort="number") == ["P 8", "P 9", "P 10"]
        assert found(sort="price") == ["P 9", "P 8", "P 10"]
        assert found(sort="-price") == ["P 10", "P 8", "P 9"]
        assert found(sort="nonsense") == found(sort="name")

    def test_pages_do_not_overlap_even_when_all_names_are_equal(self, indexed):
        ProductFactory.create_batch(7, name="Same")
        indexed()
        pages = [
            search_products(ProductFilter(), page=page, page_size=3).result for page in (1, 2, 3, 4)
        ]
        assert [len(page.ids) for page in pages] == [3, 3, 1, 0]
        assert len({pk for page in pages for pk in page.ids}) == 7
        assert {page.total for page in pages} == {7}
        assert pages[0].last_page == 3

    def test_the_depth_of_pages_is_bounded_and_said(self, indexed):
        ProductFactory()
        indexed()
        result = search_products(ProductFilter(), page=10**9).result
        assert (result.ids, result.total, result.too_deep) == ([], 1, True)
        assert result.last_page == 1


class TestSuggestions:
    def test_brands_categories_and_products_by_beginnings(self, indexed):
        brand, category = BrandFactory(name="Padmaker"), CategoryFactory(name="Pads")
        by_name = ProductFactory(name="Padded seat", brand=brand, part_number="X1")
        by_number = ProductFactory(name="Seat", part_number="PA-D4")
        indexed()
        kinds = [(s.kind, s.object_id) for s in suggest_products("pad")]
        assert kinds == [
            ("brand", brand.pk),
            ("category", category.pk),
            ("products", by_name.pk),
            ("products", by_number.pk),
        ]
        assert [s.object_id for s in suggest_products("pad4")] == [by_number.pk]
        assert [s.object_id for s in suggest_products("pa-d")] == [by_number.pk]

    def test_one_letter_suggests_nothing(self, indexed):
        ProductFactory(name="Pad")
        indexed()
        assert suggest_products("p") == []


def test_the_number_of_queries_does_not_depend_on_what_is_found(
    indexed, django_assert_max_num_queries
):
    AttributeFactory(code="material", type="choice", is_facet=True)
    ProductFactory.create_batch(3, name="Brake pad", values={"material": "steel"})
    indexed()
    search_products(ProductFilter(text="the names of vehicles are read once"))
    with django_assert_max_num_queries(7):
        assert search_products(ProductFilter(text="brake pad")).result.total == 3
    ProductFactory.create_batch(30, name="Brake pad", values={"material": "steel"})
    indexed()
    search_products(ProductFilter(text="the names of vehicles are read once"))
    with django_assert_max_num_queries(7):
        assert search_products(ProductFilter(text="brake pad")).result.total == 33
