"""The change log in the admin is a register to read, for those with the right."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from audit.models import ChangeLogEntry
from audit.services import acting_as
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import BrandFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor():
    user = UserFactory(first_name="Ada", last_name="Auditor")
    rights = ["access_admin", "view_changelogentry"]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def shown(client, **filters) -> list[ChangeLogEntry]:
    return list(client.get(reverse("audit:change_log_results"), filters).context["object_list"])


def test_it_names_what_changed_and_who_did_it(client, auditor):
    with acting_as(user_id=auditor.pk, source="form"):
        BrandFactory()
    client.force_login(auditor)
    page = client.get(reverse("audit:change_log"))
    assert page.status_code == 200
    assert "catalog.brand" in page.text
    assert "Ada Auditor" in page.text


def test_it_is_filtered_by_record_type_source_user_and_date(client, auditor):
    with acting_as(user_id=auditor.pk, source="import:12"):
        brand = BrandFactory()
    customer = CustomerFactory()
    client.force_login(auditor)
    for filters, record in [
        ({"entity": "catalog.brand"}, brand),
        ({"entity": "accounts.customer"}, customer),
        ({"source": "import"}, brand),
        ({"user_id": auditor.pk}, brand),
    ]:
        assert [entry.entity_id for entry in shown(client, **filters)] == [record.pk]
    assert len(shown(client, at_from="2020-01-01")) == 2
    assert shown(client, at_to="2020-01-01") == []


def test_it_is_closed_to_others(client):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(user)
    assert client.get(reverse("audit:change_log")).status_code == 302


def test_it_exports_what_is_filtered(client, auditor):
    BrandFactory()
    CustomerFactory()
    client.force_login(auditor)
    address = reverse("audit:change_log")
    answer = client.get(address, {"export": "csv", "entity": "catalog.brand"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert "catalog.brand" in lines[1]
