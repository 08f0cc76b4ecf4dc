"""The product list as visitors get it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import AttributeOption
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    VehicleMakeFactory,
    VehicleModelFactory,
)

pytestmark = pytest.mark.django_db


def numbers(response) -> list[str]:
    """The part numbers of the cards, in order."""
    return [card.part_number for card in response.context["listing"].cards]


def facet(response, label: str) -> dict[str, int]:
    """Label -> count of one facet."""
    for found in response.context["listing"].facets:
        if found.label == label:
            return {option.label: option.count for option in [*found.options, *found.more]}
    return {}


def test_the_list_shows_what_is_published_only(client: Client, indexed):
    ProductFactory(part_number="SHOWN")
    ProductFactory(part_number="DRAFT", live=False)
    indexed()
    assert numbers(client.get("/catalog/")) == ["SHOWN"]


def test_a_card_names_brand_number_name_facts_and_price(client: Client, indexed):
    family = FamilyFactory()
    length = AttributeFactory(code="length", label="Length", type="measure", unit="mm")
    FamilyAttributeFactory(family=family, attribute=length)
    product = ProductFactory(
        brand=BrandFactory(name="Acme"),
        part_number="AB-1",
        name="Brake pad",
        family=family,
        values={"length": {"amount": "12.70", "unit": "mm"}},
    )
    PriceFactory(product=product, price_list=PriceListFactory(is_public=True), amount="1234.50")
    indexed()
    page = client.get("/catalog/").content.decode()
    for text in ("Acme", "AB-1", "Brake pad", "Length", "12.70 mm", "$1,234.50"):
        assert text in page


def test_visitors_are_asked_to_sign_in_where_prices_are_not_public(
    client: Client, indexed, settings
):
    settings.PUBLIC_PRICES = False
    PriceFactory(price_list=PriceListFactory(is_public=True), amount="98.76")
    indexed()
    page = client.get("/catalog/").content.decode()
    assert "98.76" not in page
    assert "Sign in for prices" in page


def test_brands_narrow_the_list_and_keep_their_counts(client: Client, indexed):
    acme, best = BrandFactory(name="Acme", slug="acme"), BrandFactory(name="Best", slug="best")
    ProductFactory(brand=acme, part_number="A")
    ProductFactory(brand=best, part_number="B")
    ProductFactory(brand=BrandFactory(name="Cold", slug="cold"), part_number="C")
    indexed()
    response = client.get("/catalog/?brand=acme&brand=best")
    assert sorted(numbers(response)) == ["A", "B"]
    assert facet(response, "Brand") == {"Acme": 1, "Best": 1, "Cold": 1}


def test_attribute_values_narrow_the_list_and_stand_as_chips(client: Client, indexed):
    material = AttributeFactory(code="material", label="Material", type="choice", is_facet=True)
    for code, label in (("ceramic", "Ceramic"), ("steel", "Steel")):
        AttributeOption.objects.create(attribute=material, code=code, label=label)
    ProductFactory(part_number="CERAMIC", values={"material": "ceramic"})
    ProductFactory(part_number="STEEL", values={"material": "steel"})
    indexed()
    response = client.get("/catalog/?a.material=ceramic")
    assert numbers(response) == ["CERAMIC"]
    assert facet(response, "Material") == {"Ceramic": 1, "Steel": 1}
    chip = response.context["listing"].chips[0]
    assert (chip.label, chip.value, chip.url) == ("Material", "Ceramic", "/catalog/")


def test_a_category_shows_its_branch_and_counts_its_children(client: Client, indexed):
    brakes = CategoryFactory(name="Brakes", slug="brakes")
    pads = CategoryFactory(name="Pads", slug="pads", parent=brakes)
    ProductFactory(part_number="PAD", category=pads)
    ProductFactory(part_number="OTHER", category=CategoryFactory(name="Filters"))
    indexed()
    response = client.get("/catalog/c/brakes/")
    assert numbers(response) == ["PAD"]
    rows = [(row.label, row.count, row.level) for row in response.context["listing"].tree]
    assert rows == [("Brakes", 1, 0), ("Pads", 1, 1), ("Filters", 1, 0)]


def test_a_vehicle_shows_what_fits_it_and_where(client: Client, indexed):
    civic = VehicleModelFactory(make=VehicleMakeFactory(name="Honda"), name="Civic")
    fits = ProductFactory(part_number="FITS")
    FitmentFactory(product=fits, model=civic, year_from=2012, year_to=2015, position="Front")
    other = ProductFactory(part_number="OTHER")
    FitmentFactory(product=other, model=civic, year_from=2016, year_to=2018)
    indexed()
    response = client.get("/catalog/?year=2015&make=honda&model=CIVIC")
    assert numbers(response) == ["FITS"]
    assert response.context["listing"].cards[0].fit == "Front"
    assert response.context["listing"].chips[0].value == "2015 Honda Civic"


def test_a_vehicle_in_the_text_is_a_chip_that_can_be_removed(client: Client, indexed):
    civic = VehicleModelFactory(make=VehicleMakeFactory(name="Honda"), name="Civic")
    fits = ProductFactory(part_number="FITS", name="Brake pad")
    FitmentFactory(product=fits, model=civic, year_from=2012, year_to=2015)
    ProductFactory(part_number="OTHER", name="Brake pad")
    indexed()
    response = client.get("/catalog/?q=2015+honda+civic+brake+pad")
    assert numbers(response) == ["FITS"]
    chips = {chip.label: chip.url for chip in response.context["listing"].chips}
    assert chips["Vehicle"] == "/catalog/?q=2015+honda+civic+brake+pad&words=1"


def test_pages_link_to_each_other_and_the_one_after_the_last_is_not_found(client: Client, indexed):
    for _ in range(25):
        ProductFactory()
    indexed()
    assert client.get("/catalog/").context["listing"].next_url == "/catalog/?page=2"
    last = client.get("/catalog/?page=2")
    assert len(last.context["listing"].cards) == 1
    assert last.context["listing"].previous_url == "/catalog/"
    assert client.get("/catalog/?page=3").status_code == 404


def test_an_empty_list_says_what_to_do(client: Client, indexed):
    indexed()
    assert "There are no parts here yet" in client.get("/catalog/").content.decode()
    page = client.get("/catalog/?q=nothing-like-it").content.decode()
    assert "No parts match all of your criteria" in page
    assert "Clear all" in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/catalog/?page=-1", 404),
        ("/catalog/?page=0", 404),
        ("/catalog/?page=99999999", 404),
        ("/catalog/?page=99999999999999999999", 404),
        ("/catalog/?page=%D9%A3", 404),
        ("/catalog/?page=two", 404),
        ("/catalog/?a.unknown=1", 200),
        ("/catalog/?brand=unknown", 200),
        ("/catalog/?year=abc&make=%00&model=x", 400),
        ("/catalog/?year=99999", 200),
        ("/catalog/?q=%00", 400),
        ("/catalog/?q=" + "x" * 5000, 200),
        ("/catalog/?q=%FF%FE", 200),
        ("/catalog/?sort=password&view=%3Cscript%3E", 200),
        ("/catalog/?a.part_material=%00", 400),
        ("/catalog/c/unknown/", 404),
        ("/catalog/c/%00/", 400),
        ("/catalog/suggest/?q=%00", 400),
        ("/catalog/suggest/?q=" + "(" * 300, 200),
        ("/catalog/vehicle/?year=%00&make=%00&model=%00", 400),
        ("/catalog/picture/card/999999999999999999/", 404),
        ("/catalog/picture/huge/1/", 404),
    ],
)
def test_hostile_addresses_are_answered_sanely(client: Client, indexed, address, status):
    ProductFactory()
    AttributeFactory(code="part_material", is_facet=True)
    indexed()
    assert client.get(address).status_code == status


def test_text_of_visitors_and_editors_is_escaped(client: Client, indexed):
    ProductFactory(name="<script>alert(1)</script>")
    indexed()
    page = client.get("/catalog/?q=%3Cscript%3Ealert").content.decode()
    assert "<script>alert" not in page


def test_the_canonical_address_leaves_out_what_is_not_understood(client: Client, indexed, settings):
    settings.BASE_URL = "https://parts.example"
    BrandFactory(slug="acme")
    indexed()
    page = client.get("/catalog/?utm=1&brand=acme&brand=x", headers={"host": "evil.example"})
    canonical = re.search(r'rel="canonical" href="([^"]+)"', page.content.decode())[1]
    assert canonical == "https://parts.example/catalog/?brand=acme"


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_number_of_queries_does_not_depend_on_the_number_of_cards(
    client: Client, indexed, django_user_model, signed_in
):
    prices = PriceListFactory(is_public=True)
    if signed_in:
        client.force_login(django_user_model.objects.create_user("reader"))

    def queries() -> int:
        indexed()
        client.get("/catalog/")  # What the process keeps of the catalog is read here.
        with CaptureQueriesContext(connection) as captured:
            client.get("/catalog/")
        return len(captured)

    PriceFactory(price_list=prices)
    few = queries()
    for _ in range(23):
        PriceFactory(price_list=prices)
    assert queries() == few


@pytest.mark.parametrize("view", ["grid", "list"])
def test_the_view_is_chosen_by_parameter_or_cookie(client: Client, indexed, view):
    ProductFactory()
    indexed()
    assert f"cards--{view}" in client.get(f"/catalog/?view={view}").content.decode()
    client.cookies["view"] = view
    assert f"cards--{view}" in client.get("/catalog/").content.decode()


def test_pages_hold_no_inline_script_or_style(client: Client, indexed):
    PriceFactory(price_list=PriceListFactory(is_public=True))
    indexed()
    response = client.get("/catalog/")
    page = response.content.decode()
    assert "style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]* src=)", page)
    assert not re.search(r"\son\w+=", page)
    assert "script-src" not in response["Content-Security-Policy"]
    assert response["Content-Security-Policy"].startswith("default-src 'self';")


def test_hidden_prices_do_not_show_in_the_order_either(client: Client, indexed, settings):
    public = PriceListFactory(is_public=True)
    for name, amount in [("A", "30.00"), ("B", "20.00"), ("C", "10.00")]:
        PriceFactory(product=ProductFactory(name=name), price_list=public, amount=amount)
    indexed()
    by_price = numbers(client.get("/catalog/?sort=price"))
    settings.PUBLIC_PRICES = False
    hidden = numbers(client.get("/catalog/?sort=price"))
    assert hidden == numbers(client.get("/catalog/")) == by_price[::-1]


def test_numbers_are_chosen_by_a_range_in_the_standard_unit(client: Client, indexed):
    AttributeFactory(code="length", label="Length", type="measure", unit="mm", is_facet=True)
    lengths = [("5", "mm"), ("10.0", "mm"), ("1", "in"), ("30", "mm")]
    for amount, unit in lengths:
        values = {"length": {"amount": amount, "unit": unit}}
        ProductFactory(part_number=f"{amount} {unit}", values=values)
    indexed()

    def found(**bounds: str) -> set[str]:
        asked = {f"a.length.{end}": bound for end, bound in bounds.items()}
        return set(numbers(client.get("/catalog/", asked)))

    assert found(**{"from": "10", "to": "25.4"}) == {"10.0 mm", "1 in"}
    assert found(**{"from": "25.41"}) == {"30 mm"}
    assert found(to="5") == {"5 mm"}
    assert found(**{"from": "25.4", "to": "10"}) == {"10.0 mm", "1 in"}
    assert found(**{"from": "twelve"}) == {"5 mm", "10.0 mm", "1 in", "30 mm"}

    response = client.get("/catalog/", {"a.length.from": "10", "a.length.to": "20"})
    [shown] = [one for one in response.context["listing"].facets if one.label == "Length"]
    assert shown.bounds == (("From", "a.length.from", "10"), ("To", "a.length.to", "20"))
    assert [option.label for option in shown.more] == ["5 mm", "10 mm", "25.4 mm", "30 mm"]
    page = response.content.decode()
    assert '<input type="number" step="any" name="a.length.from" value="10"' in page
    [chip] = response.context["listing"].chips
    assert (chip.label, chip.value, chip.url) == ("Length", "10 – 20 mm", "/catalog/")
    assert not response.context["is_indexable"]


def test_what_is_no_range_has_no_bounds(client: Client, indexed):
    AttributeFactory(code="material", label="Material", is_facet=True)
    for material in ("Steel", "Brass"):
        ProductFactory(values={"material": material})
    indexed()
    response = client.get("/catalog/", {"a.material.from": "1"})
    [shown] = [one for one in response.context["listing"].facets if one.label == "Material"]
    assert shown.bounds == ()
    assert response.context["asked"].ranges == {}
