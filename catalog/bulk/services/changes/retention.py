"""Bounds what is kept for undoing: the rows of old changes go, the changes themselves stay."""

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.bulk.models import UNDO_KEPT_FOR, BulkChange
from jobs.exceptions import JobError
from jobs.models import Job

State = BulkChange.State
DELETE_BATCH = 20_000

_DELETE = """
DELETE FROM catalog_bulkchangerow WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM catalog_bulkchangerow WHERE change_id = ANY(%(changes)s) LIMIT %(batch)s))
"""


def refuse_final(change: BulkChange) -> None:
    """Raise JobError where `change` was applied too long ago to be undone or gone on with."""
    if change.is_final:
        raise JobError(
            _(
                "Changes can be undone for %(days)d days. The data needed to undo this one has "
                "been deleted."
            )
            % {"days": UNDO_KEPT_FOR.days}
        )


def forget_old_changes() -> int:
    """Delete the rows of changes that are too old to be undone; returns how many went.

    What was prepared as long ago and never applied is thrown away, unless it waits for approval:
    then somebody has to decide about it. Works in batches, each in a
    transaction of its own.
    """
    oldest = timezone.now() - UNDO_KEPT_FOR
    idle = BulkChange.objects.filter(
        models.Q(job=None) | models.Q(job__state__in=Job.FINISHED), created_at__lt=oldest
    )
    abandoned = idle.filter(state__in=[State.PREPARING, State.READY, State.SENT_BACK])
    abandoned = abandoned.exclude(steps__decided_at__gte=oldest)
    BulkChange.objects.filter(pk__in=abandoned.values("pk")).update(state=State.DISCARDED)
    old = idle.filter(models.Q(applied_at__lt=oldest) | models.Q(state=State.DISCARDED))
    parameters = {"changes": list(old.values_list("pk", flat=True)), "batch": DELETE_BATCH}
    total = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_DELETE, parameters)
            total += cursor.rowcount
            if cursor.rowcount < DELETE_BATCH:
                return total
