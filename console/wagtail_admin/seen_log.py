"""Limits the site history to the records that the user may see.

Wagtail shows the log of a model to whoever has any right to the model. That is too much where
people see some of its records only.
"""

from functools import wraps

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry
from wagtail.models.audit_log import LogEntryQuerySet, ModelLogEntryManager

from console.signed_in import User
from console.visibility import limited_to


def log_of_seen_records_only() -> None:
    """Have every report of the log leave out what the person may not see, or what is gone."""
    original = ModelLogEntryManager.viewable_by_user

    @wraps(original)
    def viewable_by_user(
        manager: ModelLogEntryManager, user: User
    ) -> LogEntryQuerySet[ModelLogEntry]:
        entries = original(manager, user)
        if user.is_superuser:
            return entries
        for model, seen in limited_to(user):
            keys = seen.order_by().values(key=Cast("pk", CharField()))
            of_model = Q(content_type=ContentType.objects.get_for_model(model))
            entries = entries.exclude(of_model & ~Q(object_id__in=keys))
        return entries

    ModelLogEntryManager.viewable_by_user = viewable_by_user
