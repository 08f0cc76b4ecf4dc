"""Where the value of an attribute stands, and what it is compared and sorted by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db.models import F, Func, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce, Left, Lower

from catalog.schema.models import Attribute

from .conditions import iso_date, not_blank, number_in, standard_amount
from .scope import Scope

Type = Attribute.Type

PARENT = "parent__"
# What products can be sorted by.
SORTABLE_TYPES = frozenset({Type.NUMBER, Type.MEASURE, Type.DATE, Type.TEXT, Type.CHOICE})
# An index has no room for longer texts.
SORTED_CHARACTERS = 100


class Described(Protocol):
    """An attribute, or what a page knows of one."""

    code: str
    type: str
    unit: str
    is_localizable: bool


@dataclass(frozen=True)
class StoredValue:
    """Where the value of an attribute stands: own before inherited, the channel's before all's."""

    attribute: Any

    def languages(self, scope: Scope) -> list[str | None]:
        """The languages that are asked: one, each, or none where a value has no language."""
        if not self.attribute.is_localizable:
            return [None]
        chosen = scope.parameter("language")
        return [chosen] if chosen else [code for code, _name in settings.LANGUAGES]

    def text(self, scope: Scope, language: str | None) -> Combinable:
        """The value that holds, as text; a measure with its unit."""
        found = [self._read(place, language) for place in self._places(scope)]
        return found[0] if len(found) == 1 else Coalesce(*found)

    def has_one_place(self, scope: Scope) -> bool:
        """Whether the value stands in `values` alone (of the product or of its parent)."""
        return not (self.attribute.is_per_channel and scope.parameter("channel"))

    def own(self, language: str | None, owner: str = "") -> Combinable:
        """The common value of the product itself, or of its parent where `owner` is PARENT."""
        return self._read(F(f"{owner}values"), language)

    def effective(self, language: str | None) -> Combinable:
        """The common value that holds: the product's own, else its parent's."""
        return Coalesce(self.own(language), self.own(language, PARENT))

    def _places(self, scope: Scope) -> list[Combinable]:
        places: list[Combinable] = []
        for owner in ["", PARENT] if scope.filter.has_variants else [""]:
            if not self.has_one_place(scope):
                places.append(KeyTransform(scope.parameter("channel"), F(f"{owner}channel_values")))
            places.append(F(f"{owner}values"))
        return places

    def _read(self, place: Combinable, language: str | None) -> Combinable:
        key = self.attribute.code
        if language:
            place, key = KeyTransform(key, place), language
        if self.attribute.type == Type.MEASURE:
            return KeyTransform(key, place)
        return not_blank(KeyTextTransform(key, place))


def comparable(attribute: Described, read: Combinable) -> Combinable:
    """What a value that was read is compared by: numbers exact, measures in the standard unit."""
    if attribute.type == Type.MEASURE:
        return standard_amount(attribute.unit, read)
    return _CONVERSIONS.get(attribute.type, lambda text: text)(read)


def sort_key(attribute: Described, read: Combinable) -> Combinable:
    """What a value that was read is sorted by, and indexed by where the attribute is sortable.

    Of numbers, measures and dates it is what they are compared by, so that one index serves both.
    """
    if attribute.type == Type.TEXT:
        return Lower(Left(read, SORTED_CHARACTERS))
    return comparable(attribute, read)


def _without_markup(text: Combinable) -> Combinable:
    tags = Func(text, Value("<[^>]*>"), Value(""), Value("g"), function="regexp_replace")
    return not_blank(tags)


_CONVERSIONS: dict[str, Callable[[Combinable], Combinable]] = {
    Type.NUMBER: number_in,
    Type.DATE: iso_date,
    Type.RICH_TEXT: _without_markup,
}
