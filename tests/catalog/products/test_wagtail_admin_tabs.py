"""Whatever is registered as a tab of the product form is shown, kept back and checked there."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from modelcluster.models import get_all_child_relations

from catalog.models import Product
from catalog.products.parts import product_parts
from catalog.products.wagtail_admin import tabs
from catalog.products.wagtail_admin.panels import product_tabs
from catalog.products.wagtail_admin.permissions import hidden_parts_of
from catalog.products.wagtail_admin.tabs import registered_rows, registered_tabs
from tests.catalog.admin_forms import posted
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db

PARTS = [rows.part for rows in registered_rows()]


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


@pytest.fixture(params=PARTS)
def rows(request):
    [found] = [one for one in registered_rows() if one.part == request.param]
    return found


@pytest.fixture
def permission(rows):
    """The right of the part, if it has one."""
    return product_parts()[rows.part].permission


def test_the_tabs_stand_after_the_variants_in_the_order_of_their_parts():
    headings = [str(one.heading) for one in product_tabs().children]
    assert headings == [
        *("Content", "Attributes", "Variants"),
        *("Fitment", "Prices", "Assets", "Relations", "Packages"),
    ]
    assert [name for name in product_parts() if name in PARTS] == PARTS


def test_its_rows_are_children_of_the_product(rows):
    assert rows.part in {one.get_accessor_name() for one in get_all_child_relations(Product)}


def test_its_rows_are_edited_with_its_right_and_kept_back_without(rows, permission, client):
    address = reverse("catalog_product:edit", args=[ProductFactory().pk])
    total = f"{rows.part}-TOTAL_FORMS"
    user = sign_in(client, *filter(None, [permission]))
    page = client.get(address)
    assert total in posted(page)
    assert str(rows.heading) in page.content.decode()
    assert rows.part not in hidden_parts_of(user)
    user = sign_in(client)
    assert (total in posted(client.get(address))) == (not permission)
    assert (rows.part in hidden_parts_of(user)) == bool(permission)


def test_its_check_may_refuse_what_is_posted(rows, permission, client, monkeypatch):
    def refuse(formset):
        formset.forms[0].add_error(None, "Not these rows.")

    changed = [
        replace(tab, rows=[replace(one, check=refuse) if one == rows else one for one in tab.rows])
        for tab in registered_tabs()
    ]
    address = reverse("catalog_product:edit", args=[ProductFactory().pk])
    sign_in(client, *filter(None, [permission]))
    data = posted(client.get(address), **{f"{rows.part}__TOTAL_FORMS": "1"})
    monkeypatch.setattr(tabs, "_tabs", changed)
    assert "Not these rows." in client.post(address, data).content.decode()
