"""The schema as a file in the admin."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from catalog.models import Attribute
from catalog.schema_changes.schema_file.export import export_schema
from tests.catalog.schema.test_wagtail_admin import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def attribute(client):
    client.force_login(UserFactory(is_superuser=True))
    return AttributeFactory(code="bore", label="Bore")


def upload(client, content: str):
    file = SimpleUploadedFile("model.yaml", content.encode())
    return client.post(reverse("catalog_model:upload"), {"file": file})


def test_a_file_is_compared_first_and_applied_then(client, attribute):
    text = client.get(reverse("catalog_model:download")).content.decode()
    assert text == export_schema()
    page = upload(client, text.replace("label: Bore", "label: Inner <b>bore</b>"))
    content = page.content.decode()
    assert "attributes › bore › label" in content
    assert "Inner &lt;b&gt;bore" in content
    assert Attribute.objects.get().label == "Bore"
    token = html.fromstring(content).xpath("//input[@name='token']/@value")[0]
    response = client.post(reverse("catalog_model:upload"), {"token": token}, follow=True)
    assert "The model was applied: 1 difference." in response.content.decode()
    assert Attribute.objects.get().label == "Inner <b>bore</b>"
    again = client.post(reverse("catalog_model:upload"), {"token": token}, follow=True)
    assert "Upload it again" in again.content.decode()


def test_a_file_that_is_none_is_told_with_its_line(client, attribute):
    page = upload(client, "solidus_model: 1\nattributes:\n- {code: bore, label: 5}\n")
    assert "Line 3, attributes[0].label: This must be text" in page.content.decode()


def test_it_takes_a_right_of_its_own(client):
    sign_in(client, "change_attribute", "change_family")
    for view in ("upload", "download"):
        response = client.get(reverse(f"catalog_model:{view}"))
        assert (response.status_code, response["Location"]) == (302, "/admin/")
    sign_in(client, "exchange_model")
    assert client.get(reverse("catalog_model:download")).status_code == 200


def test_the_right_is_offered_in_the_form_of_a_group(client):
    client.force_login(UserFactory(is_superuser=True))
    page = html.fromstring(client.get(reverse("wagtailusers_groups:add")).content)
    right = Permission.objects.get(codename="exchange_model")
    offered = page.xpath("//input[@name='permissions']/@value")
    assert str(right.pk) in offered
