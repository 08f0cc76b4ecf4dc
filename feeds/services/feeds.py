from django.core.files.storage import storages
from django.db import transaction

from feeds.models import Feed


@transaction.atomic
def delete_feed(*, feed: Feed) -> None:
    """Delete a feed with its runs and their files."""
    files = list(feed.runs.exclude(file="").values_list("file", flat=True))
    feed.delete()
    transaction.on_commit(lambda: [storages["private"].delete(name) for name in files])
