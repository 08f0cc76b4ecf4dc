"""Registry of row-level permissions: which records of a model a user may see."""

from collections.abc import Callable, Iterator

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from console.signed_in import User

# Each of these rights opens the listing, or the chooser, that the records stand in.
SEES = frozenset({"add", "change", "delete", "view", "choose"})

Select = Callable[[User], QuerySet]

_selectors: dict[type[Model], Select] = {}


def register_visibility(model: type[Model], select: Select) -> None:
    """Say which records of `model` a person may see, where the right to the model is not all."""
    _selectors[model] = select


def limited_to(user: User) -> Iterator[tuple[type[Model], QuerySet]]:
    """The models of which the right to them is not all, and which records `user` may see."""
    for model, select in _selectors.items():
        yield model, select(user)


def may_see(user: User | AnonymousUser, model: type[Model]) -> bool:
    """Whether `user` has any right to the records of `model`."""
    app, name = model._meta.app_label, model._meta.model_name
    return any(user.has_perm(f"{app}.{action}_{name}") for action in SEES)


def visible_to(user: User, records: QuerySet) -> QuerySet:
    """Those of `records` that `user` may see: by the right to the model, or its policy."""
    policy = policy_registry.get_by_type(records.model, fallback=False)
    if issubclass(records.model, Page):
        records = records.filter(pk__in=policy.explorable_instances(user).order_by().values("pk"))
    elif policy is not None and not isinstance(policy, ModelPermissionPolicy):
        allowed = policy.instances_user_has_any_permission_for(user, SEES)
        records = records.filter(pk__in=allowed.order_by().values("pk"))
    elif not may_see(user, records.model):
        return records.none()
    if select := _selectors.get(records.model):
        return records.filter(pk__in=select(user).order_by().values("pk"))
    return records
