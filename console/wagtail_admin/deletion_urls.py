"""Puts every view of the admin that deletes, or tells what uses a record, under one rule.

Wagtail and its packages bring delete views of their own, some behind viewsets, some at fixed
addresses. All of them are found among the addresses, so that the next one has the rule as well.
"""

from collections.abc import Callable, Iterable
from functools import update_wrapper
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import display_custom_404
from wagtail.admin.views import generic, workflows
from wagtail.admin.views.bulk_action.mixins import ReferenceIndexMixin
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.generic import multiple_upload

from .bulk_deletion import BulkDeletionRule
from .delete_views import DeletionRule, UploadDeletionRule
from .replaced_views import replacement
from .usage import UsageButton, UsesTable

View = Callable[..., HttpResponse]

# The mixin that a view gets, by what the view is.
RULES: dict[type, type] = {
    generic.DeleteView: DeletionRule,
    multiple_upload.DeleteView: UploadDeletionRule,
    generic.UsageView: UsesTable,
    generic.EditView: UsageButton,
}

# Made of the same class, and leave the record where it is.
NO_DELETIONS = (workflows.Disable, workflows.DisableTask)


def apply_deletion_rule(patterns: Iterable[URLPattern | URLResolver]) -> None:
    """Put the views at these addresses of the admin, and the bulk deletions, under the rule."""
    _apply(patterns, "")
    # Asking for the actions of any model lets the registry collect those of all.
    bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")
    for models in bulk_action_registry.actions.values():
        for actions in models.values():
            for name, action in actions.items():
                if issubclass(action, ReferenceIndexMixin):
                    actions[name] = with_rule(action, BulkDeletionRule)


def _apply(patterns: Iterable[URLPattern | URLResolver], namespace: str) -> None:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            _apply(pattern.url_patterns, inner)
        elif view := _view_under_rule(pattern, f"{namespace}{pattern.name}"):
            checked = never_cache(display_custom_404(require_admin_access(view)))
            pattern.callback = update_wrapper(checked, view)


def _view_under_rule(pattern: URLPattern, name: str) -> View | None:
    """The view that takes the place of the one at an address; None where that is right."""
    view_class = getattr(pattern.callback, "view_class", None)
    options: dict[str, Any] = getattr(pattern.callback, "view_initkwargs", {})
    if (other := replacement(name)) is not None:
        if not isinstance(other, type):
            return other
        return None if view_class is other else other.as_view(**options)
    if view_class is None or issubclass(view_class, NO_DELETIONS):
        return None
    for base, rule in RULES.items():
        if issubclass(view_class, base):
            ruled = with_rule(view_class, rule)
            return None if ruled is view_class else ruled.as_view(**options)
    return None


def with_rule(view_class: type, rule: type) -> type:
    """`view_class` under a rule; itself, where it follows the rule already."""
    if issubclass(view_class, rule):
        return view_class
    docs = {"__doc__": view_class.__doc__, "__module__": view_class.__module__}
    return type(view_class.__name__, (rule, view_class), docs)
