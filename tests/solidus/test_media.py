"""Uploaded files never act as pages of our own address."""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import FileField

from solidus.media import OPEN_FOLDERS
from tests.factories.media_library import DocumentFileFactory, ImageFileFactory

pytestmark = pytest.mark.django_db


def stored(name: str, content: bytes = b"<script>alert(1)</script>") -> str:
    return default_storage.url(default_storage.save(name, ContentFile(content)))


@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "evil.xhtml", "evil"])
def test_what_could_hold_a_script_is_taken_away_and_sandboxed(client, name):
    response = client.get(stored(f"media/{name}"))
    assert response.status_code == 200
    assert response["Content-Disposition"] == "attachment"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_picture_is_shown_in_place(client):
    response = client.get(ImageFileFactory().file.url)
    assert response["Content-Type"] == "image/png"
    assert not response["Content-Disposition"].startswith("attachment")


def test_a_document_is_served_only_where_rights_are_asked(client):
    document = DocumentFileFactory()
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


@pytest.mark.parametrize("name", ["health/probe", "Documents/a.pdf", "images", "a.png", ""])
def test_only_files_of_the_open_folders_are_served(client, name):
    if name and name != "images":
        default_storage.save(name, ContentFile(b"x"))
    default_storage.save("images/a.png", ContentFile(b"x"))
    assert client.get(f"/media/{name}").status_code == 404


def test_an_address_within_an_open_folder_may_be_written_in_any_way(client):
    address = stored("images/any..way.png")
    roundabout = address.replace("/images/", "/documents/..//./images/")
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
