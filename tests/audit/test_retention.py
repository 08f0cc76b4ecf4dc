"""Old entries go, but never before every follower has read them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.followers import register_follower
from audit.models import ChangeLogEntry
from audit.services import follow_pending, trim_change_log
from tests.factories.catalog import BrandFactory

pytestmark = pytest.mark.django_db(transaction=True)


def age(brand, days: int) -> None:
    then = timezone.now() - timedelta(days=days)
    ChangeLogEntry.objects.filter(entity_id=brand.pk).update(at=then)


def test_entries_that_are_old_and_read_are_deleted(recorder):
    old, young = BrandFactory(), BrandFactory()
    age(old, 91)
    age(young, 89)
    follow_pending()
    assert trim_change_log() == 1
    assert ChangeLogEntry.objects.get().entity_id == young.pk


def test_an_old_entry_that_a_follower_has_not_read_is_kept(recorder):
    follow_pending()
    read = BrandFactory()
    follow_pending()
    recorder.error = RuntimeError("down for months")
    unread = BrandFactory()
    age(read, 120)
    age(unread, 120)
    with pytest.raises(RuntimeError):
        follow_pending()
    assert trim_change_log() == 1
    assert ChangeLogEntry.objects.get().entity_id == unread.pk


def test_a_follower_that_never_ran_keeps_everything():
    register_follower("new", lambda changes: None)
    age(BrandFactory(), 120)
    assert trim_change_log() == 0
