"""The product form: its fields follow from the family, and its values are stored exactly."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from catalog.models import (
    Attribute,
    AttributeOption,
    FamilyAttribute,
    Package,
    Product,
    ProductRelation,
)
from tests.catalog.admin_forms import posted
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    ChannelFactory,
    FamilyFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db
Type = Attribute.Type


@pytest.fixture(autouse=True)
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def family_of(*attributes):
    family = FamilyFactory()
    for position, attribute in enumerate(attributes):
        FamilyAttribute.objects.create(family=family, attribute=attribute, sort_order=position)
    return family


def edit_url(product) -> str:
    return reverse("catalog_product:edit", args=[product.pk])


def save(client, product, **changes):
    """Open the form of the product, change inputs, and publish it; returns the response."""
    page = client.get(edit_url(product))
    changes = {"action__publish": "1", **changes}
    return client.post(edit_url(product), posted(page, **changes))


def errors(response) -> dict:
    return response.context["form"].errors


def values_of(product) -> dict:
    return Product.objects.get(pk=product.pk).values


def test_an_attribute_added_to_the_family_has_its_field_on_the_next_request(client):
    product = ProductFactory()
    assert "values-bore" not in client.get(edit_url(product)).content.decode()
    bore = AttributeFactory(code="bore", label="Bore", type=Type.NUMBER)
    FamilyAttribute.objects.create(family=product.family, attribute=bore)
    assert 'name="values-bore"' in client.get(edit_url(product)).content.decode()


def test_the_form_asks_for_the_approval_and_for_its_uses_without_asking_again(client):
    address = edit_url(ProductFactory())
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    asked = [query["sql"] for query in queries.captured_queries]
    assert sum('FROM "wagtailcore_workflowstate"' in sql for sql in asked) == 1
    # Once for each code by which others know the product.
    assert sum("current_setting('statement_timeout')" in sql for sql in asked) == 2


EXACT = [
    (Type.TEXT, {"": "Ceramic"}, "Ceramic"),
    (Type.LONG_TEXT, {"": "Two\nlines"}, "Two\nlines"),
    (Type.NUMBER, {"": "12.70"}, "12.70"),
    (Type.MEASURE, {"_amount": "12.70", "_unit": "mm"}, {"amount": "12.70", "unit": "mm"}),
    (Type.BOOLEAN, {"": "false"}, False),
    (Type.BOOLEAN, {"": "true"}, True),
    (Type.DATE, {"": "2026-02-28"}, "2026-02-28"),
    (Type.CHOICE, {"": "red"}, "red"),
    (Type.MULTIPLE_CHOICE, {"": ["blue", "red"]}, ["blue", "red"]),
    (Type.URL, {"": "https://example.com/a"}, "https://example.com/a"),
]


@pytest.mark.parametrize(("kind", "inputs", "stored"), EXACT)
def test_a_value_is_stored_exactly_and_shown_again(client, kind, inputs, stored):
    attribute = AttributeFactory(code="sample", type=kind, unit="mm")
    for code in ("red", "blue"):
        AttributeOption.objects.create(attribute=attribute, code=code, label=code.title())
    product = ProductFactory(family=family_of(attribute))
    typed = {f"values__sample{suffix}": value for suffix, value in inputs.items()}
    assert save(client, product, **typed).status_code == 302
    assert values_of(product) == {"sample": stored}
    again = posted(client.get(edit_url(product)))
    for suffix, value in inputs.items():
        assert again[f"values-sample{suffix}"] == (value if isinstance(value, list) else [value])


def test_references_store_the_sku_of_a_product(client):
    target = ProductFactory(sku="KIT-1")
    attribute = AttributeFactory(code="tool", type=Type.PRODUCT)
    product = ProductFactory(family=family_of(attribute))
    save(client, product, values__tool=str(target.pk))
    assert values_of(product) == {"tool": "KIT-1"}
    assert posted(client.get(edit_url(product)))["values-tool"] == [str(target.pk)]


def test_an_emptied_value_loses_its_key_and_values_of_other_attributes_stay(client):
    attribute = AttributeFactory(code="material")
    product = ProductFactory(
        family=family_of(attribute), values={"material": "Steel", "of_another_family": "kept"}
    )
    save(client, product, values__material="")
    assert values_of(product) == {"of_another_family": "kept"}


def test_an_attribute_that_joined_the_family_meanwhile_is_not_emptied(client):
    product = ProductFactory(family=family_of(AttributeFactory(code="bore")))
    page = client.get(edit_url(product))
    late = AttributeFactory(code="late")
    FamilyAttribute.objects.create(family=product.family, attribute=late, sort_order=9)
    Product.objects.filter(pk=product.pk).update(values={"late": "imported"})
    client.post(edit_url(product), posted(page, action__publish="1", values__bore="5"))
    assert values_of(product) == {"late": "imported", "bore": "5"}


RULES = [
    ({"type": Type.NUMBER, "minimum": "1"}, "0.99", "Sample must be at least 1."),
    ({"type": Type.NUMBER, "maximum": "10"}, "10.01", "Sample must be at most 10."),
    (
        {"type": Type.NUMBER},
        "12,70",
        "Sample must be a number with a decimal point, such as 12.70.",
    ),
    ({"max_length": 3}, "abcd", "Sample can have at most 3 characters."),
    ({"pattern": "[A-Z]+"}, "abc", "Sample must match the pattern [A-Z]+."),
]


@pytest.mark.parametrize(("rule", "typed", "message"), RULES)
def test_a_broken_rule_is_named_with_its_attribute(client, rule, typed, message):
    attribute = AttributeFactory(code="sample", label="Sample", **rule)
    product = ProductFactory(family=family_of(attribute))
    response = save(client, product, values__sample=typed)
    assert errors(response) == {"values-sample": [message]}
    assert values_of(product) == {}


def test_a_unique_value_of_another_product_is_refused_with_its_name(client):
    attribute = AttributeFactory(code="serial", label="Serial", is_unique=True)
    family = family_of(attribute)
    other = ProductFactory(family=family, values={"serial": "A1"})
    product = ProductFactory(family=family)
    response = save(client, product, values__serial="A1")
    message = f"Serial must be unique, and {other} already has this value."
    assert errors(response) == {"values-serial": [message]}
    assert save(client, other, values__serial="A1").status_code == 302


def test_values_by_language_and_by_channel_have_inputs_of_their_own(client):
    ChannelFactory(code="web", locales=["en", "de"])
    title = AttributeFactory(code="title", is_localizable=True)
    note = AttributeFactory(code="note", is_per_channel=True)
    product = ProductFactory(family=family_of(title, note))
    changes = {"values__en__title": "Pad", "values__de__title": "Belag"}
    save(client, product, **changes, values__note="All", values__web__note="Web")
    product.refresh_from_db()
    assert product.values == {"title": {"en": "Pad", "de": "Belag"}, "note": "All"}
    assert product.channel_values == {"web": {"note": "Web"}}


def test_a_new_product_is_asked_for_its_family_and_then_has_its_fields(client):
    family = family_of(AttributeFactory(code="bore"))
    FamilyFactory()
    url = reverse("catalog_product:add")
    assert b"determines which attributes" in client.get(url).content
    page = client.get(url, {"family": family.pk})
    data = posted(
        page,
        brand=str(BrandFactory().pk),
        part_number="P-1",
        sku="S-1",
        name="Pad",
        values__bore="30",
    )
    client.post(url, data)
    product = Product.objects.get(sku="S-1")
    assert (product.values, product.live, product.family) == ({"bore": "30"}, False, family)


def autosave(client, url, data):
    return client.post(url, data, headers={"Accept": "application/json"}).json()


def test_an_autosaved_draft_leaves_the_live_row_alone_until_it_is_published(client):
    product = ProductFactory(family=family_of(AttributeFactory(code="bore")))
    page = client.get(edit_url(product))
    answer = autosave(client, edit_url(product), posted(page, values__bore="30"))
    assert answer["success"], answer
    assert values_of(product) == {}
    draft = Product.objects.get(pk=product.pk).get_latest_revision_as_object()
    assert draft.values == {"bore": "30"}
    assert 'value="30"' in client.get(edit_url(product)).content.decode()


def test_without_javascript_every_language_and_channel_is_shown_and_none_is_lost(client):
    ChannelFactory(code="web", locales=["en", "de"])
    title = AttributeFactory(code="title", is_localizable=True, is_per_channel=True)
    values = {"title": {"en": "Pad", "de": "Belag"}}
    product = ProductFactory(
        family=family_of(title),
        values=values,
        channel_values={"web": {"title": {"de": "Netzbelag"}}},
    )
    response = client.get(edit_url(product))
    page = html.fromstring(response.content)
    [switcher] = page.find_class("catalog-switcher")
    assert "hidden" in switcher.attrib, "it only works with JavaScript"
    slots = page.xpath("//*[@data-value-language]")
    assert len(slots) == 4
    assert not [slot for slot in slots if "hidden" in slot.attrib]
    # One input is changed; the browser sends all of them, saved by hand or by itself.
    data = posted(response, values__en__title="Brake pad")
    assert autosave(client, edit_url(product), data)["success"]
    draft = Product.objects.get(pk=product.pk).get_latest_revision_as_object()
    assert draft.values == {"title": {"en": "Brake pad", "de": "Belag"}}
    assert draft.channel_values == {"web": {"title": {"de": "Netzbelag"}}}


def test_a_draft_without_a_number_is_refused_instead_of_failing(client):
    family = FamilyFactory()
    url = reverse("catalog_product:add")
    page = client.get(url, {"family": family.pk})
    answer = autosave(client, url, posted(page, brand=str(BrandFactory().pk)))
    assert answer["success"] is False
    assert not Product.objects.exists()


def test_a_row_that_an_import_changed_is_opened_and_published_as_it_is(client):
    attribute = AttributeFactory(code="bore")
    product = ProductFactory(family=family_of(attribute))
    save(client, product, values__bore="30")
    # What an import does: the row is written, and its revision is no longer the latest.
    Product.objects.filter(pk=product.pk).update(values={"bore": "31"}, latest_revision=None)
    page = client.get(edit_url(product))
    assert posted(page)["values-bore"] == ["31"]
    assert client.get(reverse("catalog_product:history", args=[product.pk])).status_code == 200
    client.post(edit_url(product), posted(page, action__publish="1", name="Renamed"))
    product.refresh_from_db()
    assert (product.name, product.values) == ("Renamed", {"bore": "31"})
    assert product.latest_revision == product.live_revision


def test_a_page_opened_before_an_import_keeps_what_was_imported(client):
    product = ProductFactory(family=family_of(AttributeFactory(code="bore")))
    save(client, product, values__bore="30")
    page = client.get(edit_url(product))
    Product.objects.filter(pk=product.pk).update(values={"bore": "31"}, latest_revision=None)
    answer = autosave(client, edit_url(product), posted(page, name="Renamed"))
    assert "Both sets of changes were kept" in answer["merged"]
    draft = Product.objects.get(pk=product.pk).get_latest_revision_as_object()
    assert (draft.name, draft.values) == ("Renamed", {"bore": "31"})
    assert values_of(product) == {"bore": "31"}


def test_an_imported_live_product_stays_live_while_a_later_version_is_scheduled(client):
    product = ProductFactory(live=True, live_revision=None)
    response = save(client, product, name="Next year", go_live_at="2099-01-01 00:00")
    assert response.status_code == 302
    product.refresh_from_db()
    assert (product.live, product.name) == (True, product.name)
    assert product.scheduled_revision.as_object().name == "Next year"


def test_a_comparison_shows_values_by_their_label(client):
    attribute = AttributeFactory(code="bore", label="Bore")
    product = ProductFactory(family=family_of(attribute))
    for bore in ("30", "31"):
        save(client, product, values__bore=bore)
    first, second = product.revisions.order_by("pk")
    url = reverse("catalog_product:revisions_compare", args=[product.pk, first.pk, second.pk])
    page = client.get(url).content.decode()
    assert "Bore" in page
    assert '<span class="deletion">30</span><span class="addition">31</span>' in page


def test_a_copy_has_everything_but_the_numbers(client):
    product = ProductFactory(family=family_of(AttributeFactory(code="bore")), values={"bore": "30"})
    FitmentFactory(product=product)
    Package.objects.create(product=product, level="EA", quantity=4, gtin="4006381333931")
    page = client.get(reverse("catalog_product:copy", args=[product.pk]))
    data = posted(page, part_number="COPY-1", sku="COPY-1")
    client.post(reverse("catalog_product:add"), data)
    copy = Product.objects.get(sku="COPY-1")
    assert (copy.values, copy.fitments.count(), copy.live) == ({"bore": "30"}, 1, False)
    assert product.fitments.count() == 1
    assert list(copy.packages.values_list("quantity", "gtin")) == [(4, "")]


def test_the_same_relation_twice_is_refused(client):
    product, target = ProductFactory(), ProductFactory()
    ProductRelation.objects.create(product=product, kind="accessory", target=target)
    row = {"kind": "accessory", "target": str(target.pk), "quantity": "1", "id": "", "ORDER": "2"}
    changes = {f"relations__1__{name}": value for name, value in row.items()}
    response = save(client, product, relations__TOTAL_FORMS="2", **changes)
    assert response.status_code == 200
    assert product.relations.count() == 1


def test_prices_that_overlap_among_the_new_rows_are_refused(client):
    product, price_list = ProductFactory(), PriceListFactory()
    rows = {}
    for index in ("0", "1"):
        row = {"price_list": str(price_list.pk), "customer": "", "minimum_quantity": "1"}
        row |= {"amount": "5", "id": ""}
        rows |= {f"prices__{index}__{name}": value for name, value in row.items()}
    response = save(client, product, prices__TOTAL_FORMS="2", **rows)
    assert response.status_code == 200
    assert b"Another row already has a price for these dates." in response.content


def test_who_may_not_change_prices_edits_the_product_without_them(client):
    from tests.catalog.schema.test_wagtail_admin import sign_in

    product = ProductFactory()
    PriceFactory(product=product, price_list=PriceListFactory())
    sign_in(client, "change_product", "publish_product")
    page = client.get(edit_url(product))
    assert "prices-TOTAL_FORMS" not in posted(page)
    assert save(client, product, name="Renamed").status_code == 302
    product.refresh_from_db()
    assert (product.name, product.prices.count()) == ("Renamed", 1)


def test_the_form_takes_as_many_queries_for_many_fitments_as_for_few(
    client,
):
    product = ProductFactory()
    FitmentFactory.create_batch(2, product=product)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(edit_url(product)).status_code == 200
        counts.append(len(queries))
        FitmentFactory.create_batch(10, product=product)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("number", ["\u0661\u0662", "9" * 200, "1e5", "12,7"])
def test_what_the_database_would_not_take_for_a_number_is_refused(client, number):
    bore = AttributeFactory(code="bore", type=Type.NUMBER)
    product = ProductFactory(family=family_of(bore))
    assert "values-bore" in errors(save(client, product, **{"values-bore": number}))


@pytest.mark.parametrize("family", ["\u00b2", "9" * 5000, "-1", "x"])
def test_a_strange_family_in_an_address_asks_for_the_family(client, family):
    FamilyFactory.create_batch(2)
    response = client.get(reverse("catalog_product:add"), {"family": family})
    assert response.status_code == 200
    data = {"family": family, "values-shown": "a b"}
    assert client.post(reverse("catalog_product:add"), data).status_code == 200
    del data["values-shown"]
    assert client.post(reverse("catalog_product:add"), data).status_code == 200


def test_without_a_family_a_product_is_asked_for_no_values(client):
    AttributeFactory(code="in_no_family")
    response = client.post(reverse("catalog_product:add"), {"family": ""})
    assert response.context["form"].value_slots == {}
