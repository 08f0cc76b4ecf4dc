"""Who refers to an attribute by its code: segments, and what the rooms above have registered."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalog.models import QualityRule, Segment


@dataclass(frozen=True, slots=True)
class AttributeUse:
    """One record that refers to the attribute: what kind it is, its name, and its key."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} “{self.name}”"


UseSource = Callable[[str], Iterable[AttributeUse]]

_sources: list[UseSource] = []


def register_attribute_uses(source: UseSource) -> None:
    """Let a room tell which of its records refer to an attribute; once, from `AppConfig.ready()`.

    `source` is called with the code of the attribute.
    """
    if source not in _sources:
        _sources.append(source)


def attribute_uses(code: str) -> list[AttributeUse]:
    """Every record that refers to the attribute, so that it must not be deleted."""
    return [use for source in [_segments, _rules, *_sources] for use in source(code)]


def _segments(code: str) -> Iterator[AttributeUse]:
    for segment in Segment.objects.all():
        if mentions(segment.filter, code):
            yield AttributeUse(_("Segment"), segment.name)


def _rules(code: str) -> Iterator[AttributeUse]:
    for rule in QualityRule.objects.all():
        if mentions([rule.about, rule.requirement], code):
            yield AttributeUse(_("Quality rule"), rule.name)


def mentions(document: Any, code: str) -> bool:
    """Whether a text anywhere in `document` is the field of the attribute, or a part of it."""
    field = f"values.{code}"
    if isinstance(document, dict):
        return any(mentions(part, code) for part in document.values())
    if isinstance(document, list | tuple):
        return any(mentions(part, code) for part in document)
    return isinstance(document, str) and (document == field or document.startswith(f"{field}."))
