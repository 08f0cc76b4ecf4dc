"""Registry of the admin's lists: where records of a model are listed."""

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import get_resolver, reverse
from wagtail.admin.admin_url_finder import finder_classes
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet

Address = Callable[[str, Model], str]

_addresses: dict[type[Model], Address] = {}


def register_listing(model: type[Model], address: Address) -> None:
    """Say where those records of `model` are listed that name a record in a field.

    `address` is called with the name of the field and the record; empty where there is no list.
    """
    _addresses[model] = address


def has_page(model: type[Model]) -> bool:
    """Whether records of `model` are known in the admin by themselves."""
    return model in _viewsets() or finder_classes.get_by_type(model) is not None


def address_of_list(model: type[Model], field_name: str, target: Model) -> str:
    """The list of the records of `model` that name `target` in a field; empty without one."""
    if address := _addresses.get(model):
        return address(field_name, target)
    viewset = _viewsets().get(model)
    filters = getattr(viewset, "list_filter", None) or ()
    if not isinstance(filters, list | tuple | dict) or field_name not in filters:
        return ""
    index = viewset.get_common_view_kwargs()["index_url_name"]
    return f"{reverse(index)}?{urlencode({field_name: target.pk})}"


def address_of_inspection(record: Model) -> str:
    """The page that shows a record and changes nothing; empty where there is none."""
    viewset = _viewsets().get(type(record))
    if viewset is None or not viewset.inspect_view_enabled:
        return ""
    name = viewset.get_common_view_kwargs()["inspect_url_name"]
    return reverse(name, args=[record.pk]) if name else ""


def address_of_search(model: type[Model], text: str) -> str:
    """The list of the records of `model` that hold a text; empty without one."""
    viewset = _viewsets().get(model)
    if viewset is None:
        return ""
    index = viewset.get_common_view_kwargs()["index_url_name"]
    return f"{reverse(index)}?{urlencode({'q': text})}"


def address_of_bulk_edit(model: type[Model], list_address: str) -> str:
    """The bulk edit of all records of a list; empty where there is none."""
    label = model._meta.app_label, model._meta.model_name, "edit"
    if not list_address or bulk_action_registry.get_bulk_action_class(*label) is None:
        return ""
    query = urlencode({"id": "all", "next": list_address})
    return f"{reverse('wagtail_bulk_action', args=label)}?{query}"


@cache
def _viewsets() -> dict[type[Model], Any]:
    """The viewset of each model that has one with a list."""
    # They are registered with the addresses, which a worker may not have needed yet.
    assert get_resolver().url_patterns
    return {one.model: one for one in viewsets.viewsets if isinstance(one, ModelViewSet)}
