"""Finding products, by every backend alike."""

from decimal import Decimal

import pytest

from catalog.models import AttributeOption, Interchange, Package
from search.engine import suggest
from tests.catalog.searching import counts, found, search_products
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
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
        search = search_products(misspelt)
        assert (search.total, search.approximate) == (1, True)
        assert found(misspelt) == ["A"]

    @pytest.mark.parametrize("hostile", HOSTILE)
    def test_hostile_texts_find_nothing_and_break_nothing(self, indexed, hostile):
        ProductFactory(name="Wheel")
        indexed()
        assert found(hostile) == []
        assert suggest(index="products", text=hostile) == []

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

    @pytest.mark.parametrize(
        ("query", "first", "never"),
        [
            ("ВАЗ-2108", "ВАЗ-2108", ""),
            ("ваз2108", "ВАЗ-2108", "КАМАЗ-2108"),
            ("КАМАЗ-2108", "КАМАЗ-2108", "ВАЗ-2108"),
            ("2108", "2108", ""),
            ("AB-1234", "AB-1234", "AB-1235"),
            ("部品-77", "部品-77", "零件-77"),
            ("Ø280/12", "Ø280/12", ""),
            ("AB-99", "\uff21\uff22\uff19\uff19", ""),
            ("ab99", "\uff21\uff22\uff19\uff19", ""),
            ("ab\u00ad\u201399", "\uff21\uff22\uff19\uff19", ""),
        ],
    )
    def test_letters_of_other_scripts_count(self, indexed, query, first, never):
        numbers = ["ВАЗ-2108", "КАМАЗ-2108", "2108", "AB-1234", "AB-1235", "部品-77", "零件-77"]
        for number in [*numbers, "Ø280/12", "\uff21\uff22\uff19\uff19"]:
            ProductFactory(part_number=number, name="Seal kit")
        indexed()
        page = found(query)
        assert page[0] == first
        assert never not in page

    def test_a_number_with_cyrillic_letters_is_found_by_the_latin_ones_they_look_like(
        self, indexed
    ):
        ProductFactory(part_number="\u0410\u0412-1234", name="Seal kit")
        ProductFactory(part_number="AB-1234", name="Seal kit")
        indexed()
        assert sorted(found("AB-1234")) == ["AB-1234", "\u0410\u0412-1234"]

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

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            *[("2900000000018", "PIECE"), ("02900000000018", "PIECE"), ("22900000000012", "PIECE")],
            *[("2900000000025", "BOXED"), ("02900000000025", "BOXED"), ("22900000000029", "BOXED")],
            ("12900000000015", "OF ITS OWN"),
        ],
    )
    def test_a_gtin_is_found_with_other_zeros_of_a_package_and_of_what_is_inside(
        self, indexed, text, first
    ):
        ProductFactory(part_number="PIECE", gtin="2900000000018")
        boxed = ProductFactory(part_number="BOXED")
        Package.objects.create(product=boxed, gtin="02900000000025")
        ProductFactory(part_number="OF ITS OWN", gtin="12900000000015")
        indexed()
        assert found(text)[0] == first
        assert suggest(index="products", text=text)

    def test_a_number_with_words_needs_both(self, indexed):
        ProductFactory(part_number="AB-1234", name="Brake pad")
        ProductFactory(part_number="AB-1235", name="Brake disc")
        indexed()
        assert found("AB-1234 pad") == ["AB-1234"]
        assert found("AB1235 disc") == ["AB-1235"]
        assert found("AB1234 disc") == []


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
        assert sorted(found(filters={"category": [chassis.pk]})) == ["A", "B"]
        assert found(filters={"category": [brakes.pk]}) == ["A"]
        result = search_products(filters={"category": [brakes.pk]}, facets=["category"])
        assert counts(result, "category")[str(chassis.pk)] == 2
        assert counts(result, "category")[str(brakes.pk)] == 1

    def test_a_selection_shrinks_the_other_facets_and_not_its_own(self, indexed):
        AttributeFactory(code="material", type="choice", is_facet=True)
        acme, rival = BrandFactory(name="Acme"), BrandFactory(name="Rival")
        ProductFactory(brand=acme, values={"material": "steel"})
        ProductFactory(brand=acme, values={"material": "ceramic"})
        ProductFactory(brand=rival, values={"material": "steel"})
        indexed()
        facets = ["brand", "values.material"]
        steel = {"values.material": ["steel"]}
        result = search_products(filters=steel, facets=facets)
        assert result.total == 2
        assert counts(result, "brand") == {str(acme.pk): 1, str(rival.pk): 1}
        assert counts(result, "values.material") == {"steel": 2, "ceramic": 1}
        chosen = {"values.material": ["ceramic"], "brand": [acme.pk]}
        result = search_products(filters=chosen, facets=facets)
        assert result.total == 1
        assert counts(result, "brand") == {str(acme.pk): 1}
        assert counts(result, "values.material") == {"steel": 1, "ceramic": 1}

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
        names = [f"values.{code}" for code in ("many", "flag", "long", "width")]
        result = search_products(facets=names)
        assert counts(result, "values.many") == {"y": 2, "x": 1}
        assert counts(result, "values.flag") == {"true": 1, "false": 1}
        assert counts(result, "values.long") == {"12.7": 2}
        assert counts(result, "values.width") == {"25.4": 1, "9": 1}
        assert found(filters={"values.flag": ["true"]}) == ["A"]
        assert found(filters={"values.many": ["x"]}) == ["A"]
        assert found(ranges={"values.width": (Decimal("8.5"), Decimal(10))}) == ["A"]
        assert found(ranges={"values.width": (Decimal(25), None)}) == ["B"]
        assert found(ranges={"values.long": (Decimal("12.71"), None)}) == []
        assert len(found(ranges={"values.long": (Decimal("12.7"), Decimal("12.7"))})) == 2

    def test_hostile_filters_find_nothing(self, indexed):
        ProductFactory()
        indexed()
        for values in (["\0"], ["' OR 1=1"], ["*"], ["x" * 40_000]):
            assert found(filters={"values.material": values}) == []
        assert found(filters={'a"b\\.*': ["x"]}) == []
        assert found(ranges={'a"b\\.*': (Decimal(1), None)}) == []


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
        pages = [search_products(page=page, page_size=3) for page in (1, 2, 3, 4)]
        assert [len(page.ids) for page in pages] == [3, 3, 1, 0]
        assert len({pk for page in pages for pk in page.ids}) == 7
        assert {page.total for page in pages} == {7}
        assert pages[0].last_page == 3

    def test_the_depth_of_pages_is_bounded_and_said(self, indexed):
        ProductFactory()
        indexed()
        result = search_products(page=10**9)
        assert (result.ids, result.total, result.too_deep) == ([], 1, True)
        assert result.last_page == 1


class TestSuggestions:
    def test_products_by_the_beginning_of_name_or_number(self, indexed):
        by_name = ProductFactory(name="Padded seat", part_number="X1")
        by_number = ProductFactory(name="Seat", part_number="PA-D4")
        indexed()

        def suggested(text: str) -> list[int]:
            return [each.object_id for each in suggest(index="products", text=text)]

        assert suggested("pad") == [by_name.pk, by_number.pk]
        assert suggested("pad4") == [by_number.pk]
        assert suggested("pa-d") == [by_number.pk]
        assert suggested("padded x") == [by_name.pk]

    def test_one_letter_suggests_nothing(self, indexed):
        ProductFactory(name="Pad")
        indexed()
        assert suggest(index="products", text="p") == []


def test_the_number_of_queries_does_not_depend_on_what_is_found(
    indexed, django_assert_max_num_queries
):
    AttributeFactory(code="material", type="choice", is_facet=True)
    facets = ["brand", "values.material"]
    ProductFactory.create_batch(3, name="Brake pad", values={"material": "steel"})
    indexed()
    search_products("the names of vehicles are read once")
    with django_assert_max_num_queries(4):
        assert search_products("brake pad", facets=facets).total == 3
    ProductFactory.create_batch(30, name="Brake pad", values={"material": "steel"})
    indexed()
    search_products("the names of vehicles are read once")
    with django_assert_max_num_queries(4):
        assert search_products("brake pad", facets=facets).total == 33
