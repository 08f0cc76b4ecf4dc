"""What a person chooses about the own account."""

import pytest

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_time_zones_are_those_of_places(client):
    client.force_login(UserFactory(is_superuser=True))
    page = client.get("/admin/account/")
    field = next(
        panel.get_form().fields["current_time_zone"]
        for panels in page.context["panels_by_tab"].values()
        for panel in panels
        if "current_time_zone" in panel.get_form().fields
    )
    zones = {value for value, _label in field.choices}
    assert {"UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo"} <= zones
    assert not {"localtime", "Factory", "posixrules", "EST5EDT", "Etc/GMT+5", "US/Eastern"} & zones
