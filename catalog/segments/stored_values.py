"""Where the value of an attribute stands, and what it is compared and sorted by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db.models import F, Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce, Left, Lower
from psycopg.sql import SQL

from catalog.attribute_types.base import Comparison
from catalog.attribute_types.registry import attribute_type

from .conditions import iso_date, not_blank, number_in, standard_amount
from .scope import Scope

PARENT = "parent__"
# An index has no room for longer texts.
SORTED_CHARACTERS = 100


class Written(Func):
    """The text of a stored value, by which its type writes it."""

    output_field = TextField()

    def __init__(self, attribute: Any, stored: Combinable):
        super().__init__(stored)
        self.attribute = attribute

    def as_sql(
        self,
        compiler: Any,
        connection: Any,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **_more: Any,
    ) -> Any:
        """SQL of the type, over the value."""
        stored, parameters = compiler.compile(self.source_expressions[0])
        kind = attribute_type(self.attribute.type)
        written = kind.written_sql(self.attribute, SQL("one.stored")).as_string()
        escaped = written.replace("%", "%%")
        return f"(SELECT {escaped} FROM (SELECT {stored} AS stored) AS one)", parameters  # noqa: S608


class Compared(Protocol):
    """What has values of a type: an attribute, or a column of a table."""

    type: str
    unit: str


class Described(Compared, Protocol):
    """An attribute, or what a page knows of one."""

    code: str
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
        kind = attribute_type(self.attribute.type)
        if kind.comparison == Comparison.MEASURE:
            return KeyTransform(key, place)
        if kind.is_document and kind.comparison == Comparison.TEXT:
            return not_blank(Written(self.attribute, KeyTransform(key, place)))
        return not_blank(KeyTextTransform(key, place))


def comparable(attribute: Compared, read: Combinable) -> Combinable:
    """What a value that was read is compared by: numbers exact, measures in the standard unit."""
    comparison = attribute_type(attribute.type).comparison
    if comparison == Comparison.MEASURE:
        return standard_amount(attribute.unit, read)
    return _CONVERSIONS.get(comparison, lambda text: text)(read)


def sort_key(attribute: Described, read: Combinable) -> Combinable:
    """What a value that was read is sorted by, and indexed by where the attribute is sortable.

    Of numbers, measures and dates it is what they are compared by, so that one index serves both.
    """
    kind = attribute_type(attribute.type)
    if kind.comparison == Comparison.TEXT and not kind.has_options:
        return Lower(Left(read, SORTED_CHARACTERS))
    return comparable(attribute, read)


def _without_markup(text: Combinable) -> Combinable:
    tags = Func(text, Value("<[^>]*>"), Value(""), Value("g"), function="regexp_replace")
    return not_blank(tags)


_CONVERSIONS: dict[str, Callable[[Combinable], Combinable]] = {
    Comparison.NUMBER: number_in,
    Comparison.DAY: iso_date,
    Comparison.MARKUP: _without_markup,
}
