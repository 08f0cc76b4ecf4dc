"""The page that a site begins with: taken away by administrators alone, who type its name."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import GroupPagePermission, Page, Site

from accounts.roles import MARKETING
from accounts.services import sync_roles
from home.models import HomePage
from home.models.root_pages import SitePage
from home.services.publishing import publish_what_is_due
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NAME = "Parts for all"


@pytest.fixture
def root():
    return Page.get_first_root_node()


@pytest.fixture
def home(root):
    """The first page of the site."""
    page = root.add_child(instance=HomePage(title=NAME, slug="parts"))
    Site.objects.filter(is_default_site=True).update(root_page=page)
    return page


@pytest.fixture
def other(root):
    """A page beside it."""
    return root.add_child(instance=HomePage(title="Trade fair", slug="fair"))


@pytest.fixture
def marketing(client):
    """Somebody who may do everything with pages that Wagtail gives to a group."""
    sync_roles()
    group = Group.objects.get(name=MARKETING.name)
    for permission in Permission.objects.filter(codename="bulk_delete_page"):
        GroupPagePermission.objects.create(
            group=group, page=Page.get_first_root_node(), permission=permission
        )
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user)
    return user


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def addresses(page: Page, destination: Page) -> dict[str, str]:
    """The admin's pages that take a page away."""
    return {
        "delete": reverse("wagtailadmin_pages:delete", args=[page.pk]),
        "unpublish": reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        "move": reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk]),
    }


def bulk(action: str, *pages: Page) -> str:
    keys = "&".join(f"id={page.pk}" for page in pages)
    return f"/admin/bulk/wagtailcore/page/{action}/?{keys}&next=/admin/pages/"


def api(action: str, page: Page) -> str:
    return reverse("wagtailadmin_api:pages:action", args=[page.pk, action])


def state(page: Page) -> tuple | None:
    """Where the page is and whether visitors see it; None where it is gone."""
    return Page.objects.filter(pk=page.pk).values_list("path", "live").first()


ACTIONS = ["delete", "unpublish", "move"]


@pytest.fixture
def place(root):
    """A page of no special kind, into which every page may be moved."""
    return root.add_child(instance=Page(title="Place", slug="place"))


@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_but_an_administrator_takes_it_away(client, marketing, home, other, place, action):
    before = state(home)
    assert client.post(addresses(home, place)[action], {"confirmation": NAME}).status_code == 302
    client.post(bulk(action, home), {"chooser": place.pk})
    client.post(api(action, home), {"destination_page_id": place.pk})
    assert state(home) == before
    if action != "move":
        client.post(addresses(other, place)[action])
        assert state(other) != (other.path, True)


@pytest.mark.parametrize("action", ACTIONS)
def test_the_name_is_typed_as_the_page_shows_it(client, administrator, home, place, action):
    Page.objects.filter(pk=home.pk).update(title="Parts  for all", draft_title="Parts  for all")
    before, address = state(home), addresses(home, place)[action]
    assert client.post(address, {"confirmation": "Parts for all"}).status_code == 302
    assert state(home) != before


@pytest.mark.parametrize("action", ACTIONS)
def test_an_administrator_types_its_name(client, administrator, home, place, action):
    before, address = state(home), addresses(home, place)[action]
    for typed in ({}, {"confirmation": "Parts"}):
        page = client.post(address, {"include_descendants": "on", **typed}).content.decode()
        assert NAME in page
        if action != "delete":
            assert 'name="include_descendants" value="on"' in page
            assert ("The name does not match" in page) == bool(typed)
    assert state(home) == before
    assert client.post(address, {"confirmation": f" {NAME} "}).status_code == 302
    assert state(home) != before


@pytest.mark.parametrize("action", ACTIONS)
def test_a_page_above_it_is_guarded_alike(client, administrator, home, root, place, action):
    inner = place.add_child(instance=HomePage(title="Inner", slug="inner"))
    Site.objects.create(hostname="inner.example", root_page=inner)
    elsewhere = root.add_child(instance=Page(title="Elsewhere", slug="elsewhere"))
    before = state(place), state(inner)
    client.post(addresses(place, elsewhere)[action], {"include_descendants": "on"})
    assert (state(place), state(inner)) == before


@pytest.mark.parametrize("action", ACTIONS)
def test_many_at_once_and_the_api_take_none_away(client, administrator, home, other, place, action):
    before = state(home), state(other)
    response = client.post(bulk(action, home, other), {"chooser": place.pk}, follow=True)
    assert NAME in response.content.decode()
    response = client.post(api(action, home), {"destination_page_id": place.pk})
    assert response.status_code == 403
    assert (state(home), state(other)) == before


def test_an_alias_that_a_site_begins_with_does_not_go_with_its_source(
    client, marketing, home, other, root
):
    alias = other.create_alias(parent=root, update_slug="alias")
    Site.objects.create(hostname="alias.example", root_page=alias)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[other.pk]))
    assert state(alias) == (alias.path, True)


@pytest.mark.parametrize("ways", [DeletePageAction, UnpublishPageAction])
def test_the_actions_of_wagtail_ask_the_same(marketing, home, ways):
    with pytest.raises(PermissionDenied):
        ways(home, user=marketing).execute()


def test_a_move_asks_the_same(marketing, home, place):
    with pytest.raises(PermissionDenied):
        MovePageAction(home, place, pos="last-child", user=marketing).execute()


def test_the_listing_offers_no_button_for_it(client, marketing, home, other):
    page = client.get(reverse("wagtailadmin_explore_root")).content.decode()
    assert addresses(other, home)["delete"] in page
    assert addresses(home, other)["delete"] not in page
    assert addresses(home, other)["unpublish"] not in page


def test_it_never_expires(home, other):
    yesterday = timezone.now() - timedelta(days=1)
    for page in (home, other):
        page.expire_at = yesterday
    with pytest.raises(ValidationError):
        home.full_clean()
    other.full_clean()
    HomePage.objects.update(expire_at=yesterday)
    publish_what_is_due()
    assert HomePage.objects.get(pk=home.pk).live
    assert not HomePage.objects.get(pk=other.pk).live


def test_the_site_goes_by_its_name_alone(admin_client, home):
    site = Site.objects.get(root_page=home)
    address = reverse("wagtailsites:delete", args=[site.pk])
    page = admin_client.get(address).content.decode()
    assert NAME in page, "its pages are shown"
    admin_client.post(address)
    admin_client.post(address, {"confirmation": "another"})
    assert Site.objects.filter(pk=site.pk).exists()
    admin_client.post(address, {"confirmation": str(site)})
    assert not Site.objects.filter(pk=site.pk).exists()


def test_it_is_hidden_from_nobody(client, marketing, home):
    address = reverse("wagtailadmin_pages:set_privacy", args=[home.pk])
    client.post(address, {"restriction_type": "login"})
    assert not home.view_restrictions.exists()


def test_every_kind_of_page_follows_the_rule():
    kinds = [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]
    assert kinds
    assert all(issubclass(kind, SitePage) for kind in kinds)
