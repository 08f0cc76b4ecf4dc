"""What the tests of feeds share: people with and without rights."""

import pytest
from django.contrib.auth.models import Permission

from tests.factories.accounts import UserFactory

ALL = ["add_feed", "change_feed", "delete_feed", "view_feed", "view_feedrun", "add_feedrun"]
RIGHTS = {
    "nobody": [],
    "viewer": ["view_feed", "view_feedrun"],
    "runner": ["view_feed", "view_feedrun", "add_feedrun"],
    "editor": ["add_feed", "change_feed", "delete_feed", "view_feed"],
    "all": ALL,
    "all and prices": [*ALL, "change_price"],
}


@pytest.fixture
def sign_in(client):
    """Signs in a person of the admin with the rights of a role of `RIGHTS`."""

    def signed_in(role: str):
        user = UserFactory()
        codes = [*RIGHTS[role], "access_admin"]
        user.user_permissions.set(Permission.objects.filter(codename__in=codes))
        client.force_login(user)
        return user

    return signed_in
