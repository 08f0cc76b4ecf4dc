"""Assets in the admin: who sees them, what the form asks for."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from modelsearch.index import insert_or_update_object

from accounts.services import sync_roles
from media_library.models import Asset
from media_library.services.processing import process_asset
from tests.factories.accounts import UserFactory
from tests.factories.media_library import DocumentFileFactory, ImageFileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    def as_member_of(role: str):
        sync_roles()
        user = UserFactory()
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return as_member_of


def test_an_editor_lists_assets_in_a_fixed_number_of_queries(
    sign_in, django_assert_max_num_queries
):
    client = sign_in("Content editors")
    for _ in range(6):
        asset = ImageFileFactory().asset
    for asset in Asset.objects.all():
        process_asset(asset=asset)
    client.get(reverse("asset:index"))
    with django_assert_max_num_queries(25):
        response = client.get(reverse("asset:index"))
    assert response.status_code == 200
    assert asset.title in response.content.decode()


def test_a_price_manager_sees_no_assets(sign_in):
    client = sign_in("Price managers")
    assert client.get(reverse("asset:index")).status_code == 302


def test_exactly_one_file_must_be_chosen(sign_in):
    client = sign_in("Content editors")
    image, document = ImageFileFactory(), DocumentFileFactory()
    data = {
        "title": "Two",
        "image": image.pk,
        "document": document.pk,
        "media": "",
        "licence": "",
        "licence_expires_on": "",
        "territories": "",
        "status": "new",
    }
    before = Asset.objects.count()
    response = client.post(reverse("asset:add"), data)
    assert "Choose exactly one file" in response.content.decode()
    assert Asset.objects.count() == before


def test_the_libraries_stand_under_the_assets_menu(sign_in):
    response = sign_in("Content editors").get(reverse("wagtailadmin_home"))
    page = response.content.decode()
    assert reverse("asset:index") in page
    assert reverse("wagtailimages:index") in page


def test_the_chooser_finds_an_asset_by_its_title(sign_in):
    for title in ("Brake disc front", "Oil filter"):
        insert_or_update_object(ImageFileFactory(title=title).asset)
    client = sign_in("Content editors")
    page = client.get(reverse("asset_chooser:choose_results"), {"q": "disc"}).content.decode()
    assert "Brake disc front" in page
    assert "Oil filter" not in page
