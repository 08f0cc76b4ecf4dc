"""Which records of a model a person sees in the admin, as its permission policy says."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

# Each of these rights opens the listing, or the chooser, that the records stand in.
SEES = frozenset({"add", "change", "delete", "view", "choose"})


def seen_records(model: type[Model], user: Any) -> QuerySet:
    """The records of `model` that `user` sees; raises PermissionDenied if it sees no such kind."""
    policy = policy_registry.get_by_type(model)
    if issubclass(model, Page):
        return policy.explorable_instances(user)
    if not policy.user_has_any_permission(user, SEES):
        raise PermissionDenied
    return policy.instances_user_has_any_permission_for(user, SEES)
