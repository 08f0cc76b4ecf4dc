"""The history of a product in the admin."""

import pytest
from django.urls import reverse

from accounts.roles import EDITOR, PRICE_MANAGER, Role
from accounts.services.roles import permissions_named
from audit.services import acting_as
from catalog.models import Attribute, Product
from catalog.revisions.queries.history.timeline import product_timeline
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    FamilyAttributeFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db


def address(page: str, product: Product, **query: str) -> str:
    name = "history" if page == "timeline" else f"history_{page}"
    return reverse(f"catalog_product:{name}", args=[product.pk], query=query or None)


def change(product: Product, source: str = "form", **fields) -> None:
    for name, value in fields.items():
        setattr(product, name, value)
    with acting_as(user_id=None, source=source):
        product.save()


@pytest.fixture
def product():
    """A product whose width an import changed, and whose name a person changed after that."""
    width = AttributeFactory(code="width", label="Width", type=Attribute.Type.NUMBER)
    product = ProductFactory(live=True, name="Old name", values={"width": "1"})
    FamilyAttributeFactory(family=product.family, attribute=width)
    change(product, source="import:7", values={"width": "2"})
    change(product, name="New name")
    return product


def test_the_timeline_tells_what_was_changed_and_by_what_way(admin_client, product):
    page = admin_client.get(address("timeline", product)).content.decode()
    assert "<del>Old name</del>" in page
    assert "<ins>New name</ins>" in page
    assert "<dt>Width</dt>" in page
    assert "Import 7" in page
    assert "Versions are kept for 730 days" in page


def test_a_page_of_many_acts_takes_as_many_queries_as_one_of_few(
    admin_client, product, django_assert_max_num_queries
):
    admin_client.get(address("timeline", product))
    for number in range(30):
        change(product, source=f"import:{number}", name=f"Name {number}")
    with django_assert_max_num_queries(40):
        page = admin_client.get(address("timeline", product))
    assert len(page.context["acts"]) == 20
    assert len(admin_client.get(address("timeline", product) + "?p=2").context["acts"]) == 13


def test_two_versions_are_compared_whichever_is_named_first(admin_client, product):
    newest, _imported, first = product_timeline(product.pk)
    for names in ({"a": first.version, "b": newest.version}, {"a": "live", "b": first.version}):
        page = admin_client.get(address("compare", product, **names))
        assert [(one.label, one.before, one.after) for one in page.context["differences"]] == [
            ("Name", "Old name", "New name"),
            ("Width", "1", "2"),
        ]


@pytest.mark.parametrize("version", ["", "at-1", "at-0000", "r99999999999", "nonsense"])
def test_versions_that_are_not_there_are_not_found(admin_client, product, version):
    assert admin_client.get(address("compare", product, a=version, b="live")).status_code == 404


def test_a_version_comes_back_as_a_draft(admin_client, product):
    first = product_timeline(product.pk)[-1].version
    answer = admin_client.post(address("restore", product), {"version": first}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("catalog_product:edit", args=[product.pk])
    assert "Restored as a draft" in answer.content.decode()
    product.refresh_from_db()
    draft = product.get_latest_revision_as_object()
    assert (draft.name, draft.values, product.name) == ("Old name", {"width": "1"}, "New name")


def test_one_value_comes_back(admin_client, product):
    first = product_timeline(product.pk)[-1].version
    data = {"version": first, "path": "values.width"}
    admin_client.post(address("restore", product), data)
    product.refresh_from_db()
    draft = product.get_latest_revision_as_object()
    assert (draft.name, draft.values) == ("New name", {"width": "1"})


def test_what_cannot_be_brought_back_is_refused_in_words(admin_client, product):
    for data in ({"version": "at-1"}, {"version": "live", "path": "latest_revision"}, {}):
        answer = admin_client.post(address("restore", product), data, follow=True)
        assert answer.redirect_chain[-1][0] == address("timeline", product)
    assert not product.revisions.exists()


def test_a_field_tells_where_its_value_comes_from(admin_client, product):
    page = admin_client.get(
        address("value", product, field="values-width"), headers={"X-Requested-With": "fetch"}
    ).content.decode()
    assert "<html" not in page
    assert page.index("Import 7") < page.index("Manually")
    full = admin_client.get(address("value", product, field="name")).content.decode()
    assert "<html" in full
    assert full.index("New name") < full.index("Old name")


@pytest.mark.parametrize("field", ["", "values-", "values-nothing", "values", "latest_revision.x"])
def test_a_field_that_does_not_exist_is_not_found(admin_client, product, field):
    assert admin_client.get(address("value", product, field=field)).status_code == 404


def person(role: Role):
    user = UserFactory()
    user.user_permissions.set(permissions_named(role.permissions))
    return user


class TestRights:
    def test_an_editor_sees_and_restores_no_prices(self, client, product):
        client.force_login(person(EDITOR))
        price = PriceFactory(product=product, price_list=PriceListFactory(), amount="77.77")
        version = product_timeline(product.pk)[0].version
        price.delete()
        assert "77.77" not in client.get(address("timeline", product)).content.decode()
        client.post(address("restore", product), {"version": version})
        product.refresh_from_db()
        assert product.latest_revision.content["prices"] == []

    def test_who_changed_what_an_editor_may_not_see_is_not_told(self, client, product):
        manager = UserFactory(first_name="Piet", last_name="Okafor")
        with acting_as(user_id=manager.pk, source="form"):
            PriceFactory(product=product, price_list=PriceListFactory())
        acts = {}
        for user, seen in ((UserFactory(is_superuser=True), True), (person(EDITOR), False)):
            client.force_login(user)
            shown = client.get(address("timeline", product))
            assert ("Piet Okafor" in shown.content.decode()) == seen
            acts[seen] = len(shown.context["acts"])
        assert acts[False] == acts[True] - 1

    def test_wagtails_form_of_an_old_revision_leads_to_the_comparison(self, client, product):
        """Its form would write back prices that this person may not even see."""
        client.force_login(person(EDITOR))
        Product.objects.update(live=False)
        product = Product.objects.get()
        product.prices = [PriceFactory.build(price_list=PriceListFactory(), amount="77.77")]
        product.save()
        old = product.save_revision(user=UserFactory(), log_action=True)
        product = Product.objects.get()
        product.prices, product.name = [], "Newest name"
        product.save()
        product.save_revision(user=UserFactory(), log_action=True)
        url = reverse("catalog_product:revisions_revert", args=[product.pk, old.pk])
        assert url in client.get(address("drafts", product)).content.decode()
        assert client.post(url, {"name": "Overwritten"}).status_code == 405
        answer = client.get(url, follow=True)
        assert answer.redirect_chain[-1][0].startswith(address("compare", product))
        shown = answer.content.decode()
        assert "77.77" not in shown
        assert "Newest name" in shown
        assert "Restore the whole earlier version" in shown
        assert not Product.objects.get().prices.exists()

    def test_who_may_only_look_at_products_restores_nothing(self, client, product):
        client.force_login(person(PRICE_MANAGER))
        assert client.get(address("timeline", product)).status_code == 200
        version = product_timeline(product.pk)[-1].version
        client.post(address("restore", product), {"version": version})
        assert not product.revisions.exists()

    def test_strangers_see_nothing(self, client, product):
        client.force_login(UserFactory())
        for page in ("timeline", "compare", "value", "drafts"):
            assert client.get(address(page, product)).status_code == 302
