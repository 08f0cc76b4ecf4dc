"""Who uses a segment without a foreign key: filters that name it, pages that show it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import F, Func, JSONField, QuerySet, Value
from django.db.models.fields import BooleanField

from catalog.models import QualityRule, Segment

Find = Callable[[Segment], QuerySet]

_finders: list[Find] = []


class JsonPathExists(Func):
    """Whether a path of a JSON document leads anywhere, with named values in it."""

    function = "jsonb_path_exists"
    output_field = BooleanField()
    conditional = True

    def __init__(self, document: str, path: str, values: dict[str, Any]):
        named = Value(values, output_field=JSONField())
        super().__init__(F(document), _JsonPath(Value(path)), named)


class _JsonPath(Func):
    template = "(%(expressions)s)::jsonpath"


def register_segment_users(find: Find) -> None:
    """Tell which records use a segment; call it in `ready()`. They forbid to delete it."""
    if find not in _finders:
        _finders.append(find)


def segment_users(segment: Segment) -> Iterator[QuerySet]:
    """The records that use `segment`, a queryset a kind."""
    for find in _finders:
        yield find(segment)


def naming_segment(queryset: QuerySet, filter_field: str, segment: Segment) -> QuerySet:
    """Those of `queryset` whose filter has a condition on `segment`."""
    path = '$.** ? (@.field == "segment" && @.value == $code)'
    return queryset.filter(JsonPathExists(filter_field, path, {"code": segment.code}))


def segments_naming(segment: Segment) -> QuerySet:
    """Other segments whose filter names `segment`."""
    return naming_segment(Segment.objects.exclude(pk=segment.pk), "filter", segment)


def rules_naming(segment: Segment) -> QuerySet:
    """Quality rules that are about `segment` or require it."""
    rules = QualityRule.objects.all()
    about = naming_segment(rules, "about", segment)
    return about | naming_segment(rules, "requirement", segment)
