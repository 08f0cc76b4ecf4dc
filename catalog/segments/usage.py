"""Who uses a segment without a foreign key: filters that name it, pages that show it."""

from collections.abc import Callable, Iterator

from django.db.models import QuerySet

from catalog.models import QualityRule, Segment
from console.json_paths import JsonPathExists

Find = Callable[[Segment], QuerySet]

_finders: list[Find] = []


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
