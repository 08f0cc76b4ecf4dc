"""What a person may see of the records of a model."""

from collections.abc import Callable, Iterator

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, QuerySet
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.permissions import policy_registry

ACTIONS = ("view", "change", "add", "delete")

Select = Callable[[AbstractBaseUser], QuerySet]

_selectors: dict[type[Model], Select] = {}


def register_visibility(model: type[Model], select: Select) -> None:
    """Say which records of `model` a person may see, where the right to the model is not all."""
    _selectors[model] = select


def limited_to(user: AbstractBaseUser) -> Iterator[tuple[type[Model], QuerySet]]:
    """The models of which the right to them is not all, and which records `user` may see."""
    for model, select in _selectors.items():
        yield model, select(user)


def may_see(user: AbstractBaseUser, model: type[Model]) -> bool:
    """Whether `user` has any right to the records of `model`."""
    app, name = model._meta.app_label, model._meta.model_name
    return any(user.has_perm(f"{app}.{action}_{name}") for action in ACTIONS)


def visible_to(user: AbstractBaseUser, records: QuerySet) -> QuerySet:
    """Those of `records` that `user` may see: by the right to the model, or its policy."""
    policy = policy_registry.get_by_type(records.model, fallback=False)
    if policy is not None and not isinstance(policy, ModelPermissionPolicy):
        allowed = policy.instances_user_has_any_permission_for(user, {*ACTIONS, "publish"})
        records = records.filter(pk__in=allowed.order_by().values("pk"))
    elif not may_see(user, records.model):
        return records.none()
    if select := _selectors.get(records.model):
        return records.filter(pk__in=select(user).order_by().values("pk"))
    return records
