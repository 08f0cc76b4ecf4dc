"""Publishes and takes off the site what is scheduled: pages, and snippets such as products."""

import logging
from collections.abc import Callable, Iterator

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from audit.services import acting_as

logger = logging.getLogger(__name__)


def publish_what_is_due() -> int:
    """Take off what has expired, then publish what is due; returns how many were dealt with.

    Wagtail's own command does the same in one go, so that one draft that the database refuses would
    hold up all others. Here each is a transaction of its own; one that fails is logged and is tried
    again the next time. A product that is refused is dealt with: see `publish_unless_refused`.
    """
    with acting_as(user_id=None, source="schedule"):
        return sum(_done(record, change) for record, change in [*_expired(), *_due()])


def _expired() -> Iterator[tuple[models.Model, Callable[[], object]]]:
    now = timezone.now()
    for model in apps.get_models():
        # Of pages, the table of all pages knows it.
        if issubclass(model, DraftStateMixin) and (model is Page or not issubclass(model, Page)):
            for record in model.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
                live = record.specific if model is Page else record
                yield (
                    record,
                    lambda live=live: live.unpublish(
                        set_expired=True, log_action="wagtail.unpublish.scheduled"
                    ),
                )


def _due() -> Iterator[tuple[models.Model, Callable[[], object]]]:
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    for revision in due.order_by("approved_go_live_at"):
        yield (
            revision,
            lambda revision=revision: revision.publish(log_action="wagtail.publish.scheduled"),
        )


def _done(record: models.Model, change: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            change()
    except (DatabaseError, ValidationError):
        logger.exception("What is scheduled for %s %s failed", record._meta.label, record.pk)
        return False
    return True
