"""After a dump is restored into another cluster, where transaction ids start again, nothing that
was unread is lost and nothing that was read comes again."""

import pytest

from audit.models import ChangeLogEntry, FollowerCursor
from audit.services import follow_pending
from tests.factories.catalog import BrandFactory

FAR_AHEAD = 2**50

pytestmark = pytest.mark.django_db(transaction=True)


def move_to_an_older_cluster(entries, seen: str) -> None:
    """Make entries and cursors look as if they came from a cluster with far higher ids."""
    for number, entry in enumerate(entries):
        ChangeLogEntry.objects.filter(pk=entry.pk).update(transaction_id=FAR_AHEAD + number)
    FollowerCursor.objects.update(seen=seen)


def test_unread_and_new_changes_are_handed_over_and_read_ones_are_not(recorder):
    read = BrandFactory()
    follow_pending()
    recorder.forget()
    unread = BrandFactory()
    entries = ChangeLogEntry.objects.order_by("id")
    move_to_an_older_cluster(entries, seen=f"{FAR_AHEAD + 1}:{FAR_AHEAD + 1}:")
    written_since = BrandFactory()

    follow_pending()
    assert recorder.ids == [unread.pk, written_since.pk]
    assert read.pk not in recorder.ids

    recorder.forget()
    later = BrandFactory()
    follow_pending()
    assert recorder.ids == [later.pk]


def test_no_entry_keeps_an_id_of_the_future(recorder):
    BrandFactory()
    BrandFactory()
    follow_pending()
    end = FAR_AHEAD + 2
    move_to_an_older_cluster(ChangeLogEntry.objects.order_by("id"), seen=f"{end}:{end}:")
    follow_pending()
    assert not ChangeLogEntry.objects.filter(transaction_id__gte=FAR_AHEAD).exists()
