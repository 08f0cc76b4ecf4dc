from django.core.files.storage import storages
from django.db import transaction
from wagtail.actions import DeleteAction
from wagtail.log_actions import log

from feeds.models import Feed


class DeleteFeedAction(DeleteAction):
    """Deletes a feed with its files, from its page and as a job alike."""

    @transaction.atomic
    def _delete(self) -> None:
        log(instance=self.instance, action=self.log_action, user=self.user, deleted=True)
        delete_feed(feed=self.instance)


@transaction.atomic
def delete_feed(*, feed: Feed) -> None:
    """Delete a feed with its runs and their files."""
    files = list(feed.runs.exclude(file="").values_list("file", flat=True))
    feed.delete()
    transaction.on_commit(lambda: [storages["private"].delete(name) for name in files])
