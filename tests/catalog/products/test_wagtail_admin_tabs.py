"""Whatever is registered as a tab of the product form is shown, kept back and checked there."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from modelcluster.models import get_all_child_relations

from catalog.models import Product
from catalog.products.wagtail_admin import tabs
from catalog.products.wagtail_admin.panels import product_tabs
from catalog.products.wagtail_admin.permissions import hidden_parts_of
from catalog.products.wagtail_admin.tabs import registered_tabs
from tests.catalog.admin_forms import posted
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db

RELATIONS = [tab.relation for tab in registered_tabs()]


def sign_in(client, *permissions: str):
    """A member of staff with exactly these permissions ("app.codename")."""
    user = UserFactory()
    for name in ("wagtailadmin.access_admin", "catalog.change_product", *permissions):
        app, codename = name.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    client.force_login(user)
    return user


@pytest.fixture(params=RELATIONS)
def tab(request):
    [found] = [one for one in registered_tabs() if one.relation == request.param]
    return found


def test_the_tabs_stand_between_the_variants_and_the_pictures():
    headings = [str(one.heading) for one in product_tabs().children]
    registered = [str(one.heading) for one in registered_tabs()]
    assert headings == [
        *("Content", "Attributes", "Variants"),
        *registered,
        *("Assets", "Relations", "Packages"),
    ]


def test_its_rows_are_children_of_the_product(tab):
    assert tab.relation in {one.get_accessor_name() for one in get_all_child_relations(Product)}


def test_its_rows_are_edited_with_its_right_and_kept_back_without(tab, client):
    address = reverse("catalog_product:edit", args=[ProductFactory().pk])
    total = f"{tab.relation}-TOTAL_FORMS"
    user = sign_in(client, *filter(None, [tab.permission]))
    page = client.get(address)
    assert total in posted(page)
    assert str(tab.heading) in page.content.decode()
    assert tab.relation not in hidden_parts_of(user)
    user = sign_in(client)
    assert (total in posted(client.get(address))) == (not tab.permission)
    assert (tab.relation in hidden_parts_of(user)) == bool(tab.permission)


def test_its_check_may_refuse_what_is_posted(tab, client, monkeypatch):
    def refuse(formset):
        formset.forms[0].add_error(None, "Not these rows.")

    changed = [replace(one, check=refuse) if one == tab else one for one in registered_tabs()]
    address = reverse("catalog_product:edit", args=[ProductFactory().pk])
    sign_in(client, *filter(None, [tab.permission]))
    data = posted(client.get(address), **{f"{tab.relation}__TOTAL_FORMS": "1"})
    monkeypatch.setattr(tabs, "_tabs", changed)
    assert "Not these rows." in client.post(address, data).content.decode()
