"""Variants on the product form, and what another family hides."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Attribute, Product
from catalog.schema.services.families import FamilyRow, save_family_attributes
from tests.catalog.admin_forms import posted
from tests.catalog.wagtail_admin.test_product_form import edit_url, errors, save
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, FamilyFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def administrator(client):
    client.force_login(UserFactory(is_superuser=True))


@pytest.fixture
def family():
    length = AttributeFactory(code="length", label="Length", type=Attribute.Type.NUMBER)
    family = FamilyFactory()
    rows = [FamilyRow(length, is_axis=True), FamilyRow(AttributeFactory(code="note", label="Note"))]
    save_family_attributes(family=family, rows=rows)
    return family


@pytest.fixture
def parent(family):
    return ProductFactory(family=family, sku="PARENT", name="Blade", values={"note": "shared"})


def add_variant(client, parent, **changes):
    url = f"{reverse('catalog_product:add')}?parent={parent.pk}"
    data = posted(client.get(url), **{"action__publish": "1", **changes})
    return client.post(reverse("catalog_product:add"), data)


def test_a_variant_begins_with_its_parent_and_stores_only_what_is_its_own(client, parent):
    changes = {"part_number": "V-1", "sku": "V-1", "values-length": "400"}
    assert add_variant(client, parent, **changes).status_code == 302
    variant = Product.objects.get(sku="V-1")
    assert (variant.parent, variant.name, variant.live) == (parent, "Blade", True)
    assert variant.values == {"length": "400"}
    page = client.get(edit_url(parent)).content.decode()
    assert f'href="{edit_url(variant)}"' in page
    assert ">400</td>" in page
    assert "This is a variant of" in client.get(edit_url(variant)).content.decode()


def test_a_published_variant_has_axis_values_that_no_sibling_has(client, parent):
    ProductFactory(parent=parent, family=parent.family, sku="FIRST", values={"length": "400"})
    same = add_variant(client, parent, part_number="V", sku="V", **{"values-length": "400.0"})
    assert "FIRST is a variant with the same values" in str(errors(same))
    none = add_variant(client, parent, part_number="V", sku="V")
    assert "give this one its own value" in str(errors(none))
    draft = add_variant(client, parent, part_number="V", sku="V", action__publish=[])
    assert draft.status_code in (200, 302)
    assert not Product.objects.filter(sku="V", live=True).exists()


def test_a_variant_of_a_variant_is_refused_with_the_way_out(client, parent):
    variant = ProductFactory(parent=parent, family=parent.family, values={"length": "1"})
    other = ProductFactory(family=parent.family)
    response = save(client, other, parent=str(variant.pk))
    assert "is a variant itself. Choose its parent product." in str(errors(response))
    response = save(client, parent, parent=str(other.pk))
    assert "This product has variants" in str(errors(response))


def test_another_family_is_taken_once_what_it_hides_was_seen_and_loses_nothing(client, parent):
    bare = FamilyFactory(label="Bare")
    response = save(client, parent, family=str(bare.pk))
    assert "Note: shared" in str(errors(response)["family"])
    assert "hide these values" in response.content.decode()
    data = posted(response, hide_values="on", action__publish="1")
    assert client.post(edit_url(parent), data).status_code == 302
    parent.refresh_from_db()
    assert (parent.family, parent.values) == (bare, {"note": "shared"})
    page = client.get(edit_url(parent)).content.decode()
    assert "<li>Note: shared</li>" in page


def test_the_form_takes_as_many_queries_for_many_variants_as_for_few(client, parent):
    counts = []
    for number in range(2):
        for step in range(3):
            values = {"length": str(number * 10 + step)}
            ProductFactory(parent=parent, family=parent.family, values=values)
        client.get(edit_url(parent))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(edit_url(parent)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("key", ["\u00b2", "9" * 5000, "-1", "0"])
def test_a_strange_parent_in_an_address_asks_for_the_family(client, key):
    FamilyFactory.create_batch(2)
    assert client.get(reverse("catalog_product:add"), {"parent": key}).status_code == 200


def test_old_variants_say_what_to_fill_in_when_an_attribute_becomes_an_axis(client, family, parent):
    variant = ProductFactory(parent=parent, family=family, sku="OLD", values={"length": "400"})
    length, note = (Attribute.objects.get(code=code) for code in ("length", "note"))
    axes = [FamilyRow(length, is_axis=True), FamilyRow(note, is_axis=True)]
    save_family_attributes(family=family, rows=axes)
    # A draft is saved as it is; to publish it, the value is asked for by name.
    assert save(client, variant, name="Draft", action__publish="").status_code == 302
    refused = save(client, variant, name="Published", action__publish="1")
    assert "Variants differ in Note: give this one its own value." in str(errors(refused))
    filled = {"values-note": "rubber", "action-publish": "1"}
    assert save(client, variant, name="Published", **filled).status_code == 302
    variant.refresh_from_db()
    assert (variant.name, variant.values) == ("Published", {"length": "400", "note": "rubber"})


def test_old_variants_are_saved_when_an_attribute_is_no_axis_any_more(client, family, parent):
    rows = [FamilyRow(one) for one in Attribute.objects.filter(code__in=["length", "note"])]
    variant = ProductFactory(parent=parent, family=family, sku="OLD", values={"length": "400"})
    save_family_attributes(family=family, rows=rows)
    assert save(client, variant, name="Same", action__publish="1").status_code == 302
    variant.refresh_from_db()
    assert (variant.name, variant.values) == ("Same", {"length": "400"})
