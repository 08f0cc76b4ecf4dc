"""Filters, columns and saved views of the product listing."""

import json

import pytest
from django.urls import reverse

from catalog.models import AttributeOption, ListingPreference, Segment
from tests.catalog.schema.test_wagtail_admin import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, ChannelFactory, ProductFactory
from tests.factories.feeds import FeedFactory

pytestmark = pytest.mark.django_db

LIST = "catalog_product:list"
MATERIAL = {"field": "values.material", "operator": "in", "value": ["ceramic"]}


@pytest.fixture
def editor(client):
    return sign_in(client, "change_product")


@pytest.fixture
def products():
    """Two products, of which one is of ceramic."""
    attribute = AttributeFactory(code="material", label="Material", type="choice")
    AttributeOption.objects.create(attribute=attribute, code="ceramic", label="Fine ceramic")
    return [
        ProductFactory(part_number="C-1", values={"material": "ceramic"}),
        ProductFactory(part_number="S-1", values={"material": "steel"}),
    ]


def listing(client, **query):
    return client.get(reverse(LIST), query)


def listed(client, **query) -> list[str]:
    return sorted(one.part_number for one in listing(client, **query).context["object_list"])


def panel(client, name: str, query: str, /, **data):
    """What a panel answers to a form that is sent from the listing with `query`."""
    return client.post(f"{reverse(f'catalog_product:{name}')}{query}", data)


def filters(*members) -> dict:
    return {"f": [json.dumps(member) for member in members]}


def test_a_filter_is_added_by_its_form_and_shown_in_words(client, editor, products):
    form = client.get(reverse("catalog_product:filter"), {"field": "values.material"})
    assert form.context["form"].initial["condition"]["operator"] == "in"
    query = "?field=values.material&q=C"
    added = panel(client, "filter", query, condition=json.dumps(MATERIAL))
    page = client.get(added.url)
    assert [one.part_number for one in page.context["object_list"]] == ["C-1"]
    pill = page.context["pills"][0]
    assert (pill.label, pill.text) == ("Material", "is one of Fine ceramic")
    assert "q=C" in pill.removed
    assert "field=" not in added.url


def test_a_filter_is_changed_and_taken_away(client, editor, products):
    page = listing(client, **filters(MATERIAL))
    query = page.context["panel_query"]
    other = json.dumps({**MATERIAL, "operator": "not_in"})
    changed = panel(client, "filter", f"{query}&at=0", condition=other)
    assert [p.part_number for p in client.get(changed.url).context["object_list"]] == ["S-1"]
    removed = reverse(LIST) + page.context["pills"][0].removed
    assert len(client.get(removed).context["object_list"]) == 2


def test_what_cannot_be_asked_is_refused_with_words(client, editor, products):
    for asked, message in (
        ({**MATERIAL, "value": []}, "Enter a list of values"),
        ({**MATERIAL, "field": "name"}, "Choose its field again"),
        ("name", "Choose its field again"),
    ):
        refused = panel(client, "filter", "?field=values.material", condition=json.dumps(asked))
        assert refused.status_code == 200
        assert message in refused.content.decode()
    for hostile in ("{", "[" * 30, json.dumps({"field": "values.lost", "operator": "is"})):
        page = listing(client, f=hostile)
        assert (page.status_code, list(page.context["object_list"])) == (200, [])
        assert page.context["problem"]
    assert client.get(reverse("catalog_product:filter"), {"field": "nothing"}).status_code == 404
    assert listing(client, segment="9" * 30, p="999999999999", ordering="x").status_code == 200


# What anybody can write into the address: groups, conditions and their parts of every shape.
ODD = [7, "a", [], [[]], {"a": [1]}, 10**400]


@pytest.mark.parametrize("place", ["conditions", "match", "not", "field", "operator", "value"])
def test_a_filter_of_any_shape_is_shown_or_refused_with_words(client, editor, products, place):
    conditions = [MATERIAL, {**MATERIAL, "operator": "between"}]
    changed = conditions if place in MATERIAL else [{"match": "all", "conditions": [MATERIAL]}]
    for shape in [{**one, place: odd} for one in changed for odd in ODD]:
        assert listing(client, **filters(shape, MATERIAL)).status_code == 200, shape
        answer = client.get(reverse("catalog_product:filter"), {**filters(shape), "at": "0"})
        assert answer.status_code in (200, 404), shape


def test_columns_are_chosen_in_an_order_and_kept(client, editor, products):
    ChannelFactory(code="web", name="Web")
    names = ["values.material", "completeness.web", "name", "price", "assets"]
    panel(client, "columns", "", columns=names, ordering="-name")
    page = listing(client)
    assert [one.name for one in page.context["view"].listed_columns] == names
    assert page.context["ordering"] == "-name"
    assert "Fine ceramic" in page.content.decode()
    preference = ListingPreference.objects.get(user=editor)
    assert preference.columns == names
    client.force_login(UserFactory(is_superuser=True))
    assert [one.name for one in listing(client).context["view"].listed_columns] != names


def test_a_value_that_a_variant_inherits_is_shown(client, editor, products):
    ProductFactory(part_number="V-1", parent=products[0])
    page = listing(client, q="V-1", columns="values.material")
    assert "Fine ceramic" in page.content.decode()


def test_a_view_keeps_filters_columns_and_order_and_is_a_segment(client, editor, products):
    query = listing(client, ordering="name", **filters(MATERIAL)).context["panel_query"]
    opened = panel(client, "view_new", query, name="Ceramics")
    view = Segment.objects.get()
    assert (view.owner, view.is_shared, view.ordering) == (editor, False, "name")
    assert view.filter == {"match": "all", "conditions": [MATERIAL]}
    assert opened.url == f"{reverse(LIST)}?segment={view.pk}"
    page = client.get(opened.url)
    assert [one.part_number for one in page.context["object_list"]] == ["C-1"]
    assert not page.context["asked"].differs_from_view
    other = {"field": "name", "operator": "not_empty"}
    changed = listing(client, segment=view.pk, **filters(other))
    assert changed.context["asked"].differs_from_view
    panel(client, "view_save", changed.context["panel_query"])
    view.refresh_from_db()
    assert view.filter["conditions"] == [other]
    panel(client, "view_delete", f"?segment={view.pk}")
    assert not Segment.objects.exists()


def test_filters_can_all_be_taken_away_while_a_view_is_open(client, editor, products):
    view = Segment.objects.create(
        code="c", name="C", owner=editor, is_shared=False, filter={"conditions": [MATERIAL]}
    )
    page = listing(client, segment=view.pk)
    assert len(page.context["object_list"]) == 1
    everything = client.get(reverse(LIST) + page.context["pills"][0].removed)
    assert len(everything.context["object_list"]) == 2


def test_a_private_view_is_its_owners_alone(client, editor, products):
    view = Segment.objects.create(
        code="c", name="Secret", owner=editor, is_shared=False, filter={"conditions": [MATERIAL]}
    )
    sign_in(client, "change_product", "change_segment", "share_segment", "delete_segment")
    page = listing(client, segment=view.pk)
    assert len(page.context["object_list"]) == 2
    assert "Secret" not in page.content.decode()
    for name in ("view_save", "view_edit", "view_delete"):
        assert panel(client, name, f"?segment={view.pk}", name="Mine").status_code == 404
    assert "Secret" not in client.get(reverse("catalog_segment:index")).content.decode()
    pages = ["edit", "delete", "history", "history_results", "usage"]
    addresses = [reverse(f"catalog_segment:{name}", args=[view.pk]) for name in pages]
    assert {client.get(address).status_code for address in addresses} == {404}
    view.refresh_from_db()
    assert view.name == "Secret"
    Segment.objects.update(owner=sign_in(client, "change_segment", "delete_segment"))
    assert {client.get(address).status_code for address in addresses} == {200}


def test_to_share_takes_a_right_and_a_view_in_use_stays(client, editor, products):
    panel(client, "view_new", "", name="Mine", is_shared="on")
    assert Segment.objects.get().is_shared is False
    owner = sign_in(client, "change_product", "share_segment")
    panel(client, "view_new", "", name="Ours", is_shared="on")
    view = Segment.objects.get(owner=owner)
    assert view.is_shared
    FeedFactory(segment=view)
    for name, data in (("view_delete", {}), ("view_edit", {"name": "Ours"})):
        refused = panel(client, name, f"?segment={view.pk}", **data)
        assert "records that you do not have permission to see" in refused.content.decode()
    view.refresh_from_db()
    assert view.is_shared


def test_a_shared_view_is_changed_by_those_who_may(client, products):
    view = Segment.objects.create(code="all", name="All")
    sign_in(client, "change_product")
    assert listing(client, segment=view.pk).status_code == 200
    assert panel(client, "view_save", f"?segment={view.pk}").status_code in (302, 403)
    assert panel(client, "view_edit", f"?segment={view.pk}", name="Other").status_code in (302, 403)
    view.refresh_from_db()
    assert view.name == "All"


@pytest.mark.parametrize("name", ["filter", "columns", "view_new"])
def test_panels_are_for_those_who_see_the_products(client, name):
    sign_in(client)
    assert client.get(reverse(f"catalog_product:{name}")).status_code in (302, 403)


def test_an_export_holds_what_is_found(client, editor, products):
    page = listing(client, export="csv", **filters(MATERIAL))
    text = b"".join(page.streaming_content).decode()
    assert "C-1" in text
    assert "S-1" not in text


def test_a_list_is_sorted_by_a_sortable_attribute_that_it_shows(client, editor):
    AttributeFactory(code="width", label="Width", type="measure", unit="mm", is_sortable=True)
    AttributeFactory(code="note", label="Note")
    for number, amount, unit in (("A", "2", "in"), ("B", "9", "mm"), ("C", "1", "cm")):
        values = {"width": {"amount": amount, "unit": unit}}
        ProductFactory(part_number=number, values=values)
    page = listing(client, columns="values.width,values.note", ordering="-values.width")
    assert [one.part_number for one in page.context["object_list"]] == ["A", "C", "B"]
    assert "ordering=values.width" in page.content.decode()
    assert "ordering=values.note" not in page.content.decode()
    kept = panel(client, "columns", "", columns=["values.width"], ordering="values.width")
    shown = client.get(kept.url).context["object_list"]
    assert [one.part_number for one in shown] == ["B", "C", "A"]
