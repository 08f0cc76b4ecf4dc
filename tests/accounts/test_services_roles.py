"""The roles of the house, and what each may and may not do."""

import pytest
from django.contrib.auth.models import Group

from accounts.roles import ROLES
from accounts.services import sync_roles
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def member_of(role: str):
    sync_roles()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=role))
    return user


def test_every_role_is_made_once():
    Group.objects.all().delete()
    assert sync_roles() == [role.name for role in ROLES]
    assert sync_roles() == []


def test_a_role_that_an_administrator_changed_stays_as_it_is():
    sync_roles()
    group = Group.objects.get(name="Content editors")
    group.permissions.clear()
    sync_roles()
    assert not group.permissions.exists()


@pytest.mark.parametrize(
    ("role", "permission", "allowed"),
    [
        ("Content editors", "catalog.change_product", True),
        ("Content editors", "catalog.publish_product", False),
        ("Content editors", "catalog.change_price", False),
        ("Content editors", "accounts.view_customer", False),
        ("Content editors", "imports.add_importrun", True),
        ("Reviewers", "catalog.publish_product", True),
        ("Reviewers", "catalog.delete_product", False),
        ("Reviewers", "imports.add_importrun", False),
        ("Marketing", "catalog.change_segment", True),
        ("Marketing", "catalog.change_product", False),
        ("Price managers", "catalog.change_price", True),
        ("Price managers", "catalog.change_product", False),
        ("Content editors", "feeds.add_feedrun", True),
        ("Content editors", "feeds.delete_feed", False),
        ("Reviewers", "feeds.add_feedrun", False),
        ("Price managers", "feeds.add_feedrun", True),
        ("Price managers", "feeds.delete_feed", False),
    ],
)
def test_a_role_has_the_rights_it_needs_and_no_more(role, permission, allowed):
    assert member_of(role).has_perm(permission) is allowed


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_no_role_can_manage_users_or_groups(role):
    user = member_of(role)
    assert not user.has_perm("accounts.change_user")
    assert not user.has_perm("auth.change_group")


def test_editors_can_add_pictures_to_the_library():
    from wagtail.permissions import policy_registry

    from media_library.models import ImageFile

    policy = policy_registry.get_by_type(ImageFile)
    assert policy.user_has_permission(member_of("Content editors"), "add")
    assert not policy.user_has_permission(member_of("Price managers"), "add")
