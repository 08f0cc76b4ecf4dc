"""The page of one product as visitors get it."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import AttributeOption, Interchange, Package, Product, ProductRelation
from catalog.storefront.queries.product_page import product_page_context
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    AttributeGroupFactory,
    BrandFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    VehicleMakeFactory,
    VehicleModelFactory,
)

pytestmark = pytest.mark.django_db


def page_of(client: Client, product: Product, query: str = "") -> str:
    return client.get(product.get_absolute_url() + query).content.decode()


def test_the_address_without_or_with_a_wrong_slug_leads_to_the_right_one(client: Client):
    product = ProductFactory(brand=BrandFactory(name="Acme"), part_number="AB-1/2")
    right = f"/catalog/product/{product.pk}/acme-ab-12/"
    for address in (
        f"/catalog/product/{product.pk}/",
        f"/catalog/product/{product.pk}/wrong/",
    ):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, right)
    assert client.get(right).status_code == 200


def test_what_is_not_published_is_not_found(client: Client):
    product = ProductFactory(live=False)
    assert client.get(product.get_absolute_url()).status_code == 404
    assert client.get("/catalog/product/999999999999999999/x/").status_code == 404


def test_values_stand_by_group_with_labels_units_and_options(client: Client):
    sizes = AttributeGroupFactory(label="Sizes", sort_order=1)
    stuff = AttributeGroupFactory(label="Material", sort_order=2)
    AttributeFactory(code="length", label="Length", type="measure", unit="mm", group=sizes)
    AttributeFactory(code="coated", label="Coated", type="boolean", group=stuff)
    finish = AttributeFactory(code="finish", label="Finish", type="choice", group=stuff)
    AttributeOption.objects.create(attribute=finish, code="zn", label="Zinc")
    product = ProductFactory(
        values={
            "length": {"amount": "12.70", "unit": "mm"},
            "coated": False,
            "finish": "zn",
            "unknown": "never shown",
        }
    )
    blocks = product_page_context(product)["attribute_blocks"]
    assert [(block.label, [(row.label, row.text) for row in block.rows]) for block in blocks] == [
        ("Sizes", [("Length", "12.70 mm")]),
        ("Material", [("Coated", "No"), ("Finish", "Zinc")]),
    ]
    assert "never shown" not in page_of(client, product)


@pytest.mark.parametrize(
    "values",
    [[], "text", None, {"length": ["a", {"b": 1}]}, {"length": {"en": None}}, {"length": 5}],
)
def test_values_of_an_unexpected_shape_do_not_break_the_page(client: Client, values):
    AttributeFactory(code="length", type="measure", is_localizable=True)
    product = ProductFactory()
    product.values = values
    assert product_page_context(product)["product"] is product


def test_rich_text_is_cleaned(client: Client):
    AttributeFactory(code="text", label="Text", type="rich_text")
    product = ProductFactory(values={"text": "<p>Good</p><script>alert(1)</script>"})
    page = page_of(client, product)
    assert "<p>Good</p>" in page
    assert "alert(1)</script>" not in page


def test_long_text_keeps_its_lines_and_shows_tags_as_text(client: Client):
    AttributeFactory(code="text", label="Text", type="long_text")
    product = ProductFactory(values={"text": "Clean first.\nThen <b>fit</b>."})
    page = page_of(client, product)
    assert "<p>Clean first.<br>Then &lt;b&gt;fit&lt;/b&gt;.</p>" in page


def test_prices_stand_by_quantity_with_their_reason(client: Client):
    customer = CustomerFactory()
    product = ProductFactory()
    public = PriceListFactory(is_public=True)
    PriceFactory(product=product, price_list=public, amount="10.00")
    PriceFactory(product=product, customer=customer, amount="8.00")
    PriceFactory(product=product, customer=customer, amount="7.50", minimum_quantity=10)
    rows = [
        (row.minimum_quantity, row.text, row.explanation)
        for row in product_page_context(product, customer)["prices"]
    ]
    assert rows == [(1, "$8.00", "Agreed with you"), (10, "$7.50", "Agreed with you")]
    client.force_login(UserFactory(customer=customer))
    page = page_of(client, product)
    assert "$7.50" in page
    assert "$10.00" not in page


def test_the_fitment_table_can_be_narrowed_and_is_cut_when_it_is_long(client: Client):
    honda = VehicleMakeFactory(name="Honda")
    product = ProductFactory()
    FitmentFactory(product=product, model=VehicleModelFactory(make=honda, name="Civic"))
    ford = VehicleMakeFactory(name="Ford")
    for number in range(250):
        model = VehicleModelFactory(make=ford, name=f"Model {number:03}")
        FitmentFactory(product=product, model=model)
    cut = product_page_context(product)
    assert (len(cut["fitments"]), cut["fitment_total"]) == (200, 251)
    assert len(product_page_context(product, all_fitments=True)["fitments"]) == 251
    response = client.get(product.get_absolute_url() + "?fits=honda+civic")
    rows = [(row.make, row.model, row.years) for row in response.context["fitments"]]
    assert rows == [("Honda", "Civic", "2010–2015")]


def test_relations_stand_by_kind_and_hide_what_is_not_published(client: Client):
    product = ProductFactory()
    shown, hidden = ProductFactory(part_number="SHOWN"), ProductFactory(live=False)
    for target in (shown, hidden):
        ProductRelation.objects.create(
            product=product, kind="kit_component", target=target, quantity=4
        )
    blocks = product_page_context(product)["relations"]
    assert [(block.label, [(c.part_number, n) for c, n in block.cards]) for block in blocks] == [
        ("Kit component", [("SHOWN", 4)])
    ]


def test_a_superseded_part_names_its_successor(client: Client):
    old, new = ProductFactory(part_number="OLD"), ProductFactory(part_number="NEW")
    ProductRelation.objects.create(product=new, kind="supersedes", target=old)
    page = page_of(client, old)
    assert "This part has been superseded." in page
    assert new.get_absolute_url() in page


def test_numbers_and_packages_are_listed(client: Client):
    product = ProductFactory()
    Interchange.objects.create(product=product, brand_name="Other", number="XY 99")
    Package.objects.create(product=product, level="CA", quantity=20, weight="3.500")
    page = page_of(client, product)
    for text in ("Other", "XY 99", "Case", "3.500"):
        assert text in page


def test_structured_data_is_json_that_cannot_end_its_element(client: Client):
    product = ProductFactory(name="</script><b>", brand=BrandFactory(name="A & B"))
    page = page_of(client, product)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1]
    data = json.loads(found)
    assert (data["name"], data["brand"]["name"]) == ("</script><b>", "A & B")


def test_a_draft_shows_its_own_children_and_nothing_is_written():
    product = ProductFactory(name="Published")
    draft = Product(pk=product.pk, brand=product.brand, family=product.family, name="Draft")
    draft.part_number, draft.sku = "D-1", "D-1"
    draft.interchanges = [Interchange(brand_name="Other", number="1")]
    fitment = FitmentFactory.build(model=VehicleModelFactory())
    fitment.make = fitment.model.make
    draft.fitments = [fitment]
    context = product_page_context(draft)
    assert [row.number for row in context["interchanges"]] == ["1"]
    assert len(context["fitments"]) == 1
    assert Interchange.objects.count() == 0


def test_a_product_that_was_never_saved_can_be_shown():
    saved = ProductFactory()
    new = Product(brand=saved.brand, family=saved.family, name="New", part_number="N", sku="N")
    assert product_page_context(new)["prices"] == []


def test_the_number_of_queries_does_not_depend_on_what_hangs_on_the_product(client: Client):
    product = ProductFactory()

    def fill(number: int) -> None:
        for n in range(number):
            FitmentFactory(product=product)
            Interchange.objects.create(product=product, brand_name="Other", number=f"{number}-{n}")
            ProductRelation.objects.create(
                product=product, kind="accessory", target=ProductFactory()
            )

    def queries() -> int:
        page_of(client, product)
        with CaptureQueriesContext(connection) as captured:
            page_of(client, product)
        return len(captured)

    fill(1)
    few = queries()
    fill(20)
    assert queries() == few
