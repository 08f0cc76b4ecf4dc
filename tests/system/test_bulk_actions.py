"""Every registered bulk action, as every role, asked for records that the role may not see.

What is registered next is walked too.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from console.wagtail_admin.seen_records import seen_records
from tests.soak import sample

from .walker import World, forms_of
from .walker.people import ADMINISTRATOR, EVERYBODY, OTHER_CONTACT
from .walker.writes import rolled_back_writes

PRICES = "/admin/bulk/catalog/product/prices/"
ROLES = [role for role in EVERYBODY if role not in (ADMINISTRATOR, OTHER_CONTACT)]


def registered() -> Iterator[tuple[type[Model], str]]:
    """The address of each action, and the model that it is for."""
    bulk_action_registry.get_bulk_actions_for_model("", "")  # finds what is registered
    for app, of_models in bulk_action_registry.actions.items():
        for name, actions in of_models.items():
            for action in actions:
                yield apps.get_model(app, name), f"/admin/bulk/{app}/{name}/{action}/"


def unseen(model: type[Model], user: Any) -> list[Model]:
    """The records of `model` that the user may not see in the admin."""
    if user is None or not user.has_perm("wagtailadmin.access_admin"):
        return list(model.objects.all())
    try:
        return list(model.objects.difference(seen_records(model, user)))
    except PermissionDenied:
        return list(model.objects.all())


@pytest.fixture(scope="module")
def sent(built_world: World) -> dict[str, dict]:
    """What the page of each action sends when an administrator chooses everything."""
    client = signed_in(built_world.people[ADMINISTRATOR])
    with rolled_back_writes():
        return {address: _sent(client, f"{address}?id=all") for _model, address in registered()}


def _sent(client: Client, address: str) -> dict:
    forms = forms_of(client.get(address), address)
    return next((form.body for form in forms if form.address == address), {})


def signed_in(user: Any) -> Client:
    """A browser in which the user is signed in."""
    client = Client()
    if user:
        client.force_login(user)
    return client


@pytest.mark.soak
@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_not_see_is_neither_named_nor_touched(world, sent, role):
    client = signed_in(world.people[role])
    for model, address in sample(registered(), at_most=7, drawn_for=role):
        hidden = unseen(model, world.people[role])
        if not hidden:
            continue
        named = "&".join(f"id={record.pk}" for record in hidden)
        for query in ("id=all", named):
            with rolled_back_writes() as written:
                answers = [
                    client.get(f"{address}?{query}"),
                    client.post(f"{address}?{query}", sent[address]),
                ]
            for answer in answers:
                names = [record for record in hidden if str(record) in answer.content.decode()]
                assert not names, f"{role} reads of {names} at {address}?{query}"
            assert query == "id=all" or not written, f"{role} writes {written} at {address}?{query}"


@pytest.mark.parametrize("role", ROLES)
def test_an_action_on_records_that_nobody_sees_is_no_page(world, role):
    client = signed_in(world.people[role])
    for model, address in registered():
        if len(unseen(model, world.people[role])) == model.objects.count():
            status = client.get(f"{address}?id=all").status_code
            assert status != 200, f"{role} opens {address}"


@pytest.mark.parametrize("keys", ["id=0", "id=abc", "id=" + "9" * 30, "id=", ""])
def test_keys_of_no_record_are_not_found(world, keys):
    client = signed_in(world.people[ADMINISTRATOR])
    for model, address in registered():
        answer = client.get(f"{address}?{keys}")
        if address == PRICES:
            assert answer.url == reverse("catalog_product:list"), "there are no prices of nothing"
            continue
        assert answer.status_code == (200 if model._meta.label == "catalog.Product" else 404)
