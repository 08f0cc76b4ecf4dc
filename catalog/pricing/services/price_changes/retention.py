"""Bounds what is kept for undoing: the rows of old changes go, the changes themselves stay."""

from django.db import models
from django.utils import timezone

from catalog.pricing.models import UNDO_KEPT_FOR, PriceChange, PriceChangeRow

State = PriceChange.State
DELETE_BATCH = 20_000


def forget_old_price_changes() -> int:
    """Delete the rows of changes that are too old to be undone; returns how many went.

    What was checked as long ago and never saved is discarded.
    """
    oldest = timezone.now() - UNDO_KEPT_FOR
    old_enough = PriceChange.objects.filter(created_at__lt=oldest)
    old_enough.filter(state=State.READY).update(state=State.DISCARDED)
    old = old_enough.filter(models.Q(applied_at__lt=oldest) | models.Q(state=State.DISCARDED))
    rows = PriceChangeRow.objects.filter(change__in=old)
    total = 0
    while batch := list(rows.values_list("pk", flat=True)[:DELETE_BATCH]):
        total += rows.filter(pk__in=batch).delete()[0]
    return total
