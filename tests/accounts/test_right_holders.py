"""Who is named as the one to ask for a right."""

import pytest
from django.contrib.auth.models import Group, Permission

from accounts.right_holders import holders_of, members_of, right_holders
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PUBLISH, CHANGE = "catalog.publish_product", "catalog.change_product"


@pytest.fixture(autouse=True)
def no_roles():
    Group.objects.all().delete()


def role(name, *codenames, members=()):
    group = Group.objects.create(name=name)
    group.permissions.set(Permission.objects.filter(codename__in=codenames))
    group.user_set.set(members)
    return group


def test_people_with_the_right_by_role_or_by_themselves_are_named_before_administrators():
    erika = UserFactory(first_name="Erika", last_name="Muster")
    role("Reviewers", "publish_product", members=[erika])
    role("Editors", "change_product", members=[UserFactory()])
    alone = UserFactory(username="Zoe")
    alone.user_permissions.add(Permission.objects.get(codename="publish_product"))
    UserFactory(username="admin", is_superuser=True)
    assert holders_of(PUBLISH) == "Erika Muster, Zoe or admin (Reviewers)"


def test_no_more_than_three_are_named_and_nobody_who_cannot_sign_in():
    people = [UserFactory(username=f"u{n}", is_active=n != 1) for n in range(5)]
    role("Reviewers", "publish_product", members=people)
    assert right_holders(PUBLISH).people == ["u0", "u2", "u3"]
    assert holders_of(PUBLISH) == "u0, u2, u3 or others (Reviewers)"


def test_where_several_rights_are_needed_who_has_all_of_them_is_named():
    one, both = UserFactory(username="one"), UserFactory(username="both")
    role("Publishers", "publish_product", members=[one, both])
    role("Editors", "change_product", members=[both])
    role("Reviewers", "change_product", "publish_product")
    assert str(right_holders(PUBLISH, CHANGE)) == "both (Reviewers)"


def test_roles_without_members_are_named_and_without_both_an_administrator():
    assert holders_of(PUBLISH) == "an administrator"
    role("Reviewers", "publish_product")
    assert holders_of(PUBLISH) == "Reviewers"


def test_members_of_a_group_are_named_by_one_query(django_assert_num_queries):
    group = role("Team", members=[UserFactory(username="a")])
    with django_assert_num_queries(1):
        assert str(members_of(group)) == "a (Team)"
