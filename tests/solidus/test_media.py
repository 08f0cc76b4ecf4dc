"""Uploaded files never act as pages of our own address."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.factories.media_library import DocumentFileFactory, ImageFileFactory


def stored(name: str, content: bytes = b"<script>alert(1)</script>") -> str:
    return default_storage.url(default_storage.save(name, ContentFile(content)))


@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "evil.xhtml", "evil"])
def test_what_could_hold_a_script_is_taken_away_and_sandboxed(client, name):
    response = client.get(stored(f"media/{name}"))
    assert response.status_code == 200
    assert response["Content-Disposition"] == "attachment"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_a_picture_is_shown_in_place(client):
    response = client.get(ImageFileFactory().file.url)
    assert response["Content-Type"] == "image/png"
    assert not response["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db
def test_a_document_is_served_only_where_rights_are_asked(client):
    document = DocumentFileFactory()
    assert client.get(default_storage.url(document.file.name)).status_code == 404
    assert client.get(document.url).status_code == 200
