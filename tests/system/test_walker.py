"""The walker itself: every model has a record, every address is filled in, forms are read."""

import pytest
from django.urls import get_resolver, path, reverse

from tests.system.walker import addresses, forms_of
from tests.system.walker.people import ADMINISTRATOR


def test_every_address_is_filled_in_and_each_record_asked_for(world):
    paths = {address.path for address in addresses(world)}
    for page in world.of("wagtailcore.Page"):
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in paths
    assert "/admin/bulk/catalog/price/delete/?id=all" in paths


def test_an_address_that_cannot_be_filled_in_is_named(world, monkeypatch):
    new = path("things/<int:thing_id>/", lambda request, thing_id: None, name="thing")
    monkeypatch.setattr(get_resolver(), "url_patterns", [new])
    with pytest.raises(LookupError, match="/things/<int:thing_id>/"):
        addresses(world)


def test_a_form_sends_what_it_shows(client, world):
    client.force_login(world.people[ADMINISTRATOR])
    address = reverse("catalog_brand:edit", args=[world.record("catalog.Brand").pk])
    forms = [form for form in forms_of(client.get(address), address) if form.address == address]
    assert forms[0].body["name"] == ["Acme"]
    assert client.post(address, forms[0].body).status_code == 302
