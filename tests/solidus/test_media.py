"""Uploaded files never act as pages of our own address."""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import FileField

from catalog.models import ProductAsset
from media_library.models import Asset, MediaFile
from solidus.media import OPEN_FOLDERS
from tests.factories.catalog import ProductFactory
from tests.factories.media_library import DocumentFileFactory, ImageFileFactory

pytestmark = pytest.mark.django_db


def published(asset: Asset) -> None:
    ProductAsset.objects.create(product=ProductFactory(), asset=asset)


@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "evil.xhtml", "evil"])
def test_what_could_hold_a_script_is_taken_away_and_sandboxed(client, name):
    film = MediaFile.objects.create(
        title="Fitting", type="video", duration=1, file=ContentFile(b"<script>", name=name)
    )
    published(film.asset)
    response = client.get(film.file.url)
    assert response.status_code == 200
    assert response["Content-Disposition"] == "attachment"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_picture_is_shown_in_place(client):
    image = ImageFileFactory()
    published(image.asset)
    response = client.get(image.file.url)
    assert response["Content-Type"] == "image/png"
    assert not response["Content-Disposition"].startswith("attachment")


def test_a_document_is_served_only_where_rights_are_asked(client):
    document = DocumentFileFactory()
    published(document.asset)
    assert client.get(default_storage.url(document.file.name)).status_code == 404
    assert client.get(document.url).status_code == 200


@pytest.mark.parametrize(
    "before",
    [
        "",
        "/",
        "./",
        ".//./",
        "%2e/",
        "%2E%2F",
        "%2f",
        "images/../",
        "images/%2e%2e/",
        "images/..%2f",
        "../",
        "images\\..\\",
        "images/..%5c",
    ],
)
def test_no_way_of_writing_the_address_opens_a_document(client, before):
    assert default_storage.save("documents/dealer-prices.pdf", ContentFile(b"secret"))
    answer = client.get(f"/media/{before}documents/dealer-prices.pdf")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "name", ["health/probe", "Documents/a.pdf", "images", "images/a.png", "a.png", ""]
)
def test_only_files_that_a_record_knows_are_served(client, name):
    if name and name != "images":
        default_storage.save(name, ContentFile(b"x"))
    assert client.get(f"/media/{name}").status_code == 404


def test_an_address_within_an_open_folder_may_be_written_in_any_way(client):
    image = ImageFileFactory(file=ContentFile(b"x", name="any..way.png"))
    published(image.asset)
    address = image.file.url
    roundabout = address.replace("/original_images/", "/documents/..//./original_images/")
    assert client.get(address).status_code == client.get(roundabout).status_code == 200


def test_every_place_of_uploads_is_open_or_known_to_be_closed():
    closed = {"documents", "wagtail_uploads"}
    places = set()
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, FileField) and field.storage == default_storage:
                name = field.generate_filename(model(), "a.png")
                places.add(name.split("/")[0])
    assert places - closed == OPEN_FOLDERS
