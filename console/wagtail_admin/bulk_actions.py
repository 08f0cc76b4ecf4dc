"""Limits every bulk action to the records that the user may see.

Wagtail reads the records of the address first, and lists those that the person may not change by
their names: also records, prices say, that the person may not even see. As every bulk action of
Wagtail and of ours gets its records by one method, this is put in its place once, for all of them.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404
from wagtail.admin.views.bulk_action import BulkAction

from .seen_records import seen_records


def act_on_seen_records_only() -> None:
    """Have every bulk action leave out what the person may not see."""
    BulkAction.get_actionable_objects = actionable_objects


def actionable_objects(action: BulkAction) -> tuple[list[Model], dict[str, list[Model]]]:
    """The chosen records that the action may be done with, and those that are only seen.

    Raises PermissionDenied for who sees no record of the kind, and Http404 where none of the
    chosen ones is seen or there.
    """
    seen = seen_records(action.model, action.request.user)
    keys = action.request.GET.getlist("id")
    if "all" in keys:
        chosen = seen.filter(pk__in=_listed(action))
    else:
        chosen = seen.filter(pk__in=_readable(keys, action.model))
    keys = list(chosen.values_list("pk", flat=True))
    if not keys:
        raise Http404
    allowed, refused = [], []
    for record in action.get_queryset(action.model, keys):
        (allowed if action.check_perm(record) else refused).append(record)
    return allowed, {"items_with_no_access": refused}


def _listed(action: BulkAction) -> Any:
    listed = action.get_all_objects_in_listing_query(action.request.GET.get("childOf"))
    return listed if isinstance(listed, QuerySet) else list(listed)


def _readable(keys: Iterable[str], model: type[Model]) -> list[Any]:
    """The keys that can be keys of `model`."""
    readable = []
    for key in keys:
        try:
            readable.append(model._meta.pk.clean(key, None))
        except ValidationError:
            continue
    return readable
