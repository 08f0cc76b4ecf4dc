"""The addresses that show pictures before they are made: a placeholder, a job, then the picture."""

import pytest
from django.conf import settings

from catalog.models import ProductAsset
from catalog.products.queries.pictures import SIZES
from jobs.models import Job
from media_library.jobs import render_job
from media_library.models import Asset
from media_library.services.processing import process_asset
from media_library.services.rendering import RENDER
from tests.factories.catalog import ProductFactory
from tests.factories.media_library import ImageFileFactory

pytestmark = pytest.mark.django_db


def address(image, size="card") -> str:
    return f"/catalog/picture/{size}/{image.pk}/"


@pytest.fixture
def image():
    image = ImageFileFactory()
    ProductAsset.objects.create(product=ProductFactory(), asset=image.asset)
    return image


def test_a_placeholder_stands_until_the_picture_is_made(client, image):
    response = client.get(address(image))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Cache-Control"] == "no-store"
    assert 'width="40" height="30"' in response.content.decode()
    process_asset(asset=image.asset)
    response = client.get(address(image))
    assert response.status_code == 302
    assert response["Cache-Control"] == "public, no-cache"
    assert client.get(response.url)["Content-Type"] == "image/webp"


def test_a_picture_that_its_job_will_make_is_not_ordered_again(client, image):
    client.get(address(image))
    assert not Job.objects.filter(kind=RENDER).exists()


def test_all_sizes_of_a_picture_that_pages_ask_for_go_into_one_job(client, image):
    Asset.objects.update(status=Asset.Status.READY)
    for size in SIZES:
        client.get(address(image, size))
        client.get(address(image, size))
    job = Job.objects.get(kind=RENDER)
    assert job.parameters == {"image_id": image.pk, "specs": list(SIZES.values())}
    render_job(None, **job.parameters)
    assert client.get(address(image)).status_code == 302


def test_a_picture_that_cannot_be_read_is_not_found_and_not_tried_for_ever(client, image):
    (settings.MEDIA_ROOT / image.file.name).write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    assert process_asset(asset=image.asset).status == Asset.Status.FAILED
    assert client.get(address(image)).status_code == 404
    assert not Job.objects.filter(kind=RENDER).exists()


def test_an_unknown_size_is_not_found(client, image):
    assert client.get(address(image, "huge")).status_code == 404
