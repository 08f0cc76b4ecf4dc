"""Where the value of an attribute stands, and what it is compared and sorted by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.db.models import BooleanField, F, Field, Func, JSONField, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Left, Lower, NullIf
from django.db.models.lookups import IsNull
from psycopg.sql import SQL, Literal

from catalog.attribute_types.base import Comparison
from catalog.attribute_types.holding import (
    Documents,
    Reader,
    document_text_at,
    lacks_sql,
    resolved_in_sql,
    stored_at,
    text_at,
    written_at,
)
from catalog.attribute_types.registry import attribute_type

from .conditions import iso_date, not_blank, number_in, standard_amount
from .scope import Scope

PARENT = "parent__"
# An index has no room for longer texts.
SORTED_CHARACTERS = 100


class Held(Func):
    """The value that holds in one language, by `catalog.attribute_types.holding`.

    Made of the documents of the product and, where there are variants, of its parent.
    """

    def __init__(
        self,
        place: "_Place",
        read: Reader,
        *,
        language: str | None,
        channel: str = "",
        with_parents: bool,
        **more: Any,
    ):
        owners = ["", PARENT] if with_parents else [""]
        documents = ["values", "channel_values"]
        super().__init__(*(F(f"{owner}{name}") for owner in owners for name in documents), **more)
        self.place = place
        self.read = read
        self.language = language
        self.channel = channel

    def as_sql(
        self,
        compiler: Any,
        connection: Any,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **_more: Any,
    ) -> Any:
        """SQL of the order, over the columns."""
        columns = [compiler.compile(source)[0] for source in self.source_expressions]
        owners = [Documents(*map(SQL, pair)) for pair in zip(*[iter(columns)] * 2, strict=True)]
        held = resolved_in_sql(
            self.place,
            self.read,
            locales=[self.language or ""],
            channel=self.channel,
            owners=owners,
        )
        return held.as_string().replace("%", "%%"), []


class _Place(NamedTuple):
    """What decides which value of an attribute holds; unlike the attribute, it has a hash."""

    code: str
    is_localizable: bool
    is_per_channel: bool


class LacksText(Func):
    """Whether the product itself has no common text of a localizable attribute in any language."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, code: str):
        super().__init__(F("values"))
        self.code = code

    def as_sql(
        self,
        compiler: Any,
        connection: Any,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **_more: Any,
    ) -> Any:
        """SQL of the condition by which the parent is asked."""
        values = compiler.compile(self.source_expressions[0])[0]
        return lacks_sql([SQL(values)], Literal(self.code)).as_string().replace("%", "%%"), []


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
    """What conditions and orders read of an attribute: the value that holds, and single places."""

    attribute: Any

    def languages(self, scope: Scope) -> list[str | None]:
        """The languages that are asked: one, each, or none where a value has no language."""
        if not self.attribute.is_localizable:
            return [None]
        chosen = scope.parameter("language")
        return [chosen] if chosen else [code for code, _name in settings.LANGUAGES]

    def text(self, scope: Scope, language: str | None) -> Combinable:
        """The value that holds, as text; a measure with its unit."""
        if self._stands_alone(scope):
            return self.own(language)
        return self._held_in(scope, language, _reader(self.attribute), self._output_field)

    def document(self, scope: Scope, language: str | None) -> Combinable:
        """The value that holds, as it is stored."""
        if self._stands_alone(scope):
            found = KeyTransform(self.attribute.code, F("values"))
            return KeyTransform(language, found) if language else found
        return self._held_in(scope, language, stored_at, JSONField())

    def has_one_place(self, scope: Scope) -> bool:
        """Whether the value stands in `values` alone (of the product or of its parent)."""
        return not (self.attribute.is_per_channel and scope.parameter("channel"))

    def own(self, language: str | None, owner: str = "") -> Combinable:
        """The common value of the product itself, or of its parent where `owner` is PARENT."""
        return self._read(F(f"{owner}values"), language)

    def effective(self, language: str | None) -> Combinable:
        """The common value that holds: the product's own, else its parent's."""
        return Held(
            _place(self.attribute),
            _reader(self.attribute),
            language=language,
            with_parents=True,
            output_field=self._output_field,
        )

    def is_inherited(self) -> Q:
        """That the product has no common value of its own, so that its parent is asked."""
        if self.attribute.is_localizable:
            return Q(LacksText(self.attribute.code))
        return Q(IsNull(self.own(None), True))

    @property
    def _output_field(self) -> Field:
        return JSONField() if _is_measure(self.attribute) else TextField()

    def _stands_alone(self, scope: Scope) -> bool:
        """Whether there is no other place that is to be asked."""
        return self.has_one_place(scope) and not scope.filter.has_variants

    def _held_in(
        self, scope: Scope, language: str | None, read: Reader, output_field: Field
    ) -> Combinable:
        return Held(
            _place(self.attribute),
            read,
            language=language,
            channel="" if self.has_one_place(scope) else scope.parameter("channel"),
            with_parents=scope.filter.has_variants,
            output_field=output_field,
        )

    def _read(self, place: Combinable, language: str | None) -> Combinable:
        key = self.attribute.code
        if language:
            place, key = KeyTransform(key, place), language
        kind = attribute_type(self.attribute.type)
        if kind.comparison == Comparison.MEASURE:
            return KeyTransform(key, place)
        if kind.is_document and kind.comparison == Comparison.TEXT:
            return not_blank(Written(self.attribute, KeyTransform(key, place)))
        text = not_blank(KeyTextTransform(key, place))
        return NullIf(text, Value("[]"), output_field=TextField()) if kind.is_document else text


def _place(attribute: Any) -> _Place:
    return _Place(attribute.code, attribute.is_localizable, attribute.is_per_channel)


def _is_measure(attribute: Compared) -> bool:
    return attribute_type(attribute.type).comparison == Comparison.MEASURE


def _reader(attribute: Any) -> Reader:
    """What is read of a place, as `StoredValue.own` reads it."""
    kind = attribute_type(attribute.type)
    if _is_measure(attribute):
        return stored_at
    if kind.is_document and kind.comparison == Comparison.TEXT:
        return written_at(attribute)
    if kind.is_document:
        return document_text_at
    return text_at


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
