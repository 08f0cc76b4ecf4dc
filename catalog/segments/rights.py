"""What a person needs to know a filter: the rights of its conditions, as columns have theirs.

A filter that names others, segments or quality rules, needs what those need. Who lacks a right
neither sees the filter nor learns which products it finds.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from catalog.segments.models import Segment, SegmentQuerySet

from .choices import Choice
from .registry import SegmentField, segment_fields

_NAMES = re.compile(r"[a-z][\w.]*")


class FilterRights:
    """The rights of filters, with one reading of the fields and of the filters that have a name."""

    @cached_property
    def _fields(self) -> dict[str, SegmentField]:
        return segment_fields()

    def of(self, *filters: Any) -> frozenset[str]:
        """What a person needs to know all of `filters`; what cannot be read needs nothing."""
        needed: set[str] = set()
        seen: set[tuple[str, str]] = set()
        waiting = list(filters)
        while waiting:
            part = waiting.pop()
            if isinstance(part, list):
                waiting += part
            elif isinstance(part, dict):
                waiting += part.values()
                for field in self._mentioned(part):
                    needed.add(field.permission)
                    waiting += self._named(field, part.get("value"), seen)
        return frozenset(needed - {""})

    def are_held_by(self, user: User | None, *filters: Any) -> bool:
        """Whether `user` may know all of `filters`; without a user it is the site that asks."""
        return user is None or user.has_perms(self.of(*filters))

    def known_choices(
        self, field: SegmentField, choices: Iterable[Choice], user: User
    ) -> list[Choice]:
        """Those of the choices of a field whose filters `user` may know."""
        named = self._filters_of(field)
        return [choice for choice in choices if self.are_held_by(user, *named.get(choice[0], ()))]

    def _mentioned(self, part: dict) -> Iterator[SegmentField]:
        """The fields that a condition asks for, also within its formula."""
        name, formula = part.get("field"), part.get("formula")
        names = [name] if isinstance(name, str) else []
        names += _NAMES.findall(formula) if isinstance(formula, str) else []
        return (self._fields[name] for name in names if name in self._fields)

    def _named(self, field: SegmentField, value: Any, seen: set[tuple[str, str]]) -> Iterator[Any]:
        """The filters that the value of a condition names, each once."""
        for code in value if isinstance(value, list) else [value]:
            if isinstance(code, str) and (field.name, code) not in seen:
                seen.add((field.name, code))
                yield from self._filters_of(field).get(code, ())

    def _filters_of(self, field: SegmentField) -> dict[str, tuple[Any, ...]]:
        if field.name not in self._read:
            self._read[field.name] = dict(field.named_filters()) if field.named_filters else {}
        return self._read[field.name]

    @cached_property
    def _read(self) -> dict[str, dict[str, tuple[Any, ...]]]:
        return {}


def segments_known_to(user: User) -> SegmentQuerySet:
    """The segments that are shared and the user's own, if the user may know their conditions."""
    visible = Segment.objects.visible_to(user)
    return visible.exclude(pk__in=closed_segments(user))


def segments_offered_to(user: User, chosen: int | None) -> QuerySet[Segment]:
    """The shared segments that a form offers to `user`; the one with the key `chosen` stays."""
    known = segments_known_to(user).shared()
    return Segment.objects.filter(Q(pk__in=known.values("pk")) | Q(pk=chosen))


def closed_segments(user: User) -> list[int]:
    """The segments, shared or not, with a condition that `user` may not know."""
    if user.is_superuser:
        return []
    rights = FilterRights()
    filters = Segment.objects.values_list("pk", "filter")
    return [key for key, found in filters if not rights.are_held_by(user, found)]
