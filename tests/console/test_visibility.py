"""One rule of what a person sees, for bulk actions, uses and choosers alike."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied

from catalog.models import Segment
from console.visibility import visible_to
from console.wagtail_admin.seen_records import seen_records
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_what_a_room_keeps_from_a_person_is_seen_by_no_way():
    person, other = UserFactory(), UserFactory()
    person.user_permissions.add(Permission.objects.get(codename="view_segment"))
    shared = Segment.objects.create(code="shared", name="Shared")
    own = Segment.objects.create(code="own", name="Own", owner=person, is_shared=False)
    Segment.objects.create(code="other", name="Other", owner=other, is_shared=False)
    assert {*seen_records(Segment, person)} == {shared, own}
    assert {*visible_to(person, Segment.objects.all())} == {shared, own}


def test_without_a_right_nothing_of_a_kind_is_seen():
    person = UserFactory()
    Segment.objects.create(code="shared", name="Shared")
    assert not visible_to(person, Segment.objects.all()).exists()
    with pytest.raises(PermissionDenied):
        seen_records(Segment, person)
