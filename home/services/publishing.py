"""Publishes and takes off the site what is scheduled: pages, and snippets such as products."""

import logging
from collections.abc import Callable, Iterator
from functools import partial

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from audit.services import acting_as
from audit.sources import ChangeSource
from console.postgresql.advisory_locks import AdvisoryLock, try_locked

logger = logging.getLogger(__name__)


def publish_what_is_due() -> int:
    """Take off what has expired, then publish what is due; returns how many were dealt with.

    Wagtail's own command does the same in one go, so that one draft that the database refuses would
    hold up all others. Here each is a transaction of its own, which looks again whether it is still
    scheduled; one that fails is logged and is tried again the next time. A product that is refused
    is dealt with: see `publish_unless_refused`. While another process does it, nothing is done.
    """
    with (
        acting_as(user_id=None, source=ChangeSource.SCHEDULE.of()),
        try_locked(AdvisoryLock.SCHEDULE) as is_alone,
    ):
        if not is_alone:
            return 0
        return sum(_done(step) for step in [*_expired(), *_due()])


def _expired() -> Iterator[Callable[[], bool]]:
    for model in apps.get_models():
        # Of pages, the table of all pages knows it.
        if issubclass(model, DraftStateMixin) and (model is Page or not issubclass(model, Page)):
            expired = _expired_of(model).order_by("expire_at")
            for key in expired.values_list("pk", flat=True):
                yield partial(_take_off, model, key)


def _expired_of(model: type[models.Model]) -> models.QuerySet:
    expired = model.objects.filter(live=True, expire_at__lt=timezone.now())
    if model is Page:
        # A page that became the root of a site after it was scheduled stays.
        return expired.exclude(
            Q(sites_rooted_here__isnull=False) | Q(aliases__sites_rooted_here__isnull=False)
        )
    return expired


def _take_off(model: type[models.Model], key: int) -> bool:
    """Take a record off the site; False where it does not expire (any more)."""
    expired = _expired_of(model).select_for_update(of=("self",))
    record = expired.filter(pk=key).order_by("pk").first()
    if record is None:
        return False
    live = record.specific if model is Page else record
    live.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _due() -> Iterator[Callable[[], bool]]:
    due = _due_revisions().order_by("approved_go_live_at")
    for key, content_type, record in due.values_list("pk", "base_content_type", "object_id"):
        yield partial(_publish, key, content_type, record)


def _due_revisions() -> models.QuerySet[Revision]:
    return Revision.objects.filter(approved_go_live_at__lt=timezone.now())


def _publish(key: int, content_type: int, record: str) -> bool:
    """Publish a revision; False where it is not scheduled (any more)."""
    model = ContentType.objects.get_for_id(content_type).model_class()
    # The record before its revision, as all lock them who write both.
    model._base_manager.select_for_update(of=("self",)).filter(pk=record).order_by("pk").first()
    revision = _due_revisions().select_for_update().filter(pk=key).first()
    if revision is None:
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    return True


def _done(step: Callable[[], bool]) -> bool:
    try:
        with transaction.atomic():
            return step()
    except (DatabaseError, ValidationError):
        logger.exception("What is scheduled failed: %s", step)
        return False
