"""The address that makes pictures shows no stranger what pages keep back."""

import pytest
from django.contrib.auth.models import Permission

from catalog.models import ProductAsset
from media_library.models import Asset
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory
from tests.factories.media_library import ImageFileFactory

pytestmark = pytest.mark.django_db


def address(image) -> str:
    return f"/catalog/picture/card/{image.pk}/"


def picture_of(product):
    image = ImageFileFactory()
    ProductAsset.objects.create(product=product, asset=image.asset)
    return image


def test_a_picture_of_no_product_is_shown(client):
    assert client.get(address(ImageFileFactory())).status_code == 302


def test_a_picture_of_drafts_alone_is_for_the_admin(client):
    image = picture_of(ProductFactory(live=False))
    assert client.get(address(image)).status_code == 404
    editor = UserFactory()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    response = client.get(address(image))
    assert response.status_code == 302
    assert response["Cache-Control"].startswith("private")


def test_a_picture_of_a_draft_and_a_published_product_is_shown(client):
    image = picture_of(ProductFactory(live=False))
    ProductAsset.objects.create(product=ProductFactory(), asset=image.asset)
    assert client.get(address(image)).status_code == 302


@pytest.mark.parametrize(
    "fields", [{"status": Asset.Status.ARCHIVED}, {"licence_expires_on": "2020-01-01"}]
)
def test_what_may_not_be_shown_any_more_is_not_found(client, fields):
    image = picture_of(ProductFactory())
    Asset.objects.update(**fields)
    assert client.get(address(image)).status_code == 404
