"""Handing a follower changes a second time."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from audit.models import FollowerCursor
from audit.snapshots import take_snapshot


@contextmanager
def followed_from_now(name: str) -> Iterator[None]:
    """Whatever commits while the body runs is handed to the follower after it, again if need be.

    For a follower whose work is done anew as a whole, such as the rebuild of an index: what the
    body has read cannot be older than this moment, so everything before it counts as handled.
    When the body raises, the cursor stays where it was.
    """
    started = take_snapshot()
    yield
    with transaction.atomic():
        FollowerCursor.objects.get_or_create(name=name)
        FollowerCursor.objects.select_for_update().get(name=name)
        FollowerCursor.objects.filter(name=name).update(
            seen=started, target="", transaction_id=0, entry_id=0
        )
