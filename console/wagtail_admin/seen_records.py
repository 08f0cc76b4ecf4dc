"""Which records of a model a person sees in the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from console.visibility import SEES, visible_to


def seen_records(model: type[Model], user: Any) -> QuerySet:
    """The records of `model` that `user` sees; raises PermissionDenied if it sees no such kind."""
    policy = policy_registry.get_by_type(model)
    if not issubclass(model, Page) and not policy.user_has_any_permission(user, SEES):
        raise PermissionDenied
    return visible_to(user, model._default_manager.all())
