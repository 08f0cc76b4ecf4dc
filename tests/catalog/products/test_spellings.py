"""The product form and numbers that are known in another spelling."""

from itertools import product as combinations

import pytest
from django.urls import reverse

from catalog.models import Brand, Interchange, Product
from console.model_fields import own_field
from tests.catalog.admin_forms import posted
from tests.catalog.wagtail_admin.test_product_form import edit_url, errors, save
from tests.factories.accounts import UserFactory
from tests.factories.catalog import FamilyFactory, ProductFactory
from tests.soak import sample_of_each

pytestmark = pytest.mark.django_db
SPELLINGS = ["qx-1001", "QX\u20131001", "Q\u0425-1001", "QX 1001", "QX1001\u200b"]


@pytest.fixture(autouse=True)
def administrator(client):
    client.force_login(UserFactory(is_superuser=True))


@pytest.fixture
def known():
    return ProductFactory(family=FamilyFactory(), part_number="QX-1001", sku="QX-1001")


@pytest.mark.soak
@pytest.mark.parametrize(
    ("field", "spelling"),
    sample_of_each(
        combinations(("part_number", "sku"), SPELLINGS), lambda case: case[0], at_most=2
    ),
)
def test_another_spelling_is_asked_about_and_then_kept(client, known, field, spelling):
    product = ProductFactory(brand=known.brand, family=known.family)
    response = save(client, product, **{field: spelling})
    [message] = errors(response)[field]
    assert "QX-1001 already exists and is the same, spelled differently." in message
    assert f'<a href="{edit_url(known)}">' in response.content.decode()
    assert client.post(edit_url(product), posted(response, keep_spelling="on")).status_code == 302
    content = Product.objects.get(pk=product.pk).get_latest_revision_as_object()
    assert getattr(content, field) == spelling.removesuffix("\u200b")
    assert save(client, product, name="Another").status_code == 302


def test_another_brand_has_numbers_of_its_own(client, known):
    product = ProductFactory(family=known.family)
    assert save(client, product, part_number="QX 1001").status_code == 302


def test_what_cannot_be_seen_does_not_make_another_number(client, known):
    product = ProductFactory(brand=known.brand, family=known.family)
    response = save(client, product, part_number="\ufeffQX-1001\u200b", action__publish="1")
    assert "already has a product with this part number" in str(errors(response))


@pytest.mark.parametrize(
    ("model", "name", "stored"),
    [(Product, "sku", "AB1"), (Product, "name", "A\u200cB1"), (Brand, "name", "A\u200cB1")],
)
def test_what_cannot_be_seen_is_not_taken(model, name, stored):
    assert own_field(model, name).clean("\u200bA\u200cB\u00ad1\ufeff ", None) == stored


def test_the_list_finds_a_number_in_any_spelling(client, known):
    other = ProductFactory(family=known.family, part_number="\uff21\uff22\uff19\uff19", sku="ВАЗ-2")
    index = reverse("catalog_product:list")
    for query, product in [
        ("qx1001", known),
        ("QX\u20131001", known),
        ("Q\u0425-1001", known),
        ("AB-99", other),
        ("ваз2", other),
    ]:
        page = client.get(index, {"q": query}).content.decode()
        assert edit_url(product) in page, query


def interchange_rows(response, *rows: tuple[str, str]) -> dict:
    """The form with these numbers of other brands."""
    data = posted(response)
    data["interchanges-TOTAL_FORMS"] = [str(len(rows))]
    for place, (brand, number) in enumerate(rows):
        data[f"interchanges-{place}-brand_name"] = [brand]
        data[f"interchanges-{place}-number"] = [number]
        data.setdefault(f"interchanges-{place}-id", [""])
        data.setdefault(f"interchanges-{place}-ORDER", [str(place + 1)])
        data.setdefault(f"interchanges-{place}-DELETE", [""])
    return data


def test_two_spellings_of_another_brands_number_are_asked_about(client, known):
    url = edit_url(known)
    one = interchange_rows(client.get(url), ("Bosch", "0 986 494"))
    assert client.post(url, {**one, "action-publish": "1"}).status_code == 302
    assert Interchange.objects.get(product=known).number == "0 986 494"
    two = interchange_rows(client.get(url), ("Bosch", "0 986 494"), ("BOSCH", "0986494"))
    asked = client.post(url, {**two, "action-publish": "1"})
    rows = asked.context["form"].formsets["interchanges"].forms
    assert "number" not in rows[0].errors
    [message] = rows[1].errors["number"]
    assert message.startswith("Bosch 0 986 494 is already in this list")
    assert 'name="keep_spelling"' in asked.content.decode()
    kept = client.post(url, {**two, "action-publish": "1", "keep_spelling": "on"})
    assert kept.status_code == 302
    assert Interchange.objects.filter(product=known).count() == 2
    # What stands there already is not asked about again.
    again = client.post(url, {**posted(client.get(url), name="Another"), "action-publish": "1"})
    assert again.status_code == 302


def test_a_number_that_is_removed_is_not_asked_about_whatever_else_is_wrong(client, known):
    url = edit_url(known)
    rows = [("Bosch", "0 986 494"), ("BOSCH", "0986494"), ("ATE", "")]
    sent = interchange_rows(client.get(url), *rows)
    sent |= {"interchanges-0-DELETE": ["1"], "action-publish": "1"}
    rows = client.post(url, sent).context["form"].formsets["interchanges"].forms
    assert "number" not in rows[1].errors
    assert "number" in rows[2].errors


def test_the_same_digits_of_another_brand_or_script_are_another_number(client, known):
    url = edit_url(known)
    rows = [("Bosch", "2108"), ("ATE", "2108"), ("Lada", "ВАЗ-2108"), ("Lada", "КАМАЗ-2108")]
    sent = interchange_rows(client.get(url), *rows)
    assert client.post(url, {**sent, "action-publish": "1"}).status_code == 302
    assert Interchange.objects.filter(product=known).count() == 4
